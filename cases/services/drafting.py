"""Preparing an application: draft, form, commitment, steps; kept at every step, lost at none."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from cases.commitment import COMMITMENT_VERSION, commitment_text
from cases.labels import WAYS
from cases.models import Application, Case, Step
from cases.models.application import Finding
from cases.models.case import new_number
from cases.policies import may_file_on
from cases.refusals import refusal
from cases.services.acting import acting, facts_of, text
from cases.services.eligibility import procedure_edition, refuse_ineligible
from cases.services.owed import ways_owed
from cases.services.providing import named_provider
from cases.states import OPEN_STATES, CaseKind, RepairState
from cases.ways import PROVIDED, PROVIDER, WAY_FIELDS
from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal_record
from journal.refusals import Refusal
from records.models import CreditRecord
from rulebook.edition import Edition

FORM_LIMITS = {"contact_name": 80, "contact_phone": 40, "reason": 2000, "performance": 4000}


def draft(*, record_id: int, actor: Actor, at: datetime) -> Case:
    """Open a draft on a record, or go on with the one that is open.

    Raises a refusal for a foreign record, for one that cannot be repaired (now or ever), or when another case of
    the kind is running on it.
    """
    with transaction.atomic():
        record = (
            CreditRecord.objects.select_for_update(of=("self",))
            .select_related("subject", "department", "listing")
            .filter(pk=record_id)
            .first()
        )
        if record is None:
            raise refusal("no-record")
        may_file_on(record, actor)
        running = Case.objects.filter(record=record, kind=CaseKind.REPAIR, state__in=OPEN_STATES).first()
        if running is not None:
            if running.state == RepairState.DRAFT:
                return running
            raise refusal("second-case", number=running.number)
        refuse_ineligible(record, on=day_of(at))
        return _open(record, actor=actor, at=at)


def _open(record: CreditRecord, *, actor: Actor, at: datetime) -> Case:
    edition = procedure_edition(record, on=day_of(at))
    case = Case.objects.create(
        number=new_number(CaseKind.REPAIR, day_of(at).year),
        kind=CaseKind.REPAIR,
        subject=record.subject,
        record=record,
        determining_department=record.department,
        edition_key=edition.key,
        drafted_at=at,
        previous=_refused_before(record),
    )
    Application.objects.create(case=case)
    match_steps(case, edition)
    journal_record(
        stream=case.stream, verb="case.drafted", actor_ref=actor.ref, at=at, payload=facts_of(case, actor)
    )
    owner = clocks.Owner("case", case.pk, case.stream, record.jurisdiction)
    clocks.start(
        owner=owner,
        term=edition.term("draft"),
        edition=edition,
        trigger_on=day_of(at),
        at=at,
        actor_ref=actor.ref,
    )
    Case.objects.filter(pk=case.pk).update(next_due_at=clocks.next_due_at(owner))
    return case


def _refused_before(record: CreditRecord) -> Case | None:
    """The refused case that a second application answers (再次申请)."""
    refused = Case.objects.filter(record=record, kind=CaseKind.REPAIR, state=RepairState.CLOSED_REFUSED)
    return refused.order_by("-pk").first()


def match_steps(case: Case, edition: Edition) -> None:
    """Give the case exactly the steps that its edition asks of the record's class; answers already given stay."""
    owed = {way.id: way for way in ways_owed(edition, case.record.class_name)}
    case.steps.exclude(way__in=owed).delete()
    present = set(case.steps.values_list("way", flat=True))
    Step.objects.bulk_create(
        Step(case=case, way=way.id, phase=way.phase, who=way.who)
        for way in owed.values()
        if way.id not in present
    )


def bring_up(case: Case, *, on: date) -> None:
    """Let a locked draft go by the text in force on a day, with the steps that this one asks; another case stays."""
    if case.state != RepairState.DRAFT:
        return
    try:
        edition = procedure_edition(case.record, on=on)
    except Refusal:
        # no text, or several: what is saved is kept all the same, and the checks before filing say why
        return
    if edition.key != case.edition_key:
        Case.objects.filter(pk=case.pk).update(edition_key=edition.key)
        case.edition_key = edition.key
        match_steps(case, edition)


