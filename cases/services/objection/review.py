"""The examination: a proposal for every contested field, and the extension of the handling term."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accounts.actors import Actor
from cases.contested import CONTESTED, REPAIR_RESULT, WHOLE_RECORD, WITHOUT_VALUE, read_value, shown_value
from cases.models import Case, ContestedField, Decision
from cases.models.decision import Outcome
from cases.models.objection import FieldOutcome
from cases.refusals import refusal
from cases.services.acting import Doing, acting, text
from cases.states import CaseKind
from clocks import services as clocks

# mixed fields close by the first of these that one of them has
PRECEDENCE = (
    (FieldOutcome.WITHDRAWN, Outcome.WITHDRAW_RECORD),
    (FieldOutcome.CORRECTED, Outcome.CORRECT),
    (FieldOutcome.NOTED, Outcome.NOTE),
    (FieldOutcome.UPHELD, Outcome.UPHOLD),
)
HANDLE = "objection.handle"


def outcome_of(outcomes: Mapping[str, str]) -> Outcome:
    """How an objection closes whose fields come out so; raises a refusal without any field."""
    for field_outcome, outcome in PRECEDENCE:
        if field_outcome in outcomes.values():
            return outcome
    raise refusal("outcomes", ways="")


def propose(
    *,
    case_id: int,
    outcomes: Mapping[str, str],
    reasons: str,
    clause: str,
    actor: Actor,
    at: datetime,
    values: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Case:
    """Propose what becomes of every contested field (拟办): corrected (with its value), withdrawn, upheld or noted.

    The case closes by precedence withdrawn, corrected, noted, upheld. Raises a refusal for a field left out, an outcome
    that the thing cannot have, a value that is none or that the record shows already.
    """
    facts = {
        "reasons": text(reasons, otherwise="reason"),
        "clause": text(clause, otherwise="clause", limit=160),
    }
    with acting(
        case_id=case_id, act="propose", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        rows = list(doing.case.contested.filter(dropped_at__isnull=True))
        missing = [str(CONTESTED[row.field]) for row in rows if row.field not in outcomes]
        if missing or not rows:
            raise refusal("outcomes", ways="、".join(missing))
        for row in rows:
            _propose_field(doing, row, outcomes[row.field], (values or {}).get(row.field))
        ContestedField.objects.bulk_update(rows, ["proposed", "proposed_value"])
        outcome = outcome_of({row.field: row.proposed for row in rows})
        proposed = {row.field: {"outcome": row.proposed, "value": row.proposed_value} for row in rows}
        doing.move("case.proposed", payload={**facts, "outcome": str(outcome), "fields": proposed})
        Decision.objects.create(
            case=doing.case, outcome=outcome, proposed_by_ref=actor.ref, proposed_at=at, **facts
        )
    return doing.case


def _propose_field(doing: Doing, row: ContestedField, outcome: str, value: str | None) -> None:
    if outcome not in set(FieldOutcome) or outcome in _impossible(row.field):
        raise refusal("field-outcome", field=CONTESTED[row.field])
    row.proposed, row.proposed_value = outcome, ""
    if outcome == FieldOutcome.CORRECTED and row.field not in WITHOUT_VALUE:
        if value is None:
            raise refusal("value", field=CONTESTED[row.field])
        row.proposed_value = read_value(row.field, value, today=doing.on)
        if row.proposed_value == shown_value(doing.case.record, row.field):
            raise refusal("same-value", field=CONTESTED[row.field])


def _impossible(field: str) -> tuple[str, ...]:
    """A record as a whole is withdrawn or stays; what decides a repair anew leaves the record where it is."""
    if field == WHOLE_RECORD:
        return (FieldOutcome.CORRECTED,)
    return (FieldOutcome.WITHDRAWN, FieldOutcome.NOTED) if field == REPAIR_RESULT else ()


def extend(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Extend the handling term (延长), once, with a reason told to the subject before the term ends."""
    why = text(reason, otherwise="reason")
    with acting(
        case_id=case_id, act="extend", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        if doing.case.extended:
            raise refusal("extension-spent")
        doing.move("case.extended", fields={"extended": True}, payload={"reason": why})
        clocks.extend(owner=doing.owner, term_id=HANDLE, reason=why, at=at, actor_ref=actor.ref)
    return doing.case
