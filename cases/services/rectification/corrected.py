"""更正之后: the record behind an order was corrected; an officer says which demands stand (C3, C5)."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import DESK, Actor
from cases.models import Case, Demand
from cases.refusals import refusal
from cases.services.acting import text
from cases.services.rectification.demands import owed, standing
from cases.services.rectification.frame import rectifying, refuse_held

STANDS, CHANGED, DROPPED = "stands", "changed", "dropped"
OUTCOMES = (STANDS, CHANGED, DROPPED)
FLAG = "flag_demands"


def flag_demands(*, case_id: int, at: datetime) -> Case:
    """Flag the open demands of an order whose record was corrected; told twice, nothing changes."""
    with rectifying(case_id=case_id, act=FLAG, actor=DESK, at=at) as doing:
        fresh = [one for one in owed(doing.case) if not one.recheck]
        if fresh:
            Demand.objects.filter(pk__in=[one.pk for one in fresh]).update(recheck=True)
            doing.note("case.demands_to_recheck", demands=[one.ordinal for one in fresh])
    return doing.case


def recheck_demand(
    *,
    case_id: int,
    demand: int,
    outcome: str,
    reason: str,
    actor: Actor,
    at: datetime,
    wording: str = "",
    version: int | None = None,
) -> Case:
    """Say of a flagged demand, by its id, whether it stands, is changed (new `wording`) or dropped, with the reason.

    The last demand is not dropped: then the order is cancelled. Raises a refusal by name.
    """
    if outcome not in OUTCOMES:
        raise refusal("recheck-outcome")
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="recheck_demand", actor=actor, at=at, version=version) as doing:
        refuse_held(doing)
        found = standing(doing.case).filter(pk=demand).first()
        if found is None:
            raise refusal("no-demand")
        if not found.recheck:
            raise refusal("not-flagged")
        columns: dict[str, object] = {"recheck": False}
        if outcome == CHANGED:
            # another wording is another question: what was found of the former one answers nothing
            columns |= {"text": text(wording, otherwise="demand-text"), "finding": "", "found_reason": ""}
        elif outcome == DROPPED:
            if standing(doing.case).count() == 1:
                raise refusal("last-demand")
            columns |= {"dropped_at": at, "dropped_reason": why}
        Demand.objects.filter(pk=found.pk).update(**columns)
        doing.note(
            "case.demand_rechecked",
            demand=found.ordinal,
            outcome=outcome,
            before=found.text if outcome == CHANGED else "",
            reason=why,
        )
    return doing.case
