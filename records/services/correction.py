"""更正: a penalty that was changed, not annulled (rule C5): facts, class and days anew, never to its harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, EnteredDocument, Listing
from records.services import listing
from records.services.class_change import CAN_BE_HIDDEN
from records.services.classing import PUBLISHED, Judgement, judge
from records.services.classing import take as put
from records.services.terms import MAXIMUM, MINIMUM, owner_of, start_terms
from rulebook.publicity import Periods

TEXTS = ("penalty_kinds", "content", "permit")
AMOUNTS = ("fine", "confiscated")
CORRECTABLE = (*TEXTS, *AMOUNTS)
# the columns of a record that a judgement fills
JUDGED = (
    "route",
    "jurisdiction",
    "edition_key",
    "class_name",
    "class_status",
    "candidates",
    "class_reasons",
    "undetermined_reason",
)


@dataclass(frozen=True)
class Moved:
    """First filing day and day after the last one shown, before and after a correction, as ISO text."""

    before: list[str | None]
    after: list[str | None]

    @property
    def happened(self) -> bool:
        """Whether any day moved."""
        return self.before != self.after


@transaction.atomic
def correct(
    *,
    record_id: int,
    changes: Mapping[str, str],
    document: EnteredDocument,
    at: datetime,
    actor_ref: str,
) -> CreditRecord:
    """Correct what a changed decision says otherwise; the period still starts from the old determination.

    The new decision's number is linked through the document; the record keeps its own, by which deliveries
    know it. Class and days are judged anew under the same edition and only taken where they are no longer
    than before. Amounts are in 10,000 yuan. Raises Refusal without a new number or any change, or for an
    amount that is none; Crossed where publication is over.
    """
    record, shown = listing.locked(record_id)
    if shown.is_over:
        raise Crossed("listing-over", _("The publication of this record is over already."))
    if not document.new_decision_number:
        raise Refusal("new-number", _("Give the number of the changed decision."))
    wanted = _read(changes)
    changed = {name: value for name, value in wanted.items() if getattr(record, name) != value}
    if not changed:
        raise Refusal("no-change", _("Say what of the penalty was changed."))
    before = {name: plain(getattr(record, name)) for name in changed}
    after = {name: plain(value) for name, value in changed.items()}
    class_before = record.class_name
    for name, value in changed.items():
        setattr(record, name, value)
    CreditRecord.objects.filter(pk=record.pk).update(**changed)
    found = judge(record)
    moved = take(record, shown, found, since=record.determined_on)
    journal(
        stream=record.stream,
        verb="record.corrected",
        actor_ref=actor_ref,
        at=at,
        payload={
            **told(
                record, cause="changed", document=document.number, before=before, after=after, moved=moved
            ),
            "new_decision_number": document.new_decision_number,
        },
    )
    follow(record, shown, found, moved, class_before=class_before, at=at, actor_ref=actor_ref)
    return record


def _read(changes: Mapping[str, str]) -> dict[str, str | Decimal | None]:
    read: dict[str, str | Decimal | None] = {}
    for name, text in changes.items():
        if name not in CORRECTABLE:
            raise Refusal("no-change", _("Say what of the penalty was changed."))
        if name in TEXTS:
            read[name] = text.strip()
            continue
        try:
            read[name] = Decimal(text) if text.strip() else None
        except InvalidOperation as wrong:
            raise Refusal("amount", _("An amount is a number, in units of 10,000 yuan.")) from wrong
    return read


def take(
    record: CreditRecord,
    shown: Listing,
    found: Judgement | None,
    *,
    since: date,
    text_too: bool = False,
) -> Moved:
    """Take class and days where they are known and not longer; writes record and listing, tells the days.

    `since` is the day of determination before the correction: a period that counts anew since a repair was taken
    back (its start is another day) keeps its days. `text_too` lets the text of another day of determination apply.
    """
    old = (shown.earliest_filing_on, shown.lapses_on)
    days = found.days if found is not None else None
    longer = days is not None and (
        days.lapses_on is None or (shown.lapses_on is not None and days.lapses_on > shown.lapses_on)
    )
    same_text = found is not None and (text_too or found.edition_key == record.edition_key)
    if found is not None and days is not None and not longer and same_text:
        put(record, found)
        record.save(update_fields=JUDGED)
        if shown.starts_on in {None, since}:
            _take_days(shown, days, to_confirm=days.to_confirm or found.to_confirm)
    return Moved(before=_texts(old), after=_texts((shown.earliest_filing_on, shown.lapses_on)))


def _take_days(shown: Listing, days: Periods, *, to_confirm: bool) -> None:
    columns = {
        "starts_on": days.starts_on,
        "earliest_filing_on": _sooner(shown.earliest_filing_on, days.earliest_filing_on),
        "ends_on": days.ends_on,
        "lapses_on": days.lapses_on,
        "dates_to_confirm": to_confirm,
    }
    Listing.objects.filter(pk=shown.pk).update(**columns)
    for name, value in columns.items():
        setattr(shown, name, value)


def _texts(days: tuple[date | None, date | None]) -> list[str | None]:
    return [day.isoformat() if day else None for day in days]


def _sooner(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return min(known) if known else None


def told(
    record: CreditRecord,
    *,
    cause: str,
    document: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    moved: Moved,
) -> dict[str, Any]:
    """What the journal says of every correction: what it was, what it is, the days before and after."""
    return {
        "record_id": record.pk,
        "subject_id": record.subject_id,
        "cause": cause,
        "edition_key": record.edition_key,
        "document": document,
        "before": dict(before),
        "after": dict(after),
        "days_from": moved.before,
        "days_to": moved.after,
    }


def follow(
    record: CreditRecord,
    shown: Listing,
    found: Judgement,
    moved: Moved,
    *,
    class_before: str,
    at: datetime,
    actor_ref: str,
) -> None:
    """Let terms and publication follow a correction: over where its period is, kept where its class is not shown."""
    on = day_of(at)
    if moved.happened:
        clocks.stop(
            owner=owner_of(record), at=at, actor_ref=actor_ref, reason="corrected", terms=(MINIMUM, MAXIMUM)
        )
        if shown.lapses_on is not None and shown.lapses_on <= on:
            listing.run_out(record_id=record.pk, at=at, actor_ref=actor_ref)
            return
        start_terms([(record, shown, found.days)], at=at, on=on)
    taken = record.class_name != class_before and record.class_name == found.class_name
    unseen = found.days is not None and found.days.published != PUBLISHED
    if taken and unseen and shown.state in CAN_BE_HIDDEN:
        listing.withhold(record_id=record.pk, cause="corrected", at=at, actor_ref=actor_ref)


def plain(value: object) -> str:
    """A value as the text that is kept of it; empty for none."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
