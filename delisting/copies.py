"""A copy is still online: the company reports its address, an officer of the platform looks and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.roles import Role
from delisting.models import (
    REMOVING,
    CopyOutcome,
    CopyReport,
    CopyReportState,
    CopyShows,
    Order,
    OrderKind,
    Release,
)
from delisting.refusals import refusal
from journal.moves import Conflict, NotNow, move
from journal.now import day_of
from journal.record import record
from records.models import CreditRecord, Department

TEXT_LIMIT = 2000
ADDRESS_LIMIT = 500
PLACE_LIMIT = 200


@dataclass(frozen=True)
class Place:
    """A place that was asked to remove its copy: its release and its name in both languages."""

    release_id: int
    name_zh: str
    name_en: str


def removing_order(record_id: int) -> Order | None:
    """The order by which copies of a record must be away by now; None where none has to be."""
    orders = Order.objects.filter(record_id=record_id).exclude(kind=OrderKind.CORRECT)
    last = orders.order_by("-sequence").first()
    return last if last is not None and last.kind in REMOVING else None


def places_of(record_id: int) -> tuple[Place, ...]:
    """The places that were asked to remove a record, in a fixed order; none where nothing has to be away."""
    order = removing_order(record_id)
    if order is None:
        return ()
    return tuple(
        Place(release.pk, release.holder.name_zh, release.holder.name_en)
        for release in order.releases.select_related("holder").order_by("pk")
    )


def report(
    *,
    record_id: int,
    address: str,
    shows: str,
    seen_on: date,
    actor: Actor,
    at: datetime,
    release_id: int | None = None,
    place: str = "",
    note: str = "",
) -> CopyReport:
    """Report the address of a copy, at a place of the ledger (`release_id`) or at another one (`place`).

    `shows` is what stands there (CopyShows), `seen_on` the day on which it was first seen. Raises Refusal: not the
    company's record, nothing that had to be removed, an address that is none, a place that is neither chosen nor named,
    nothing said of what is shown there or since when, the same address reported and not answered yet.
    """
    where = _address(address)
    told = _text(note)
    if shows not in set(CopyShows) or (shows == CopyShows.OTHER and not told):
        raise refusal("copy-shows")
    if seen_on > day_of(at):
        raise refusal("copy-seen-on")
    with transaction.atomic():
        order = removing_order(record_id)
        if order is None:
            raise refusal("not-removed-anywhere")
        order = Order.objects.select_for_update(of=("self",)).select_related("record").get(pk=order.pk)
        if not _stands_for(actor, order.record):
            raise refusal("no-copy-report")
        release = _release(order, release_id)
        named = place.strip()[:PLACE_LIMIT]
        if release is None and not named:
            raise refusal("unknown-place")
        if order.copy_reports.filter(address=where, state=CopyReportState.OPEN).exists():
            raise refusal("copy-reported")
        made = CopyReport.objects.create(
            order=order,
            release=release,
            place="" if release else named,
            address=where,
            shows=shows,
            seen_on=seen_on,
            note=told,
            reported_at=at,
            reported_by_ref=actor.ref,
        )
        facts = {
            "address": where,
            "holder": release.holder.code if release else "",
            "shows": shows,
            "seen_on": seen_on.isoformat(),
        }
        if actor.acting_for is not None:
            facts["acting_for"] = str(actor.acting_for)
        record(
            stream=made.stream,
            verb="copy.reported",
            actor_ref=actor.ref,
            at=at,
            payload={**_facts(made), **facts},
        )
    return made


def answer(*, report_id: int, outcome: str, text: str, actor: Actor, at: datetime) -> CopyReport:
    """An officer of the platform says what was found at the address and what was done.

    Raises NotFound for strangers, Crossed where it was answered before, Refusal where a part is missing.
    """
    if outcome not in set(CopyOutcome):
        raise refusal("unknown-outcome")
    done = _text(text)
    if not done:
        raise refusal("copy-answer")
    try:
        with transaction.atomic():
            made = CopyReport.objects.select_for_update(of=("self",)).filter(pk=report_id).first()
            if made is None or not reports_for(actor).filter(pk=report_id).exists():
                raise refusal("no-copy-report")
            if made.order.record.subject_id in actor.subjects:
                raise refusal("not-platform")
            move(
                made,
                "answer",
                verb="copy.answered",
                actor_ref=actor.ref,
                at=at,
                payload={**_facts(made), "outcome": outcome},
                fields={
                    "outcome": outcome,
                    "answer_text": done,
                    "answered_at": at,
                    "answered_by_ref": actor.ref,
                },
            )
    except (NotNow, Conflict) as crossed:
        raise refusal("copy-answered") from crossed
    return made


def reports_for(actor: Actor) -> QuerySet[CopyReport]:
    """The reports that an officer answers: of records in the places of the credit platform it works for."""
    platforms = Department.objects.filter(
        pk__in=actor.departments(Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR), is_platform=True
    )
    within = Q(pk__in=())
    for place in platforms.values_list("jurisdiction", flat=True):
        within |= Q(order__record__jurisdiction__startswith=place.removesuffix("00").removesuffix("00"))
    return CopyReport.objects.filter(within)


def open_reports(actor: Actor, limit: int = 50) -> list[CopyReport]:
    """The reports that wait for an answer, oldest first."""
    waiting = reports_for(actor).filter(state=CopyReportState.OPEN)
    return list(_read(waiting).order_by("pk")[:limit])


def reports_of(record_id: int) -> list[CopyReport]:
    """What was reported of a record, newest first."""
    return list(_read(CopyReport.objects.filter(order__record=record_id)).order_by("-pk"))


def load_report(pk: int, actor: Actor) -> CopyReport:
    """A report for whoever answers it. Raises NotFound."""
    found = _read(reports_for(actor)).filter(pk=pk).first()
    if found is None:
        raise refusal("no-copy-report")
    return found


def _read(reports: QuerySet[CopyReport]) -> QuerySet[CopyReport]:
    return reports.select_related(
        "order__record__subject", "order__record__department", "release__holder__department"
    )


def _stands_for(actor: Actor, record: CreditRecord) -> bool:
    """Whether the actor stands for the company in the matter of a record."""
    if record.subject_id in actor.subjects:
        return actor.sees(record.subject_id, record.pk)
    return actor.acting_for == record.subject_id and actor.holds_anywhere(Role.WINDOW_CLERK)


def _release(order: Order, release_id: int | None) -> Release | None:
    if release_id is None:
        return None
    found = order.releases.select_related("holder").filter(pk=release_id).first()
    if found is None:
        raise refusal("unknown-place")
    return found


def _address(written: str) -> str:
    clean = written.strip()
    parts = urlsplit(clean)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(clean) > ADDRESS_LIMIT:
        raise refusal("copy-address")
    return clean


def _text(written: str) -> str:
    clean = written.strip()
    if len(clean) > TEXT_LIMIT:
        raise refusal("copy-text-too-long", limit=TEXT_LIMIT)
    return clean


def _facts(made: CopyReport) -> dict[str, object]:
    order = made.order
    return {
        "copy_report_id": made.pk,
        "order_id": order.pk,
        "release_id": made.release_id,
        "record_id": order.record_id,
        "subject_id": order.record.subject_id,
        "case_id": order.case_id,
    }
