"""A day that was told stays: what holds for any calendar, any pauses, any release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clocks.receipts import Receipt, ReceiptFault, from_json, outdated, recompute, recounted, settle, to_json
from rulebook.counting import Counting, CountingFault, Event, EventKind, count
from rulebook.terms import Unit
from rulebook.working_days import Calendar
from tests.clocks.test_counting import (
    GAPS,
    LENGTHS,
    blank,
    calendars,
    events_of,
    spans_within,
)

STARTS = st.dates(min_value=date(2024, 1, 2), max_value=date(2026, 11, 30))
UNITS = st.sampled_from([Unit.WD, Unit.D])


@st.composite
def receipts(draw: st.DrawFn) -> tuple[Receipt, Calendar]:
    """A receipt of a term that runs, with pauses behind it, and the calendar it was counted under."""
    calendar, start = draw(calendars()), draw(STARTS)
    length, unit = draw(LENGTHS), draw(UNITS)
    spans = spans_within(start, length, unit, draw(GAPS), calendar)
    counting = Counting(started_on=start, count=length, unit=unit, rolls=True, events=events_of(spans))
    return settle(blank(counting), calendar), calendar


@given(told=receipts(), other=calendars(), wait=st.integers(0, 40))
def test_a_told_day_never_becomes_an_earlier_one_and_can_be_computed_again(
    told: tuple[Receipt, Calendar], other: Calendar, wait: int
) -> None:
    receipt, _calendar = told
    on = receipt.started_on + timedelta(days=wait)
    fresh = recounted(receipt, other, on=on, told=True)
    assert fresh.due_on >= receipt.due_on
    assert recompute(to_json(fresh)) == fresh.due_on
    assert from_json(to_json(fresh)) == fresh
    assert outdated(fresh, other) == ()


@given(told=receipts(), other=calendars())
def test_only_an_earlier_day_is_kept_a_later_one_is_the_calendars_own(
    told: tuple[Receipt, Calendar], other: Calendar
) -> None:
    receipt, _calendar = told
    own = settle(receipt, other)
    fresh = recounted(receipt, other, on=receipt.started_on, told=True)
    assert bool(fresh.kept) is (own.due_on < receipt.due_on)
    if not fresh.kept:
        assert fresh == own


@given(told=receipts(), other=calendars())
def test_counting_anew_twice_is_counting_anew_once(told: tuple[Receipt, Calendar], other: Calendar) -> None:
    receipt, _calendar = told
    once = recounted(receipt, other, on=receipt.started_on, told=True)
    assert recounted(once, other, on=receipt.started_on, told=True) == once


@given(told=receipts())
def test_the_same_calendar_changes_nothing(told: tuple[Receipt, Calendar]) -> None:
    receipt, calendar = told
    assert recounted(receipt, calendar, on=receipt.started_on, told=True) == receipt


@given(told=receipts(), other=calendars(), third=calendars())
def test_a_day_told_after_a_first_release_is_kept_through_a_second(
    told: tuple[Receipt, Calendar], other: Calendar, third: Calendar
) -> None:
    receipt, _calendar = told
    once = recounted(receipt, other, on=receipt.started_on, told=True)
    assert recounted(once, third, on=receipt.started_on, told=True).due_on >= once.due_on


@given(told=receipts(), other=calendars(), wait=st.integers(0, 40))
def test_a_day_nobody_was_told_moves_freely_and_never_into_the_past(
    told: tuple[Receipt, Calendar], other: Calendar, wait: int
) -> None:
    receipt, _calendar = told
    on = receipt.started_on + timedelta(days=wait)
    assume(on <= receipt.due_on)
    fresh = recounted(receipt, other, on=on, told=False)
    own = settle(receipt, other).due_on
    assert fresh.due_on == own if own >= on else fresh.due_on >= on


@given(told=receipts(), other=calendars())
def test_what_stands_still_has_no_day_to_keep(told: tuple[Receipt, Calendar], other: Calendar) -> None:
    receipt, calendar = told
    pause = Event(EventKind.PAUSE, receipt.due_on, "hold")
    standing = settle(replace(receipt, events=(*receipt.events, pause)), calendar)
    assert not recounted(standing, other, on=receipt.due_on, told=True).kept


def test_a_day_is_kept_that_is_named() -> None:
    with pytest.raises(CountingFault):
        count(
            Counting(
                started_on=date(2026, 9, 1),
                count=3,
                unit=Unit.D,
                events=(Event(EventKind.KEEP, date(2026, 9, 2)),),
            ),
            None,
        )


def test_a_receipt_that_keeps_no_day_cannot_be_read() -> None:
    written = to_json(
        settle(
            blank(
                Counting(
                    started_on=date(2026, 9, 1),
                    count=3,
                    unit=Unit.D,
                    events=(Event(EventKind.KEEP, date(2026, 9, 2), until=date(2026, 9, 9)),),
                )
            ),
            Calendar({}),
        )
    )
    assert recompute(written) == date(2026, 9, 9)
    del written["events"][0]["until"]
    with pytest.raises(ReceiptFault):
        recompute(written)
