"""The calendar that counts now: the shipped gazettes and whatever was released since.

Every ask looks at the released rows' numbers (one small statement) and reads their texts only where something
is new, so a release counts from its commit on in every process. A page that shows many days asks once
(`held`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from rulebook.calendar_book import CalendarBook
from rulebook.models import ReleasedGazette
from rulebook.source import TomlSource
from rulebook.working_days import Calendar, Gazette, gazette_of, shipped_calendar

Version = tuple[tuple[int, str], ...]


class GazetteAltered(Exception):
    """A released text is no longer what two people released: its digest differs."""


class _Held:
    """What one page has asked for; nothing until it asks."""

    book: CalendarBook | None = None


_kept: tuple[Version, CalendarBook] | None = None
_held: ContextVar[_Held | None] = ContextVar("held_calendar", default=None)


def calendar_in_use(jurisdiction: str = "") -> Calendar:
    """The calendar of a place (region code or a prefix; empty for the country) as released by now.

    Raises GazetteAltered.
    """
    return book_in_use().of(jurisdiction)


def book_in_use() -> CalendarBook:
    """The calendars of all places as released by now. Raises GazetteAltered."""
    held = _held.get()
    if held is None:
        return _current()
    if held.book is None:
        held.book = _current()
    return held.book


@contextmanager
def held() -> Iterator[None]:
    """Ask once: whatever is shown inside is shown under one calendar. For pages that only read."""
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def standing_in(book: CalendarBook) -> Iterator[None]:
    """Count by another book inside, such as one with a draft notice. For replays, which only read."""
    held_book = _Held()
    held_book.book = book
    token = _held.set(held_book)
    try:
        yield
    finally:
        _held.reset(token)


def digest_of(text: str) -> str:
    """The SHA-256 of a gazette's text, by which a released row is checked."""
    return hashlib.sha256(text.encode()).hexdigest()


def gazette_released(row: ReleasedGazette) -> Gazette:
    """The gazette of a row. Raises GazetteAltered."""
    if digest_of(row.text) != row.digest:
        raise GazetteAltered(f"The released gazette {row} (row {row.pk}) is not the text that was released.")
    return gazette_of(TomlSource(Path(f"released-{row.year}-{row.jurisdiction or 'cn'}.toml"), row.text))


def _current() -> CalendarBook:
    global _kept  # noqa: PLW0603 - what was read last, for all threads
    version: Version = tuple(ReleasedGazette.objects.order_by("pk").values_list("pk", "digest"))
    known = _kept
    if known is not None and known[0] == version:
        return known[1]
    book = CalendarBook(shipped_calendar())
    in_force = ReleasedGazette.objects.filter(replaced_by__isnull=True).order_by("pk")
    for row in in_force if version else ():
        book = book.with_gazette(gazette_released(row))
    _kept = (version, book)
    return book
