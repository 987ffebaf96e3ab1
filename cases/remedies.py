"""The last days of remedies, each with the receipt of its counting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clocks.receipts import Receipt, settle
from rulebook.calendar_in_use import calendar_in_use
from rulebook.edition import Edition
from rulebook.procedure import Remedy
from rulebook.terms import Unit


@dataclass(frozen=True)
class RemedyDay:
    """A remedy and why its last day is this day."""

    remedy: Remedy
    receipt: Receipt

    @property
    def until(self) -> date:
        return self.receipt.due_on


def remedy_days(edition: Edition, act: str, *, on: date) -> tuple[RemedyDay, ...]:
    """The remedies against an act, counted from a day by the country's calendar; an end on a day off moves on.

    `act` "breach" is silence past a term, counted from the term's last day. Raises NumberMissing.
    """
    return tuple(RemedyDay(remedy, _receipt(edition, remedy, on)) for remedy in edition.remedies_against(act))


def _receipt(edition: Edition, remedy: Remedy, on: date) -> Receipt:
    limit = remedy.limit
    blank = Receipt(
        term=f"remedy.{remedy.name}",
        edition=edition.key,
        trigger=limit.trigger,
        started_on=on,
        due_on=on,
        count=limit.number(edition=edition.key, what=remedy.kind_zh),
        unit=Unit(limit.unit),
        rolls=True,
        instrument=limit.instrument,
        article=limit.article,
        mark=str(limit.mark),
        note=limit.note,
    )
    return settle(blank, calendar_in_use())
