"""The points of a term at which people are reminded of it, and the days on which they fall. Pure: no Django.

Points are counted from the end backwards. So a pause, an extension or a new calendar moves those that were not
told yet together with the end, and "half" stays the day on which half of the term's time is left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clocks.receipts import Receipt
from rulebook.reminders import HALF, LAST_DAY, Point
from rulebook.terms import Unit, midnight_after
from rulebook.working_days import FIRST_YEAR, Calendar

ONE_DAY = timedelta(days=1)
FIRST_DAY = date(FIRST_YEAR, 1, 1)


@dataclass(frozen=True)
class Falls:
    """A point and its day; people are told from the first moment of that day."""

    word: str
    on: date

    @property
    def at(self) -> datetime:
        return midnight_after(self.on - ONE_DAY)


def points_of(receipt: Receipt, *, points: Sequence[Point], calendar: Calendar) -> tuple[Falls, ...]:
    """The points of a term in the order of their days, the more urgent last on one day.

    "half" falls away where it lies no earlier than another point, and so does a point before the term began.
    """
    days = {point.word: _day(point, receipt, calendar) for point in sorted(points, key=_urgency)}
    found = [Falls(word, on) for word, on in days.items() if on is not None and on > receipt.started_on]
    others = [fall.on for fall in found if fall.word != HALF]
    left = [fall for fall in found if fall.word != HALF or all(fall.on < on for on in others)]
    return tuple(sorted(left, key=lambda fall: fall.on))


def next_at(falls: Sequence[Falls], *, told: Collection[str], first: date) -> datetime | None:
    """When the next point is to be told, of those not told that fall on `first` or later; None after the last."""
    return next((fall.at for fall in falls if fall.word not in told and fall.on >= first), None)


def _urgency(point: Point) -> tuple[int, int]:
    if point.word == HALF:
        return (0, 0)
    before = point.before
    return (2, 0) if before is None else (1, -before[0])


def _day(point: Point, receipt: Receipt, calendar: Calendar) -> date | None:
    if point.word == HALF:
        return _half(receipt, calendar)
    if point.word == LAST_DAY:
        return _last_open_day(receipt, calendar)
    before = point.before
    if before is None:
        return None
    return _before(receipt, *before, calendar)


def _before(receipt: Receipt, days: int, unit: Unit, calendar: Calendar) -> date | None:
    """The day so long before the last one; None where that is not after the start."""
    if unit is not Unit.WD:
        return receipt.due_on - timedelta(days=days)
    day, left, floor = receipt.due_on, days, max(receipt.started_on, FIRST_DAY)
    while left and day > floor:
        day -= ONE_DAY
        left -= calendar.is_working_day(day)
    return None if left else day


def _half(receipt: Receipt, calendar: Calendar) -> date | None:
    if receipt.last_day is not None or receipt.count is None:
        return None
    lengths = [(receipt.count, receipt.unit), *((event.count, event.unit) for event in receipt.extensions)]
    if all(unit is Unit.WD for _count, unit in lengths):
        return _before(receipt, sum(count for count, _unit in lengths) // 2, Unit.WD, calendar)
    stood = sum((still.last - still.first).days + 1 for still in receipt.standstills if still.last)
    return _before(receipt, ((receipt.due_on - receipt.started_on).days - stood) // 2, Unit.D, calendar)


def _last_open_day(receipt: Receipt, calendar: Calendar) -> date | None:
    """The last day, or the working day before it: nobody reads a reminder on a day off."""
    day, floor = receipt.due_on, max(receipt.started_on, FIRST_DAY)
    while day > floor and not calendar.is_working_day(day):
        day -= ONE_DAY
    return day if day > floor else None
