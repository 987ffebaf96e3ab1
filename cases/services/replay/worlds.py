"""The law to judge by: the one in force, and the same with a draft edition or a draft notice in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rulebook.calendar_book import CalendarBook
from rulebook.calendar_in_use import book_in_use, standing_in
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import Editions, judging_by
from rulebook.source import TomlSource
from rulebook.working_days import gazette_of


@dataclass(frozen=True)
class World:
    """Texts and calendars that are in force together."""

    editions: Editions
    book: CalendarBook


def world_in_force() -> World:
    """The law as it stands."""
    return World(editions_in_use(), book_in_use())


def with_drafts(world: World, *, edition: Path | None, calendar: Path | None) -> World:
    """The same law with the draft files in the place of what they would replace.

    Raises EditionFault (file, line, reason) for a faulty draft, SeveralEditions where it leaves two texts in
    force on one day.
    """
    editions, book = world.editions, world.book
    if edition is not None:
        editions = editions.with_draft(edition)
        editions.refuse_rivals()
    if calendar is not None:
        book = book.with_gazette(gazette_of(TomlSource(calendar)))
    return World(editions, book)


@contextmanager
def judged_under(world: World) -> Iterator[None]:
    """Judge and count by a world inside, in this thread alone. For replays, which only read."""
    with judging_by(world.editions), standing_in(world.book):
        yield
