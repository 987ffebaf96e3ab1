"""What crosses a case from outside: documents of courts, insolvency, succession of parties and of departments.

Locks are taken in the house's order: the record, its cases by ascending number, the listing. Holds are the
desk's own act here; who entered the document stands in the record's journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.actors import DESK, Actor
from accounts.roles import Role
from cases.commitment import COMMITMENT_VERSION, commitment_text
from cases.models import Application, Case
from cases.models.hold import HoldCause
from cases.policies import HANDED_OVER
from cases.refusals import refusal
from cases.services import keeping
from cases.services.acting import acting, text
from cases.services.objection import succession as succession_of_objections
from cases.services.objection.crossing import readdress
from cases.services.rectification import crossing as rectifications
from cases.states import OPEN_STATES, RUNNING_STATES, CaseKind, RepairState
from journal.now import day_of
from records.models import CreditRecord, Department, EnteredDocument, Subject
from records.models.entered import DocumentKind
from records.selectors import in_charge, lead_of
from records.services import court, insolvency, papers, succession
from records.services.papers import Paper

ENTERING_ROLES = (Role.REVIEWER, Role.SUPERVISOR)


def may_enter(record: CreditRecord, actor: Actor, *, on: date) -> bool:
    """Whether an actor may enter documents on a record: officers of who is in charge of it on a day.

    Where nobody is in charge the lead department looks after it. Nobody enters on the own company's records.
    """
    return bool(open_to_entry([record], actor, on=on))


def open_to_entry(records: Iterable[CreditRecord], actor: Actor, *, on: date) -> list[CreditRecord]:
    """Those of the records on which an actor may enter documents; who is in charge is asked once for each unit."""
    units: dict[tuple[int, str], Department | None] = {}
    found = []
    for record in records:
        place = record.department_id, record.jurisdiction
        if not actor.is_system and place not in units:
            units[place] = in_charge(record.department, on) or lead_of(record.jurisdiction, on)
        if actor.is_system or _enters(actor, units[place], record):
            found.append(record)
    return found


def _enters(actor: Actor, unit: Department | None, record: CreditRecord) -> bool:
    if unit is None or record.subject_id in actor.subjects:
        return False
    return any(actor.holds(role, unit.pk) for role in ENTERING_ROLES)


@transaction.atomic
def enter_court_document(
    *, record_id: int, paper: Paper, actor: Actor, at: datetime, changes: Mapping[str, str] | None = None
) -> EnteredDocument:
    """登录裁判、复议文书: the record's part, and the hold of its cases or their going on, in one transaction.

    Raises NotFound for whoever may not enter, and what `records.services.court` refuses.
    """
    record = _record_to_enter_on(record_id, actor, at)
    cases = list(_cases_of(record.pk))
    document = court.enter_court_document(
        record_id=record.pk, paper=paper, changes=changes, at=at, actor_ref=actor.ref
    )
    if paper.kind == DocumentKind.STAY:
        for case in cases:
            hold_if_stayed(case_id=case.pk, at=at)
    elif paper.kind == DocumentKind.STAY_ENDED:
        for case in cases:
            if case.holds.filter(to_at__isnull=True, cause=HoldCause.EXECUTION_STAYED).exists():
                keeping.resume(case_id=case.pk, actor=DESK, at=at)
    return document


@transaction.atomic
def enter_insolvency_ruling(*, record_id: int, paper: Paper, actor: Actor, at: datetime) -> EnteredDocument:
    """登录破产裁定: an open repair goes on, an ordered rectification waits for the end of the plan (C13, C14).

    The record's part is done by `records.services.insolvency`.
    """
    record = _record_to_enter_on(record_id, actor, at)
    cases = list(_cases_of(record.pk))
    document = insolvency.enter_insolvency_ruling(
        record_id=record.pk, paper=paper, at=at, actor_ref=actor.ref
    )
    if paper.kind == DocumentKind.PLAN_APPROVED:
        for case in cases:
            rectifications.hold_if_reorganised(case_id=case.pk, at=at)
    else:
        rectifications.resume_after_plan(record.pk, at=at)
    return document


@transaction.atomic
def state_reasons(*, document_id: int, statement: str, actor: Actor, at: datetime) -> EnteredDocument:
    """公开说明理由: the public reasons of a withdrawal, by whoever may enter documents on the record."""
    document = EnteredDocument.objects.filter(pk=document_id).first()
    if document is None:
        raise refusal("no-document")
    _record_to_enter_on(document.record_id, actor, at)
    return court.state_reasons(document_id=document.pk, statement=statement, at=at, actor_ref=actor.ref)


def hold_if_stayed(*, case_id: int, at: datetime) -> None:
    """Put a running case on hold while a stay of execution stands on its record (C6); held ones stay held.

    An objection goes on: whether a record is right does not wait for its execution.
    """
    case = Case.objects.get(pk=case_id)
    if case.kind == CaseKind.OBJECTION:
        return
    stay = papers.standing(case.record_id, DocumentKind.STAY)
    if stay is None or case.state not in RUNNING_STATES or case.holds.filter(to_at__isnull=True).exists():
        return
    keeping.hold(case_id=case.pk, cause=HoldCause.EXECUTION_STAYED, document=stay.number, actor=DESK, at=at)


@transaction.atomic
def substitute_party(
    *, record_id: int, successor_code: str, document: str, passes_on: bool, actor: Actor, at: datetime
) -> CreditRecord:
    """变更主体: the successor takes the party's place on the record and in its cases (C10).

    Where the law does not pass the penalty on (`passes_on` false) publication and cases end instead. An open
    case is on hold until the successor has given the commitment anew.
    """
    record = _record_to_enter_on(record_id, actor, at)
    cases = list(_cases_of(record.pk))
    if not passes_on:
        ended = succession.end_with_party(record_id=record.pk, document=document, at=at, actor_ref=actor.ref)
        _end(cases, document=document, at=at)
        return ended
    found = succession.pass_on(
        record_id=record.pk, successor_code=successor_code, document=document, at=at, actor_ref=actor.ref
    )
    for case in cases:
        _substitute(case, found.subject_id, document=document, at=at)
    return found


def _substitute(case: Case, successor_id: int, *, document: str, at: datetime) -> None:
    with acting(case_id=case.pk, act="substitute_party", actor=DESK, at=at, kind=None) as doing:
        before = doing.case.subject_id
        Case.objects.filter(pk=case.pk).update(subject_id=successor_id, version=doing.case.version + 1)
        doing.case.subject_id = successor_id
        Application.objects.filter(case=doing.case).update(
            commitment_version="", commitment_text="", commitment_signed_by="", commitment_signed_at=None
        )
        doing.note("case.party_substituted", from_subject_id=before, document=document.strip())
    if case.kind == CaseKind.RECTIFICATION:
        rectifications.party_replaced(case, document=document, at=at)
    if case.kind == CaseKind.OBJECTION:
        succession_of_objections.found(case_id=case.pk, at=at)
    owes = case.kind == CaseKind.REPAIR and case.state in RUNNING_STATES
    if owes and not case.holds.filter(to_at__isnull=True).exists():
        keeping.hold(case_id=case.pk, cause=HoldCause.SUCCESSION, document=document, actor=DESK, at=at)


@transaction.atomic
def renew_commitment(
    *, case_id: int, signed_by: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """The successor gives the credit commitment anew (重新作出信用承诺); a hold for the succession ends with it."""
    name = text(signed_by, otherwise="commitment", limit=80)
    with acting(case_id=case_id, act="renew_commitment", actor=actor, at=at, version=version) as doing:
        if not commitment_owed(doing.case):
            raise refusal("commitment-given")
        # the text names the successor: read the case as it now is
        case = Case.objects.select_related("subject", "record").get(pk=case_id)
        Application.objects.filter(case=case).update(
            commitment_version=COMMITMENT_VERSION,
            commitment_text=commitment_text(case),
            commitment_signed_by=name,
            commitment_signed_at=at,
        )
        doing.note("case.commitment_renewed", signed_by=name)
    if case.holds.filter(to_at__isnull=True, cause=HoldCause.SUCCESSION).exists():
        return keeping.resume(case_id=case.pk, actor=DESK, at=at)
    return case


def commitment_owed(case: Case) -> bool:
    """Whether a running case waits for its successor's commitment."""
    return (
        case.state in RUNNING_STATES
        and Application.objects.filter(case=case, commitment_signed_at__isnull=True).exists()
    )


