"""What giving a record a class would do: its days before and after, heavier or not. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, Listing
from records.models.classing import Direction
from records.models.listing import PUBLIC_STATES, ListingState
from rulebook.clauses import NumberMissing
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import NoEdition, SeveralEditions, UnknownEdition
from rulebook.publicity import Periods, periods

BY_ACT = "reclassify-by-act"
PUBLISHED = "yes"
CAN_BE_HIDDEN = (*PUBLIC_STATES, ListingState.HIDDEN)


@dataclass(frozen=True)
class Days:
    """What a class means for a record: first filing day, last day shown, whether it is shown at all."""

    published: bool
    earliest_filing_on: date | None
    ends_on: date | None

    def plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "published": self.published,
            "earliest_filing_on": self.earliest_filing_on and self.earliest_filing_on.isoformat(),
            "ends_on": self.ends_on and self.ends_on.isoformat(),
        }


@dataclass(frozen=True)
class Change:
    """What a decision on the class would do; nothing of it is written."""

    record: CreditRecord
    edition: Edition
    class_name: str
    direction: Direction
    before: Days
    after: Days
    periods: Periods
    ends_at_once: bool
    opens_at_once: bool

    @property
    def at_once(self) -> bool:
        """Whether it takes effect with the decision, and not only with the notice."""
        return self.direction != Direction.HEAVIER


def edition_for(record: CreditRecord, edition_key: str = "") -> Edition:
    """The text by which a record is given its class: its own, or a later one that allows it by an act.

    Raises Refusal where no text is loaded for its route, for another route's text, and where the later text
    keeps records determined before it under theirs.
    """
    editions = editions_in_use()
    try:
        own = (
            editions.by_key(record.edition_key)
            if record.edition_key
            else editions.in_force(
                route=record.route,
                jurisdiction=record.jurisdiction,
                on=record.determined_on,
                record_kind=record.kind,
            )
        )
        if not edition_key or edition_key == own.key:
            return own
        wanted = editions.by_key(edition_key)
        if wanted.base_key == own.base_key:
            return own
        wanted = _with_the_place(wanted, record)
    except (NoEdition, SeveralEditions, UnknownEdition) as missing:
        raise Refusal("no-text", str(missing)) from missing
    rule = wanted.changeover.records_determined_before
    if wanted.route != record.route or wanted.in_force_from < own.in_force_from:
        raise Refusal("other-text", _("This text does not apply to the record."))
    if BY_ACT not in {rule.value, *rule.allowed}:
        raise Refusal("class-kept", _("This text keeps records determined before it under the earlier one."))
    return wanted


def _with_the_place(wanted: Edition, record: CreditRecord) -> Edition:
    """The text with what the record's place lays over it."""
    local = editions_in_use().in_force(
        route=wanted.route,
        jurisdiction=record.jurisdiction,
        on=wanted.in_force_from,
        record_kind=record.kind,
    )
    return local if local.base_key == wanted.base_key else wanted


def preview(record: CreditRecord, *, class_name: str, on: date, edition_key: str = "") -> Change:
    """What giving a record a class would do on a day (its listing at hand).

    Raises Refusal for a class the text has not, for a period nobody has read, and as `edition_for`; Crossed
    where publication is over.
    """
    shown = record.listing
    if shown.is_over:
        raise Crossed("listing-over", _("The publication of this record is over already."))
    edition = edition_for(record, edition_key)
    if class_name not in edition.classes:
        raise Refusal("no-class", _("The text has no such class. Choose one of those offered."))
    try:
        found = periods(class_name, edition, record.determined_on, record.delivered_end_on)
    except NumberMissing as missing:
        raise Refusal("number-missing", str(missing)) from missing
    before = _days_now(shown)
    after = Days(found.published == PUBLISHED, found.earliest_filing_on, found.ends_on)
    direction = _direction(record, before, after)
    over = found.lapses_on is not None and found.lapses_on <= on
    opens = (
        found.earliest_filing_on is not None
        and found.earliest_filing_on <= on
        and (before.earliest_filing_on is None or before.earliest_filing_on > on)
    )
    return Change(
        record=record,
        edition=edition,
        class_name=class_name,
        direction=direction,
        before=before,
        after=after,
        periods=found,
        ends_at_once=over,
        opens_at_once=opens and not over,
    )


def _days_now(shown: Listing) -> Days:
    return Days(shown.state in CAN_BE_HIDDEN, shown.earliest_filing_on, shown.ends_on)


def _direction(record: CreditRecord, before: Days, after: Days) -> Direction:
    """Heavier where anything is worse for the subject: shown at all, shown longer, repairable later."""
    if after.published and not before.published:
        return Direction.HEAVIER
    worse = [
        after.published and _later(after.ends_on, before.ends_on),
        after.published and record.class_name and _later(after.earliest_filing_on, before.earliest_filing_on),
    ]
    if any(worse):
        return Direction.HEAVIER
    return Direction.SAME if after == before else Direction.LIGHTER


def _later(one: date | None, other: date | None) -> bool:
    """Whether a day comes later than another; no day at all is the latest."""
    return (one or date.max) > (other or date.max)