def save_application(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    contact_name: str | None = None,
    contact_phone: str | None = None,
    reason: str | None = None,
    performed_on: date | None = None,
    performance: str | None = None,
) -> Case:
    """Keep what was filled in so far; what is not given stays. Completeness is asked at filing only."""
    given = {
        "contact_name": contact_name,
        "contact_phone": contact_phone,
        "reason": reason,
        "performance": performance,
    }
    fields: dict[str, object] = {}
    for name, value in given.items():
        if value is None:
            continue
        if len(value.strip()) > FORM_LIMITS[name]:
            raise refusal("too-long", field=value.strip()[:20] + "…", limit=FORM_LIMITS[name])
        fields[name] = value.strip()
    if performed_on is not None:
        fields["performed_on"] = performed_on
    with acting(case_id=case_id, act="file", actor=actor, at=at) as doing:
        refuse_unless_draft(doing.case)
        bring_up(doing.case, on=doing.on)
        if performed_on is not None:
            refuse_impossible_day(doing.case, performed_on, on=doing.on)
        Application.objects.filter(case=doing.case).update(**fields)
    return doing.case


def refuse_impossible_day(case: Case, performed_on: date, *, on: date) -> None:
    """The duties cannot have been performed before the decision or in the future."""
    if performed_on > on:
        raise refusal("performed-in-future")
    if performed_on < case.record.determined_on:
        raise refusal("performed-too-soon")


def sign_commitment(*, case_id: int, actor: Actor, at: datetime, signed_by: str) -> Case:
    """Sign the credit commitment (信用承诺书) by typing the name of the person who answers for the subject."""
    name = text(signed_by, otherwise="commitment", limit=80)
    with acting(case_id=case_id, act="file", actor=actor, at=at) as doing:
        refuse_unless_draft(doing.case)
        bring_up(doing.case, on=doing.on)
        Application.objects.filter(case=doing.case).update(
            commitment_version=COMMITMENT_VERSION,
            commitment_text=commitment_text(doing.case),
            commitment_signed_by=name,
            commitment_signed_at=at,
        )
    return doing.case


def set_step(*, case_id: int, actor: Actor, at: datetime, way: str, facts: dict[str, str]) -> Case:
    """Answer a step (training, credit report, public good): in the draft or while steps are under way."""
    with acting(case_id=case_id, act="file", actor=actor, at=at) as doing:
        bring_up(doing.case, on=doing.on)
        step = doing.case.steps.filter(way=way, who="subject").first()
        if step is None or way not in WAY_FIELDS:
            raise refusal("unknown-way")
        may_answer = {RepairState.DRAFT, RepairState.SUPPLEMENTING, RepairState.UNDER_REPAIR}
        if doing.case.state not in may_answer:
            raise refusal("documents-closed")
        facts = named_provider(doing.case, way, facts)
        clean = {PROVIDER: facts[PROVIDER]} if facts.get(PROVIDER) and way in PROVIDED else {}
        for field in WAY_FIELDS[way]:
            value = facts.get(field.id, "").strip()
            if not value:
                raise refusal("step-fact", way=WAYS[way], field=field.label)
            clean[field.id] = field.checked(value, on=doing.on)
        case = doing.case
        case.steps.filter(pk=step.pk).update(
            facts=clean, finding=Finding.SUBMITTED, submitted_at=at, reason="", clause=""
        )
        if case.state != RepairState.DRAFT:
            # officers look at it by now: whoever checks a step checks what stands there
            Case.objects.filter(pk=case.pk).update(version=case.version + 1)
            case.version += 1
            doing.note("case.step_answered", way=way)
    return case


def refuse_unless_draft(case: Case) -> None:
    if case.state != RepairState.DRAFT:
        raise refusal("documents-closed")


def discard(*, case_id: int, actor: Actor, at: datetime) -> Case:
    """Discard a draft (作废)."""
    with acting(case_id=case_id, act="discard", actor=actor, at=at) as doing:
        doing.move("case.discarded", fields={"closed_at": at})
        doing.stop(reason="discarded")
    return doing.case
