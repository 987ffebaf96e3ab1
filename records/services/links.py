"""One decision on two routes, and results that end with another record: one decides, the others follow.

Which record decides is computed from its kind and its department's field, never chosen: a record that was
delivered from the site of another route is a copy (`CreditRecord.site`). Known again by its fingerprint:
authority code, decision number, day, subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from journal.many import Happened
from journal.record import record as journal
from journal.refusals import Crossed, NotFound, Refusal
from records.models import CreditRecord, Department
from records.selectors import edition_of
from records.services import covering
from records.services import listing as listings
from rulebook.editions_in_use import route_of


def competent_route(*, kind: str, department: Department) -> str:
    """The route on which records of a kind of this department are decided."""
    return route_of(record_kind=kind, authority_field=department.authority_field)


def site_of(*, kind: str, department: Department, delivered_from: str) -> str:
    """The other route's site a record was delivered from; empty where that is the competent one itself."""
    competent = competent_route(kind=kind, department=department)
    return delivered_from if delivered_from != competent else ""


def decided_on(record: CreditRecord) -> str:
    """The route that decides on a copy; empty where the record itself is the one that decides."""
    competent = competent_route(kind=record.kind, department=record.department)
    return competent if record.site and record.site != competent else ""


def link_delivered(records: Sequence[CreditRecord]) -> list[Happened]:
    """Link records that were just stored with the same decisions on other routes, whichever came first."""
    stored = {record.pk for record in records}
    same = CreditRecord.objects.filter(fingerprint__in={record.fingerprint for record in records})
    known: dict[tuple[str, str], list[CreditRecord]] = {}
    for row in same.only("pk", "fingerprint", "kind", "site", "follows_id").order_by("pk"):
        known.setdefault((row.fingerprint, row.kind), []).append(row)
    happened: list[Happened] = []
    for rows in known.values():
        leading = next((row for row in rows if not row.site), None)
        copies = [row for row in rows if row.site and row.follows_id is None]
        if leading is None or not {leading.pk, *(row.pk for row in copies)} & stored:
            continue
        for copy in copies:
            CreditRecord.objects.filter(pk=copy.pk).update(follows_id=leading.pk)
            happened.append(Happened(f"record:{copy.pk}", "record.linked", _told(copy.pk, leading.pk)))
    return happened


@transaction.atomic
def link_spot_check(*, record_id: int, leading_id: int, at: datetime, actor_ref: str) -> CreditRecord:
    """Say with which penalty or listing the negative result of a spot check ends.

    Raises NotFound for an unknown record; Refusal where the text knows no such link, or the two are not of one
    subject; Crossed where it is linked already.
    """
    both = CreditRecord.objects.select_for_update(of=("self",)).in_bulk([record_id, leading_id])
    record, leading = both.get(record_id), both.get(leading_id)
    if record is None or leading is None:
        raise NotFound("no-record", _("This credit record does not exist."))
    removal = edition_of(record).removal(record.kind)
    if removal is None or leading.kind not in removal.ends_with:
        raise Refusal("no-such-link", _("Under its text this record does not end with the other one."))
    if record.subject_id != leading.subject_id:
        raise Refusal("other-subject", _("The two records are about different companies."))
    if record.follows_id is not None:
        raise Crossed("linked", _("The record is linked already."))
    record.follows = leading
    record.save(update_fields=["follows"])
    journal(
        stream=record.stream,
        verb="record.linked",
        actor_ref=actor_ref,
        at=at,
        payload=_told(record.pk, leading.pk),
    )
    return record


def end_followers(*, record_id: int, cause: str, at: datetime, actor_ref: str) -> int:
    """End what follows a record whose publication is over, each with its own holders; returns how many."""
    followers = CreditRecord.objects.filter(follows_id=record_id, listing__ended_at__isnull=True)
    ended = 0
    for pk in followers.order_by("pk").values_list("pk", flat=True):
        listings.end(record_id=pk, cause=cause, at=at, actor_ref=actor_ref)
        ended += 1
    return ended


def end_if_led_to_its_end(*, record_id: int, at: datetime, actor_ref: str) -> bool:
    """End a record that was linked to one whose publication is over already."""
    record = CreditRecord.objects.select_related("listing", "follows__listing").get(pk=record_id)
    leading = record.follows
    if leading is None or not leading.listing.is_over or record.listing.is_over:
        return False
    listings.end(record_id=record_id, cause=leading.listing.end_cause, at=at, actor_ref=actor_ref)
    return True


def cover_copies(*, record_id: int, at: datetime, actor_ref: str) -> int:
    """Hide the copies of a record on other routes while it is hidden, and show them again; returns how many.

    Each with its own holders under its own text's limits; a copy that something else covers stays hidden (C20).
    """
    copies = CreditRecord.objects.filter(follows_id=record_id, listing__ended_at__isnull=True).exclude(
        site=""
    )
    return sum(
        cover_copy(record_id=pk, at=at, actor_ref=actor_ref)
        for pk in copies.order_by("pk").values_list("pk", flat=True)
    )


@transaction.atomic
def cover_copy(*, record_id: int, at: datetime, actor_ref: str) -> bool:
    """Bring one copy to where its leading record stands: hidden, or shown for what is left. Whether it changed."""
    record, shown = listings.locked(record_id)
    if not record.site:
        return False
    before, cover = shown.state, covering.standing_cover(record, shown)
    if cover is not None and shown.is_public:
        listings.hide(
            record_id=record.pk, cause=cover.cause, document=cover.document, at=at, actor_ref=actor_ref
        )
    elif cover is None:
        listings.uncover(record_id=record.pk, reason="leading record", at=at, actor_ref=actor_ref)
    shown.refresh_from_db()
    return bool(shown.state != before)


def leading_candidates(record: CreditRecord) -> QuerySet[CreditRecord]:
    """With which records of its subject the result of a spot check may end; none where its text knows none."""
    removal = edition_of(record).removal(record.kind) if record.edition_key else None
    if removal is None or record.follows_id is not None:
        return CreditRecord.objects.none()
    return (
        CreditRecord.objects.filter(subject=record.subject_id, kind__in=removal.ends_with, site="")
        .exclude(pk=record.pk)
        .order_by("-determined_on", "-pk")
    )


def _told(record_id: int, leading_id: int) -> dict[str, object]:
    return {"record_id": record_id, "follows": leading_id}
