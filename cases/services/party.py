"""Who stands for a party from now on: a new operator of an individual business, an administrator in insolvency.

Cases go on; whoever acted by the will of the former operator or management acts no more from that day on (rules
C12 and C15). Locks: the subject, the record, then the subject's cases by ascending number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Mandate
from accounts.services import representation
from cases.models import Application, Case, ObjectionFiling
from cases.refusals import refusal
from cases.services import crossing
from cases.states import OPEN_STATES
from journal.now import day_of
from journal.record import record as journal
from records.models import Administration, CreditRecord, Subject
from records.services import insolvency, succession
from records.services.insolvency import Appointment
from records.services.succession import masked

OPERATOR_CHANGED = "operator-changed"
APPOINTED = "administrator-appointed"
RELIEVED = "administrator-relieved"


@transaction.atomic
def change_operator(
    *, record_id: int, operator: str, document: str, on: date, actor: Actor, at: datetime
) -> Subject:
    """变更经营者: the operator of an individual business changed or died; its code and its cases stay.

    Mandates of the former operator end today, its name and contact are kept masked. With an empty `operator` nobody
    goes on: the business counts as deregistered and its cases end (C12, C11). The new operator gets an account at the
    window. Raises NotFound for whoever may not enter, and what `records.services.succession` refuses.
    """
    record = _record_of(record_id, actor, at)
    cases = list(Case.objects.select_for_update().filter(subject=record.subject_id).order_by("number"))
    succession.change_operator(
        subject_id=record.subject_id,
        operator=operator,
        document=document,
        on=on,
        at=at,
        actor_ref=actor.ref,
    )
    _renew_contacts(cases, operator=operator.strip())
    if not operator.strip():
        crossing.deregister(record_id=record.pk, document=document, on=on, actor=actor, at=at)
    _end_mandates(record, cause=OPERATOR_CHANGED, actor=actor, at=at)
    return Subject.objects.get(pk=record.subject_id)


def _renew_contacts(cases: Sequence[Case], *, operator: str) -> None:
    """Open cases ask the new operator from now on; of whoever was asked before only the masked name stays."""
    goes_on = {case.pk for case in cases if case.state in OPEN_STATES} if operator else set()
    forms = (Application.objects, ObjectionFiling.objects)
    for form in (form for kept in forms for form in kept.filter(case__in=cases).exclude(contact_name="")):
        form.contact_name = operator if form.case_id in goes_on else masked(form.contact_name)
        form.contact_phone = ""
        form.save(update_fields=["contact_name", "contact_phone"])


@transaction.atomic
def appoint_administrator(
    *, record_id: int, appointment: Appointment, actor: Actor, at: datetime
) -> Administration:
    """指定管理人: mandates given by the former management end today; the administrator gets an account at the window.

    Codes that nobody used run out too. What the former agents did before stands, and terms served on them go on (C15,
    C16). Raises NotFound for whoever may not enter, and what `records.services.insolvency` refuses.
    """
    record = _record_of(record_id, actor, at)
    administration = insolvency.appoint_administrator(
        subject_id=record.subject_id, appointment=appointment, at=at, actor_ref=actor.ref
    )
    _end_mandates(record, cause=APPOINTED, actor=actor, at=at)
    return administration


@transaction.atomic
def relieve_administrator(
    *, record_id: int, document: str, on: date, actor: Actor, at: datetime
) -> Administration:
    """终止管理人职务: mandates of the administrator end today; the management gets an account at the window again."""
    record = _record_of(record_id, actor, at)
    administration = insolvency.relieve_administrator(
        subject_id=record.subject_id, document=document, on=on, at=at, actor_ref=actor.ref
    )
    _end_mandates(record, cause=RELIEVED, actor=actor, at=at)
    return administration


def _end_mandates(record: CreditRecord, *, cause: str, actor: Actor, at: datetime) -> list[Mandate]:
    ended = representation.end_all(subject_id=record.subject_id, reason=cause, actor_ref=actor.ref, at=at)
    journal(
        stream=f"subject:{record.subject_id}",
        verb="subject.representation_ended",
        actor_ref=actor.ref,
        at=at,
        payload={
            "subject_id": record.subject_id,
            "record_id": record.pk,
            "cause": cause,
            "mandate_ids": [mandate.pk for mandate in ended],
        },
    )
    return ended


def _record_of(record_id: int, actor: Actor, at: datetime) -> CreditRecord:
    """The record with its subject, both locked, the subject first; absent for whoever may not enter on it."""
    known = CreditRecord.objects.filter(pk=record_id).values_list("subject_id", flat=True).first()
    if known is None:
        raise refusal("no-record")
    Subject.objects.select_for_update().filter(pk=known).first()
    record = (
        CreditRecord.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(pk=record_id, subject=known)
        .first()
    )
    if record is None or not crossing.may_enter(record, actor, on=day_of(at)):
        raise refusal("no-record")
    return record
