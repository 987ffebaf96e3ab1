"""重新分类认定: a department determines the class of a record, of its own text or of a later one, with a reason.

A class that is no heavier takes effect at once: filing opens, publication that is over by it ends. A heavier
one takes effect only with the notice to the subject; until then the record stands as it stood (rule C30).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, Refusal
from records.models import ClassRequest, CreditRecord, Listing, Reclassification
from records.models.classing import Direction
from records.models.credit_record import ClassStatus
from records.models.listing import PUBLIC_STATES, ListingState
from records.services import listing as listings
from records.services.terms import MAXIMUM, MINIMUM, owner_of, start_terms
from rulebook.clauses import NumberMissing
from rulebook.edition import Edition
from rulebook.in_force import NoEdition, UnknownEdition, shipped_editions
from rulebook.publicity import Periods, periods

CAUSE = "reclassified"
BY_ACT = "reclassify-by-act"
PUBLISHED = "yes"
TEXT_LIMIT = 4000
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
    editions = shipped_editions()
    try:
        own = (
            editions.by_key(record.edition_key)
            if record.edition_key
            else editions.in_force(
                route=record.route, jurisdiction=record.jurisdiction, on=record.determined_on
            )
        )
        if not edition_key or edition_key == own.key:
            return own
        wanted = editions.by_key(edition_key)
        if wanted.base_key == own.base_key:
            return own
        wanted = _with_the_place(wanted, record)
    except (NoEdition, UnknownEdition) as missing:
        raise Refusal("no-text", str(missing)) from missing
    rule = wanted.changeover.records_determined_before
    if wanted.route != record.route or wanted.in_force_from < own.in_force_from:
        raise Refusal("other-text", _("This text does not apply to the record."))
    if BY_ACT not in {rule.value, *rule.allowed}:
        raise Refusal("class-kept", _("This text keeps records determined before it under the earlier one."))
    return wanted


def _with_the_place(wanted: Edition, record: CreditRecord) -> Edition:
    """The text with what the record's place lays over it."""
    local = shipped_editions().in_force(
        route=wanted.route, jurisdiction=record.jurisdiction, on=wanted.in_force_from
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


@transaction.atomic
def reclassify(
    *,
    record_id: int,
    class_name: str,
    reason: str,
    at: datetime,
    actor_ref: str,
    edition_key: str = "",
) -> Reclassification:
    """Determine the class of a record; answers every open request for it.

    A class that is no heavier takes effect now; a heavier one with the notice (`take_effect`). A decision that
    still waits for its notice is overtaken by this one. Raises Refusal without a reason and as `preview`.
    """
    why = reason.strip()
    if not why or len(why) > TEXT_LIMIT:
        raise Refusal("reason", _("Give the reason, in at most 4,000 characters."))
    record, shown = listings.locked(record_id)
    record.listing = shown
    change = preview(record, class_name=class_name, on=day_of(at), edition_key=edition_key)
    Reclassification.objects.filter(record=record, effective_at=None, void_at=None).update(void_at=at)
    row = Reclassification.objects.create(
        record=record,
        from_edition=record.edition_key,
        from_class=record.class_name,
        from_status=record.class_status,
        to_edition=change.edition.key,
        to_class=class_name,
        direction=change.direction,
        reason=why,
        days_before=change.before.plain(),
        days_after=change.after.plain(),
        decided_by_ref=actor_ref,
        decided_at=at,
    )
    ClassRequest.objects.filter(record=record, answer__isnull=True).update(answer=row)
    journal(
        stream=record.stream,
        verb="record.reclassified",
        actor_ref=actor_ref,
        at=at,
        payload=_facts(row, shown, change, effective=change.at_once),
    )
    if change.at_once:
        _put_in_force(row, record, shown, change, at=at, actor_ref=actor_ref)
    return row


@transaction.atomic
def take_effect(*, record_id: int, at: datetime, actor_ref: str) -> Reclassification | None:
    """The notice of a heavier class has gone to the subject: the class takes effect from now on.

    Nothing where no class waits for its notice. One whose record is over by now is closed without effect.
    """
    record, shown = listings.locked(record_id)
    record.listing = shown
    row = Reclassification.objects.filter(record=record, effective_at=None, void_at=None).first()
    if row is None:
        return None
    if shown.is_over:
        Reclassification.objects.filter(pk=row.pk).update(void_at=at)
        row.void_at = at
        return row
    change = preview(record, class_name=row.to_class, on=day_of(at), edition_key=row.to_edition)
    journal(
        stream=record.stream,
        verb="record.class_took_effect",
        actor_ref=actor_ref,
        at=at,
        payload=_facts(row, shown, change, effective=True),
    )
    _put_in_force(row, record, shown, change, at=at, actor_ref=actor_ref)
    return row


def _put_in_force(
    row: Reclassification,
    record: CreditRecord,
    shown: Listing,
    change: Change,
    *,
    at: datetime,
    actor_ref: str,
) -> None:
    found = change.periods
    _write_class(record, change)
    _write_days(shown, found)
    Reclassification.objects.filter(pk=row.pk).update(effective_at=at)
    row.effective_at = at
    clocks.stop(owner=owner_of(record), at=at, actor_ref=actor_ref, reason=CAUSE, terms=(MINIMUM, MAXIMUM))
    if change.ends_at_once:
        listings.run_out(record_id=record.pk, at=at, actor_ref=actor_ref)
        return
    start_terms([(record, shown, found)], at=at, on=day_of(at))
    if change.after.published and shown.state == ListingState.UNPUBLISHED:
        listings.publish(record_id=record.pk, reason=row.reason, at=at, actor_ref=actor_ref)
    elif not change.after.published and shown.state in CAN_BE_HIDDEN:
        listings.withhold(record_id=record.pk, cause=CAUSE, at=at, actor_ref=actor_ref)


def _write_class(record: CreditRecord, change: Change) -> None:
    columns = {
        "edition_key": change.edition.key,
        "class_name": change.class_name,
        "class_status": str(ClassStatus.DECIDED),
        "candidates": [change.class_name],
        "undetermined_reason": "",
    }
    CreditRecord.objects.filter(pk=record.pk).update(**columns)
    for name, value in columns.items():
        setattr(record, name, value)


def _write_days(shown: Listing, found: Periods) -> None:
    columns = {
        "starts_on": found.starts_on,
        "earliest_filing_on": found.earliest_filing_on,
        "ends_on": found.ends_on,
        "lapses_on": found.lapses_on,
        "dates_to_confirm": found.to_confirm,
    }
    Listing.objects.filter(pk=shown.pk).update(**columns)
    for name, value in columns.items():
        setattr(shown, name, value)


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


def _facts(row: Reclassification, shown: Listing, change: Change, *, effective: bool) -> dict[str, Any]:
    record = change.record
    return {
        "record_id": record.pk,
        "subject_id": record.subject_id,
        "department_id": record.department_id,
        "reclassification_id": row.pk,
        "cause": CAUSE,
        "case_id": None,
        "edition_key": change.edition.key,
        "from_edition": row.from_edition,
        "from_class": row.from_class,
        "to_edition": row.to_edition,
        "to_class": row.to_class,
        "direction": str(row.direction),
        "reason": row.reason,
        "days_before": row.days_before,
        "days_after": row.days_after,
        "effective": effective,
        # whether a copy somewhere has to be corrected: shown before and after, under another class
        "shown": effective
        and shown.state in PUBLIC_STATES
        and change.after.published
        and not change.ends_at_once
        and change.direction != Direction.SAME,
    }
