"""A group filing as its company sees it: what can be chosen, the tasks, what became of each record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, GroupFiling, GroupPaper
from cases.models.declaring import SHEET
from cases.services.group_filing import Row
from cases.services.planner import RecordPlan, plan_subject
from cases.services.preflight import Gap
from cases.states import CaseKind, RepairState
from clocks.models import Deadline, Standing
from journal.now import today
from look.case_words import term_words
from look.names import name_of
from look.parts import Link, TaskItem
from look.terms import words_of
from records.models import Subject

OF_EACH = ("application", "rectification", "steps", "documents", "record")
"""What a record is asked for itself; contact, commitment and common papers are asked once."""


@dataclass(frozen=True)
class Choice:
    """A record that may be filed now, or why it may not; `draft` is the number of its draft, where there is one."""

    plan: RecordPlan
    can_file: bool
    why_not: str
    draft: str


def choices_of(subject: Subject) -> tuple[Choice, ...]:
    """Every record of a company, those that can be filed now first."""
    on = today()
    drafts = dict(
        Case.objects.filter(subject=subject, kind=CaseKind.REPAIR, state=RepairState.DRAFT).values_list(
            "record_id", "number"
        )
    )
    found = [
        _choice(plan, drafts.get(plan.record_id, ""), may_file=plan.file_now(on))
        for plan in plan_subject(subject.code, on=on, public_only=False)
    ]
    return tuple(sorted(found, key=lambda choice: not choice.can_file))


def _choice(plan: RecordPlan, draft: str, *, may_file: bool) -> Choice:
    if plan.open_case_number and not draft:
        why = _("An application is open already: %(number)s.") % {"number": plan.open_case_number}
        return Choice(plan, can_file=False, why_not=why, draft="")
    why = "" if may_file else (plan.reasons[-1] if plan.reasons else _("It cannot be filed now."))
    return Choice(plan, can_file=may_file, why_not=why, draft=draft)


def papers_of(group: GroupFiling) -> QuerySet[GroupPaper]:
    """The common papers of a group, in the order in which they came; without the sheet signed at the window."""
    return group.papers.filter(removed_at__isnull=True).exclude(material=SHEET).order_by("pk")


def own_gaps(row: Row) -> tuple[Gap, ...]:
    """What a record still lacks of its own; what is asked once is told once."""
    return tuple(
        gap for gap in row.gaps if gap.part in OF_EACH and gap.code not in {"contact-name", "contact-phone"}
    )


def shared_gaps(group: GroupFiling, rows: Sequence[Row]) -> tuple[Link, ...]:
    """What is missing among the things that are asked once, each told once and leading to its page."""
    missing = [gap for row in rows for gap in row.gaps if gap not in own_gaps(row)]
    told = {str(gap.sentence): "commitment" if gap.part == "commitment" else "contact" for gap in missing}
    return tuple(
        Link(reverse(f"portal:group_{part}", args=[group.number]), sentence)
        for sentence, part in told.items()
    )


def unsigned(rows: Sequence[Row]) -> int:
    """How many drafts the signature does not cover."""
    return sum(any(gap.code == "commitment" for gap in row.gaps) for row in rows)


def tasks_of(group: GroupFiling, rows: Sequence[Row], *, papers: int) -> tuple[TaskItem, ...]:
    """What is asked once, then each record, then "check and file"."""
    once, each = _("Asked once for all records"), _("For each record")
    contact = bool(group.contact_name and group.contact_phone)
    signed = bool(rows) and not unsigned(rows)
    items = [
        TaskItem(
            _("Contact person"),
            "done" if contact else "not_started",
            reverse("portal:group_contact", args=[group.number]),
            group=once,
        ),
        TaskItem(
            _("Credit commitment"),
            "done" if signed else "in_progress" if group.commitment_signed_at else "not_started",
            reverse("portal:group_commitment", args=[group.number]),
            hint=""
            if signed or not group.commitment_signed_at
            else _("Records came after the signature: sign anew"),
            group=once,
        ),
        TaskItem(
            _("Papers for all records"),
            "done" if papers else "optional",
            reverse("portal:group_papers", args=[group.number]),
            hint=_("Such as one payment receipt for several fines"),
            group=once,
        ),
        *(_record_task(group, row, each) for row in rows),
    ]
    ready = sum(row.is_ready for row in rows)
    items.append(
        TaskItem(
            _("Check and file"),
            "not_started" if ready else "cannot_start",
            reverse("portal:group_check", args=[group.number]) if ready else "",
            hint=_("%(ready)s of %(all)s applications are complete") % {"ready": ready, "all": len(rows)},
            group=_("File them"),
        )
    )
    return tuple(items)


def _record_task(group: GroupFiling, row: Row, heading: str) -> TaskItem:
    missing, form = own_gaps(row), row.case.application
    begun = bool(form.performance or form.performed_on)
    return TaskItem(
        row.case.record.decision_number or row.case.number,
        "done" if not missing else "in_progress" if begun else "not_started",
        reverse("portal:group_record", args=[group.number, row.case.number]),
        hint=" · ".join(
            [name_of(row.case.determining_department), *(str(gap.sentence) for gap in missing[:1])]
        ),
        group=heading,
    )


@dataclass(frozen=True)
class Result:
    """What became of one application of a group: filed with its next date and why, or why not."""

    case: Case
    filed: bool
    why_not: tuple[str, ...] = ()
    term: str = ""
    due: Deadline | None = None
    words: str = ""


def results_of(group: GroupFiling, cases: Iterable[Case], rows: Sequence[Row]) -> tuple[Result, ...]:
    """One line an application, in the order in which they came; constant statements whatever their number."""
    known = {row.case.pk: row for row in rows}
    kept = list(cases)
    nearest: dict[int, Deadline] = {}
    running = Deadline.objects.filter(
        owner_kind="case", owner_id__in=[case.pk for case in kept], goal="law", standing=Standing.RUNNING
    )
    for term in running.order_by("-due_at", "-pk"):
        nearest[term.owner_id] = term
    return tuple(_result(group, case, known.get(case.pk), nearest.get(case.pk)) for case in kept)


def _result(group: GroupFiling, case: Case, row: Row | None, due: Deadline | None) -> Result:
    if case.filed_at is not None:
        if due is None:
            return Result(case, filed=True)
        return Result(case, filed=True, term=term_words(due.term), due=due, words=words_of(due))
    refused = group.refused.get(case.number)
    told = tuple(str(gap.sentence) for gap in row.gaps) if row else ()
    return Result(case, filed=False, why_not=told or ((refused,) if refused else ()))
