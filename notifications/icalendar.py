"""Days and hours as a calendar that any program reads (RFC 5545): folded lines, stable names, Shanghai's time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings

from journal.now import SHANGHAI

CONTENT_TYPE = "text/calendar; charset=utf-8"
ZONE = "Asia/Shanghai"
LINE = 75
"""Octets on a line; a longer one goes on in the next after a blank (RFC 5545, 3.1)."""
# an hour is kept free where nobody set how long a thing takes
LENGTH = "PT1H"
# a day has no hour of its own: its bell rings when offices are open
BELL = timedelta(hours=9)
ONE_DAY = timedelta(days=1)
# Shanghai has kept one offset since 1991; events are later
VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19910915T020000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


class Status(Enum):
    """How sure an event is; a cancelled one goes out of the calendar that has it."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One whole day (`on`), or an hour (`starts_at`, perhaps with `ends_at`).

    `uid` names it for ever among the events of this desk ("talk-7"); the same event with a higher `sequence` takes
    the place of the earlier one. `stamped_at` is the instant since which it is as it is. `alarm_days` before it a
    bell rings (on a whole day at nine), None: no bell. Raises ValueError unless exactly one of day and hour is given,
    or where the end lies before the start.
    """

    uid: str
    title: str
    stamped_at: datetime
    text: str = ""
    url: str = ""
    place: str = ""
    on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    alarm_days: int | None = None
    status: Status = Status.CONFIRMED
    sequence: int = 0

    def __post_init__(self) -> None:
        if (self.on is None) == (self.starts_at is None):
            raise ValueError("An event has a day or an hour, and not both.")
        if self.ends_at is not None and (self.starts_at is None or self.ends_at < self.starts_at):
            raise ValueError("An event ends at or after the hour at which it begins.")


def calendar_of(events: Iterable[Event], *, name: str) -> bytes:
    """The calendar of these events under a name for people; the same events always make the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Credit repair desk//calendar//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        *VTIMEZONE,
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_plain(event.uid)}@{urlsplit(settings.DESK_ADDRESS).hostname}"
    yield f"DTSTAMP:{event.stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.sequence}"
    yield from _time(event)
    yield f"STATUS:{event.status.value}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    if event.url:
        yield f"URL:{_plain(event.url)}"
    if event.alarm_days is not None and event.status is not Status.CANCELLED:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:{_trigger(event, event.alarm_days)}",
            f"DESCRIPTION:{_text(event.title)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _time(event: Event) -> Iterator[str]:
    if event.on is not None:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + ONE_DAY:%Y%m%d}"
        yield "TRANSP:TRANSPARENT"  # a last day keeps nobody busy
    elif event.starts_at is not None:
        yield f"DTSTART;TZID={ZONE}:{_local(event.starts_at)}"
        yield f"DTEND;TZID={ZONE}:{_local(event.ends_at)}" if event.ends_at else f"DURATION:{LENGTH}"


def _trigger(event: Event, days: int) -> str:
    """When the bell rings, counted from the start of the event."""
    if event.on is None:
        return f"-P{days}D"
    hours = (BELL - days * ONE_DAY) // timedelta(hours=1)
    return f"{'-' if hours < 0 else ''}PT{abs(hours)}H"


def _local(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y%m%dT%H%M%S}"


def _text(words: str) -> str:
    """A text value: backslash, semicolon, comma and line end are escaped (RFC 5545, 3.3.11)."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, escaped)
    return _plain(plain)


def _plain(words: str) -> str:
    """Without signs that would end a line or that no calendar may bear (RFC 5545, 3.1: CONTROL)."""
    return "".join(sign for sign in words if sign == "\t" or (sign >= " " and sign != "\x7f"))


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
