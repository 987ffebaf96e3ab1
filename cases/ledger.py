"""Whose time it was: each elapsed working day of a case belongs to one side. Pure counting, no database.

A day belongs to whoever had the case when the day began, as the clocks count: the day of filing is nobody's,
the day on which missing items are asked for is still the unit's, the day on which they come the subject's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from cases.models.hold import HoldCause
from cases.states import (
    FINAL_STATES,
    RUNNING_STATES,
    CaseKind,
    ObjectionState,
    RectificationState,
    RepairState,
    RevocationState,
)
from journal.now import day_of
from rulebook.working_days import Calendar

ONE_DAY = timedelta(days=1)


class Side(StrEnum):
    """Whose a working day can be; another body is the platform, a court, whoever settles competence."""

    SUBJECT = "subject"
    DEPARTMENT = "department"
    OTHER = "other"
    NO_ONE = "no-one"


# whoever has to act in a state of a kind; every other running state is the handling unit's
NOT_THE_UNITS: Mapping[str, Mapping[str, Side]] = {
    CaseKind.REPAIR: {
        RepairState.FILED: Side.OTHER,
        RepairState.SUPPLEMENTING: Side.SUBJECT,
        RepairState.UNDER_REPAIR: Side.SUBJECT,
    },
    CaseKind.REVOCATION: {RevocationState.NOTIFIED: Side.SUBJECT},
    CaseKind.OBJECTION: {
        ObjectionState.SUPPLEMENTING: Side.SUBJECT,
        ObjectionState.INQUIRING: Side.OTHER,
    },
    CaseKind.RECTIFICATION: {RectificationState.RECTIFYING: Side.SUBJECT},
}
# while a succession is open there is nobody who could act; every other hold waits for a body outside
NOBODY_ACTS = frozenset({str(HoldCause.SUCCESSION)})
BEGINNINGS = frozenset({"FILED", "ISSUED", "NOTIFIED"})
CLOSED = frozenset(str(state) for state in FINAL_STATES)


class Happening(Protocol):
    """What the counting reads of a journal entry."""

    verb: str
    at: datetime
    payload: Any


@dataclass(frozen=True)
class Turn:
    """From the day after `on` days belong to `side`; `department_id` is the unit, where it is a unit's turn."""

    on: date
    side: Side
    department_id: int | None = None


@dataclass(frozen=True)
class Course:
    """How a case went from hand to hand since its filing; `closed_on` is None while it runs."""

    turns: tuple[Turn, ...]
    closed_on: date | None = None

    @property
    def filed_on(self) -> date:
        return self.turns[0].on


@dataclass(frozen=True)
class Ledger:
    """Working days by side; `units` splits those of departments, `off` are days off in between: nobody's."""

    days: Mapping[Side, int]
    units: Mapping[int, int]
    off: int

    @property
    def total(self) -> int:
        """The working days after the filing, the last day included."""
        return sum(self.days.values())


def course_of(entries: Iterable[Happening]) -> Course | None:
    """The course of a case out of its entries, oldest first; None where it was never filed."""
    turns: list[Turn] = []
    side, unit, held = Side.OTHER, None, None
    closed_on = None
    for entry in entries:
        facts = entry.payload
        if not entry.verb.startswith("case."):
            continue
        unit = facts.get("department_id", unit)
        if entry.verb == "case.held":
            held = Side.NO_ONE if facts["cause"] in NOBODY_ACTS else Side.OTHER
        elif entry.verb == "case.resumed":
            held = None
        state = str(facts.get("to", ""))
        if state in CLOSED:
            closed_on = day_of(entry.at)
            break
        if state in RUNNING_STATES:
            kind = facts.get("case_kind", CaseKind.REPAIR)
            side = NOT_THE_UNITS[kind].get(state, Side.DEPARTMENT)
        if turns or state in BEGINNINGS:
            now = held or side
            turns.append(Turn(day_of(entry.at), now, unit if now is Side.DEPARTMENT else None))
    return Course(tuple(turns), closed_on) if turns else None


def count_sides(course: Course, *, until: date, calendar: Calendar) -> Ledger:
    """Give every day after the filing, up to and with the closing day (else `until`), to its side.

    Raises NoGazette outside the calendar's years.
    """
    days = Counter(dict.fromkeys(Side, 0))
    units: Counter[int] = Counter()
    off = 0
    last = course.closed_on or until
    place, on = 0, course.filed_on + ONE_DAY
    while on <= last:
        place = _turn_at(course.turns, place, on)
        turn = course.turns[place]
        if not calendar.is_working_day(on):
            off += 1
        else:
            days[turn.side] += 1
            if turn.department_id is not None:
                units[turn.department_id] += 1
        on += ONE_DAY
    return Ledger(days=dict(days), units=dict(units), off=off)


def _turn_at(turns: Sequence[Turn], place: int, on: date) -> int:
    """The last turn that began before a day, looked for from a place on."""
    while place + 1 < len(turns) and turns[place + 1].on < on:
        place += 1
    return place