@transaction.atomic
def deregister(*, record_id: int, document: str, on: date, actor: Actor, at: datetime) -> Subject:
    """注销而无承继人: the record's party ceased; its publications run to their own end (C11).

    Its open cases end, an objection after it waited for persons tied to the party.
    """
    record = _record_to_enter_on(record_id, actor, at)
    subject = succession.cease(
        subject_id=record.subject_id, document=document, on=on, at=at, actor_ref=actor.ref
    )
    cases = list(Case.objects.filter(subject=subject, state__in=OPEN_STATES).order_by("number"))
    for case in cases:
        if case.kind == CaseKind.OBJECTION and case.state in RUNNING_STATES:
            succession_of_objections.await_persons(case_id=case.pk, document=document, at=at)
        else:
            _end([case], document=document, at=at)
    return subject


def _end(cases: Iterable[Case], *, document: str, at: datetime) -> None:
    for case in cases:
        if case.state == RepairState.DRAFT:
            keeping.expire_draft(case_id=case.pk, at=at)
        else:
            keeping.terminate(case_id=case.pk, cause="subject-ceased", document=document, actor=DESK, at=at)


def hand_over(*, department_id: int, at: datetime) -> int:
    """Move the open cases of a department that ended to whoever is in charge now (C8, C9); returns how many.

    State and terms stay as they are. Without a named successor the lead department takes care of them; once
    one is named they move on to it.
    """
    on = day_of(at)
    department = Department.objects.get(pk=department_id)
    moved = sum(
        _hand_over(case, department, at=at)
        for case in Case.objects.filter(handling_department=department, state__in=RUNNING_STATES).order_by(
            "number"
        )
        if in_charge(department, on) != department
    )
    waiting = Case.objects.filter(
        determining_department=department, handling_reason="caretaker", state__in=RUNNING_STATES
    )
    moved += sum(_hand_over(case, department, at=at) for case in waiting.order_by("number"))
    readdress(department=department, at=at)
    succession.pass_on_holders(department_id=department.pk, on=on, at=at, actor_ref=DESK.ref)
    return moved


