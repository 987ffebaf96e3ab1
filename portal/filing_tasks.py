"""The application as a list of tasks: what is done, begun, untouched, or was returned and what to mend there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.labels import ACTS, WAYS
from cases.models import Case, Step, Supplement
from cases.models.application import Finding
from cases.services.preflight import Gap
from cases.states import RepairState
from cases.ways import WAY_FIELDS
from look.parts import TaskItem
from rulebook.editions_in_use import editions_in_use

Status = Literal["not_started", "in_progress", "cannot_start", "done", "returned", "optional"]

PARTS: dict[str, Promise] = {
    "application": gettext_lazy("Application form"),
    "rectification": gettext_lazy("Rectification: how the duties were performed"),
    "commitment": gettext_lazy("Credit commitment"),
    "steps": gettext_lazy("Steps before filing"),
    "documents": gettext_lazy("Documents"),
}
HINTS: dict[str, Promise] = {
    "application": gettext_lazy("Whom we may ask"),
    "rectification": gettext_lazy("The day, what was done, and the proof for each duty"),
    "commitment": gettext_lazy("Read it and sign it with a name"),
    "documents": gettext_lazy("Proofs as PDF, PNG or JPEG"),
}


def parts_of(case: Case) -> tuple[str, ...]:
    """The parts this case has; steps only where its edition asks for some before filing."""
    return tuple(part for part in PARTS if part != "steps" or steps_of_phase(case, "before-filing"))


def steps_of_phase(case: Case, phase: str) -> list[Step]:
    """The steps with answers of their own that the subject does in a phase."""
    return [step for step in case.steps.all() if step.phase == phase and step.way in WAY_FIELDS]


def tasks_of(case: Case, found: Sequence[Gap]) -> tuple[TaskItem, ...]:
    """The parts of a draft with their states, each step by itself, then "check and file", which waits for them."""
    open_parts = {gap.part for gap in found}
    prepare = _("Prepare the application")
    items: list[TaskItem] = []
    for part in parts_of(case):
        if part == "steps":
            items += [_step_task(case, step, prepare) for step in steps_of_phase(case, "before-filing")]
            continue
        items.append(
            TaskItem(
                title=str(PARTS[part]),
                hint=str(HINTS[part]),
                status=_status(case, part, open_parts),
                url=reverse("portal:part", args=[case.number, part]),
                group=prepare,
            )
        )
    ready = not open_parts
    items.append(
        TaskItem(
            title=_("Check your answers and file"),
            hint="" if ready else _("Possible once every task above is done"),
            status="not_started" if ready else "cannot_start",
            url=reverse("portal:check", args=[case.number]) if ready else "",
            group=_("File it"),
        )
    )
    return tuple(items)


def tasks_while_returned(case: Case) -> tuple[TaskItem, ...]:
    """What is with the company while a case runs: every item that was asked for, or every step that is owed."""
    prefetch_related_objects([case], "steps", "documents")
    if case.state == RepairState.SUPPLEMENTING:
        return _asked_tasks(case)
    group = _("Steps while the case runs")
    items = [_step_task(case, step, group) for step in steps_of_phase(case, "during-case")]
    items.append(_papers_task(case, group))
    return (*items, _send_task(case, "submit_steps"))


def asked_of(case: Case) -> Supplement | None:
    """What was asked for and waits for its answer."""
    return case.asked_supplements.filter(answered_at__isnull=True).order_by("-pk").first()


def _asked_tasks(case: Case) -> tuple[TaskItem, ...]:
    asked = asked_of(case)
    group = _("Returned to you: mend each of these")
    items = [] if asked is None else [_asked_task(case, asked, item, group) for item in asked.items]
    return (*items, _send_task(case, "supplement"))


def _asked_task(case: Case, asked: Supplement, item: dict[str, str], group: str) -> TaskItem:
    """One item: it leads to the page on which it is mended, and is done when something came since it was asked."""
    material, step = item.get("material", ""), _step_of(case, item.get("material", ""))
    answer = reverse("portal:case_act", args=[case.number, "supplement"])
    hint = " · ".join(part for part in (item.get("clause", ""), *_told(material)) if part)
    if step is not None:
        mended = step.submitted_at is not None and step.submitted_at > asked.asked_at
        return TaskItem(item["what"], "done" if mended else "returned", step_url(case, step.way), hint, group)
    if material:
        came = any(
            paper.removed_at is None and paper.material == material and paper.added_at > asked.asked_at
            for paper in case.documents.all()
        )
        page = f"{reverse('portal:part', args=[case.number, 'documents'])}?material={material}"
        return TaskItem(item["what"], "done" if came else "returned", page, hint, group)
    return TaskItem(
        item["what"], "returned", answer, " · ".join(filter(None, (hint, _("Say it in your answer")))), group
    )


def _told(material: str) -> tuple[str, ...]:
    return (_("Add the document on the next page"),) if material else ()


def _step_of(case: Case, material: str) -> Step | None:
    """The step that an asked item is about: its way, or the way whose proof the material is."""
    papers = {paper.id: paper.way for paper in editions_in_use().by_key(case.edition_key).materials}
    way = material if material in WAY_FIELDS else papers.get(material, "")
    return next((step for step in case.steps.all() if step.way == way and way in WAY_FIELDS), None)


def _send_task(case: Case, act: str) -> TaskItem:
    return TaskItem(
        title=str(ACTS[act]),
        hint=_("Look at everything once more; it can be sent only once"),
        status="not_started",
        url=reverse("portal:case_act", args=[case.number, act]),
        group=_("Send it"),
    )


def _papers_task(case: Case, group: str) -> TaskItem:
    return TaskItem(
        title=str(PARTS["documents"]),
        hint=str(HINTS["documents"]),
        status="in_progress"
        if any(paper.removed_at is None for paper in case.documents.all())
        else "optional",
        url=reverse("portal:part", args=[case.number, "documents"]),
        group=group,
    )


def _step_task(case: Case, step: Step, group: str) -> TaskItem:
    status: dict[str, Status] = {
        Finding.OWED: "not_started",
        Finding.SUBMITTED: "done",
        Finding.SATISFIED: "done",
        Finding.INSUFFICIENT: "returned",
    }
    return TaskItem(str(WAYS[step.way]), status[step.finding], step_url(case, step.way), step.reason, group)


def step_url(case: Case, way: str) -> str:
    """The page of one step."""
    return reverse("portal:step", args=[case.number, way])


def _status(case: Case, part: str, open_parts: set[str]) -> Status:
    if part not in open_parts:
        return "done"
    return "in_progress" if _touched(case, part) else "not_started"


def _touched(case: Case, part: str) -> bool:
    form = case.application
    if part == "application":
        return bool(form.contact_name or form.contact_phone or form.reason)
    if part == "rectification":
        return bool(form.performance or form.performed_on)
    if part == "commitment":
        return form.commitment_signed_at is not None
    return any(document.removed_at is None for document in case.documents.all())
