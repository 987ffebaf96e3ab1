"""From a class and a day of determination to the days of publicity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from rulebook.clauses import Limit
from rulebook.edition import Edition
from rulebook.terms import ONE_DAY, count_term

Published = Literal["yes", "no-unless-needed", "no", "not-collected"]
_PUBLISHED: dict[str, Published] = {
    "yes": "yes",
    "no-unless-needed": "no-unless-needed",
    "no": "no",
    "not-collected": "not-collected",
}


@dataclass(frozen=True)
class Periods:
    """The days of one record's publicity.

    `ends_on` is the last day shown, `lapses_on` the day after it. `earliest_filing_on` is None where no
    repair can be asked for: not repairable, nothing published, or the period is over before the minimum.
    `warning` is a sentence with both days where the record was delivered with another end.
    """

    starts_on: date
    minimum: Limit | None
    earliest_filing_on: date | None
    ends_on: date | None
    lapses_on: date | None
    published: Published
    repairable: bool
    warning: str
    to_confirm: bool


def periods(class_: str, edition: Edition, determined_on: date, delivered_end_on: date | None) -> Periods:
    """The days of publicity of a record determined on a day; `delivered_end_on` is its 公示截止期.

    Publicity never rolls off a day off. The day after the minimum is the first on which a repair may be
    filed; with no minimum it is the day of determination itself. Of two ends the earlier one wins.
    Raises UnknownTerm for a class the edition has not, NumberMissing where a number was not read,
    DateBeyondReach.
    """
    kind = edition.class_of(class_)
    published, repairable = _PUBLISHED[kind.published.value], kind.repairable.value == "yes"
    marks = [kind.published.clause.mark, kind.repairable.clause.mark]
    if kind.minimum is None or kind.maximum is None:
        return Periods(
            starts_on=determined_on,
            minimum=None,
            earliest_filing_on=None,
            ends_on=None,
            lapses_on=None,
            published=published,
            repairable=repairable,
            warning="",
            to_confirm=any(mark.to_confirm for mark in marks),
        )
    marks += [kind.minimum.mark, kind.maximum.mark, edition.publicity.starts.clause.mark]
    by_law = _end(kind.maximum, edition, f"{class_} maximum", determined_on)
    ends_on = by_law if delivered_end_on is None else min(by_law, delivered_end_on)
    lapses_on = ends_on + ONE_DAY
    first = _end(kind.minimum, edition, f"{class_} minimum", determined_on)
    earliest = first + ONE_DAY if kind.minimum.count else determined_on
    return Periods(
        starts_on=determined_on,
        minimum=kind.minimum,
        earliest_filing_on=earliest if repairable and earliest < lapses_on else None,
        ends_on=ends_on,
        lapses_on=lapses_on,
        published=published,
        repairable=repairable,
        warning=_warning(by_law, delivered_end_on),
        to_confirm=any(mark.to_confirm for mark in marks),
    )


def _end(limit: Limit, edition: Edition, what: str, start: date) -> date:
    number = limit.number(edition=edition.key, what=what)
    return count_term(count=number, unit=limit.unit, start=start, calendar=None).due_on


def _warning(by_law: date, delivered: date | None) -> str:
    if delivered is None or delivered == by_law:
        return ""
    days = {"delivered": delivered.isoformat(), "by_law": by_law.isoformat()}
    if delivered < by_law:
        return (
            _("Publicity ends on %(delivered)s as delivered, earlier than the longest period (%(by_law)s).")
            % days
        )
    return (
        _("Publicity ends on %(by_law)s, the longest period; the later end delivered (%(delivered)s) is cut.")
        % days
    )
