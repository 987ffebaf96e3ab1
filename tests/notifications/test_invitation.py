"""The calendar entry of a talk, read by a small strict reader of RFC 5545."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from cases.models import Case, Talk
from journal.now import SHANGHAI
from notifications.invitation import invitation
from records.models import Department

SET_FOR = datetime(2026, 6, 10, 9, 30, tzinfo=SHANGHAI)


@dataclass
class Component:
    """A component with its properties: name -> (parameters, value), and the components in it."""

    name: str
    properties: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.properties[name][1]

    def part(self, name: str) -> Component:
        found = [part for part in self.parts if part.name == name]
        assert len(found) == 1
        return found[0]


def read(content: bytes) -> Component:
    """A calendar, strictly: CRLF line ends, at most 75 octets a line, every BEGIN ended, no property twice."""
    assert content.endswith(b"\r\n")
    rows = content[:-2].split(b"\r\n")
    assert not [row for row in rows if b"\n" in row or b"\r" in row]
    assert max(map(len, rows)) <= 75
    lines: list[bytes] = []
    for row in rows:
        if row.startswith(b" "):
            lines[-1] += row[1:]
        else:
            lines.append(row)
    stack: list[Component] = []
    for line in lines:
        head, colon, value = line.decode().partition(":")
        assert colon, line
        name, *parameters = head.split(";")
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            ended = stack.pop()
            assert ended.name == value
            if not stack:
                assert line == lines[-1]
                return ended
            stack[-1].parts.append(ended)
        else:
            assert name not in stack[-1].properties, name
            stack[-1].properties[name] = (dict(one.split("=") for one in parameters), unescaped(value))
    raise AssertionError("never ended")


def unescaped(value: str) -> str:
    plain, signs = "", iter(value)
    for sign in signs:
        if sign != "\\":
            assert sign not in ",;" or value.startswith("P"), "an unescaped sign"
            plain += sign
            continue
        plain += {"n": "\n", "N": "\n"}.get(following := next(signs), following)
        assert following in "nN\\,;"
    return plain


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
