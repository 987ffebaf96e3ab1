"""A date's receipt in words and as month calendars."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from look.parts import Extension, Pause, Receipt, Skipped
from look.receipt import DayCell, limit_words, receipt_months, receipt_sentences
from tests.templates.drawing import draw

ACCEPTANCE = Receipt(
    started_on=date(2026, 9, 30),
    trigger="Application pushed",
    count=3,
    unit="WD",
    due_on=date(2026, 10, 10),
    instrument="NDRC Order 36",
    article="ch. 3",
    mark="I",
    skipped=(*(Skipped(date(2026, 10, day), "National Day") for day in range(1, 8)),),
    made_up=(date(2026, 10, 10),),
    calendar="0123456789abcdef",
)


def cells(receipt: Receipt) -> dict[date, DayCell]:
    weeks = [week for month in receipt_months(receipt) for week in month.weeks]
    return {cell.on: cell for week in weeks for cell in week if cell}


def told(receipt: Receipt) -> str:
    with translation.override("en"):
        return " ".join(receipt_sentences(receipt))


def test_sentence_tells_trigger_limit_end_days_off_and_basis() -> None:
    assert told(ACCEPTANCE) == (
        "Application pushed on 30 September 2026; counted from the next day, 3 working days, "
        "ending on Saturday 10 October 2026. 7 days off in between are not counted. "
        "Basis: NDRC Order 36, ch. 3."
    )


def test_pause_extension_and_missing_notice_are_told() -> None:
    receipt = Receipt(
        started_on=date(2026, 12, 21),
        trigger="Application accepted",
        count=7,
        unit="WD",
        due_on=date(2027, 1, 20),
        provisional=True,
        pauses=(
            Pause(date(2026, 12, 22), "materials awaited", date(2026, 12, 25)),
            Pause(date(2027, 1, 4), "inquiry open"),
        ),
        extensions=(Extension(10, "WD", "check needed"),),
    )
    words = told(receipt)
    assert "The clock was paused from 22 December 2026 to 25 December 2026: materials awaited." in words
    assert "The clock has been paused since 4 January 2027: inquiry open." in words
    assert "Extended by 10 working days: check needed." in words
    assert "holiday notice for 2027 is not out yet" in words


def test_calendar_crosses_days_off_and_numbers_counted_days() -> None:
    drawn = cells(ACCEPTANCE)
    assert drawn[date(2026, 9, 30)].kind == "start"
    assert drawn[date(2026, 10, 1)] == DayCell(date(2026, 10, 1), "off", why="National Day")
    assert (drawn[date(2026, 10, 8)].kind, drawn[date(2026, 10, 8)].ordinal) == ("counted", 1)
    assert (drawn[date(2026, 10, 10)].kind, drawn[date(2026, 10, 10)].ordinal) == ("due", 3)
    assert drawn[date(2026, 10, 11)].kind == "beyond"


def test_paused_days_are_not_numbered() -> None:
    receipt = Receipt(
        started_on=date(2026, 11, 23),
        trigger="Accepted",
        count=3,
        unit="WD",
        due_on=date(2026, 11, 27),
        pauses=(Pause(date(2026, 11, 25), "materials awaited", date(2026, 11, 25)),),
    )
    drawn = cells(receipt)
    assert drawn[date(2026, 11, 25)] == DayCell(date(2026, 11, 25), "paused", why="materials awaited")
    assert drawn[date(2026, 11, 26)].ordinal == 2


def test_months_and_years_are_told_without_a_calendar() -> None:
    year = Receipt(date(2026, 4, 1), "Penalty determined", 1, "Y", date(2027, 4, 1))
    assert receipt_months(year) == ()
    assert "1 year" in told(year)


def test_number_to_confirm_is_marked() -> None:
    with translation.override("en"):
        assert "to confirm" in draw("{% receipt_sentence receipt %}", receipt=ACCEPTANCE)
        assert "to confirm" not in draw("{% to_confirm 'R' %}")


def test_receipt_needs_no_script_and_no_inline_style() -> None:
    markup = draw("{% receipt receipt %}", receipt=ACCEPTANCE)
    assert "<details" in markup
    assert "style=" not in markup
    assert "<script" not in markup


def test_one_is_told_in_the_singular() -> None:
    with translation.override("en"):
        assert [limit_words(1, unit) for unit in ("WD", "D", "M", "Y")] == [
            "1 working day",
            "1 calendar day",
            "1 month",
            "1 year",
        ]


@given(
    start=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 6, 1)),
    length=st.integers(min_value=1, max_value=150),
)
def test_a_term_of_calendar_days_numbers_every_day_to_the_last(start: date, length: int) -> None:
    due_on = start + timedelta(days=length)
    drawn = cells(Receipt(start, "Started", length, "D", due_on))
    assert drawn[due_on].ordinal == length
    assert all(
        len(week) == 7
        for month in receipt_months(Receipt(start, "", length, "D", due_on))
        for week in month.weeks
    )
