"""What keeps a record out of the public for a while: a stay, a plan, an objection, a doubt that nobody settled."""

from __future__ import annotations

from dataclasses import dataclass

from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.listing import ListingState
from records.selectors import edition_of
from records.services import papers
from records.services.causes import HideCause

HIDE = "hide"


@dataclass(frozen=True)
class Cover:
    """One reason for which a record is not shown for a while, and the document or objection behind it."""

    cause: HideCause
    document: str


def standing_cover(record: CreditRecord, shown: Listing) -> Cover | None:
    """The first reason that still covers a record: a stay (where its text hides for one), a plan, an objection.

    A copy on another route is covered by whatever covers the record that decides, whatever its own text says (C20).
    """
    stay = papers.standing(record.pk, DocumentKind.STAY)
    if stay is not None and stay_hides(record):
        return Cover(HideCause.STAY, stay.number)
    plan = papers.standing(record.pk, DocumentKind.PLAN_APPROVED)
    if plan is not None:
        return Cover(HideCause.INSOLVENCY, plan.number)
    if shown.contested_hides:
        return Cover(HideCause.OBJECTION, shown.contested_by)
    doubtful = record.notes.filter(hides=True, lifted_at__isnull=True).order_by("pk").first()
    if doubtful is not None:
        return Cover(HideCause.UNCONFIRMED, doubtful.case_number)
    return _cover_of_leading(record)


def _cover_of_leading(record: CreditRecord) -> Cover | None:
    leading = record.follows if record.site else None
    if leading is None or leading.listing.state != ListingState.HIDDEN:
        return None
    return standing_cover(leading, leading.listing)


def stay_hides(record: CreditRecord) -> bool:
    """Whether the record's text hides it while execution is stayed; without a text nothing does."""
    if not record.edition_key:
        return False
    return bool(edition_of(record).publicity.execution_stayed.value == HIDE)
