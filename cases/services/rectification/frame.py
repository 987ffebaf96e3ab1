"""The frame of every act on a rectification: only the unit in charge on the day acts; a caretaker's terms wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.actors import Actor
from cases.labels import act_label
from cases.machines.whose import Who
from cases.policies import who_of
from cases.refusals import refusal
from cases.services.acting import Doing, acting
from cases.states import CaseKind, RectificationState
from journal.names import lazy_name
from records.models import Department
from records.selectors import in_charge

SERVE = "rectification.serve"
RECTIFY = "rectification.rectify"
AGAIN = "rectification.rectify-again"
LAST = "rectification.last-limit"
CHECK = "rectification.check"
SET_TALK = "rectification.set-talk"
HOLD_TALK = "rectification.hold-talk"
CLOSE = "rectification.close"
# the limits within which the subject reports
LIMITS = (RECTIFY, AGAIN, LAST)
CARETAKER = "caretaker"
_OF_THE_UNIT = {Who.OFFICER, Who.COUNTERSIGNER}


@contextmanager
def rectifying(
    *, case_id: int, act: str, actor: Actor, at: datetime, version: int | None = None
) -> Iterator[Doing]:
    """Lock a rectification for one act. While nobody succeeded the determining unit every term stands still (C9).

    A unit that has ended acts no more from that day on, whether or not its desk has moved yet (C8). Raises Refusal.
    """
    with acting(
        case_id=case_id, act=act, actor=actor, at=at, version=version, kind=CaseKind.RECTIFICATION
    ) as doing:
        if not actor.is_system and who_of(act, CaseKind.RECTIFICATION) in _OF_THE_UNIT:
            unit_of(doing)
        yield doing
        if doing.case.handling_reason == CARETAKER:
            doing.pause(cause=CARETAKER)


def unit_of(doing: Doing) -> Department:
    """The unit that has the case; raises a refusal where it is not in existence on the day."""
    unit = doing.case.handling_department
    if unit is None or in_charge(unit, doing.on) != unit:
        raise refusal("unit-ended", department=lazy_name(unit) if unit else "", day=doing.on)
    return unit


def refuse_held(doing: Doing) -> None:
    """Refuse an act beside the machine while the case stands still."""
    if doing.is_held:
        raise refusal("held", act=act_label(doing.act, doing.case.kind))


def go_on(doing: Doing) -> None:
    """Start the term of the state in which an order that was not followed came to stand."""
    due = {RectificationState.TALK_DUE: SET_TALK, RectificationState.EXHAUSTED: CLOSE}
    doing.start(due[RectificationState(doing.case.state)])
