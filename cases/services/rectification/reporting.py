"""整改报告与认定: the subject reports demand by demand, an officer checks each and finds the whole done or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accounts.actors import CLOCK, Actor
from cases.models import Case, Demand
from cases.models.rectification import DemandFinding
from cases.refusals import refusal
from cases.services.acting import Doing, text
from cases.services.ending import ends
from cases.services.rectification.demands import named, owed, standing
from cases.services.rectification.frame import CHECK, CLOSE, LIMITS, SET_TALK, go_on, rectifying
from cases.services.rectification.repairing import complete_repair_step
from clocks import services as clocks
from records.services import duties


def report(
    *,
    case_id: int,
    answers: Mapping[int, str],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Report the rectification (整改报告): an answer to every demand that is still open, by the demand's id.

    Possible after the limit too, until a talk is announced or the case handed on; its papers are laid before by
    `cases.services.documents` under the demand's material. The term to check runs. Raises a refusal that names what
    is not answered.
    """
    with rectifying(case_id=case_id, act="report", actor=actor, at=at, version=version) as doing:
        open_demands = owed(doing.case)
        missing = [one for one in open_demands if not answers.get(one.pk, "").strip()]
        if missing:
            raise refusal("answers-owed", demands=named(missing))
        told = {one.pk: text(answers[one.pk], otherwise="answers-owed") for one in open_demands}
        doing.move("case.reported", payload={"demands": [one.ordinal for one in open_demands]})
        for one in open_demands:
            Demand.objects.filter(pk=one.pk).update(
                report=told[one.pk],
                reported_at=at,
                finding="",
                found_reason="",
                checked_at=None,
                checked_by_ref="",
            )
        doing.stop(*LIMITS, SET_TALK, CLOSE, reason="reported")
        doing.start(CHECK)
    return doing.case


def check_demand(
    *,
    case_id: int,
    demand: int,
    finding: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Case:
    """Check one demand (逐项核验) by its id: done, or not done with the reason."""
    if finding not in set(DemandFinding):
        raise refusal("demand-finding")
    why = text(reason, otherwise="reason") if finding == DemandFinding.NOT_DONE else reason.strip()[:4000]
    with rectifying(case_id=case_id, act="check_demand", actor=actor, at=at, version=version) as doing:
        found = standing(doing.case).filter(pk=demand).first()
        if found is None:
            raise refusal("no-demand")
        doing.move(
            "case.demand_checked",
            payload={"demand": found.ordinal, "finding": str(finding), "reason": why},
        )
        if found.reported_at is None and finding == DemandFinding.DONE:
            raise refusal("not-reported")
        Demand.objects.filter(pk=found.pk).update(
            finding=finding, found_reason=why, checked_at=at, checked_by_ref=actor.ref
        )
    return doing.case


def find_satisfied(
    *, case_id: int, actor: Actor, at: datetime, duties_proof: str = "", version: int | None = None
) -> Case:
    """Find the rectification satisfied (整改到位): every demand was found done; the case ends.

    The rectification step of an open repair of the record is done with it (C24). `duties_proof` names what proves
    that every duty of the decision is performed, where the officer finds that too.
    """
    with rectifying(case_id=case_id, act="find_satisfied", actor=actor, at=at, version=version) as doing:
        doing.move("case.satisfied", fields={"closed_at": at}, payload={"duties_proof": duties_proof.strip()})
        _refuse_unchecked(doing)
        open_demands = owed(doing.case)
        if open_demands:
            raise refusal("demands-open", demands=named(open_demands))
        doing.stop(reason="satisfied")
        ends(doing)
        if duties_proof.strip():
            duties.mark_done(
                record_id=doing.case.record_id, at=at, actor_ref=actor.ref, proof=duties_proof.strip()[:500]
            )
        complete_repair_step(record_id=doing.case.record_id, number=doing.case.number, at=at)
    return doing.case


def find_insufficient(
    *, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Find the rectification insufficient (整改不到位): a talk falls due, or none is left; with the reason."""
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="find_insufficient", actor=actor, at=at, version=version) as doing:
        doing.move("case.found_insufficient", payload={"reason": why})
        _refuse_unchecked(doing)
        if not owed(doing.case):
            raise refusal("demands-done")
        doing.stop(CHECK, reason="insufficient")
        go_on(doing)
    return doing.case


def _refuse_unchecked(doing: Doing) -> None:
    flagged = [one for one in owed(doing.case) if one.recheck]
    if flagged:
        raise refusal("recheck-owed", demands=named(flagged))
    unchecked = [one for one in standing(doing.case) if not one.finding]
    if unchecked:
        raise refusal("unchecked-demands", demands=named(unchecked))


def extend(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Extend the rectification term by what the text allows, with a reason told before it ends.

    A limit after a talk, or a last one, is not extended. Raises what `clocks.services.extend` refuses.
    """
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="extend", actor=actor, at=at, version=version) as doing:
        if doing.case.extended:
            raise refusal("extension-spent")
        doing.move("case.rectification_extended", fields={"extended": True}, payload={"reason": why})
        running = next(term.term for term in clocks.open_terms(doing.owner) if term.term in LIMITS)
        clocks.extend(owner=doing.owner, term_id=running, reason=why, at=at, actor_ref=actor.ref)
    return doing.case


def overdue(*, case_id: int, term: str, at: datetime) -> Case:
    """The limit passed without a report (逾期未整改): a talk falls due, or none is left."""
    with rectifying(case_id=case_id, act="overdue", actor=CLOCK, at=at) as doing:
        doing.move("case.overdue", payload={"term": term})
        doing.stop(term, reason="overdue")
        go_on(doing)
    return doing.case
