"""Measures (惩戒措施) resting on a record: imposed under an item of the list, suspended, resumed, lifted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from journal.moves import move
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, NotFound, Refusal
from records.models import CreditRecord, Department, Listing, Measure
from records.models.measure import MeasureState


@transaction.atomic
def impose(
    *, record_id: int, name: str, catalogue_item: str, department_id: int, at: datetime, actor_ref: str
) -> Measure:
    """Note a measure that rests on a record.

    Raises Refusal without a name or without the item of the national or local list that allows it (no measure
    stands outside those lists, K), NotFound, Crossed where the record's publication is over.
    """
    record = CreditRecord.objects.select_for_update().filter(pk=record_id).first()
    department = Department.objects.filter(pk=department_id).first()
    if record is None or department is None:
        raise NotFound("no-record", _("This credit record does not exist."))
    if not name.strip() or not catalogue_item.strip():
        raise Refusal("measure", _("Name the measure and the item of the list that allows it."))
    if Listing.objects.filter(record=record, ended_at__isnull=False).exists():
        raise Crossed("listing-over", _("The publication of this record is over already."))
    measure = Measure.objects.create(
        record=record,
        name=name.strip(),
        catalogue_item=catalogue_item.strip(),
        department=department,
        imposed_on=day_of(at),
    )
    journal(
        stream=record.stream,
        verb="measure.imposed",
        actor_ref=actor_ref,
        at=at,
        payload={
            "record_id": record.pk,
            "measure_id": measure.pk,
            "name": measure.name,
            "catalogue_item": measure.catalogue_item,
            "department_id": department.pk,
        },
    )
    return measure


def suspend_all(*, record_id: int, at: datetime, actor_ref: str) -> int:
    """Suspend the measures in force, in the caller's transaction; returns how many."""
    return _each(
        record_id, (MeasureState.IN_FORCE,), "suspend", verb="measure.suspended", at=at, actor_ref=actor_ref
    )


def resume_all(*, record_id: int, at: datetime, actor_ref: str) -> int:
    """Put suspended measures in force again, in the caller's transaction; returns how many."""
    return _each(
        record_id, (MeasureState.SUSPENDED,), "resume", verb="measure.resumed", at=at, actor_ref=actor_ref
    )


def lift_all(*, record_id: int, at: datetime, actor_ref: str) -> int:
    """Lift every measure of a record, in the caller's transaction; returns how many."""
    standing = (MeasureState.IN_FORCE, MeasureState.SUSPENDED)
    return _each(
        record_id,
        standing,
        "lift",
        verb="measure.lifted",
        at=at,
        actor_ref=actor_ref,
        fields={"lifted_at": at},
    )


def reimpose_all(*, record_id: int, lifted_at: datetime | None, at: datetime, actor_ref: str) -> int:
    """Put in force again what an end lifted at that instant, in the caller's transaction; returns how many."""
    rows = Measure.objects.filter(lifted_at=lifted_at)
    return _each(
        record_id,
        (MeasureState.LIFTED,),
        "reimpose",
        verb="measure.reimposed",
        at=at,
        actor_ref=actor_ref,
        fields={"lifted_at": None},
        among=rows,
    )


def _each(
    record_id: int,
    states: tuple[MeasureState, ...],
    act: str,
    *,
    verb: str,
    at: datetime,
    actor_ref: str,
    fields: dict[str, Any] | None = None,
    among: QuerySet[Measure] | None = None,
) -> int:
    rested = Measure.objects.all() if among is None else among
    standing = rested.select_for_update().filter(record_id=record_id, state__in=states)
    rows = list(standing.order_by("pk"))
    for measure in rows:
        payload = {"record_id": record_id, "measure_id": measure.pk, "name": measure.name}
        move(measure, act, verb=verb, actor_ref=actor_ref, at=at, payload=payload, fields=fields)
    return len(rows)
