"""What keeps a record out of the public for a while, and how it comes back when the last such reason ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal.now import day_of
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.listing import ListingState
from records.selectors import edition_of
from records.services import listing as listings
from records.services import papers
from records.services.causes import HideCause

HIDE = "hide"


@dataclass(frozen=True)
class Cover:
    """One reason for which a record is not shown for a while, and the document or objection behind it."""

    cause: HideCause
    document: str


def standing_cover(record: CreditRecord, shown: Listing) -> Cover | None:
    """The first reason that still covers a record: a stay (where its text hides for one), a plan, an objection."""
    stay = papers.standing(record.pk, DocumentKind.STAY)
    if stay is not None and stay_hides(record):
        return Cover(HideCause.STAY, stay.number)
    plan = papers.standing(record.pk, DocumentKind.PLAN_APPROVED)
    if plan is not None:
        return Cover(HideCause.INSOLVENCY, plan.number)
    if shown.contested_hides:
        return Cover(HideCause.OBJECTION, shown.contested_by)
    return None


def stay_hides(record: CreditRecord) -> bool:
    """Whether the record's text hides it while execution is stayed; without a text nothing does."""
    if not record.edition_key:
        return False
    return bool(edition_of(record).publicity.execution_stayed.value == HIDE)


def uncover(*, record_id: int, reason: str, at: datetime, actor_ref: str) -> None:
    """Show a hidden listing again unless something else still covers it; over where its period is over.

    The period ran on while it was hidden; what open duties keep published past it goes on being kept. Whatever
    is not hidden stays as it is. In the caller's transaction.
    """
    record, shown = listings.locked(record_id)
    if shown.state != ListingState.HIDDEN:
        return
    still = standing_cover(record, shown)
    if still is not None:
        Listing.objects.filter(pk=shown.pk).update(hidden_cause=str(still.cause))
        return
    past = shown.lapses_on is not None and shown.lapses_on <= day_of(at)
    if not past or listings.kept_by_duties(record, shown):
        listings.show_again(record_id=record.pk, reason=reason, at=at, actor_ref=actor_ref)
    if past:
        listings.run_out(record_id=record.pk, at=at, actor_ref=actor_ref)
