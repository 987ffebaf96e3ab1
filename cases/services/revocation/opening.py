"""立案告知: a granted repair is taken up again; the subject is told of the ground and may defend itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from cases.commitment_policies import authorise_opening, may_open_revocation
from cases.models import Case, RevocationNotice
from cases.models.case import new_number
from cases.policies import visible_to
from cases.refusals import refusal
from cases.services import crossing, documents
from cases.services.acting import facts_of, text
from cases.services.eligibility import procedure_edition
from cases.services.intake import decider_of
from cases.states import RUNNING_STATES, CaseKind, RepairState, RevocationState
from clocks import services as clocks
from journal.names import lazy_title
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Refusal
from records.models import CreditRecord, Department
from records.selectors import in_charge
from records.services.causes import EndCause
from rulebook.edition import Edition


@dataclass(frozen=True)
class Opening:
    """What a revocation would be opened under: the text in force, and the unit that would decide it."""

    repair: Case
    edition: Edition
    unit: Department
    reason: str

    @property
    def grounds(self) -> tuple[str, ...]:
        return self.edition.revocation.grounds


@transaction.atomic
def open_revocation(
    *,
    repair_case_id: int,
    ground: str,
    facts: str,
    clause: str,
    actor: Actor,
    at: datetime,
    proof: UploadedFile[bytes] | None = None,
) -> Case:
    """Open the revocation of a granted repair on a ground of the text in force (告知陈述申辩).

    By a reviewer of the unit that would decide a repair of the record today. The notice is served with the opening
    (its letter goes to the subject's inbox), so the term of the defence runs from this day. `proof` is a paper of
    the unit that the subject may read. Raises a refusal for an unknown ground, without facts or clause, where the
    repair was not granted, was revoked already, is being revoked, or where its record did not end by it.
    """
    found = text(facts, otherwise="facts")
    basis = text(clause, otherwise="clause", limit=160)
    opening = opening_on(repair_case_id, actor, on=day_of(at))
    repair, edition = opening.repair, opening.edition
    refuse_unopenable(opening, actor)
    if ground not in opening.grounds:
        raise refusal("no-ground", edition=lazy_title(edition))
    case = Case.objects.create(
        number=new_number(CaseKind.REVOCATION, day_of(at).year),
        kind=CaseKind.REVOCATION,
        state=RevocationState.NOTIFIED,
        subject_id=repair.record.subject_id,
        record=repair.record,
        determining_department_id=repair.record.department_id,
        handling_department=opening.unit,
        handling_reason=opening.reason,
        edition_key=edition.key,
        drafted_at=at,
        filed_at=at,
        pushed_at=at,
        previous=repair,
    )
    RevocationNotice.objects.create(
        case=case, ground=ground, facts=found, clause=basis, opened_by_ref=actor.ref
    )
    paper = (
        documents.store(case, material=documents.GROUND, upload=proof, actor=actor, at=at) if proof else None
    )
    journal(
        stream=case.stream,
        verb="case.revocation_opened",
        actor_ref=actor.ref,
        at=at,
        payload={
            **facts_of(case, actor),
            "to": case.state,
            "repair": repair.number,
            "department_id": opening.unit.pk,
            "edition": edition.key,
            "ground": ground,
            "facts": found,
            "clause": basis,
            "sha256": paper.sha256 if paper else "",
        },
    )
    defence = clocks.start(
        owner=clocks.Owner("case", case.pk, case.stream, case.record.jurisdiction),
        term=edition.term("revocation.defence"),
        edition=edition,
        trigger_on=day_of(at),
        at=at,
        actor_ref=actor.ref,
    )
    Case.objects.filter(pk=case.pk).update(next_due_at=defence.due_at)
    crossing.hold_if_stayed(case_id=case.pk, at=at)
    case.refresh_from_db()
    return case


def opening_on(repair_case_id: int, actor: Actor, *, on: date) -> Opening:
    """What a revocation of a repair would be opened under on a day, its record and itself locked.

    Raises the refusal of an absent case for whoever may not see it, and refuses where no text is in force or nobody
    is in charge. Call it inside a transaction.
    """
    seen = visible_to(actor).filter(pk=repair_case_id, kind=CaseKind.REPAIR).exists()
    repair = (
        Case.objects.select_for_update(of=("record", "self"))
        .select_related(
            "record__department", "record__subject", "determining_department", "handling_department"
        )
        .filter(pk=repair_case_id)
        .first()
    )
    if repair is None or not seen:
        raise refusal("no-case")
    edition = procedure_edition(repair.record, on=on)
    unit, reason = _decider(repair, edition, on=on)
    return Opening(repair, edition, unit, reason)


def refuse_unopenable(opening: Opening, actor: Actor) -> None:
    """Refuse whoever may not open the revocation, and where there is nothing to revoke."""
    authorise_opening(opening.repair, opening.unit, actor)
    _refuse_unless_granted(opening.repair)
    if not opening.grounds:
        raise refusal("no-ground", edition=lazy_title(opening.edition))


def may_be_opened(repair: Case, actor: Actor, *, on: date) -> bool:
    """Whether the page of a repair offers its revocation to an actor on a day."""
    if repair.kind != CaseKind.REPAIR or repair.state != RepairState.CLOSED_REPAIRED:
        return False
    try:
        _refuse_unless_granted(repair)
        edition = procedure_edition(repair.record, on=on)
        unit, _reason = _decider(repair, edition, on=on)
    except Refusal:
        return False
    return bool(edition.revocation.grounds) and may_open_revocation(repair, unit, actor)


def _refuse_unless_granted(repair: Case) -> None:
    if repair.state != RepairState.CLOSED_REPAIRED:
        raise refusal("not-granted", state=repair.get_state_display())
    others = Case.objects.filter(kind=CaseKind.REVOCATION, previous=repair)
    revoked = others.filter(state=RevocationState.REVOKED).first()
    if revoked is not None:
        raise refusal("revoked-already", number=revoked.number)
    # one open revocation a record, which may be that of an earlier repair
    running = Case.objects.filter(
        kind=CaseKind.REVOCATION, record_id=repair.record_id, state__in=RUNNING_STATES
    ).first()
    if running is not None:
        raise refusal("second-case", number=running.number)
    record = CreditRecord.objects.select_related("listing").get(pk=repair.record_id)
    if record.listing.end_cause != EndCause.REPAIRED:
        raise refusal("nothing-to-revoke")


def _decider(repair: Case, edition: Edition, *, on: date) -> tuple[Department, str]:
    """The unit that would decide a repair of the record on a day; after a passing on, the one that granted it."""
    granting = repair.handling_department
    if repair.handling_reason == "rerouted" and granting is not None:
        unit = in_charge(granting, on)
        if unit is not None:
            return unit, "granted" if unit.pk == granting.pk else "successor"
    return decider_of(repair, edition, on=on)
