"""What crosses an objection from outside: its record fell, was corrected, ran out; the unit asked was merged."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import DESK
from cases.contested import shown_value
from cases.models import Case, ContestedField, Inquiry
from cases.models.decision import Outcome
from cases.models.objection import FieldOutcome, InquiryEnd
from cases.policies import HANDED_OVER
from cases.services import keeping
from cases.services.acting import acting
from cases.services.ending import ends
from cases.services.objection.admission import ONLY_WHILE_VALID, provider_of
from cases.services.objection.inquiry import REMINDED, TERM
from cases.services.objection.redress import open_redress
from cases.states import OPEN_STATES, RUNNING_STATES, CaseKind, ObjectionState
from journal.now import day_of
from records.models import Department, EnteredDocument
from records.models.entered import FALLEN
from records.selectors import in_charge
from rulebook.editions_in_use import editions_in_use

RECORD_WITHDRAWN = "record-withdrawn"
PUBLICITY_ENDED = "publicity-ended"
SET_RIGHT = "set-right-otherwise"


def when_the_listing_ends(case: Case, cause: str, at: datetime) -> None:
    """The record fell: the objection was right (C4). Its publicity ended: it goes on, unless the text says otherwise.

    A record that was shown wrongly did harm, and redress stays due (C2). A record that turned out to be a copy of
    another changes nothing: one objection is for all of them (C20).
    """
    if case.state == ObjectionState.DRAFT:
        if cause == RECORD_WITHDRAWN or (cause == PUBLICITY_ENDED and _only_while_valid(case)):
            keeping.expire_draft(case_id=case.pk, at=at)
    elif cause == RECORD_WITHDRAWN:
        record_fell(case_id=case.pk, document=_judgment(case.record_id), at=at)
    elif cause == PUBLICITY_ENDED and _only_while_valid(case):
        keeping.terminate(case_id=case.pk, cause=PUBLICITY_ENDED, actor=DESK, at=at)


def _only_while_valid(case: Case) -> bool:
    edition = editions_in_use().by_key(case.edition_key)
    return bool(edition.objection.after_end.value == ONLY_WHILE_VALID)


def _judgment(record_id: int) -> str:
    """The number of the document by which a record fell; empty where its authority withdrew it of its own motion."""
    found = EnteredDocument.objects.filter(record=record_id, kind__in=FALLEN).order_by("-pk").first()
    return "" if found is None else found.number


def record_fell(*, case_id: int, document: str, at: datetime) -> Case:
    """Close the objection because the record was annulled, void or withdrawn (C4); what is owed after it opens."""
    with acting(case_id=case_id, act="record_fell", actor=DESK, at=at, kind=CaseKind.OBJECTION) as doing:
        doing.move(
            "case.record_fell",
            fields={"closed_at": at, "cause": RECORD_WITHDRAWN},
            payload={"document": document},
        )
        doing.case.contested.filter(dropped_at__isnull=True).update(outcome=FieldOutcome.WITHDRAWN)
        doing.stop(reason="record fell")
        doing.end_hold()
        open_redress(doing, Outcome.WITHDRAW_RECORD)
        ends(doing)
    return doing.case


def drop_what_is_right(*, record_id: int, document: str, case_id: int | None, at: datetime) -> None:
    """The record was corrected otherwise: contested fields that show now what was held right drop out (C3, C5).

    An objection of which nothing is left is terminated; drafts only forget those fields. `case_id` is the objection
    that corrected it.
    """
    running = Case.objects.filter(record=record_id, kind=CaseKind.OBJECTION, state__in=OPEN_STATES)
    for case in running.order_by("number"):
        if case.pk != case_id:
            _drop(case, document=document, at=at)


def _drop(case: Case, *, document: str, at: datetime) -> None:
    with acting(case_id=case.pk, act="drop_answered", actor=DESK, at=at, kind=CaseKind.OBJECTION) as doing:
        standing = list(doing.case.contested.filter(dropped_at__isnull=True))
        right = [
            row
            for row in standing
            if row.right_value != row.shown_value
            and shown_value(doing.case.record, row.field) == row.right_value
        ]
        if not right:
            return
        ContestedField.objects.filter(pk__in=[row.pk for row in right]).update(
            dropped_at=at, dropped_by=document[:120]
        )
        doing.note("case.fields_dropped", fields=[row.field for row in right], document=document)
        nothing_left = len(right) == len(standing)
    if nothing_left and case.state in RUNNING_STATES:
        keeping.terminate(case_id=case.pk, cause=SET_RIGHT, document=document, actor=DESK, at=at)


def readdress(*, department: Department, at: datetime) -> int:
    """Send the inquiries of a department that ended to whoever is in charge now, with a term of their own (C8).

    The case's own terms stay as they are. Returns how many were sent on.
    """
    waiting = Case.objects.filter(
        asked_department=department, kind=CaseKind.OBJECTION, state=ObjectionState.INQUIRING
    )
    if in_charge(department, day_of(at)) == department:
        return 0
    return sum(_readdress(case, at=at) for case in waiting.order_by("number"))


def _readdress(case: Case, *, at: datetime) -> int:
    with acting(case_id=case.pk, act=HANDED_OVER, actor=DESK, at=at, kind=CaseKind.OBJECTION) as doing:
        old = Inquiry.objects.filter(case=doing.case, closed="").first()
        unit = provider_of(doing.case, on=doing.on)
        if old is None or unit.pk == old.department_id or doing.case.state != ObjectionState.INQUIRING:
            return 0
        Inquiry.objects.filter(pk=old.pk).update(closed=InquiryEnd.READDRESSED, closed_at=at)
        Inquiry.objects.create(
            case=doing.case,
            department=unit,
            ordinal=old.ordinal,
            question=old.question,
            fields=old.fields,
            sent_by_ref=old.sent_by_ref,
            served_at=at,
        )
        Case.objects.filter(pk=case.pk).update(asked_department=unit, version=doing.case.version + 1)
        doing.stop(TERM, REMINDED, reason="re-addressed")
        doing.start(TERM)
        if doing.is_held:
            doing.pause(TERM, cause="hold")
        doing.note(
            "case.readdressed",
            from_department_id=old.department_id,
            department_asked_id=unit.pk,
            ordinal=old.ordinal,
        )
    return 1
