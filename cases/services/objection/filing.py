"""From the draft to the desk, and what the subject does later: file, supply what is missing, withdraw."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from cases.contested import shown_value
from cases.models import Case, ContestedField, ObjectionFiling, SecondSignature
from cases.refusals import refusal
from cases.services.acting import Doing, acting
from cases.services.declared import beside, is_draft, refuse_unconfirmed, second_owed, signed_by
from cases.services.ending import ends
from cases.services.objection.admission import handler_of, objection_edition, refuse_inadmissible
from cases.services.objection.own_motion import correct_what_was_found
from cases.services.objection.preflight import gaps
from cases.services.supplementing import supply
from cases.states import CaseKind
from records.models import CreditRecord


def file(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """File the objection (提出异议): checked again, the text of the day pinned, on the desk of who handles it.

    Starts the acceptance term. Raises a refusal that names what is missing, or why the record cannot be contested.
    """
    with acting(
        case_id=case_id, act="file", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        if is_draft(doing.case):
            file_draft(doing)
        else:
            doing.move("case.filed")
    return doing.case


def file_draft(doing: Doing, *, first: SecondSignature | None = None) -> None:
    """File a draft within an act under way; `first` is the declaration that the acting second person has signed.

    Raises a refusal for what is missing, at the window without the subject's word, and where a second person must
    sign and has not.
    """
    case, actor, at = doing.case, doing.actor, doing.at
    fields = _pinned(doing)
    confirmed = refuse_unconfirmed(case, actor)
    if first is None and second_owed(case, objection_edition(case.record, on=doing.on)):
        raise refusal("second-owed")
    facts = {**_said(doing), **beside(first, confirmed)}
    doing.stop(reason="filed")
    doing.move("case.filed", fields=fields, payload=facts)
    ObjectionFiling.objects.filter(case=case).update(declared_at=at, **signed_by(case, actor, first))
    doing.start("objection.accept")


def _pinned(doing: Doing) -> dict[str, object]:
    """The columns that filing fills, once everything is there."""
    case = doing.case
    record = (
        CreditRecord.objects.select_related("listing", "department")
        .select_for_update(of=("self",))
        .get(pk=case.record_id)
    )
    edition = refuse_inadmissible(record, against=case.filing.against, on=doing.on)
    found = gaps(case, on=doing.on)
    if found:
        raise refusal("objection-gaps", parts=" ".join(str(gap.sentence) for gap in found))
    unit, reason = handler_of(case, edition, on=doing.on)
    return {
        "filed_at": doing.at,
        "edition_key": edition.key,
        "handling_department_id": unit.pk,
        "handling_reason": reason,
    }


def _said(doing: Doing) -> dict[str, object]:
    """What the journal keeps of the filing; the fields bear what the record shows at this moment."""
    case = doing.case
    contested = list(case.contested.all())
    for row in contested:
        row.shown_value = shown_value(case.record, row.field)
    ContestedField.objects.bulk_update(contested, ["shown_value"])
    return {
        "against": case.filing.against,
        "grounds": list(case.filing.grounds),
        "fields": {row.field: {"shown": row.shown_value, "right": row.right_value} for row in contested},
    }


def supplement(*, case_id: int, answer: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Supply the missing items (补正): the acceptance term goes on with exactly the working days that were left.

    Raises a refusal where nothing is contested any more.
    """
    with acting(
        case_id=case_id, act="supplement", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        supply(doing, answer)
        if not doing.case.contested.exists():
            raise refusal("contested-fields")
    return doing.case


def withdraw(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Withdraw the objection (撤回), until the decision is signed; the mark goes in the same transaction (C1).

    An error that the providing unit has confirmed already is corrected of its own motion (依职权更正) all the same.
    """
    with acting(
        case_id=case_id, act="withdraw", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        doing.move("case.withdrawn", fields={"closed_at": at}, payload={"reason": reason.strip()[:2000]})
        doing.stop(reason="withdrawn")
        doing.end_hold()
        correct_what_was_found(doing)
        ends(doing)
    return doing.case
