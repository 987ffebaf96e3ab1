"""What every act on a publication shares: the lock, the guarded move, the facts told, what an end winds up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from clocks import services as clocks
from journal.moves import Conflict, NotNow, move
from journal.record import record as journal
from journal.refusals import Crossed, NotFound
from records.models import CreditRecord, Listing
from records.services import measures

LISTING_ENDED = "listing-ended"
SHOWING = frozenset({"publish", "show_again", "restore"})
STAYING = "keep_on"  # the one act on what is shown that leaves it shown


def locked(record_id: int) -> tuple[CreditRecord, Listing]:
    """The record and its listing, both locked in the house's order; raises NotFound."""
    record = CreditRecord.objects.select_for_update().filter(pk=record_id).first()
    if record is None:
        raise NotFound("no-record", _("This credit record does not exist."))
    return record, Listing.objects.select_for_update().get(record=record)


def move_listing(listing: Listing, act: str, **how: Any) -> None:
    """Move the listing; what the machine refuses is told as something that came first.

    The moment at which it leaves the public is kept with it: those who copied the open data ask for it.
    """
    fields = dict(how.pop("fields", None) or {})
    if act in SHOWING:
        fields["taken_down_at"] = None
    elif listing.is_public and act != STAYING:
        fields["taken_down_at"] = how["at"]
    try:
        move(listing, act, fields=fields, **how)
    except NotNow as refused:
        raise Crossed(
            "listing-moved", _("The publication of this record stands differently now; reload the page.")
        ) from refused


def facts_of(
    record: CreditRecord, cause: str, *, case_id: int | None = None, edition_key: str = ""
) -> dict[str, Any]:
    """What an entry says that makes holders act: which record, why, by which case, under whose limits."""
    return {
        "record_id": record.pk,
        "subject_id": record.subject_id,
        "cause": str(cause),
        "case_id": case_id,
        "edition_key": edition_key or record.edition_key,
    }


def close(listing: Listing, *, cause: str, at: datetime) -> None:
    """Note that a listing is over though its state stays (kept and not published)."""
    rows = Listing.objects.filter(pk=listing.pk, version=listing.version).update(
        ended_at=at, end_cause=cause, version=listing.version + 1
    )
    if rows != 1:
        raise Conflict("end", listing.stream)
    listing.ended_at, listing.end_cause, listing.version = at, cause, listing.version + 1


def wind_up(record: CreditRecord, listing: Listing, *, cause: str, at: datetime, actor_ref: str) -> None:
    """What every end brings: measures lifted, the record's terms stopped, the mark of an objection gone (C2)."""
    measures.lift_all(record_id=record.pk, at=at, actor_ref=actor_ref)
    owner = clocks.Owner("record", record.pk, record.stream)
    clocks.stop(owner=owner, at=at, actor_ref=actor_ref, reason=str(cause))
    unmark(listing, cause=LISTING_ENDED, case_id=None, at=at, actor_ref=actor_ref)


def unmark(listing: Listing, *, cause: str, case_id: int | None, at: datetime, actor_ref: str) -> bool:
    """Take the mark of an objection off a locked listing; False where it bears none."""
    if not listing.is_contested:
        return False
    number = listing.contested_by
    columns = {"contested_at": None, "contested_by": "", "contested_hides": False}
    Listing.objects.filter(pk=listing.pk).update(**columns)
    for name, value in columns.items():
        setattr(listing, name, value)
    journal(
        stream=listing.stream,
        verb="listing.settled",
        actor_ref=actor_ref,
        at=at,
        payload={"record_id": listing.record_id, "number": number, "cause": cause, "case_id": case_id},
    )
    return True
