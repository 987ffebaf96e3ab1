"""更正: a penalty that was changed, not annulled (rule C5): facts, class and days anew, never to its harm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, EnteredDocument, Listing
from records.services import listing
from records.services.classing import Judgement, judge
from records.services.terms import MAXIMUM, MINIMUM, owner_of, start_terms

TEXTS = ("penalty_kinds", "content", "permit")
AMOUNTS = ("fine", "confiscated")
CORRECTABLE = (*TEXTS, *AMOUNTS)


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
    before = {name: _plain(getattr(record, name)) for name in changed}
    for name, value in changed.items():
        setattr(record, name, value)
    found = judge(record)
    moved = _take(record, shown, found)
    CreditRecord.objects.filter(pk=record.pk).update(
        **changed,
        class_name=record.class_name,
        class_status=record.class_status,
        candidates=record.candidates,
        class_reasons=record.class_reasons,
    )
    journal(
        stream=record.stream,
        verb="record.corrected",
        actor_ref=actor_ref,
        at=at,
        payload={
            "record_id": record.pk,
            "subject_id": record.subject_id,
            "cause": "changed",
            "edition_key": record.edition_key,
            "document": document.number,
            "new_decision_number": document.new_decision_number,
            "before": before,
            "after": {name: _plain(value) for name, value in changed.items()},
            "days_from": moved[0],
            "days_to": moved[1],
        },
    )
    if moved[0] != moved[1]:
        _restart(record, found, at=at, actor_ref=actor_ref)
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


def _take(
    record: CreditRecord, shown: Listing, found: Judgement
) -> tuple[list[str | None], list[str | None]]:
    """Take class and days where they are known and not longer; the days before and after, as text."""
    old = [shown.earliest_filing_on, shown.lapses_on]
    days = found.days
    longer = days is not None and (
        days.lapses_on is None or (shown.lapses_on is not None and days.lapses_on > shown.lapses_on)
    )
    if days is not None and not longer and found.edition_key == record.edition_key:
        record.class_name = found.class_name
        record.class_status = found.class_status
        record.candidates = list(found.candidates)
        record.class_reasons = list(found.hits)
        shown.earliest_filing_on = _sooner(shown.earliest_filing_on, days.earliest_filing_on)
        shown.ends_on, shown.lapses_on = days.ends_on, days.lapses_on
        Listing.objects.filter(pk=shown.pk).update(
            earliest_filing_on=shown.earliest_filing_on,
            ends_on=shown.ends_on,
            lapses_on=shown.lapses_on,
            dates_to_confirm=days.to_confirm or found.to_confirm,
        )
    new = [shown.earliest_filing_on, shown.lapses_on]
    return _texts(old), _texts(new)


def _texts(days: list[date | None]) -> list[str | None]:
    return [day.isoformat() if day else None for day in days]


def _sooner(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return min(known) if known else None


def _restart(record: CreditRecord, found: Judgement, *, at: datetime, actor_ref: str) -> None:
    on = day_of(at)
    clocks.stop(
        owner=owner_of(record), at=at, actor_ref=actor_ref, reason="corrected", terms=(MINIMUM, MAXIMUM)
    )
    shown = Listing.objects.get(record=record)
    if shown.lapses_on is not None and shown.lapses_on <= on:
        listing.run_out(record_id=record.pk, at=at, actor_ref=actor_ref)
    else:
        start_terms([(record, shown, found.days)], at=at, on=on)


def _plain(value: object) -> str:
    return "" if value is None else str(value)
