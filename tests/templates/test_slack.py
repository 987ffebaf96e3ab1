"""The slack chip: how many working days are left."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from look.slack import Slack, slack_of
from rulebook.working_days import shipped_calendar
from tests.templates.drawing import draw


def seen(due_on: date | None, on: date, *, paused: bool = False) -> Slack:
    with translation.override("en"):
        return slack_of(due_on=due_on, on=on, calendar=shipped_calendar(), paused=paused)


@pytest.mark.parametrize(
    ("due_on", "on", "state", "words"),
    [
        (date(2026, 11, 27), date(2026, 11, 23), "on-track", "4 working days left"),
        (date(2026, 11, 26), date(2026, 11, 23), "on-track", "3 working days left"),
        (date(2026, 11, 25), date(2026, 11, 23), "due-soon", "2 working days left"),
        (date(2026, 11, 24), date(2026, 11, 23), "due-soon", "1 working day left"),
        (date(2026, 11, 23), date(2026, 11, 23), "due-soon", "Due today"),
        (date(2026, 11, 20), date(2026, 11, 23), "overdue", "1 working day overdue"),
        (date(2026, 11, 19), date(2026, 11, 23), "overdue", "2 working days overdue"),
    ],
)
def test_chip_tells_the_working_days(due_on: date, on: date, state: str, words: str) -> None:
    slack = seen(due_on, on)
    assert (slack.state, slack.words) == (state, words)


def test_weekend_before_the_due_day_is_not_counted() -> None:
    assert seen(date(2026, 11, 23), date(2026, 11, 20)).words == "1 working day left"


def test_make_up_sunday_counts() -> None:
    # 20 September 2026 is a Sunday worked in exchange for National Day
    assert seen(date(2026, 9, 20), date(2026, 9, 18)).working_days == 1


def test_term_ending_on_a_day_off_has_no_working_day_left() -> None:
    slack = seen(date(2026, 11, 22), date(2026, 11, 20))
    assert (slack.state, slack.working_days) == ("due-soon", 0)
    assert slack.words == "No working day left before it is due"


def test_overdue_over_a_weekend_names_no_working_day() -> None:
    slack = seen(date(2026, 11, 20), date(2026, 11, 21))
    assert (slack.state, slack.words) == ("overdue", "Overdue")


def test_paused_clock_is_never_overdue() -> None:
    assert seen(date(2026, 11, 20), date(2026, 11, 23), paused=True).state == "paused"


def test_no_term_says_so() -> None:
    assert seen(None, date(2026, 11, 23)).words == "No term is running"


@pytest.mark.django_db
def test_due_day_in_a_year_without_notice_is_provisional() -> None:
    assert seen(date(2027, 3, 1), date(2026, 11, 23)).provisional
    with translation.override("en"):
        chip = draw("{% slack due_on on %}", due_on=date(2027, 3, 1), on=date(2026, 11, 23))
    assert "(provisional)" in chip


@pytest.mark.django_db
def test_chip_has_shape_and_words() -> None:
    with translation.override("en"):
        chip = draw("{% slack due_on on %}", due_on=date(2026, 11, 20), on=date(2026, 11, 23))
    assert 'class="chip chip-overdue"' in chip
    assert '<span class="chip-shape" aria-hidden="true">■</span> 1 working day overdue' in chip


@given(
    due_on=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31)),
    on=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31)),
)
def test_overdue_exactly_after_the_due_day(due_on: date, on: date) -> None:
    assert (seen(due_on, on).state == "overdue") == (on > due_on)
