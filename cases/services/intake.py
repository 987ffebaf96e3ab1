"""From filing to the desk, and what the subject does later: file, push, supplement, submit steps, withdraw."""

from __future__ import annotations

from datetime import date, datetime

from accounts.actors import Actor
from cases.labels import WAYS
from cases.models import Application, Case, Supplement
from cases.models.application import Finding
from cases.refusals import refusal
from cases.services.acting import Doing, acting
from cases.services.drafting import match_steps
from cases.services.eligibility import procedure_edition, refuse_ineligible
from cases.services.preflight import gaps
from cases.services.rectification.repairing import count_as_done
from records.models import CreditRecord, Department
from records.selectors import in_charge, lead_of, platform_of
from rulebook.edition import Edition

# these ways are answered by the signed commitment and by the performance told in the form
ANSWERED_BY_THE_FORM = ("commitment", "rectification")


def file(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """File the application (提出申请): everything is checked again, the edition of the day is pinned.

    Starts the total term. Raises a refusal that names what is missing, or why the record cannot be repaired now.
    """
    with acting(case_id=case_id, act="file", actor=actor, at=at, version=version) as doing:
        case = doing.case
        if case.state == "DRAFT":
            record = (
                CreditRecord.objects.select_related("listing", "department", "subject")
                .select_for_update(of=("self",))
                .get(pk=case.record_id)
            )
            refuse_ineligible(record, on=doing.on)
            edition = procedure_edition(record, on=doing.on)
            match_steps(case, edition)
            _refuse_gaps(doing)
            doing.stop(reason="filed")
            doing.move(
                "case.filed",
                fields={"filed_at": at, "edition_key": edition.key},
                payload={"edition": edition.key},
            )
            case.steps.filter(way__in=ANSWERED_BY_THE_FORM, finding=Finding.OWED).update(
                finding=Finding.SUBMITTED, submitted_at=at
            )
            Application.objects.filter(case=case).update(
                declared_at=at,
                filed_by_ref=actor.ref,
                served_by_ref=actor.ref if actor.acting_for == case.subject_id else "",
            )
            count_as_done(case, at=at)
            doing.start("total")
        else:
            doing.move("case.filed")
    return case


def _refuse_gaps(doing: Doing) -> None:
    found = gaps(doing.case, on=doing.on)
    if found:
        raise refusal("gaps", parts=" ".join(str(gap.sentence) for gap in found))


def push(*, case_id: int, actor: Actor, at: datetime) -> Case:
    """Pass the application to the unit that decides (推送): who determines, repairs; its successor if merged.

    Where the edition lets the platform decide (NDRC-58, penalties), to the platform of the jurisdiction. Starts the
    acceptance term.
    """
    with acting(case_id=case_id, act="push", actor=actor, at=at) as doing:
        department, reason = decider_of(doing.case, doing.edition, on=doing.on)
        doing.move(
            "case.pushed",
            fields={
                "handling_department_id": department.pk,
                "handling_reason": reason,
                "pushed_at": at,
            },
            payload={"department_id": department.pk, "reason": reason},
        )
        doing.start("accept")
    return doing.case


def decider_of(case: Case, edition: Edition, *, on: date) -> tuple[Department, str]:
    """The unit that decides on a case under an edition on a day, and why it is that one.

    Raises a refusal where nobody is in charge.
    """
    record = case.record
    if edition.process.deciders.get(record.kind) == "platform":
        return platform_of(record.jurisdiction, on), "platform"
    unit = in_charge(case.determining_department, on)
    if unit is None:
        caretaker = lead_of(record.jurisdiction, on)
        if caretaker is None:
            raise refusal("no-department", day=on)
        return caretaker, "caretaker"
    return unit, "determined" if unit.pk == record.department_id else "successor"


def supplement(*, case_id: int, answer: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Supply the missing items (补正): the terms go on with exactly the working days that were left."""
    with acting(case_id=case_id, act="supplement", actor=actor, at=at, version=version) as doing:
        doing.move("case.supplemented", payload={"answer": answer.strip()[:4000]})
        Supplement.objects.filter(case=doing.case, answered_at__isnull=True).update(
            answered_at=at, answer=answer.strip()[:4000]
        )
        doing.stop("supplement", reason="supplemented")
        doing.resume("supplement")
        if "accept" not in doing.open_terms():
            doing.start("accept")
    return doing.case


def submit_steps(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Submit the steps done while the case runs (提交整改材料); every one of them must have its answer."""
    with acting(case_id=case_id, act="submit_steps", actor=actor, at=at, version=version) as doing:
        open_steps = doing.case.steps.filter(
            phase="during-case", who="subject", finding__in=[Finding.OWED, Finding.INSUFFICIENT]
        )
        missing = [str(WAYS.get(step.way, step.way)) for step in open_steps]
        if missing:
            raise refusal("steps-open", ways="、".join(missing))
        doing.move("case.steps_submitted")
        doing.stop("steps", reason="submitted")
        doing.resume("steps")
    return doing.case


def withdraw(
    *, case_id: int, actor: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """Withdraw the application (撤回), until the decision is signed; no bar follows, a new one may be filed."""
    with acting(case_id=case_id, act="withdraw", actor=actor, at=at, version=version) as doing:
        doing.move("case.withdrawn", fields={"closed_at": at}, payload={"reason": reason.strip()[:2000]})
        doing.stop(reason="withdrawn")
        doing.end_hold()
    return doing.case
