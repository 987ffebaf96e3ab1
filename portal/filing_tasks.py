"""The application as a list of tasks: what is done, what is begun, what was not touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.services.preflight import Gap
from cases.ways import WAY_FIELDS
from look.parts import TaskItem

Status = Literal["not_started", "in_progress", "cannot_start", "done", "returned", "optional"]

PARTS: dict[str, Promise] = {
    "application": gettext_lazy("Application form"),
    "commitment": gettext_lazy("Credit commitment"),
    "steps": gettext_lazy("Steps before filing"),
    "documents": gettext_lazy("Documents"),
}
HINTS: dict[str, Promise] = {
    "application": gettext_lazy("Contact person, and how the duties were performed"),
    "commitment": gettext_lazy("Read it and sign it with a name"),
    "steps": gettext_lazy("Training, credit report and the like, as the rules of your place ask"),
    "documents": gettext_lazy("Proofs as PDF, PNG or JPEG"),
}


def parts_of(case: Case) -> tuple[str, ...]:
    """The parts this case has; steps only where its edition asks for some before filing."""
    return tuple(part for part in PARTS if part != "steps" or steps_before_filing(case))


def steps_before_filing(case: Case) -> bool:
    return any(step.phase == "before-filing" and step.way in WAY_FIELDS for step in case.steps.all())


def tasks_of(case: Case, found: Sequence[Gap]) -> tuple[TaskItem, ...]:
    """The parts with their states, then "check and file", which waits for the others."""
    open_parts = {gap.part for gap in found}
    prepare = _("Prepare the application")
    items = [
        TaskItem(
            title=str(PARTS[part]),
            hint=str(HINTS[part]),
            status=_status(case, part, open_parts),
            url=reverse("portal:part", args=[case.number, part]),
            group=prepare,
        )
        for part in parts_of(case)
    ]
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


def _status(case: Case, part: str, open_parts: set[str]) -> Status:
    if part not in open_parts:
        return "done"
    return "in_progress" if _touched(case, part) else "not_started"


def _touched(case: Case, part: str) -> bool:
    form = case.application
    if part == "application":
        return bool(
            form.contact_name or form.contact_phone or form.performance or form.performed_on or form.reason
        )
    if part == "commitment":
        return form.commitment_signed_at is not None
    if part == "steps":
        return any(step.submitted_at is not None for step in case.steps.all())
    return any(document.removed_at is None for document in case.documents.all())
