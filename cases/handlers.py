"""What the case room does when it hears of the journal: push what was filed, let time act, end what has no object."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from accounts.actors import CLOCK, DESK
from cases.machines.kinds import transitions_of
from cases.models import Case, Commitment
from cases.services import commitments, crossing, intake, keeping, remand, second_signature, seconding
from cases.services.contested_repairs import hold_repair_if_contested
from cases.services.objection import inquiry, succession
from cases.services.objection.crossing import when_the_listing_ends
from cases.services.rectification import crossing as rectifications
from cases.services.rectification.frame import LIMITS
from cases.services.revocation import falling, hearing
from cases.services.waiting_signature import signed_in_time
from cases.states import RUNNING_STATES, CaseKind, RepairState, term_of
from clocks import services as clocks
from clocks.models import Deadline, Standing
from journal.models import Entry
from journal.refusals import Crossed, Refusal
from records.models import CreditRecord
from records.services.links import decided_on

logger = logging.getLogger(__name__)

# what the end of a term does in a kind, where it is not a draft's end, a lapse or a report: (kind, term) -> act
BY_TIME: dict[tuple[str, str], Callable[[Case, Entry], None]] = {
    (CaseKind.OBJECTION, inquiry.TERM): inquiry.on_term_over,
    (CaseKind.OBJECTION, inquiry.REMINDED): inquiry.on_term_over,
    (CaseKind.OBJECTION, keeping.SUCCESSION): succession.on_term_over,
    **{(CaseKind.RECTIFICATION, limit): rectifications.on_limit_over for limit in LIMITS},
    (CaseKind.REVOCATION, hearing.DEFENCE): hearing.on_term_over,
}
# what becomes of an open case of a kind when publication ended by itself or the record fell: (case, cause, moment)
WHEN_THE_LISTING_ENDS: dict[str, Callable[[Case, str, datetime], None]] = {
    CaseKind.OBJECTION: when_the_listing_ends,
    CaseKind.RECTIFICATION: rectifications.when_the_listing_ends,
    CaseKind.REVOCATION: falling.end_with_listing,
}


def on_filed(entry: Entry) -> None:
    """Push a filed application to its unit (推送); once pushed, nothing."""
    case = Case.objects.get(pk=entry.payload["case_id"])
    waits = case.kind == CaseKind.REPAIR and case.state == RepairState.FILED
    if waits and not case.holds.filter(to_at__isnull=True).exists():
        intake.push(case_id=case.pk, actor=DESK, at=entry.at)
        crossing.hold_if_stayed(case_id=case.pk, at=entry.at)
        hold_repair_if_contested(record_id=case.record_id, at=entry.at)


def on_decide_again(entry: Entry) -> None:
    """An objection against the result of a repair was found right: others decide it again (C23, C18)."""
    facts = entry.payload
    try:
        remand.decide_again(case_id=facts["previous_id"], number=facts["number"], at=entry.at)
    except Refusal as late:
        logger.info("%s of %s finds nothing to decide: %s", entry.verb, facts["previous_number"], late)


def on_remanded(entry: Entry) -> None:
    """What is decided anew is held like what was just pushed: by a stay, or by an objection to what decides it."""
    crossing.hold_if_stayed(case_id=entry.payload["case_id"], at=entry.at)
    hold_repair_if_contested(record_id=entry.payload["record_id"], at=entry.at)


def on_resumed(entry: Entry) -> None:
    """A case was taken up again: a stay that still stands holds it anew; what waited to be pushed is pushed."""
    on_filed(entry)
    crossing.hold_if_stayed(case_id=entry.payload["case_id"], at=entry.at)
    case = Case.objects.get(pk=entry.payload["case_id"])
    if case.kind == CaseKind.REPAIR:
        hold_repair_if_contested(record_id=case.record_id, at=entry.at)
    if case.kind == CaseKind.OBJECTION:
        held = succession.hold_if_awaited(case_id=case.pk, at=entry.at).holds
        if not held.filter(to_at__isnull=True).exists():
            inquiry.after_a_hold(case_id=case.pk, at=entry.at)
    if case.kind == CaseKind.REVOCATION:
        hearing.after_a_hold(case, entry)


def on_department_changed(entry: Entry) -> None:
    """A department ended or got its successor: the desks of its cases move (C8, C9)."""
    crossing.hand_over(department_id=entry.payload["department_id"], at=entry.at)


def on_deadline_breached(entry: Entry) -> None:
    """Let time act on a case: lapse, draft's end, or a report to the supervisor.

    An act that committed first stands: the late entry then finds another state and does nothing.
    """
    facts = entry.payload
    if facts["owner_kind"] == "department":
        crossing.hand_over(department_id=facts["owner_id"], at=entry.at)
    if facts["owner_kind"] == commitments.OWNER_KIND:
        _watch_is_over(facts["owner_id"], entry)
    if facts["owner_kind"] == seconding.OWNER_KIND:
        second_signature.run_out(signature_id=facts["owner_id"], at=entry.at, actor_ref=entry.actor_ref)
    if facts["owner_kind"] != "case":
        return
    case = Case.objects.get(pk=facts["owner_id"])
    try:
        _time_acts(case, entry)
    except Crossed as late:
        logger.info("%s of %s came too late: %s", entry.verb, case, late)


def on_deadline_recounted(entry: Entry) -> None:
    """A released calendar moved a day of a case: its next date follows."""
    if entry.payload["owner_kind"] == "case":
        case = Case.objects.get(pk=entry.payload["owner_id"])
        owner = clocks.Owner("case", case.pk, case.stream)
        Case.objects.filter(pk=case.pk).update(next_due_at=clocks.next_due_at(owner))


def _time_acts(case: Case, entry: Entry) -> None:
    term, goal = entry.payload["term"], entry.payload["goal"]
    # a later term of the same name may be running: only the one that ran out and is still owed moves the case
    owed = goal == "law" and entry.payload["on_breach"] != "escalate"
    owed = owed and Deadline.objects.filter(pk=entry.payload["deadline_id"], stopped_at__isnull=True).exists()
    of_this_kind = BY_TIME.get((case.kind, term))
    if term == term_of(case.kind, "draft"):
        if case.state == "DRAFT":
            keeping.expire_draft(case_id=case.pk, at=entry.at)
    elif term == "hold-review":
        keeping.hold_unreviewed(case_id=case.pk, due_on=entry.payload["due_on"], at=entry.at)
    elif of_this_kind is not None and goal == "law":
        of_this_kind(case, entry)
    elif entry.payload["on_breach"] == "lapse" and goal == "law":
        if owed and case.state in {RepairState.SUPPLEMENTING, RepairState.UNDER_REPAIR}:
            keeping.lapse(case_id=case.pk, term=term, at=entry.at)
    elif case.state in _reported_in(case.kind) and not _signed_in_time(case, entry):
        keeping.breach(case_id=case.pk, term=term, goal=goal, due_on=entry.payload["due_on"], at=entry.at)


def _signed_in_time(case: Case, entry: Entry) -> bool:
    """A house that stood still finds the end of the term before the signature that met it; nobody was late."""
    term = Deadline.objects.get(pk=entry.payload["deadline_id"])
    return signed_in_time(case, due_at=term.due_at)


def on_signature_ended(entry: Entry) -> None:
    """A signature that would have met a term in time came to nothing: lateness that was not told then is told now."""
    case = Case.objects.get(pk=entry.payload["case_id"])
    if case.state not in _reported_in(case.kind):
        return
    told = Entry.objects.filter(stream=case.stream, verb="case.breached").values_list("payload", flat=True)
    known = {(facts["term"], facts["goal"], facts["due_on"]) for facts in told}
    for term in clocks.open_terms(clocks.Owner("case", case.pk, case.stream)):
        late = (
            term.standing == Standing.BREACHED and term.on_breach == "escalate" and term.term != "hold-review"
        )
        what = (term.term, term.goal, term.due_on.isoformat())
        if late and (case.kind, term.term) not in BY_TIME and what not in known:
            keeping.breach(case_id=case.pk, term=what[0], goal=what[1], due_on=what[2], at=entry.at)


def _reported_in(kind: str) -> set[str]:
    """The states in which a department's lateness is reported on a case of a kind."""
    return {str(found.source) for found in transitions_of(kind) if found.name == "breach"}


