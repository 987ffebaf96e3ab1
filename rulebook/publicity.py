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

    `ends_on` is the last day shown, `lapses_on` the day after it; both None where publication has no end of its
    own, such as an abnormal list. `earliest_filing_on` is None where no
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
    periods_ = [limit for limit in (kind.minimum, kind.maximum) if limit is not None]
    if periods_:
        marks += [*(limit.mark for limit in periods_), edition.publicity.starts.clause.mark]
    by_law = _end(kind.maximum, edition, f"{class_} maximum", determined_on) if kind.maximum else None
    shown = published in {"yes", "no-unless-needed"}
    ends = [day for day in (by_law, delivered_end_on if shown else None) if day is not None]
    ends_on = min(ends, default=None)
    lapses_on = ends_on + ONE_DAY if ends_on else None
    earliest = _earliest(kind.minimum, edition, class_, determined_on) if repairable else None
    if earliest is not None and lapses_on is not None and earliest >= lapses_on:
        earliest = None
    return Periods(
        starts_on=determined_on,
        minimum=kind.minimum,
        earliest_filing_on=earliest,
        ends_on=ends_on,
        lapses_on=lapses_on,
        published=published,
        repairable=repairable,
        warning=_warning(by_law, delivered_end_on) if by_law else "",
        to_confirm=any(mark.to_confirm for mark in marks),
    )


def _earliest(minimum: Limit | None, edition: Edition, class_: str, determined_on: date) -> date | None:
    if minimum is None:
        return None
    last = _end(minimum, edition, f"{class_} minimum", determined_on)
    return last + ONE_DAY if minimum.count else determined_on


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
