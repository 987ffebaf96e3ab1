"""When people are reminded of a term: points before its end, and when its lateness is told higher up.

No law asks for reminders: an edition, or what a place lays over it, may set its own in `[reminders]`; the house's
own (K) stand in for a text that sets none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rulebook.source import Table
from rulebook.terms import Unit

HALF = "half"
LAST_DAY = "last-day"
_BEFORE = re.compile(r"([1-9]\d{0,2}) (WD|D)", re.ASCII)


@dataclass(frozen=True)
class Point:
    """One point of a term: "half" of its time, "last-day", or so many days before the last one ("2 WD", "10 D")."""

    word: str

    @property
    def before(self) -> tuple[int, Unit] | None:
        """How long before the last day; None for the two that are words. Raises ValueError for another word."""
        if self.word in {HALF, LAST_DAY}:
            return None
        found = _BEFORE.fullmatch(self.word)
        if found is None:
            raise ValueError(f"{self.word!r} is no point of a term")
        return int(found[1]), Unit(found[2])


@dataclass(frozen=True)
class Reminders:
    """The reminders of an edition.

    `points`: of a term that somebody must meet; `ending`: before publication ends by itself; `lead_after`: the
    working days of lateness after which the lead department's supervisors are told.
    """

    points: tuple[Point, ...]
    ending: tuple[Point, ...]
    lead_after: int


OF_THE_HOUSE = Reminders(
    points=(Point(HALF), Point("2 WD"), Point(LAST_DAY)), ending=(Point("10 WD"),), lead_after=3
)


def read_reminders(table: Table) -> Reminders:
    """The `[reminders]` of a file; what it leaves out is as in the house. Raises EditionFault."""
    after = table.number("lead_after") if table.has("lead_after") else OF_THE_HOUSE.lead_after
    if not after:
        raise table.fault("`lead_after` must be a whole number of working days from 1", "lead_after")
    found = Reminders(
        points=_points(table, "points") if table.has("points") else OF_THE_HOUSE.points,
        ending=_points(table, "ending") if table.has("ending") else OF_THE_HOUSE.ending,
        lead_after=after,
    )
    table.finish()
    return found


def _points(table: Table, key: str) -> tuple[Point, ...]:
    words = table.texts(key)
    if len(set(words)) < len(words):
        raise table.fault(f"`{key}` names a point twice", key)
    found = tuple(Point(word) for word in words)
    for point in found:
        try:
            _ = point.before
        except ValueError as fault:
            raise table.fault(
                f"{fault}: half, last-day, or days before it such as 2 WD or 10 D", key
            ) from fault
    return found
