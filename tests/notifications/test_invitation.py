"""The calendar entry of a talk, read back by a strict reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cases.models import Case, Talk
from journal.now import SHANGHAI
from notifications.invitation import invitation
from records.models import Department
from tests.notifications.calendar_reader import Component, read

SET_FOR = datetime(2026, 6, 10, 9, 30, tzinfo=SHANGHAI)


def make_talk(**facts: object) -> Talk:
    case = Case(number="ZG-2026-0001")
    told: dict[str, object] = {
        "pk": 7,
        "case": case,
        "ordinal": 1,
        "kind": "prompting",
        "department": Department(name_zh="枣庄市交通运输局"),
        "place": "三楼会议室",
        "purpose": "督促履行义务，消除不良影响。",
        "basis": "国办发〔2019〕35号第九项",
        "announced_at": datetime(2026, 6, 1, 10, tzinfo=SHANGHAI),
        "set_for": SET_FOR,
    }
    return Talk(**{**told, **facts})


def event(**facts: object) -> Component:
    return read(invitation(make_talk(**facts))).part("VEVENT")


def test_the_hour_is_told_in_shanghai_time_with_its_zone() -> None:
    calendar = read(invitation(make_talk()))
    assert (calendar.name, calendar.value("VERSION")) == ("VCALENDAR", "2.0")
    parameters, value = calendar.part("VEVENT").properties["DTSTART"]
    zone = calendar.part("VTIMEZONE")
    assert parameters["TZID"] == zone.value("TZID") == "Asia/Shanghai"
    assert value == "20260610T093000"
    assert zone.part("STANDARD").value("TZOFFSETTO") == "+0800"


def test_an_hour_stored_in_another_zone_is_the_same() -> None:
    assert event(set_for=SET_FOR.astimezone(UTC)).value("DTSTART") == "20260610T093000"


def test_long_words_are_folded_and_signs_escaped() -> None:
    bring = "营业执照；授权委托书, 复印件\n整改材料" + "很长" * 60
    told = event(bring=bring, place="三楼, A;B\\C")
    assert told.value("LOCATION") == "三楼, A;B\\C"
    assert told.value("DESCRIPTION").endswith(f"请携带：{bring}")
    assert told.value("SUMMARY") == "提示约谈（枣庄市交通运输局）"


def test_it_is_tentative_until_one_of_several_hours_is_chosen() -> None:
    slots = [(SET_FOR + timedelta(days=day)).isoformat() for day in range(2)]
    open_choice, chosen = event(slots=slots), event(slots=slots, chosen_at=SET_FOR - timedelta(days=3))
    assert (open_choice.value("STATUS"), open_choice.value("SEQUENCE")) == ("TENTATIVE", "0")
    assert (chosen.value("STATUS"), chosen.value("SEQUENCE")) == ("CONFIRMED", "1")
    assert open_choice.value("UID") == chosen.value("UID")


@pytest.mark.parametrize("standing", ["postponed", "cancelled"])
def test_a_talk_that_was_put_off_is_taken_out_of_the_calendar(standing: str) -> None:
    ended = event(standing=standing, ended_at=SET_FOR - timedelta(days=1))
    assert ended.value("STATUS") == "CANCELLED"
    assert int(ended.value("SEQUENCE")) > int(event().value("SEQUENCE"))
    assert not ended.parts  # and rings no bell


def test_the_bell_rings_a_day_before() -> None:
    assert event().part("VALARM").value("TRIGGER") == "-P1D"


def test_the_same_talk_makes_the_same_bytes() -> None:
    assert invitation(make_talk()) == invitation(make_talk())
