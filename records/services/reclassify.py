"""重新分类认定: a department determines the class of a record, of its own text or of a later one, with a reason.

A class that is no heavier takes effect at once: filing opens, publication that is over by it ends. A heavier
one takes effect only with the notice to the subject; until then the record stands as it stood (rule C30).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Refusal
from records.models import ClassRequest, CreditRecord, Listing, Reclassification
from records.models.classing import Direction
from records.models.credit_record import ClassStatus
from records.models.listing import PUBLIC_STATES, ListingState
from records.services import listing as listings
from records.services.class_change import CAN_BE_HIDDEN, Change, preview
from records.services.terms import MAXIMUM, MINIMUM, owner_of, start_terms
from rulebook.publicity import Periods

CAUSE = "reclassified"
TEXT_LIMIT = 4000


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
