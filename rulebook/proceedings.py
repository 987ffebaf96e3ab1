"""The parts of a text about what may be proceeded with beside a repair: objection, rectification, talks, complaint."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rulebook.clauses import Clause, Limit, Quantity, Switch, Term

MISSED_TALK = "missed-talk"
"""The name of the bar that stands after a talk missed without cause."""


class DaysOutOfReach(ValueError):
    """An order sets fewer or more days than its text allows: `fewest` to `most`, calendar days."""

    def __init__(self, days: int, fewest: int, most: int) -> None:
        super().__init__(f"{days} days are not {fewest} to {most}.")
        self.days = days
        self.fewest = fewest
        self.most = most


@dataclass(frozen=True)
class Redress:
    """One thing that makes good a wrong record (消除不良影响): who owes it, after which decisions (`on`)."""

    id: str
    name_zh: str
    name_en: str
    who: str
    on: tuple[str, ...]
    clause: Clause


@dataclass(frozen=True)
class Objection:
    """How an objection is handled.

    `handled_by`: platform or determining-unit. `meanwhile`: mark, hide or nothing, from acceptance on.
    `after_end`: allowed, or only-while-valid (while the record is shown). `unconfirmed`, where nobody can say
    what is right: note-and-keep, note-and-hide or delete. `reminders` and `inquiries`: how many of each.
    """

    about: tuple[str, ...]
    to: tuple[str, ...]
    handled_by: Switch
    meanwhile: Switch
    after_end: Switch
    unconfirmed: Switch
    reminders: Quantity
    inquiries: Quantity
    redress: tuple[Redress, ...]
    terms: tuple[Term, ...]

    def redress_after(self, decision: str) -> tuple[Redress, ...]:
        """What is owed after a decision (correct, withdraw_record, note), in the order of the text."""
        return tuple(item for item in self.redress if decision in item.on)


@dataclass(frozen=True)
class Rectification:
    """Rectification within a set limit (限期整改).

    An order may set another number of days than the term `rectification.rectify`, from `minimum_days` to
    `maximum_days` (calendar days); `last_limits`: how often a last limit may be set once the talks are spent.
    """

    minimum_days: Quantity
    maximum_days: Quantity
    last_limits: Quantity
    terms: tuple[Term, ...]

    def within(self, id_: str, days: int) -> Term:
        """One of its terms, by its whole id, with the days that an order or the minutes of a talk set for it.

        Raises DaysOutOfReach outside the fewest and most days.
        """
        if not self.minimum_days.count <= days <= self.maximum_days.count:
            raise DaysOutOfReach(days, self.minimum_days.count, self.maximum_days.count)
        term = next(term for term in self.terms if term.id == id_)
        return replace(term, stated=replace(term.stated, count=days))


@dataclass(frozen=True)
class Talks:
    """Who holds talks, in which order, how often.

    `absence`, what a talk missed without cause does: next-talk (it counts, the next of the ladder is due),
    same-talk (it is set again) or exhausted (no talk is left). `absence_bar`: how long the bar on a repair
    stands, a limit or the word next-talk-held; None where `absence_bars_repair` is no.
    """

    who: Switch
    ladder: tuple[str, ...]
    straight_to_warning: Switch
    maximum_of_each: Quantity
    notice: Limit
    officers: Quantity
    absence: Switch
    absence_bars_repair: Switch
    absence_bar: Limit | Switch | None
    postponements: Quantity
    minutes: Switch


@dataclass(frozen=True)
class Complaint:
    """A complaint about how the desk itself acted (投诉); `to`: who answers it: supervisor or lead-department."""

    to: Switch
    terms: tuple[Term, ...]