def on_record_linked(entry: Entry) -> None:
    """A record turned out to be a copy of what another route decides: an application on it ends (C20)."""
    record = CreditRecord.objects.select_related("department").get(pk=entry.payload["record_id"])
    if decided_on(record):
        _end_cases(record.pk, cause="filed-in-error", at=entry.at)


def on_listing_ended(entry: Entry) -> None:
    """Publication ended by itself or the record was withdrawn: an open case has lost its object (C2, C4)."""
    cause = entry.payload["cause"]
    if cause == "repaired":
        return
    _end_cases(
        entry.payload["record_id"],
        cause="record-withdrawn" if cause == "withdrawn" else "publicity-ended",
        at=entry.at,
    )
    if cause == "withdrawn":
        falling.fall_with_record(record_id=entry.payload["record_id"], at=entry.at)


def _end_cases(record_id: int, *, cause: str, at: datetime) -> None:
    running = Case.objects.filter(record_id=record_id, state__in=[*RUNNING_STATES, RepairState.DRAFT])
    for case in running:
        by_kind = WHEN_THE_LISTING_ENDS.get(case.kind)
        if by_kind is not None:
            by_kind(case, cause, at)
        elif case.state == RepairState.DRAFT:
            keeping.expire_draft(case_id=case.pk, at=at)
        else:
            keeping.terminate(case_id=case.pk, cause=cause, actor=DESK, at=at)


def _watch_is_over(commitment_id: int, entry: Entry) -> None:
    """A commitment nobody found broken is honoured by its last day; one that is doubted waits for its decision."""
    commitment = Commitment.objects.get(pk=commitment_id)
    try:
        commitments.honour(commitment_id=commitment.pk, actor=CLOCK, at=entry.at)
    except Crossed as late:
        logger.info("%s of %s changes nothing: %s", entry.verb, commitment, late)
