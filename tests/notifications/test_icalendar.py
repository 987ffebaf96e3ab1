"""Calendars as programs read them: whatever the words, lines are short, nothing escapes its field, names stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as some

from journal.now import SHANGHAI
from notifications.icalendar import Event, Status, calendar_of
from tests.notifications.calendar_reader import Component, read

STAMP = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
DAYS = some.dates(min_value=date(2020, 1, 1), max_value=date(2090, 12, 31))
# what no text may bear is left out by the writer; the reader shall find all the rest again
CONTROLS = {chr(number) for number in range(32)} - {"\n", "\t"} | {"\x7f"}
WORDS = some.text(alphabet=some.characters(codec="utf-8", exclude_characters=CONTROLS), max_size=300)


def event(**facts: Any) -> Event:
    told: dict[str, Any] = {"uid": "case-1", "title": "Next day", "stamped_at": STAMP, "on": date(2026, 9, 4)}
    return Event(**{**told, **facts})


def only(*events: Event) -> Component:
    return read(calendar_of(events, name="Desk")).part("VEVENT")


@given(title=WORDS, text=WORDS, place=WORDS)
def test_whatever_is_written_is_read_back_and_breaks_no_line(title: str, text: str, place: str) -> None:
    found = only(event(title=title, text=text, place=place, alarm_days=1))
    assert found.value("SUMMARY") == title
    assert found.properties.get("DESCRIPTION", ({}, ""))[1] == text
    assert found.properties.get("LOCATION", ({}, ""))[1] == place
    assert found.part("VALARM").value("ACTION") == "DISPLAY"


@given(on=DAYS)
def test_a_day_is_a_whole_day_in_no_zone_and_keeps_nobody_busy(on: date) -> None:
    found = only(event(on=on))
    assert found.properties["DTSTART"] == ({"VALUE": "DATE"}, f"{on:%Y%m%d}")
    assert found.properties["DTEND"] == ({"VALUE": "DATE"}, f"{on + timedelta(days=1):%Y%m%d}")
    assert found.value("TRANSP") == "TRANSPARENT"


@given(minutes=some.integers(0, 35_000_000), hours=some.integers(0, 9))
def test_an_hour_is_told_in_shanghai_whatever_zone_it_came_in(minutes: int, hours: int) -> None:
    at = datetime(2020, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
    found = only(event(on=None, starts_at=at.astimezone(UTC), ends_at=at + timedelta(hours=hours)))
    assert found.properties["DTSTART"] == ({"TZID": "Asia/Shanghai"}, f"{at:%Y%m%dT%H%M%S}")
    assert found.value("DTEND") == f"{at + timedelta(hours=hours):%Y%m%dT%H%M%S}"


@pytest.mark.parametrize(("days", "trigger"), [(0, "PT9H"), (1, "-PT15H"), (3, "-PT63H")])
def test_the_bell_of_a_day_rings_at_nine(days: int, trigger: str) -> None:
    assert only(event(alarm_days=days)).part("VALARM").value("TRIGGER") == trigger


def test_a_cancelled_event_rings_no_bell() -> None:
    found = only(event(alarm_days=1, status=Status.CANCELLED, sequence=2))
    assert (found.parts, found.value("STATUS"), found.value("SEQUENCE")) == ([], "CANCELLED", "2")


@override_settings(DESK_ADDRESS="https://desk.example.cn")
def test_an_event_keeps_its_name_and_its_stamp() -> None:
    found = only(event())
    assert found.value("UID") == "case-1@desk.example.cn"
    assert found.value("DTSTAMP") == "20260901T020000Z"
    assert calendar_of([event()], name="Desk") == calendar_of([event()], name="Desk")


def test_an_address_cannot_bring_a_line_of_its_own() -> None:
    found = only(event(url="https://desk.example.cn/\r\nSTATUS:CANCELLED", uid="case\n1"))
    assert found.value("URL") == "https://desk.example.cn/STATUS:CANCELLED"
    assert found.value("STATUS") == "CONFIRMED"
    assert found.value("UID").startswith("case1@")


def test_an_empty_calendar_can_be_read() -> None:
    calendar = read(calendar_of((), name="信用修复, 期限"))
    assert calendar.value("X-WR-CALNAME") == "信用修复, 期限"
    assert [part.name for part in calendar.parts] == ["VTIMEZONE"]


@pytest.mark.parametrize(
    "facts",
    [
        {"on": None},
        {"starts_at": STAMP},
        {"ends_at": STAMP},
        {"on": None, "starts_at": STAMP, "ends_at": STAMP - timedelta(minutes=1)},
    ],
)
def test_an_event_has_a_day_or_an_hour(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"day or an hour|ends at or after"):
        event(**facts)
