"""Records under two laws: class, route, days of publicity, and what a repair of them would owe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from cases.models import Case
from cases.services.eligibility import procedure_edition
from cases.services.owed import materials_owed, ways_owed
from cases.services.replay.change import Change, Looked, Thing, changes_of
from cases.services.replay.worlds import World, judged_under
from journal.refusals import Refusal
from records.models import CreditRecord, Listing
from records.services.classing import Judgement, judge, take
from rulebook.clauses import NumberMissing
from rulebook.edition import Edition, UnknownTerm
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import UnknownEdition
from rulebook.publicity import Periods, periods

CLASS = ("edition", "class", "class-status")
DAYS = ("first-filing-day", "last-day-shown", "publicity-ends")
OWED = ("ways", "materials", "decider")


@dataclass(frozen=True)
class Reading:
    """A record as one law has it: the record with that law's class, its days, and all values by name."""

    record: CreditRecord
    values: Mapping[str, str]


def record_changes(
    records: Sequence[CreditRecord],
    cases: Mapping[int, Sequence[Case]],
    *,
    live: World,
    draft: World,
    on: date,
    looked: Looked,
) -> Iterator[Change]:
    """What a draft changes of records (subject, department, listing at hand) and of the running cases on them.

    A class that is not the finding of the law in force was found by a person and stays; only its days are
    counted anew. A record whose publication is over keeps its days.
    """
    with judged_under(live):
        found = {record.pk: judge(record) for record in records}
        follows = {record.pk: _follows(record, found[record.pk]) for record in records}
        before = {record.pk: _read(record, found[record.pk], follows[record.pk], on) for record in records}
        cases_before = {case.pk: _of_case(case, before[case.record_id].record) for case in _all(cases)}
    with judged_under(draft):
        after = {record.pk: _read(record, judge(record), follows[record.pk], on) for record in records}
        cases_after = {case.pk: _of_case(case, after[case.record_id].record) for case in _all(cases)}
    for record in records:
        looked.records += 1
        if not follows[record.pk]:
            looked.apart += 1
        running = cases.get(record.pk, ())
        left_out = OWED if running or record.listing.is_over else ()
        yield from changes_of(
            Thing("record", record.pk, record.decision_number, record.department),
            stored=_stored(record),
            live={what: value for what, value in before[record.pk].values.items() if what not in left_out},
            draft=after[record.pk].values,
            looked=looked,
        )
        for case in running:
            looked.cases += 1
            yield from changes_of(
                Thing("case", case.pk, case.number, case.handling_department or case.determining_department),
                stored={},
                live=cases_before[case.pk],
                draft=cases_after[case.pk],
                looked=looked,
            )


def _all(cases: Mapping[int, Sequence[Case]]) -> Iterator[Case]:
    for running in cases.values():
        yield from running


def _stored(record: CreditRecord) -> dict[str, str]:
    listing = record.listing
    values = {
        "route": record.route,
        "edition": record.edition_key,
        "class": record.class_name,
        "class-status": record.class_status,
    }
    if listing.is_over:
        return values
    if listing.publish_by is not None:
        values["publish-by"] = listing.publish_by.isoformat()
    return values | _days(listing)


def _follows(record: CreditRecord, found: Judgement) -> bool:
    """Whether the record has the class that the law itself finds."""
    mine = (record.edition_key, record.class_name, record.class_status)
    return (found.edition_key, found.class_name, found.class_status) == mine


def _read(record: CreditRecord, found: Judgement, follows: bool, on: date) -> Reading:  # noqa: FBT001 - one of two readings
    """A record under the law at hand, which `found` is the judgement of."""
    mine = copy(record)
    listing = copy(record.listing)
    days = found.days
    if follows:
        take(mine, found)
    else:
        mine.route = found.route
        days = _days_kept(record)
    values = {
        "route": mine.route,
        "edition": mine.edition_key,
        "class": mine.class_name,
        "class-status": mine.class_status,
    }
    if not listing.is_over:
        listing.earliest_filing_on = days.earliest_filing_on if days else None
        listing.ends_on = days.ends_on if days else None
        listing.lapses_on = days.lapses_on if days else None
        values |= _days(listing)
        values["published"] = days.published if days else ""
        if record.listing.publish_by is not None:
            values["publish-by"] = found.publish_by.isoformat() if found.publish_by else ""
        values["repairable"] = ("yes" if days.repairable else "no") if days else ""
    return Reading(mine, values | _owed(mine, on))


def _days_kept(record: CreditRecord) -> Periods | None:
    """The days of a class that a person found, under the text the record keeps; None where it has none."""
    if not record.class_name or not record.edition_key:
        return None
    try:
        edition = editions_in_use().by_key(record.edition_key)
        return periods(record.class_name, edition, record.determined_on, record.delivered_end_on)
    except (UnknownEdition, UnknownTerm, NumberMissing):
        return None


def _days(listing: Listing) -> dict[str, str]:
    days = (listing.earliest_filing_on, listing.ends_on, listing.lapses_on)
    return {what: day.isoformat() if day else "" for what, day in zip(DAYS, days, strict=True)}


def _owed(record: CreditRecord, on: date) -> dict[str, str]:
    """What a repair filed today would owe, and who would decide it; nothing where no text is in force."""
    if not record.class_name:
        return dict.fromkeys(OWED, "")
    try:
        return _owed_under(procedure_edition(record, on=on), record)
    except Refusal:
        return dict.fromkeys(OWED, "")


def _of_case(case: Case, record: CreditRecord) -> dict[str, str]:
    """What the text pinned on a running case asks of it; nothing where that text is gone."""
    try:
        return _owed_under(editions_in_use().by_key(case.edition_key), record)
    except UnknownEdition:
        return dict.fromkeys(OWED, "")


def _owed_under(edition: Edition, record: CreditRecord) -> dict[str, str]:
    ways = sorted(f"{way.id} ({way.phase})" for way in ways_owed(edition, record.class_name))
    materials = sorted(material.id for material in materials_owed(edition, record.class_name))
    decider = edition.process.deciders.get(record.kind, "determining-unit")
    return dict(zip(OWED, (", ".join(ways), ", ".join(materials), decider), strict=True))
