"""Whether the duties of a determination were performed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Refusal
from records.models import CreditRecord
from records.models.listing import ListingState
from records.services import listing as listings


@transaction.atomic
def mark_done(*, record_id: int, at: datetime, actor_ref: str, proof: str) -> CreditRecord:
    """Note that every duty of a record is performed; publication that only they kept ends.

    A fine deferred or paid by instalments is performed with its last part (行政处罚法 第六十六条).
    A second call changes nothing. Raises Refusal without a proof, NotFound.
    """
    record, listing = listings.locked(record_id)
    if not proof.strip():
        raise Refusal("proof", _("Name what proves that the duties were performed."))
    if not record.duties_open:
        return record
    CreditRecord.objects.filter(pk=record.pk).update(duties_open=False)
    record.duties_open = False
    journal(
        stream=record.stream,
        verb="record.duties_done",
        actor_ref=actor_ref,
        at=at,
        payload={"record_id": record.pk, "proof": proof},
    )
    if listing.state == ListingState.KEPT_ON:
        listings.duties_done(record_id=record.pk, at=at, actor_ref=actor_ref)
    elif listing.state == ListingState.HIDDEN and listing.lapses_on and listing.lapses_on <= day_of(at):
        listings.run_out(record_id=record.pk, at=at, actor_ref=actor_ref)
    return record
