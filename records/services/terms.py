"""The two terms of a record: its minimum, after which repair may be asked for, and its longest period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from clocks.services import Owner, Until, start_until_many
from records.models import CreditRecord, Listing
from rulebook.clauses import Limit
from rulebook.editions_in_use import editions_in_use
from rulebook.publicity import Periods

MINIMUM = "minimum"
MAXIMUM = "maximum"
TRIGGER = "determined"
DELIVERED_END = "公示截止期"
SUBJECT = "subject"
ONE_DAY = timedelta(days=1)


def owner_of(record: CreditRecord) -> Owner:
    """Whose terms they are, for the clocks."""
    return Owner("record", record.pk, record.stream, record.jurisdiction)


def start_terms(
    taken_in: Iterable[tuple[CreditRecord, Listing, Periods | None]], *, at: datetime, on: date
) -> int:
    """Start what still lies ahead of records on a day: nothing where days are unknown or passed.

    Both ends settle by themselves: the minimum tells the subject that repair is open, the longest period ends
    publication. Returns how many terms were started.
    """
    untils = [
        until
        for record, listing, days in taken_in
        if days is not None and not listing.is_over
        for until in _ahead(record, days, on)
    ]
    return start_until_many(untils=untils, at=at) if untils else 0


def _ahead(record: CreditRecord, days: Periods, on: date) -> Iterable[Until]:
    kind = editions_in_use().by_key(record.edition_key).class_of(record.class_name)
    if days.earliest_filing_on is not None and days.minimum is not None and on < days.earliest_filing_on:
        last = days.earliest_filing_on - ONE_DAY
        yield _until(record, MINIMUM, last, days.minimum, days, cut=False)
    if days.ends_on is not None and kind.maximum is not None and on <= days.ends_on:
        cut = bool(days.warning) and days.ends_on == record.delivered_end_on
        yield _until(record, MAXIMUM, days.ends_on, kind.maximum, days, cut=cut)


def _until(
    record: CreditRecord, term: str, last_day: date, limit: Limit, days: Periods, *, cut: bool
) -> Until:
    """A term with the receipt of its day; an earlier end delivered (`cut`) has no count."""
    receipt = {
        "trigger": TRIGGER,
        "started_on": days.starts_on.isoformat(),
        "count": None if cut else limit.count,
        "unit": None if cut else str(limit.unit),
        "instrument": limit.instrument,
        "article": limit.article,
        "mark": str(limit.mark),
        "note": DELIVERED_END if cut else "",
    }
    return Until(
        owner=owner_of(record),
        term_id=term,
        edition_key=record.edition_key,
        last_day=last_day,
        to_confirm=days.to_confirm or record.class_status == "provisional",
        receipt=receipt,
        who=SUBJECT if term == MINIMUM else "",
    )
