"""Everybody's walk through the standing town, in both languages: done once in a run, looked at by several modules."""

from __future__ import annotations

from dataclasses import dataclass

from tests.pages.shared import found_once
from tests.pages.town import PEOPLE, comes_in, standing_town
from tests.pages.walk import Visit, everybodys_walks, look_at, pages


@dataclass(frozen=True)
class Walks:
    """What everybody saw; in English each kind of page once."""

    chinese: list[Visit]
    english: list[Visit]


def everybodys() -> Walks:
    """The walks of this run. Addresses in them lead to the same pages in every copy of the town."""
    walks: Walks = found_once("walks", _walked)
    return walks


def _walked() -> Walks:
    with standing_town("walks"):
        chinese = list(everybodys_walks(PEOPLE, comes_in))
        once = {visit.stop.kind: visit.stop for visit in pages(chinese)}
        clients = {person: comes_in(person, "en") for person in PEOPLE}
        return Walks(chinese, [look_at(clients[stop.person], stop) for stop in once.values()])
