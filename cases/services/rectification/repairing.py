"""整改与修复: what an ordered rectification means for the repair of its record (C24)."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import DESK
from cases.models import Case, Step
from cases.models.application import Finding
from cases.refusals import refusal
from cases.services.acting import acting
from cases.states import OPEN_STATES, CaseKind, RectificationState

WAY = "rectification"
COMPLETE_STEP = "complete_step"


def open_rectification(record_id: int) -> Case | None:
    """The ordered rectification that is open on a record."""
    return Case.objects.filter(record=record_id, kind=CaseKind.RECTIFICATION, state__in=OPEN_STATES).first()


def refuse_while_ordered(step: Step) -> None:
    """Refuse to find the rectification step of a repair satisfied while an order on its record is not finished."""
    if step.way != WAY:
        return
    running = open_rectification(step.case.record_id)
    if running is not None:
        raise refusal("rectification-open", number=running.number)


def satisfied_rectification(record_id: int) -> Case | None:
    """The last ordered rectification on a record that was found satisfied, where none was ordered after it."""
    last = Case.objects.filter(record=record_id, kind=CaseKind.RECTIFICATION).order_by("-pk").first()
    return last if last is not None and last.state == RectificationState.SATISFIED else None


def complete_repair_step(*, record_id: int, number: str, at: datetime) -> None:
    """The rectification step of the record's open repair is done with a rectification that was found satisfied."""
    repair = Case.objects.filter(record=record_id, kind=CaseKind.REPAIR, state__in=OPEN_STATES).first()
    if repair is not None:
        complete_step_of(repair.pk, number=number, at=at)


def count_as_done(case: Case, *, at: datetime) -> None:
    """A repair that is filed after its record's rectification was found satisfied has gone that way already."""
    rectified = satisfied_rectification(case.record_id)
    if rectified is not None:
        complete_step_of(case.pk, number=rectified.number, at=at)


def complete_step_of(case_id: int, *, number: str, at: datetime) -> None:
    """Find the rectification step of a repair satisfied, by the number of the rectification; once."""
    owed = Step.objects.filter(case=case_id, way=WAY).exclude(finding=Finding.SATISFIED)
    if not owed.exists():
        return
    with acting(case_id=case_id, act=COMPLETE_STEP, actor=DESK, at=at) as doing:
        doing.note(
            "case.step_checked",
            way=WAY,
            finding=str(Finding.SATISFIED),
            reason="",
            clause="",
            document=number,
        )
        doing.case.steps.filter(way=WAY).update(
            finding=Finding.SATISFIED,
            reason="",
            clause="",
            checked_at=at,
            checked_by_ref=DESK.ref,
        )