def _hand_over(case: Case, department: Department, *, at: datetime) -> int:
    on = day_of(at)
    unit, reason = in_charge(department, on), "successor"
    if unit is None:
        unit, reason = lead_of(case.record.jurisdiction, on), "caretaker"
    if unit is None or unit.pk == case.handling_department_id:
        return 0
    with acting(case_id=case.pk, act=HANDED_OVER, actor=DESK, at=at, kind=None) as doing:
        before = doing.case.handling_department_id
        Case.objects.filter(pk=case.pk).update(
            handling_department=unit, handling_reason=reason, version=doing.case.version + 1
        )
        doing.note("case.handed_over", from_department_id=before, department_id=unit.pk, reason=reason)
        doing.case.handling_department = unit
        rectifications.desk_moved(doing, reason)
    return 1


def _record_to_enter_on(record_id: int, actor: Actor, at: datetime) -> CreditRecord:
    """The record, locked; absent for whoever may not enter documents on it."""
    record = (
        CreditRecord.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(pk=record_id)
        .first()
    )
    if record is None or not may_enter(record, actor, on=day_of(at)):
        raise refusal("no-record")
    return record


def _cases_of(record_id: int) -> Iterable[Case]:
    """The open cases of a record, locked by ascending number."""
    return (
        Case.objects.select_for_update().filter(record_id=record_id, state__in=OPEN_STATES).order_by("number")
    )
