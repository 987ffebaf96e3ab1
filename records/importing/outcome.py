"""What becomes of delivered rows: counts, warnings, what the journal is told; and the delivery they come with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

from journal.many import Happened
from records.importing.checking import Penalty
from records.importing.layout import BY_NAME
from records.models import DeliveredFile


@dataclass(frozen=True)
class Note:
    """A warning: the line, the heading it is about, a sentence."""

    line: int
    column: str
    sentence: str | Promise


@dataclass
class Stored:
    """What became of a chunk; every row counts in exactly one of created, unchanged and updated."""

    created: int = 0
    unchanged: int = 0
    updated: int = 0
    returned: int = 0
    notes: list[Note] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)

    def note(self, row: Penalty, column: str, sentence: str | Promise) -> None:
        self.notes.append(Note(row.line, BY_NAME[column].heading, sentence))


@dataclass(frozen=True)
class Occasion:
    """The delivery rows come with: the file, the instant and its day, who delivers, what it is about.

    `kind` is the kind of all its records; `delivered_from` the route whose site it lists, empty where each record
    is delivered by its own.
    """

    file: DeliveredFile
    at: datetime
    on: date
    actor_ref: str
    kind: str = "penalty"
    delivered_from: str = ""
