"""恢复公示（撤销修复）: a repair was taken back, so its record is published again for the days that are left (C25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.moves import Conflict
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.listing import ListingState
from records.selectors import edition_of, periods_of
from records.services import measures, papers
from records.services.causes import EndCause
from records.services.covering import standing_cover
from records.services.listing_moves import facts_of, locked, move_listing
from records.services.terms import start_terms
from rulebook.editions_in_use import editions_in_use
from rulebook.publicity import Periods, periods

CAUSE = "revoked"
ANEW = "period-anew"
VERB = "listing.restored"


@transaction.atomic
def restore(
    *, record_id: int, case_id: int | None, edition_key: str, at: datetime, actor_ref: str
) -> Listing:
    """A repair was revoked: the record is published again, or over by its longest period where no day is left.

    The old period goes on with the days it had, unless the text of the revocation (`edition_key`; the record's own
    where empty) lets it count anew from today. A record that was kept and not published is kept again. Measures
    that this end lifted are in force again with the publication; what a stay, a plan or an objection covers is
    hidden again at once. The journal's `shown` says whether holders show their copies again. Raises Crossed
    where the publication did not end by a repair or the record was withdrawn; NotFound.
    """
    record, listing = locked(record_id)
    if listing.state == ListingState.WITHDRAWN:
        raise Crossed("withdrawn-already", _("This record was withdrawn already."))
    if not listing.is_over or listing.end_cause != EndCause.REPAIRED:
        raise Crossed("not-repaired", _("The publication of this record did not end by a repair."))
    ended_at, on = listing.ended_at, day_of(at)
    text = edition_key or record.edition_key
    anew = bool(text) and editions_in_use().by_key(text).revocation.restores.value == ANEW
    days = _days(record, listing, anew=anew, on=on)
    columns = _columns(days) if days is not None and anew else {}
    past = days is not None and days.lapses_on is not None and days.lapses_on <= on
    columns |= (
        {"ended_at": at, "end_cause": str(EndCause.LONGEST_PERIOD)}
        if past
        else {"ended_at": None, "end_cause": "", "hidden_cause": ""}
    )
    payload = {
        **facts_of(record, CAUSE, case_id=case_id, edition_key=edition_key),
        "ended_at": ended_at and ended_at.isoformat(),
        "anew": anew,
        "shown": listing.state == ListingState.ENDED and not past,
    }
    how: dict[str, Any] = {"actor_ref": actor_ref, "at": at, "payload": payload}
    if past:
        act = "run_out" if listing.state == ListingState.UNPUBLISHED else "restore_past_end"
        move_listing(listing, act, verb=VERB, fields=columns, **how)
        return listing
    if listing.state == ListingState.UNPUBLISHED:
        _reopen(listing, columns)
        journal(stream=listing.stream, verb=VERB, **how)
    else:
        move_listing(listing, "restore", verb=VERB, fields=columns, **how)
        measures.reimpose_all(record_id=record.pk, lifted_at=ended_at, at=at, actor_ref=actor_ref)
        _cover_again(record, listing, at=at, actor_ref=actor_ref)
    start_terms([(record, listing, days)], at=at, on=on)
    return listing


def restore_followers(*, record_id: int, ended_at: datetime, at: datetime, actor_ref: str) -> int:
    """Restore what ended with a record when that one's repair was revoked, each for its own days (C20).

    `ended_at` is when the leading one had ended: what had ended before, ended for a reason of its own. Returns how
    many were restored.
    """
    followers = CreditRecord.objects.filter(
        follows_id=record_id,
        listing__end_cause=EndCause.REPAIRED,
        listing__ended_at__gte=ended_at,
    ).exclude(listing__state=ListingState.WITHDRAWN)
    restored = 0
    for pk in followers.order_by("pk").values_list("pk", flat=True):
        restore(record_id=pk, case_id=None, edition_key="", at=at, actor_ref=actor_ref)
        restored += 1
    return restored


def _days(record: CreditRecord, listing: Listing, *, anew: bool, on: date) -> Periods | None:
    """The days of the period that goes on or begins; None for a copy whose class nobody determined.

    The listing's own days stand before what the class would give: an end delivered or corrected is kept.
    """
    if not record.class_name or not record.edition_key:
        return None
    if anew:
        return periods(record.class_name, edition_of(record), on, None)
    return replace(
        periods_of(record),
        earliest_filing_on=listing.earliest_filing_on,
        ends_on=listing.ends_on,
        lapses_on=listing.lapses_on,
    )


def _columns(days: Periods) -> dict[str, Any]:
    """The days of a period that counts anew; that it does bears the mark K in every text that says so."""
    return {
        "starts_on": days.starts_on,
        "earliest_filing_on": days.earliest_filing_on,
        "ends_on": days.ends_on,
        "lapses_on": days.lapses_on,
        "dates_to_confirm": True,
    }


def _reopen(listing: Listing, columns: dict[str, Any]) -> None:
    """Let a listing that was over in its state run again."""
    columns = {**columns, "version": listing.version + 1}
    if Listing.objects.filter(pk=listing.pk, version=listing.version).update(**columns) != 1:
        raise Conflict("restore", listing.stream)
    for name, value in columns.items():
        setattr(listing, name, value)


def _cover_again(record: CreditRecord, listing: Listing, *, at: datetime, actor_ref: str) -> None:
    cover = standing_cover(record, listing)
    if cover is None:
        return
    move_listing(
        listing,
        "hide",
        verb="listing.hidden",
        actor_ref=actor_ref,
        at=at,
        payload={**facts_of(record, cover.cause), "document": cover.document},
        fields={"hidden_cause": str(cover.cause)},
    )
    if papers.standing(record.pk, DocumentKind.PLAN_APPROVED) is not None:
        measures.suspend_all(record_id=record.pk, at=at, actor_ref=actor_ref)
