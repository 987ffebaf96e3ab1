"""The words of letters: numbers of articles, instruments, and the sentence of a receipt."""

from __future__ import annotations

from datetime import date

import pytest

from clocks.receipts import Receipt, settle
from notifications.composing import words
from rulebook.counting import Event, EventKind
from rulebook.terms import Unit
from rulebook.working_days import shipped_calendar


@pytest.mark.parametrize(
    ("value", "expected"), [(1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (46, "四十六"), (99, "九十九")]
)
def test_numbers_are_written_as_articles_are_counted(value: int, expected: str) -> None:
    assert words.number(value) == expected


@pytest.mark.parametrize(
    ("written", "instrument", "expected"),
    [
        ("ch. 3", "", "第三章"),
        ("20", "行政复议法", "第二十条"),
        ("15", "国办发〔2019〕35号", "第十五项"),
        ("about 20", "", "第二十条（条次待确认）"),
        ("第十二条第二款", "", "第十二条第二款"),
    ],
)
def test_articles_are_cited_in_chinese(written: str, instrument: str, expected: str) -> None:
    assert words.article(written, instrument) == expected


def receipt(started_on: date, count: int, *events: Event) -> Receipt:
    plain = Receipt(
        term="decide",
        edition="NDRC-36",
        trigger="accepted",
        started_on=started_on,
        due_on=started_on,
        count=count,
        unit=Unit.WD,
        events=events,
    )
    return settle(plain, shipped_calendar())


def test_holidays_and_made_up_days_are_told() -> None:
    # ten working days from Monday 28 September 2026: seven days of National Day, Saturday 10 October is worked
    told = words.why(receipt(date(2026, 9, 28), 10))
    assert "自受理之日（2026年9月28日）的次日起算，共10个工作日" in told
    assert "国庆节7天" in told
    assert "10月10日为调休上班日，计入" in told


def test_a_pause_is_told_with_its_days_and_cause() -> None:
    told = words.why(
        receipt(
            date(2026, 9, 1),
            7,
            Event(EventKind.PAUSE, date(2026, 9, 3), "supplement"),
            Event(EventKind.RESUME, date(2026, 9, 8), "supplement"),
        )
    )
    assert "因一次性告知补正停止计算" in told


def test_a_year_without_a_notice_is_told_as_provisional() -> None:
    assert "2027年节假日安排尚未公布，此日期为暂定日期" in words.why(receipt(date(2026, 12, 28), 10))
