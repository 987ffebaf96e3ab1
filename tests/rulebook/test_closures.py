from __future__ import annotations

from datetime import date

import pytest

from rulebook.closures import Closure, with_closure
from rulebook.gazette_change import Span, change_of
from rulebook.source import EditionFault
from rulebook.working_days import Gazette, Notice, gazette_of, shipped_calendar
from tests.factories.gazettes import NOTICE_2027, closures, source_of

ORDER = Notice('防汛防台风"停工"通告（虚构）', "虚构〔2026〕2号", date(2026, 8, 9), "R")
STORM = Closure(date(2026, 8, 10), date(2026, 8, 11), "台风停工", ORDER, (date(2026, 8, 15),))


def read(text: str) -> Gazette:
    return gazette_of(source_of(text))


def test_a_first_closure_makes_the_gazette_of_its_place_and_year() -> None:
    gazette = read(with_closure(STORM, jurisdiction="3704"))
    assert (gazette.year, gazette.jurisdiction, gazette.status) == (2026, "3704", "official")
    assert dict(gazette.off) == {date(2026, 8, 10): "台风停工", date(2026, 8, 11): "台风停工"}
    assert gazette.working == {date(2026, 8, 15)}
    assert gazette.notices == (ORDER,)


def test_a_second_closure_keeps_the_first_one() -> None:
    before = with_closure(STORM, jurisdiction="3704")
    snow = Closure(
        date(2026, 1, 20), date(2026, 1, 20), "暴雪停工", Notice("通告", "3号", date(2026, 1, 19), "K")
    )
    gazette = read(with_closure(snow, jurisdiction="3704", before=before))
    assert sorted(gazette.off) == [date(2026, 1, 20), date(2026, 8, 10), date(2026, 8, 11)]
    assert [notice.number for notice in gazette.notices] == ["虚构〔2026〕2号", "3号"]
    assert gazette.working == {date(2026, 8, 15)}


def test_one_order_for_two_closures_is_named_once() -> None:
    before = with_closure(STORM, jurisdiction="3704")
    longer = Closure(date(2026, 8, 13), date(2026, 8, 13), "台风停工", ORDER)
    assert read(with_closure(longer, jurisdiction="3704", before=before)).notices == (ORDER,)


def test_a_day_that_is_closed_already_is_refused_when_read() -> None:
    before = with_closure(STORM, jurisdiction="3704")
    with pytest.raises(EditionFault) as refused:
        read(with_closure(STORM, jurisdiction="3704", before=before))
    assert "2026-08-10 is named twice" in refused.value.reason


def test_what_a_notice_changes_against_the_statutory_days_alone() -> None:
    """The shipped 2027 has the thirteen statutory days; the notice adds moved days and worked weekends."""
    change = change_of(shipped_calendar().gazettes[2027], read(NOTICE_2027))
    assert Span("春节", date(2027, 2, 4), date(2027, 2, 4)) in change.off
    assert Span("春节", date(2027, 2, 9), date(2027, 2, 10)) in change.off
    assert change.worked == (date(2027, 1, 30), date(2027, 2, 20), date(2027, 4, 25), date(2027, 5, 8))
    assert (change.off_no_more, change.worked_no_more) == ((), ())


def test_a_shorter_version_gives_days_back() -> None:
    longer = read(closures("3704", date(2026, 8, 10), date(2026, 8, 12), worked="2026-08-15"))
    shorter = read(closures("3704", date(2026, 8, 10), date(2026, 8, 11)))
    change = change_of(longer, shorter)
    assert change.off_no_more == (Span("台风停工", date(2026, 8, 12), date(2026, 8, 12)),)
    assert change.worked_no_more == (date(2026, 8, 15),)
    assert not change.nothing
    assert change_of(longer, longer).nothing


def test_the_days_of_a_span_are_counted_with_both_ends() -> None:
    assert Span("春节", date(2027, 2, 4), date(2027, 2, 10)).days == 7
