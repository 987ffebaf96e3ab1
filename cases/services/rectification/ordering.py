"""整改通知: the department in charge of a record orders what must be put right; a second order joins the open one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.roles import Role
from cases.models import Case, RectificationOrder
from cases.models.case import new_number
from cases.refusals import refusal
from cases.services import crossing
from cases.services.acting import facts_of, text
from cases.services.eligibility import procedure_edition
from cases.services.rectification.demands import add_all, days_of, read_demands
from cases.services.rectification.frame import RECTIFY, SERVE
from cases.services.rectification.joining import JOINED_IN, join
from cases.states import OPEN_STATES, CaseKind, RectificationState
from clocks import services as clocks
from journal.names import lazy_name, lazy_title
from journal.now import day_of
from journal.record import record as journal
from records.models import CreditRecord, Department
from records.models.listing import ListingState
from records.selectors import in_charge, lead_of
from records.services.causes import EndCause
from records.services.links import decided_on
from rulebook.edition import Edition


@dataclass(frozen=True)
class Plan:
    """What an order on a record would be: under which text, within how many days, on whose desk."""

    record: CreditRecord
    edition: Edition
    days: int
    unit: Department
    reason: str
    running: Case | None


def plan_order(
    record: CreditRecord,
    *,
    actor: Actor,
    on: date,
    limit_days: int | None = None,
    lead_id: int | None = None,
) -> Plan:
    """Whether an actor may order rectification on a record on a day, and what would come of it; writes nothing.

    Only a reviewer of the department in charge of the determination may (谁认定、谁约谈, 国办发〔2019〕35号 item 9, R):
    to everybody else the record is absent. A lead department that only takes care orders nothing (C9).
    """
    unit = _unit_of(record, actor, on)
    if decided_on(record):
        raise refusal("order-the-original")
    listing = record.listing
    over = listing.state == ListingState.WITHDRAWN or listing.end_cause == EndCause.REPAIRED
    if over or not record.duties_open:
        raise refusal("nothing-to-rectify")
    ceased = record.subject.ceased_on
    if ceased is not None and ceased <= on:
        raise refusal("party-gone")
    edition = procedure_edition(record, on=on)
    if not edition.rectification.maximum_days.count:
        raise refusal("no-rectification", edition=lazy_title(edition))
    running = Case.objects.filter(record=record, kind=CaseKind.RECTIFICATION, state__in=OPEN_STATES).first()
    if running is not None and running.state not in JOINED_IN:
        raise refusal("joins-later", number=running.number)
    days = days_of(edition, RECTIFY, limit_days)
    reason = "determined" if unit.pk == record.department_id else "successor"
    if lead_id is not None and lead_id != unit.pk:
        unit, reason = _lead(lead_id, on), "joint-lead"
    return Plan(record, edition, days, unit, reason, running)


def _unit_of(record: CreditRecord, actor: Actor, on: date) -> Department:
    unit = in_charge(record.department, on)
    if unit is None:
        lead = lead_of(record.jurisdiction, on)
        takes_care = lead is not None and actor.holds(Role.REVIEWER, lead.pk)
        raise refusal("caretaker" if takes_care else "no-record")
    if not actor.holds(Role.REVIEWER, unit.pk):
        raise refusal("no-record")
    if record.subject_id in actor.subjects:
        raise refusal("own-company")
    return unit


def _lead(lead_id: int, on: date) -> Department:
    """The department that several determined to lead; no data tells of joint determinations, so it is named here."""
    lead = Department.objects.filter(pk=lead_id).first()
    if lead is None or in_charge(lead, on) != lead:
        raise refusal("not-in-charge", department=lazy_name(lead) if lead else lead_id)
    return lead


@transaction.atomic
def order(
    *,
    record_id: int,
    basis: str,
    clause: str,
    demands: Iterable[Mapping[str, str]],
    actor: Actor,
    at: datetime,
    limit_days: int | None = None,
    lead_id: int | None = None,
    joint_document: str = "",
    batch: str = "",
) -> Case:
    """Order rectification of a record (限期整改通知), signed and waiting for service; the term to serve it runs.

    `demands` are {text, kind, proof_owed}; `limit_days` calendar days from service, by default the text's. A second
    order on the record joins the open one (C19). For a joint determination `lead_id` names the department that leads,
    by the paper `joint_document`: the case goes to its desk. Raises a refusal by name.
    """
    wanted = read_demands(demands)
    why, article = text(basis, otherwise="basis"), text(clause, otherwise="clause", limit=160)
    record = _locked(record_id)
    plan = plan_order(record, actor=actor, on=day_of(at), limit_days=limit_days, lead_id=lead_id)
    if plan.running is not None:
        return join(plan.running, wanted, days=plan.days, actor=actor, at=at)
    joint = text(joint_document, otherwise="joint-document", limit=200) if plan.reason == "joint-lead" else ""
    case = _open(plan, at)
    RectificationOrder.objects.create(
        case=case,
        basis=why,
        clause=article,
        limit_days=plan.days,
        issued_by_ref=actor.ref,
        joint_document=joint,
        batch=batch[:24],
        talks_left=len(plan.edition.talks.ladder) * plan.edition.talks.maximum_of_each.count,
    )
    add_all(case, wanted, at=at)
    _tell_and_start(case, plan, actor=actor, at=at, facts={"demands": len(wanted), "document": joint})
    crossing.hold_if_stayed(case_id=case.pk, at=at)
    case.refresh_from_db()
    return case


def _locked(record_id: int) -> CreditRecord:
    record = (
        CreditRecord.objects.select_for_update(of=("self",))
        .select_related("subject", "department", "listing")
        .filter(pk=record_id)
        .first()
    )
    if record is None:
        raise refusal("no-record")
    return record


def _open(plan: Plan, at: datetime) -> Case:
    record = plan.record
    return Case.objects.create(
        number=new_number(CaseKind.RECTIFICATION, day_of(at).year),
        kind=CaseKind.RECTIFICATION,
        state=RectificationState.ISSUED,
        subject=record.subject,
        record=record,
        # who leads a joint determination stands in the place of the one that delivered the record
        determining_department=plan.unit if plan.reason == "joint-lead" else record.department,
        handling_department=plan.unit,
        handling_reason=plan.reason,
        edition_key=plan.edition.key,
        drafted_at=at,
        filed_at=at,
    )


def _tell_and_start(case: Case, plan: Plan, *, actor: Actor, at: datetime, facts: Mapping[str, Any]) -> None:
    journal(
        stream=case.stream,
        verb="case.ordered",
        actor_ref=actor.ref,
        at=at,
        payload={
            **facts_of(case, actor),
            "act": "order",
            "to": str(case.state),
            "edition": plan.edition.key,
            "department_id": plan.unit.pk,
            "reason": plan.reason,
            "limit_days": plan.days,
            **facts,
        },
    )
    owner = clocks.Owner("case", case.pk, case.stream, plan.record.jurisdiction)
    clocks.start(
        owner=owner,
        term=plan.edition.term(SERVE),
        edition=plan.edition,
        trigger_on=day_of(at),
        at=at,
        actor_ref=actor.ref,
    )
    Case.objects.filter(pk=case.pk).update(next_due_at=clocks.next_due_at(owner))
