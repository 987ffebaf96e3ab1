"""Days and moments in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from journal.days import day_words, instant_words, month_words, short_day_words
from tests.templates.drawing import draw


def test_day_in_chinese_has_its_weekday() -> None:
    assert day_words(date(2026, 11, 22), "zh-hans") == "2026年11月22日（周日）"


def test_day_in_english_has_its_weekday() -> None:
    assert day_words(date(2026, 11, 22), "en") == "Sunday 22 November 2026"


def test_day_tag_follows_the_active_language() -> None:
    with translation.override("zh-hans"):
        chinese = draw("{% day on %}", on=date(2026, 4, 1))
    with translation.override("en"):
        english = draw("{% day on %}", on=date(2026, 4, 1))
    assert chinese == '<time datetime="2026-04-01" class="day">2026年4月1日（周三）</time>'
    assert english == '<time datetime="2026-04-01" class="day">Wednesday 1 April 2026</time>'


def test_short_day_leaves_the_weekday_out() -> None:
    assert short_day_words(date(2026, 4, 1), "zh-hans") == "2026年4月1日"
    assert short_day_words(date(2026, 4, 1), "en") == "1 April 2026"
    assert month_words(date(2026, 4, 1), "en") == "April 2026"


def test_moment_is_told_in_shanghai() -> None:
    late_in_utc = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    assert instant_words(late_in_utc, "zh-hans") == "2026年11月23日（周一） 00:05"
    assert instant_words(late_in_utc, "en") == "Monday 23 November 2026, 00:05"


def test_day_that_is_not_set_says_so() -> None:
    with translation.override("en"):
        assert "Not set" in draw("{% day on %}", on=None)


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant_words(datetime(2026, 11, 22, 16, 5))  # noqa: DTZ001 - the fault under test


def test_moment_given_as_day_is_refused() -> None:
    with pytest.raises(TypeError, match="a day is needed"):
        day_words(datetime(2026, 11, 22, tzinfo=UTC), "en")


@given(on=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_in_english_reads_back(on: date) -> None:
    assert datetime.strptime(day_words(on, "en"), "%A %d %B %Y").date() == on  # noqa: DTZ007 - a day has no zone
