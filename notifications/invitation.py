"""A talk as an entry for a calendar (RFC 5545): an event in Shanghai's time, folded, with line ends of the standard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from cases.models import Talk
from cases.models.talk import TalkKind, TalkStanding
from journal.now import SHANGHAI

CONTENT_TYPE = "text/calendar; charset=utf-8"
ZONE = "Asia/Shanghai"
KINDS = {TalkKind.PROMPTING: "提示约谈", TalkKind.WARNING: "警示约谈"}
LINE = 75
"""Octets on a line; a longer one goes on in the next after a blank (RFC 5545, 3.1)."""
# nobody set how long a talk takes: an hour is kept free
LENGTH = "PT1H"
# Shanghai has kept one offset since 1991; events are later
VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
ALARM = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", "DESCRIPTION:约谈提醒", "END:VALARM")


def invitation(talk: Talk) -> bytes:
    """The entry of a talk; the same talk always makes the same bytes.

    It is tentative while the subject may choose another hour, and cancelled once the talk is put off or called off.
    A later version of it (another hour chosen, put off) takes the place of the earlier one in a calendar.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Credit repair desk//talks//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *VTIMEZONE,
        "BEGIN:VEVENT",
        *_event(talk),
        *(ALARM if talk.standing == TalkStanding.SET else ()),
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def file_name(talk: Talk) -> str:
    """The name under which the entry is handed out."""
    return f"{talk.case.number}-{talk.ordinal}.ics"


def _event(talk: Talk) -> Iterator[str]:
    kind = KINDS[TalkKind(talk.kind)]
    told = [f"案件编号：{talk.case.number}", f"事由：{talk.purpose}", f"依据：{talk.basis}"]
    if talk.bring:
        told.append(f"请携带：{talk.bring}")
    host = urlsplit(settings.DESK_ADDRESS).hostname
    yield f"UID:talk-{talk.pk}@{host}"
    yield f"DTSTAMP:{_changed_at(talk).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{_changes(talk)}"
    yield f"DTSTART;TZID={ZONE}:{talk.set_for.astimezone(SHANGHAI):%Y%m%dT%H%M%S}"
    yield f"DURATION:{LENGTH}"
    yield f"STATUS:{_status(talk)}"
    yield f"SUMMARY:{_text(f'{kind}（{talk.department.name_zh}）')}"
    yield f"LOCATION:{_text(talk.place)}"
    yield f"DESCRIPTION:{_text(chr(10).join(told))}"


def _status(talk: Talk) -> str:
    if talk.standing in {TalkStanding.POSTPONED, TalkStanding.CANCELLED}:
        return "CANCELLED"
    open_choice = talk.standing == TalkStanding.SET and talk.chosen_at is None and len(talk.slots) > 1
    return "TENTATIVE" if open_choice else "CONFIRMED"


def _changed_at(talk: Talk) -> datetime:
    return talk.ended_at or talk.chosen_at or talk.announced_at


def _changes(talk: Talk) -> int:
    return sum(moment is not None for moment in (talk.chosen_at, talk.ended_at))


def _text(words: str) -> str:
    """A text value: backslash, semicolon, comma and line end are escaped (RFC 5545, 3.3.11)."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, escaped)
    return "".join(sign for sign in plain if sign == "\t" or ord(sign) >= ord(" "))


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, no sign torn apart; every further piece begins with a blank."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece
