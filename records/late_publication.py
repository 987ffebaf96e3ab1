"""Records that came to the public late or not at all, for the department that determined them.

An administrative act belongs on line within seven working days of the decision (国办发〔2019〕35号 item 15; other
texts have their own number). The last day is stored when a record is taken in (`Listing.publish_by`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from journal.refusals import NotFound
from records.models import CreditRecord, Listing
from records.models.listing import ListingState

PAGE = 50


@dataclass(frozen=True)
class LateRecord:
    """One record: its last day for publishing, the day it was published (None: not yet), and days late."""

    record: CreditRecord
    publish_by: date
    published_on: date | None
    days_late: int


@dataclass(frozen=True)
class LatePage:
    """One page of the list, the latest last day first, and how many there are in all."""

    rows: tuple[LateRecord, ...]
    next_cursor: str
    late: int
    unpublished: int


def late_records(departments: Collection[int], *, on: date, after: str = "") -> LatePage:
    """What departments (by id) published late, or have not published though the last day is over.

    Copies of other routes' decisions are not theirs to publish. Two statements, however long the list is.
    Raises NotFound for a cursor that is none.
    """
    late = _late(departments, on)
    counts = late.aggregate(late=Count("pk"), unpublished=Count("pk", filter=Q(published_on__isnull=True)))
    rows = list(
        _behind(late, after)
        .select_related("record__subject", "record__department")
        .order_by("-publish_by", "-pk")[: PAGE + 1]
    )
    shown = rows[:PAGE]
    return LatePage(
        rows=tuple(_row(listing, on) for listing in shown),
        next_cursor=_cursor(shown[-1]) if len(rows) > PAGE else "",
        late=counts["late"],
        unpublished=counts["unpublished"],
    )


def _late(departments: Collection[int], on: date) -> QuerySet[Listing]:
    came_late = Q(published_on__gt=F("publish_by"))
    never_came = Q(published_on__isnull=True, publish_by__lt=on) & ~Q(state=ListingState.WITHDRAWN)
    return Listing.objects.filter(
        came_late | never_came, record__department__in=departments, record__site="", publish_by__isnull=False
    )


def _behind(late: QuerySet[Listing], after: str) -> QuerySet[Listing]:
    if not after:
        return late
    day, _dot, pk = after.partition(".")
    try:
        last, number = date.fromisoformat(day), int(pk)
    except ValueError:
        raise NotFound("no-page", _("This list has no such page.")) from None
    return late.filter(Q(publish_by__lt=last) | Q(publish_by=last, pk__lt=number))


def _cursor(listing: Listing) -> str:
    return f"{listing.publish_by}.{listing.pk}"


def _row(listing: Listing, on: date) -> LateRecord:
    if listing.publish_by is None:
        raise ValueError(f"{listing} has no last day for publishing")
    until = listing.published_on or on
    return LateRecord(
        record=listing.record,
        publish_by=listing.publish_by,
        published_on=listing.published_on,
        days_late=(until - listing.publish_by).days,
    )
