"""The smallest parts of a legal text: where a rule stands, how sure it is, how long a limit is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from rulebook.terms import Counted, Unit, count_term
from rulebook.working_days import Calendar


class Mark(StrEnum):
    """How sure a rule is: R read in the text, S secondary source, F fragment, I inferred, K known only."""

    R = "R"
    S = "S"
    F = "F"
    I = "I"  # noqa: E741 - the mark's own letter
    K = "K"

    @property
    def to_confirm(self) -> bool:
        """Whether whatever rests on it must be shown "to confirm"."""
        return self in {Mark.I, Mark.K}


class NumberMissing(LookupError):
    """A limit is needed whose number nobody has read: `edition` and `what` name it."""

    def __init__(self, edition: str, what: str) -> None:
        super().__init__(edition, what)
        self.edition = edition
        self.what = what

    def __str__(self) -> str:
        days = {"edition": self.edition, "what": self.what}
        return _("%(edition)s: the number of “%(what)s” was not found, so it cannot be counted.") % days


@dataclass(frozen=True)
class Clause:
    """Where a rule stands: instrument (empty for the edition's own text), article, mark, note."""

    article: str
    instrument: str
    mark: Mark
    note: str = ""

    @property
    def to_confirm(self) -> bool:
        """Whether the rule must be shown "to confirm"."""
        return self.mark.to_confirm


@dataclass(frozen=True)
class Limit:
    """A legal number with its unit, the event it runs from, its clause. `count` None: nobody has read it."""

    count: int | None
    unit: Unit
    trigger: str
    article: str
    instrument: str
    mark: Mark
    note: str = ""

    @property
    def to_confirm(self) -> bool:
        """Whether every date from this number must be shown "to confirm"."""
        return self.mark.to_confirm

    def number(self, *, edition: str, what: str) -> int:
        """The count.

        Raises NumberMissing, naming edition and rule, where it was not read.
        """
        if self.count is None:
            raise NumberMissing(edition, what)
        return self.count


@dataclass(frozen=True)
class Switch:
    """A rule that is one word of a short list, with its clause; `allowed`: what a unit may choose instead."""

    value: str
    clause: Clause
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quantity:
    """A number of things (officers, talks), with its clause."""

    count: int
    clause: Clause


@dataclass(frozen=True)
class Extension:
    """By how much, how often and for which causes a term may be made longer, and when it must be told."""

    limit: Limit
    times: int
    causes: tuple[str, ...]
    notice: str


@dataclass(frozen=True)
class Term:
    """A limit within which somebody must act.

    `on_breach` says what time does: escalate (nothing but a report), lapse, or deemed-accepted.
    `pauses` names what stops the clock; `soft` terms are reported and decide nothing; `times` limits how
    often the act may be asked for; `rolls` tells whether an end on a day off moves.
    """

    id: str
    edition: str
    acts: tuple[str, ...]
    who: str
    stated: Limit
    on_breach: str
    pauses: tuple[str, ...] = ()
    extension: Extension | None = None
    times: int | None = None
    soft: bool = False
    rolls: bool = True

    @property
    def trigger(self) -> str:
        """The event from which the term runs."""
        return self.stated.trigger

    def limit(self) -> Limit:
        """The limit with a number in it.

        Raises NumberMissing where nobody has read it.
        """
        self.stated.number(edition=self.edition, what=self.id)
        return self.stated

    def counted(self, *, start: date, calendar: Calendar) -> Counted:
        """The last day of the term after an event on `start`, rolled off a day off where the edition says so.

        Raises NumberMissing, NoGazette, DateBeyondReach.
        """
        number = self.stated.number(edition=self.edition, what=self.id)
        return count_term(
            count=number, unit=self.stated.unit, start=start, calendar=calendar, rolls=self.rolls
        )
