"""The class of a record and the days of its publicity, under the edition of its determination day.

Judging is apart from writing: a delivery judges thousands of rows that are not stored yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop

from journal.many import Happened
from records.models import CreditRecord, Listing
from records.models.credit_record import ClassStatus
from records.models.listing import ListingState
from records.services.causes import EndCause
from rulebook.calendar_in_use import calendar_in_use
from rulebook.classify import PenaltyFacts, classify, split_kinds
from rulebook.clauses import Mark, NumberMissing
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use, route_of
from rulebook.in_force import NoEdition, SeveralEditions
from rulebook.publicity import Periods, periods

NO_RULES = gettext_noop(
    "The rules of the route that is competent for this record are not loaded, "
    "so its class and its days are not determined."
)
SEVERAL_TEXTS = gettext_noop(
    "Several legal texts claim the day of determination and none repeals the other. The system administrator must say "
    "which one applies."
)
NUMBER_MISSING = gettext_noop(
    "A period of this record's class was not read in the text, so its days are not determined."
)
PUBLISHED = "yes"


@dataclass(frozen=True)
class Judgement:
    """What the law in force on the determination day says of a record; `days` is None where undecidable.

    `reason` is an English sentence of the message catalogue: why the class is provisional or missing. `publish_by`
    is the last day of the publishing term; None where nothing must be published or no number was read.
    """

    route: str
    edition_key: str
    class_name: str
    class_status: str
    candidates: tuple[str, ...]
    hits: tuple[dict[str, str], ...]
    reason: str
    days: Periods | None
    publish_by: date | None = None

    @property
    def to_confirm(self) -> bool:
        """Whether the class is provisional or rests on a rule whose mark is I or K, such as an example standard."""
        if self.class_status == ClassStatus.PROVISIONAL:
            return True
        return any(Mark(hit["mark"]).to_confirm for hit in self.hits if hit["class"] == self.class_name)


def judge(record: CreditRecord) -> Judgement:
    """Judge a record (its subject and department at hand) by its own route's edition; nothing is written.

    A record whose route has no edition is undecidable, never judged by another route's; so is one whose class
    has a period that nobody has read. Raises DateBeyondReach.
    """
    route = record.site or route_of(
        record_kind=record.kind, authority_field=record.department.authority_field
    )
    try:
        edition = editions_in_use().in_force(
            route=route,
            jurisdiction=record.department.jurisdiction,
            on=record.determined_on,
            record_kind=record.kind,
        )
    except NoEdition:
        return Judgement(route, "", "", ClassStatus.UNDECIDABLE, (), (), NO_RULES, None)
    except SeveralEditions:
        return Judgement(route, "", "", ClassStatus.UNDECIDABLE, (), (), SEVERAL_TEXTS, None)
    found = classify(facts_of(record), edition)
    hits = tuple(
        {"rule": hit.rule_id, "class": hit.class_, "article": hit.article, "mark": str(hit.mark)}
        for hit in found.hits
    )
    days = None
    if found.class_ is not None:
        try:
            days = periods(found.class_, edition, record.determined_on, record.delivered_end_on)
            if record.site:
                days = replace(days, earliest_filing_on=None)  # nobody files on a copy
        except NumberMissing:
            return Judgement(route, edition.key, "", ClassStatus.UNDECIDABLE, (), hits, NUMBER_MISSING, None)
    return Judgement(
        route=route,
        edition_key=edition.key,
        class_name=found.class_ or "",
        class_status=found.status,
        candidates=found.candidates,
        hits=hits,
        reason=found.reason,
        days=days,
        publish_by=_publish_by(record, edition) if days is None or days.published == PUBLISHED else None,
    )


def _publish_by(record: CreditRecord, edition: Edition) -> date | None:
    term = edition.term("publish")
    if term.stated.count is None:
        return None
    calendar = calendar_in_use(record.department.jurisdiction)
    return term.counted(start=record.determined_on, calendar=calendar).due_on


def facts_of(record: CreditRecord) -> PenaltyFacts:
    """What the rules of classification ask of a record."""
    return PenaltyFacts(
        record_kind=record.kind,
        procedure=record.procedure,
        kinds=split_kinds(record.penalty_kinds),
        fine=record.fine,
        confiscated=record.confiscated,
        basis=record.basis,
        authority_field=record.department.authority_field,
        act=record.violation,
        subject_kind=record.subject.kind,
        remark=record.remark,
    )


def take(record: CreditRecord, judgement: Judgement) -> None:
    """Put a judgement on a record that is not stored yet, or is about to be saved."""
    record.route = judgement.route
    record.jurisdiction = record.department.jurisdiction
    record.edition_key = judgement.edition_key
    record.class_name = judgement.class_name
    record.class_status = judgement.class_status
    record.candidates = list(judgement.candidates)
    record.class_reasons = list(judgement.hits)
    record.undetermined_reason = judgement.reason


def listing_for(record: CreditRecord, judgement: Judgement, *, at: datetime, on: date) -> Listing:
    """The unsaved listing of a record that was just taken in, moved to where its class puts it on a day.

    Shown where the class is published; kept where it is not, or is undecidable; over at once where the
    longest period has passed already: that record is never shown.
    """
    listing = Listing(record=record, publish_by=judgement.publish_by)
    days = judgement.days
    if days is not None:
        listing.starts_on = days.starts_on
        listing.earliest_filing_on = days.earliest_filing_on
        listing.ends_on = days.ends_on
        listing.lapses_on = days.lapses_on
        listing.dates_to_confirm = days.to_confirm or judgement.to_confirm
    if days is None or days.published != PUBLISHED or _is_past(days, on):
        listing.withhold()
    else:
        listing.publish()
        listing.published_on = on
    if days is not None and _is_past(days, on):
        listing.run_out()
        listing.ended_at, listing.end_cause = at, str(EndCause.LONGEST_PERIOD)
    listing.version = 1
    return listing


def _is_past(days: Periods, on: date) -> bool:
    return days.lapses_on is not None and days.lapses_on <= on


def born(record: CreditRecord, listing: Listing, facts: Mapping[str, Any]) -> list[Happened]:
    """What the journal says of a record that was just stored with its listing."""
    stream = record.stream
    payload = {
        "record_id": record.pk,
        "subject_id": record.subject_id,
        "department_id": record.department_id,
        "decision_number": record.decision_number,
        "edition_key": record.edition_key,
        "class": record.class_name,
        "class_status": record.class_status,
        **facts,
    }
    shown = {
        "record_id": record.pk,
        "from": str(ListingState.PENDING),
        "to": listing.state,
        "act": "publish" if listing.is_public else "withhold",
        "ends_on": listing.ends_on and listing.ends_on.isoformat(),
        "earliest_filing_on": listing.earliest_filing_on and listing.earliest_filing_on.isoformat(),
    }
    verb = "listing.published" if listing.is_public else "listing.withheld"
    return [Happened(stream, "record.imported", payload), Happened(stream, verb, shown)]
