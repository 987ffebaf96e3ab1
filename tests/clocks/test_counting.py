from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.receipts import Receipt, ReceiptFault, disagreements, from_json, recompute, settle, to_json
from rulebook.counting import Counting, CountingFault, Event, EventKind, count
from rulebook.terms import Unit, working_days_between
from rulebook.working_days import Calendar, Gazette, shipped_calendar
from tests.clocks.reference import Span, last_day, last_plain_day

SHIPPED = shipped_calendar()
STARTS = st.dates(min_value=date(2019, 1, 2), max_value=date(2027, 6, 30))
LENGTHS = st.integers(min_value=1, max_value=40)
GAPS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 30)), max_size=4)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar of invented notices: any weekday may be off, any weekend day may be worked."""
    days = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31))
    off = draw(st.sets(days, max_size=40))
    worked = {day for day in draw(st.sets(days, max_size=40)) - off if day.weekday() >= 5}
    return Calendar(
        MappingProxyType(
            {
                year: Gazette(
                    year=year,
                    status="official",
                    notice="invented",
                    off=MappingProxyType({day: "节" for day in off if day.year == year}),
                    working=frozenset(day for day in worked if day.year == year),
                )
                for year in range(2024, 2028)
            }
        )
    )


def events_of(spans: list[Span]) -> tuple[Event, ...]:
    return tuple(
        event
        for span in spans
        for event in (
            Event(EventKind.PAUSE, span.paused_on, "supplement"),
            Event(EventKind.RESUME, span.resumed_on, "supplement"),
        )
    )


def working_days(start: date, length: int, *spans: Span) -> Counting:
    return Counting(started_on=start, count=length, unit=Unit.WD, events=events_of(list(spans)))


def spans_within(
    start: date, length: int, unit: Unit, gaps: list[tuple[int, int]], calendar: Calendar
) -> list[Span]:
    """Pauses that each begin while the term still runs: no pause saves a term that has ended."""
    spans: list[Span] = []
    day = start
    for wait, stay in gaps:
        begin = day + timedelta(days=wait)
        counting = Counting(started_on=start, count=length, unit=unit, events=events_of(spans))
        if begin > count(counting, calendar).due_on:
            break
        day = begin + timedelta(days=stay)
        spans.append(Span(begin, day))
    return spans


def blank(counting: Counting) -> Receipt:
    return Receipt(
        term="decide",
        edition="NDRC-36",
        trigger="accepted",
        started_on=counting.started_on,
        due_on=counting.started_on,
        count=counting.count,
        unit=counting.unit,
        rolls=counting.rolls,
        last_day=counting.last_day,
        events=counting.events,
    )


@given(start=STARTS, length=LENGTHS, gaps=GAPS)
def test_working_days_with_pauses_equal_a_tally_day_by_day(
    start: date, length: int, gaps: list[tuple[int, int]]
) -> None:
    spans = spans_within(start, length, Unit.WD, gaps, SHIPPED)
    counted = count(working_days(start, length, *spans), SHIPPED)
    assert counted.due_on == last_day(start, length, spans, SHIPPED)


@given(
    calendar=calendars(),
    start=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 6, 30)),
    length=LENGTHS,
    gaps=GAPS,
)
def test_the_tally_holds_under_any_calendar(
    calendar: Calendar, start: date, length: int, gaps: list[tuple[int, int]]
) -> None:
    spans = spans_within(start, length, Unit.WD, gaps, calendar)
    counted = count(working_days(start, length, *spans), calendar)
    assert counted.due_on == last_day(start, length, spans, calendar)


@given(start=STARTS, length=LENGTHS, gaps=GAPS)
def test_calendar_days_with_pauses_equal_a_tally_day_by_day(
    start: date, length: int, gaps: list[tuple[int, int]]
) -> None:
    spans = spans_within(start, length, Unit.D, gaps, SHIPPED)
    counting = Counting(started_on=start, count=length, unit=Unit.D, events=events_of(spans))
    assert count(counting, None).due_on == last_plain_day(start, length, spans)


@given(start=STARTS, length=LENGTHS, wait=st.integers(0, 60), stay=st.integers(1, 60))
def test_a_pause_leaves_exactly_the_working_days_that_were_left(
    start: date, length: int, wait: int, stay: int
) -> None:
    before = count(working_days(start, length), SHIPPED).due_on
    begin = min(start + timedelta(days=wait), before)
    end = begin + timedelta(days=stay)
    after = count(working_days(start, length, Span(begin, end)), SHIPPED).due_on
    left = working_days_between(begin, before, SHIPPED)
    assert working_days_between(end, after, SHIPPED) == max(1, left)
    assert after >= before


@given(start=STARTS, length=LENGTHS, wait=st.integers(0, 30), times=st.integers(1, 3))
def test_pauses_that_end_on_their_own_day_change_nothing(
    start: date, length: int, wait: int, times: int
) -> None:
    day = min(start + timedelta(days=wait), count(working_days(start, length), SHIPPED).due_on)
    spans = [Span(day, day)] * times
    assert count(working_days(start, length, *spans), SHIPPED) == count(working_days(start, length), SHIPPED)


@given(start=STARTS, length=LENGTHS, gaps=GAPS, later=st.integers(0, 20))
def test_a_longer_pause_never_ends_a_term_earlier(
    start: date, length: int, gaps: list[tuple[int, int]], later: int
) -> None:
    spans = spans_within(start, length, Unit.WD, gaps, SHIPPED)
    if not spans:
        return
    longer = [*spans[:-1], replace(spans[-1], resumed_on=spans[-1].resumed_on + timedelta(days=later))]
    short, long = (count(working_days(start, length, *some), SHIPPED).due_on for some in (spans, longer))
    assert short <= long


@given(
    start=STARTS,
    length=LENGTHS,
    begin=st.integers(1, 20),
    cuts=st.lists(st.integers(1, 9), min_size=2, max_size=5),
)
def test_a_pause_cut_in_pieces_is_one_pause(start: date, length: int, begin: int, cuts: list[int]) -> None:
    first = min(start + timedelta(days=begin), count(working_days(start, length), SHIPPED).due_on)
    edges = [first]
    for cut in cuts:
        edges.append(edges[-1] + timedelta(days=cut))
    pieces = [Span(left, right) for left, right in pairwise(edges)]
    whole = Span(edges[0], edges[-1])
    assert (
        count(working_days(start, length, *pieces), SHIPPED).due_on
        == count(working_days(start, length, whole), SHIPPED).due_on
    )


@given(start=STARTS, length=LENGTHS, more=LENGTHS)
def test_an_extension_adds_its_working_days_to_the_end(start: date, length: int, more: int) -> None:
    event = Event(EventKind.EXTEND, start, "complex", count=more, unit=Unit.WD)
    extended = count(Counting(started_on=start, count=length, unit=Unit.WD, events=(event,)), SHIPPED)
    assert extended.due_on == count(working_days(start, length + more), SHIPPED).due_on


@given(
    start=STARTS,
    length=LENGTHS,
    unit=st.sampled_from([Unit.WD, Unit.D, Unit.M]),
    gaps=GAPS,
    more=st.integers(0, 20),
    extended_in=st.sampled_from([Unit.WD, Unit.D]),
    rolls=st.booleans(),
)
def test_the_receipt_alone_leads_to_the_date(
    *,
    start: date,
    length: int,
    unit: Unit,
    gaps: list[tuple[int, int]],
    more: int,
    extended_in: Unit,
    rolls: bool,
) -> None:
    spans = spans_within(start, length, unit, gaps, SHIPPED)
    grown = Event(EventKind.EXTEND, start, "complex", count=more, unit=extended_in)
    events = (*events_of(spans), grown) if more else events_of(spans)
    counting = Counting(started_on=start, count=length, unit=unit, rolls=rolls, events=events)
    receipt = settle(blank(counting), SHIPPED)
    written = to_json(receipt)
    assert from_json(written) == receipt
    assert recompute(written) == receipt.due_on == count(counting, SHIPPED).due_on
    assert disagreements(receipt, SHIPPED) == ()


@given(start=STARTS, length=LENGTHS, gaps=GAPS)
def test_each_day_of_the_span_is_counted_skipped_or_stood_still(
    start: date, length: int, gaps: list[tuple[int, int]]
) -> None:
    spans = spans_within(start, length, Unit.WD, gaps, SHIPPED)
    receipt = settle(blank(working_days(start, length, *spans)), SHIPPED)
    still = {
        span.first + timedelta(days=n)
        for span in receipt.standstills
        if span.last
        for n in range((span.last - span.first).days + 1)
    }
    off = {day.on for day in receipt.skipped}
    assert not still & off
    days = (receipt.due_on - start).days
    assert days == length + len(off) + len({day for day in still if start < day <= receipt.due_on})


def test_an_open_pause_keeps_the_day_it_met() -> None:
    events = (Event(EventKind.PAUSE, date(2026, 9, 22), "supplement"),)
    counting = Counting(started_on=date(2026, 9, 18), count=7, unit=Unit.WD, events=events)
    result = count(counting, SHIPPED)
    assert result.due_on == date(2026, 9, 29)
    assert result.standstills[0].last is None


def test_a_limit_in_months_stands_still_by_days() -> None:
    counting = Counting(
        started_on=date(2026, 1, 15),
        count=3,
        unit=Unit.M,
        events=events_of([Span(date(2026, 2, 1), date(2026, 3, 1))]),
    )
    # 73 days were left on 1 February
    assert count(counting, None).due_on == date(2026, 3, 1) + timedelta(days=73)


def test_a_day_that_was_fixed_elsewhere_stays() -> None:
    fixed = Counting(started_on=date(2026, 5, 15), last_day=date(2027, 1, 31))
    assert count(fixed, None).due_on == date(2027, 1, 31)


def test_a_term_without_length_and_end_is_refused() -> None:
    with pytest.raises(CountingFault, match="count"):
        count(Counting(started_on=date(2026, 5, 15)), None)


def test_going_on_without_a_pause_is_refused() -> None:
    events = (Event(EventKind.RESUME, date(2026, 9, 22), "supplement"),)
    with pytest.raises(CountingFault, match="not paused"):
        count(Counting(started_on=date(2026, 9, 18), count=7, unit=Unit.WD, events=events), SHIPPED)


def test_standing_still_twice_for_one_cause_is_refused() -> None:
    events = (Event(EventKind.PAUSE, date(2026, 9, 22), "supplement"),) * 2
    with pytest.raises(CountingFault, match="twice"):
        count(Counting(started_on=date(2026, 9, 18), count=7, unit=Unit.WD, events=events), SHIPPED)


def test_working_days_without_a_calendar_are_refused() -> None:
    with pytest.raises(CountingFault, match="calendar"):
        count(working_days(date(2026, 9, 18), 3, Span(date(2026, 9, 18), date(2026, 9, 21))), None)


def test_a_receipt_of_another_schema_is_refused() -> None:
    with pytest.raises(ReceiptFault, match="schema"):
        recompute({"schema": 9})


def test_a_receipt_with_a_missing_key_is_refused() -> None:
    written = to_json(settle(blank(working_days(date(2026, 9, 18), 3)), SHIPPED))
    del written["count"]
    with pytest.raises(ReceiptFault, match="count"):
        recompute(written)


def test_a_receipt_that_hides_a_working_day_leads_elsewhere() -> None:
    receipt = settle(blank(working_days(date(2026, 9, 18), 3)), SHIPPED)
    bent = replace(receipt, made_up=())
    assert recompute(to_json(bent)) != receipt.due_on
    assert disagreements(bent, SHIPPED) == (date(2026, 9, 20),)
