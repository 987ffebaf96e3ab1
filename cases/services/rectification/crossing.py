"""What crosses a rectification from outside: its record falls or is repaired, its desk moves, time passes."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import DESK
from cases.models import Case, Talk
from cases.models.hold import HoldCause
from cases.models.talk import TalkStanding
from cases.services import keeping
from cases.services.acting import Doing
from cases.services.rectification import reporting
from cases.services.rectification.ending import RECORD_WITHDRAWN
from cases.services.rectification.frame import CARETAKER, LIMITS
from cases.services.rectification.serving import owe_service
from cases.states import RUNNING_STATES, CaseKind, RectificationState
from clocks import services as clocks
from clocks.models import Deadline, Standing
from journal.models import Entry
from records.models.entered import DocumentKind
from records.services import papers

REPAIRED = "repaired"


def on_limit_over(case: Case, entry: Entry) -> None:
    """A limit passed: the order was not followed, unless a report came first or the limit was set anew (C28)."""
    owed = Deadline.objects.filter(pk=entry.payload["deadline_id"], stopped_at__isnull=True).exists()
    if owed and case.state == RectificationState.RECTIFYING:
        reporting.overdue(case_id=case.pk, term=entry.payload["term"], at=entry.at)


def after_a_hold(*, case_id: int, at: datetime) -> None:
    """Hold it anew where a plan still stands; else let a limit that ran out as the hold began be over."""
    hold_if_reorganised(case_id=case_id, at=at)
    case = Case.objects.get(pk=case_id)
    if case.holds.filter(to_at__isnull=True).exists() or case.state != RectificationState.RECTIFYING:
        return
    owner = clocks.Owner("case", case.pk, case.stream)
    over = [term.term for term in clocks.open_terms(owner) if term.standing == Standing.BREACHED]
    for term in over:
        if term in LIMITS:
            reporting.overdue(case_id=case.pk, term=term, at=at)


def when_the_listing_ends(case: Case, cause: str, at: datetime) -> None:
    """A withdrawn record ends its order; duties outlive publicity, so the end of publication does not (C2, C4)."""
    if cause == RECORD_WITHDRAWN:
        keeping.terminate(case_id=case.pk, cause=cause, actor=DESK, at=at)


def end_after_repair(record_id: int, *, at: datetime) -> None:
    """The repair of the record was granted: an order that is still open has nothing left to demand (C24)."""
    for case in _open_on(record_id):
        keeping.terminate(case_id=case.pk, cause=REPAIRED, actor=DESK, at=at)


def _open_on(record_id: int) -> list[Case]:
    rows = Case.objects.filter(record=record_id, kind=CaseKind.RECTIFICATION, state__in=RUNNING_STATES)
    return list(rows.order_by("number"))


def desk_moved(doing: Doing, reason: str) -> None:
    """Another department has the case: a talk that is set moves with it; with a caretaker every term waits (C8, C9)."""
    if doing.case.kind != CaseKind.RECTIFICATION:
        return
    Talk.objects.filter(case=doing.case, standing=TalkStanding.SET).update(
        department=doing.case.handling_department_id
    )
    if reason == CARETAKER:
        doing.pause(cause=CARETAKER)
    else:
        doing.resume(CARETAKER)


def party_replaced(case: Case, *, document: str, at: datetime) -> None:
    """The duties passed by law; the order is served anew on the successor, and until then the case waits (C10)."""
    waits = owe_service(case) and case.state in RUNNING_STATES
    if waits and not case.holds.filter(to_at__isnull=True).exists():
        keeping.hold(case_id=case.pk, cause=HoldCause.SUCCESSION, document=document, actor=DESK, at=at)


def hold_if_reorganised(*, case_id: int, at: datetime) -> None:
    """Put a running rectification on hold while a plan or settlement stands on its record (C13)."""
    case = Case.objects.get(pk=case_id)
    if case.kind != CaseKind.RECTIFICATION or case.state not in RUNNING_STATES:
        return
    plan = papers.standing(case.record_id, DocumentKind.PLAN_APPROVED)
    if plan is not None and not case.holds.filter(to_at__isnull=True).exists():
        keeping.hold(case_id=case.pk, cause=HoldCause.REORGANISATION, document=plan.number, actor=DESK, at=at)


def resume_after_plan(record_id: int, *, at: datetime) -> None:
    """The plan is over, carried out or not: a rectification that waited for it goes on (C14)."""
    for case in _open_on(record_id):
        if case.holds.filter(to_at__isnull=True, cause=HoldCause.REORGANISATION).exists():
            keeping.resume(case_id=case.pk, actor=DESK, at=at)
