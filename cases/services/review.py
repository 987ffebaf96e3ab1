"""The reviewing officer's acts: ask, decline, pass on, accept, check, extend, propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.actors import Actor
from cases.again import repeats
from cases.labels import WAYS
from cases.models import Case, Decision, Step
from cases.models.application import Finding
from cases.models.decision import Outcome
from cases.refusals import refusal
from cases.services.acting import Doing, acting, text
from cases.services.asking import asked_items
from cases.services.rectification.repairing import refuse_while_ordered
from cases.services.supplementing import ask_for
from cases.states import RepairState
from clocks import services as clocks
from journal.names import lazy_name
from records.models import Department
from records.selectors import in_charge


def accept(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Accept the application (受理). The decision term begins; steps asked during the case stop it at once."""
    with acting(case_id=case_id, act="accept", actor=actor, at=at, version=version) as doing:
        doing.move("case.accepted", fields={"accepted_on": doing.on})
        doing.stop("accept", reason="accepted")
        doing.start("decide")
        if doing.case.state == RepairState.UNDER_REPAIR:
            _steps_begin(doing)
    return doing.case


def _steps_begin(doing: Doing) -> None:
    paused = doing.pausing("steps")
    doing.start("steps")
    if paused:
        doing.pause(*paused, cause="steps")


def decline(
    *, case_id: int, reason: str, clause: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Do not accept (不予受理), with reason and clause; one that repeats a refused one, with its number (C17)."""
    facts = {
        "reason": text(reason, otherwise="reason"),
        "clause": text(clause, otherwise="clause", limit=160),
    }
    with acting(case_id=case_id, act="decline", actor=actor, at=at, version=version) as doing:
        repeated = repeats(doing.case)
        if repeated is not None:
            facts["repeats"] = repeated.number
        doing.move("case.declined", fields={"closed_at": at}, payload=facts)
        doing.stop(reason="declined")
    return doing.case


def ask_supplement(
    *,
    case_id: int,
    items: Iterable[Mapping[str, str]],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Ask for every missing item at once (一次性告知补正); the clocks that the edition stops for it stand still.

    `items` are {what, material, clause}. May be asked as often as the edition's term says (once).
    """
    wanted = asked_items(items)
    with acting(case_id=case_id, act="ask_supplement", actor=actor, at=at, version=version) as doing:
        ask_for(doing, wanted)
    return doing.case


def reroute(
    *,
    case_id: int,
    department_id: int,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Pass the case to the competent unit (转送有权机关); its acceptance term runs anew, the total does not."""
    why = text(reason, otherwise="reason")
    with acting(case_id=case_id, act="reroute", actor=actor, at=at, version=version) as doing:
        department = Department.objects.filter(pk=department_id).first()
        if department is None or in_charge(department, doing.on) != department:
            raise refusal("not-in-charge", department=lazy_name(department) if department else department_id)
        before = doing.case.handling_department_id
        if department.pk == before:
            raise refusal("with-them-already", department=lazy_name(department))
        doing.move(
            "case.rerouted",
            fields={"handling_department_id": department.pk, "handling_reason": "rerouted", "pushed_at": at},
            payload={"from_department_id": before, "department_id": department.pk, "reason": why},
        )
        doing.stop("accept", reason="rerouted")
        doing.start("accept")
        if doing.is_held:
            doing.pause("accept", cause="hold")
    return doing.case


def check_step(
    *,
    case_id: int,
    way: str,
    finding: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    clause: str = "",
    version: int | None = None,
) -> Case:
    """Check one step (逐项核验): satisfied, or insufficient with reason and clause."""
    if finding not in {Finding.SATISFIED, Finding.INSUFFICIENT}:
        raise refusal("unknown-way")
    if finding == Finding.INSUFFICIENT:
        reason = text(reason, otherwise="reason")
        clause = text(clause, otherwise="clause", limit=120)
    with acting(case_id=case_id, act="check_step", actor=actor, at=at, version=version) as doing:
        step = doing.case.steps.filter(way=way).first()
        if step is None:
            raise refusal("unknown-way")
        if finding == Finding.SATISFIED:
            if step.finding == Finding.OWED and step.who == "subject":
                raise refusal("step", way=WAYS.get(way, way))
            refuse_while_ordered(step)
        doing.move(
            "case.step_checked",
            payload={"way": way, "finding": str(finding), "reason": reason, "clause": clause},
        )
        doing.case.steps.filter(pk=step.pk).update(
            finding=finding,
            reason=reason.strip(),
            clause=clause.strip(),
            checked_at=at,
            checked_by_ref=actor.ref,
        )
    return doing.case


def find_insufficient(
    *, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Find the rectification insufficient (认定不到位): the steps go back to the subject with a new limit.

    At least one step of the subject's was found insufficient before: it is told what is to be mended.
    """
    why = text(reason, otherwise="reason")
    with acting(case_id=case_id, act="find_insufficient", actor=actor, at=at, version=version) as doing:
        doing.move("case.found_insufficient", payload={"reason": why})
        if not doing.case.steps.filter(who="subject", finding=Finding.INSUFFICIENT).exists():
            raise refusal("no-step-insufficient")
        _steps_begin(doing)
    return doing.case


def extend(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Extend the decision term (延长), once, with a reason told to the subject before the term ends.

    Terms that the edition does not let run for an extension grow by the same days: none of them stands still.
    """
    why = text(reason, otherwise="reason")
    with acting(case_id=case_id, act="extend", actor=actor, at=at, version=version) as doing:
        if doing.case.extended:
            raise refusal("extension-spent")
        doing.move("case.extended", fields={"extended": True}, payload={"reason": why})
        clocks.extend(
            owner=doing.owner,
            term_id="decide",
            reason=why,
            at=at,
            actor_ref=actor.ref,
            alongside=doing.pausing("extension"),
        )
    return doing.case


def propose(
    *,
    case_id: int,
    outcome: str,
    reasons: str,
    clause: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Propose a decision (拟办): grant needs every required step satisfied, refusal a reason and clause."""
    if outcome not in set(Outcome):
        raise refusal("wrong-outcome")
    facts = {
        "outcome": str(outcome),
        "reasons": text(reasons, otherwise="reason"),
        "clause": text(clause, otherwise="clause", limit=160),
    }
    with acting(case_id=case_id, act="propose", actor=actor, at=at, version=version) as doing:
        steps = list(doing.case.steps.all())
        unchecked = [step for step in steps if step.finding in {Finding.OWED, Finding.SUBMITTED}]
        if unchecked:
            raise refusal("unchecked-steps", ways=_names(unchecked))
        failed = [step for step in steps if step.finding != Finding.SATISFIED]
        if failed and outcome == Outcome.APPROVE:
            raise refusal("not-satisfied", ways=_names(failed))
        doing.move("case.proposed", payload=facts)
        Decision.objects.create(case=doing.case, proposed_by_ref=actor.ref, proposed_at=at, **facts)
    return doing.case


def _names(steps: list[Step]) -> str:
    return "、".join(str(WAYS.get(step.way, step.way)) for step in steps)
