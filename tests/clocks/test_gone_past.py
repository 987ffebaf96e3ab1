"""Which days off a receipt names: a term in calendar days goes past only those before which it would have ended."""

from __future__ import annotations

from datetime import date

from clocks.receipts import settle
from rulebook.counting import Counting, Event, EventKind, count
from rulebook.terms import Unit
from rulebook.working_days import shipped_calendar
from tests.clocks.test_counting import blank

SHIPPED = shipped_calendar()


def test_an_extension_in_days_begins_where_the_term_ended_after_a_day_off() -> None:
    """30 days end on Saturday 28 March and move to Monday the 30th: fifteen more end on Tuesday 14 April."""
    more = Event(EventKind.EXTEND, date(2026, 3, 25), "complex", count=15, unit=Unit.D)
    counting = Counting(started_on=date(2026, 2, 26), count=30, unit=Unit.D, rolls=True, events=(more,))
    assert count(counting, SHIPPED).due_on == date(2026, 4, 14)
    # the term went past one weekend; the others were counted like every day
    assert [day.on for day in settle(blank(counting), SHIPPED).skipped] == [
        date(2026, 3, 28),
        date(2026, 3, 29),
    ]


def test_a_term_in_days_names_only_the_days_off_it_went_past_at_its_end() -> None:
    """Thirty days from Thursday 3 September end on Saturday 3 October, inside the holiday: Thursday the 8th."""
    counting = Counting(started_on=date(2026, 9, 3), count=30, unit=Unit.D, rolls=True)
    receipt = settle(blank(counting), SHIPPED)
    assert receipt.due_on == date(2026, 10, 8)
    assert [day.on.day for day in receipt.skipped] == [3, 4, 5, 6, 7]
