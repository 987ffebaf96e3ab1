"""Scenarios a lawyer reads: given, when, then, in two languages beside the clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rulebook.when import PenaltyFacts

NO_TEXT = "none"


@dataclass(frozen=True)
class Cited:
    """Where the lawyer says it stands: instrument (if another) and article as one text, and the mark."""

    clause: str
    mark: str


@dataclass(frozen=True)
class Place:
    """A route, a place and a day, to ask which text is in force."""

    route: str
    jurisdiction: str
    on: date


@dataclass(frozen=True)
class Given:
    """What is so at the beginning. `delivered_end_on` is the end that came with the record."""

    class_: str
    record: PenaltyFacts | None
    delivered_end_on: date | None
    place: Place | None


@dataclass(frozen=True)
class Standing:
    """A pause: its cause, the day it began and the day it ended."""

    cause: str
    first: date
    last: date


@dataclass(frozen=True)
class Happened:
    """What happens: events by their name in the edition, pauses, the day an extension is told."""

    events: Mapping[str, date]
    pauses: tuple[Standing, ...]
    extended_on: date | None


@dataclass(frozen=True)
class ExpectedClass:
    """The class of the given record; `rules` are all that speak, the first of them the one cited."""

    class_: str
    status: str
    candidates: tuple[str, ...]
    rules: tuple[str, ...]
    cited: Cited


@dataclass(frozen=True)
class ExpectedPeriod:
    """The publicity of a record of the given class; None for a day that does not exist."""

    published: str
    file_from: date | None
    last_day: date | None
    warned: bool
    cited: Cited


@dataclass(frozen=True)
class ExpectedEnd:
    """The last day of a limit, run from the event it names."""

    limit: str
    last_day: date
    provisional: bool
    cited: Cited


@dataclass(frozen=True)
class ExpectedGap:
    """A limit that has no number in the text, so nothing may be counted."""

    limit: str
    cited: Cited


@dataclass(frozen=True)
class ExpectedDuties:
    """The ways and materials owed by a record of the given class; the first way is the one cited."""

    before_filing: tuple[str, ...]
    during_case: tuple[str, ...]
    materials: tuple[str, ...]
    cited: Cited


@dataclass(frozen=True)
class ExpectedDecider:
    """Who decides on a repair of this kind of record."""

    kind: str
    who: str
    cited: Cited


@dataclass(frozen=True)
class ExpectedWord:
    """A rule that is one word or one number of things."""

    rule: str
    value: str
    cited: Cited


Expected = (
    ExpectedClass
    | ExpectedPeriod
    | ExpectedEnd
    | ExpectedGap
    | ExpectedDuties
    | ExpectedDecider
    | ExpectedWord
)


@dataclass(frozen=True)
class Scenario:
    """One story. `in_force` and `route` are empty where the scenario does not ask for them."""

    file: str
    line: int
    id: str
    zh: str
    en: str
    edition: str
    given: Given
    when: Happened
    expected: tuple[Expected, ...]
    in_force: str
    route: str
