"""Further demands on an order that is open: one order a record, a second one joins it (C19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from accounts.actors import Actor
from cases.models import Case
from cases.refusals import refusal
from cases.services.acting import Doing
from cases.services.rectification.demands import Wanted, add_all, days_of, read_demands
from cases.services.rectification.frame import LIMITS, RECTIFY, rectifying, refuse_held
from cases.states import CaseKind, RectificationState
from clocks import services as clocks
from rulebook.calendar_in_use import calendar_in_use

# while the subject has not reported; later demands are put in the minutes of the talk
JOINED_IN = (RectificationState.ISSUED, RectificationState.RECTIFYING)


def add_demands(
    *,
    case_id: int,
    demands: Iterable[Mapping[str, str]],
    actor: Actor,
    at: datetime,
    limit_days: int | None = None,
    version: int | None = None,
) -> Case:
    """Put further demands {text, kind, proof_owed} on an open order before the subject has reported.

    A limit that runs is set anew where it would leave them fewer than `limit_days` days. Raises a refusal by name.
    """
    wanted = read_demands(demands)
    case = Case.objects.filter(pk=case_id, kind=CaseKind.RECTIFICATION).first()
    if case is None:
        raise refusal("no-case")
    return join(case, wanted, days=limit_days, actor=actor, at=at, version=version)


def join(
    case: Case,
    wanted: tuple[Wanted, ...],
    *,
    days: int | None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """The same, of demands that were read already."""
    with rectifying(case_id=case.pk, act="add_demands", actor=actor, at=at, version=version) as doing:
        refuse_held(doing)
        if doing.case.state not in JOINED_IN:
            raise refusal("joins-later", number=doing.case.number)
        due_on = None
        if doing.case.state == RectificationState.RECTIFYING:
            due_on = _enough_time(doing, days_of(doing.edition, RECTIFY, days))
        made = add_all(doing.case, wanted, at=at, due_on=due_on)
        doing.note(
            "case.demands_added",
            demands=[one.ordinal for one in made],
            due_on=due_on.isoformat() if due_on else None,
        )
    return doing.case


def _enough_time(doing: Doing, days: int) -> date:
    """The last day for demands that join today: the limit that runs, or a longer one in its place."""
    running = next(term for term in clocks.open_terms(doing.owner) if term.term in LIMITS)
    if running.due_at <= doing.at:
        raise refusal("joins-later", number=doing.case.number)
    limit = doing.edition.rectification.within(running.term, days)
    counted = limit.counted(start=doing.on, calendar=calendar_in_use(doing.case.record.jurisdiction))
    if counted.due_on <= running.due_on:
        return running.due_on
    doing.stop(running.term, reason="demands added")
    return doing.start(running.term, days=days).due_on
