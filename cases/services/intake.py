"""From filing to the desk, and what the subject does later: file, push, supplement, submit steps, withdraw."""

from __future__ import annotations

from datetime import date, datetime

from accounts.actors import Actor
from cases.labels import WAYS
from cases.models import Application, Case
from cases.models.application import Finding
from cases.models.declaring import SecondSignature, SubjectConfirmation
from cases.refusals import refusal
from cases.services.acting import Doing, acting
from cases.services.declared import beside, refuse_unconfirmed, second_owed, signed_by
from cases.services.drafting import match_steps
from cases.services.eligibility import procedure_edition, refuse_ineligible
from cases.services.preflight import gaps
from cases.services.providing import wrong_providers
from cases.services.rectification.repairing import count_as_done
from cases.services.supplementing import supply
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
        if doing.case.state == "DRAFT":
            file_draft(doing)
        else:
            doing.move("case.filed")
    return doing.case


def file_draft(
    doing: Doing, *, first: SecondSignature | None = None, word: SubjectConfirmation | None = None
) -> None:
    """File a draft within an act under way.

    `first` is the declaration that the second person has signed, `word` the subject's word on the group to which the
    draft belongs; the caller has seen that both are about the draft as it is. Raises a refusal for what is missing,
    at the window without the subject's word, and where a second person must sign and has not.
    """
    case, actor, at = doing.case, doing.actor, doing.at
    record = (
        CreditRecord.objects.select_related("listing", "department", "subject")
        .select_for_update(of=("self",))
        .get(pk=case.record_id)
    )
    refuse_ineligible(record, on=doing.on)
    edition = procedure_edition(record, on=doing.on)
    case.edition_key = edition.key
    match_steps(case, edition)
    _refuse_gaps(doing)
    confirmed = word or refuse_unconfirmed(case, actor)
    if first is None and second_owed(case, edition):
        raise refusal("second-owed")
    doing.stop(reason="filed")
    doing.move(
        "case.filed",
        fields={"filed_at": at, "edition_key": edition.key},
        payload={"edition": edition.key, **beside(first, confirmed)},
    )
    case.steps.filter(way__in=ANSWERED_BY_THE_FORM, finding=Finding.OWED).update(
        finding=Finding.SUBMITTED, submitted_at=at
    )
    Application.objects.filter(case=case).update(declared_at=at, **signed_by(case, actor, first))
    count_as_done(case, at=at)
    doing.start("total")


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
        supply(doing, answer)
    return doing.case


def submit_steps(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Submit the steps done while the case runs (提交整改材料); every one of them must have its answer."""
    with acting(case_id=case_id, act="submit_steps", actor=actor, at=at, version=version) as doing:
        steps = list(doing.case.steps.all())
        missing = [
            str(WAYS.get(step.way, step.way))
            for step in steps
            if (step.phase, step.who) == ("during-case", "subject")
            and step.finding in {Finding.OWED, Finding.INSUFFICIENT}
        ]
        if missing:
            raise refusal("steps-open", ways="、".join(missing))
        for wrong in wrong_providers(doing.case, steps, doing.edition):
            raise wrong
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
