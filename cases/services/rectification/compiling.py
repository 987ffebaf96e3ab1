"""应整改名单: the subjects of a department that must rectify, and one order to each of those chosen."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from cases.models import Case
from cases.refusals import refusal
from cases.services.rectification.demands import read_demands
from cases.services.rectification.ordering import order, plan_order
from cases.states import OPEN_STATES, CaseKind
from journal.now import day_of
from journal.refusals import Refusal
from records.models import CreditRecord, Department
from records.models.listing import PUBLIC_STATES
from records.selectors import in_charge

ORDERED, JOINED, REFUSED = "ordered", "joined", "refused"


@dataclass(frozen=True)
class Ordered:
    """What an order did, or would do, to one record; `number` is that of its case, empty in a preview."""

    record_id: int
    decision_number: str
    subject: str
    result: str
    number: str = ""
    refusal: str = ""


def must_rectify(department: Department, *, on: date, days: int = 30) -> QuerySet[CreditRecord]:
    """Records a department is in charge of on a day whose duties are open though they have been public for `days`.

    Its own determinations and those of the departments it succeeded; oldest first, without those under order already
    and without copies of other routes. How long is the desk's own sieve, no law.
    """
    running = Case.objects.filter(record=OuterRef("pk"), kind=CaseKind.RECTIFICATION, state__in=OPEN_STATES)
    return (
        CreditRecord.objects.filter(
            department__in=_taken_over(department, on),
            duties_open=True,
            site="",
            listing__state__in=PUBLIC_STATES,
            listing__starts_on__lte=on - timedelta(days=days),
        )
        .exclude(Exists(running))
        .select_related("subject", "department", "listing")
        .order_by("determined_on", "pk")
    )


def _taken_over(department: Department, on: date) -> list[int]:
    """The department itself, where it is in charge, and all whose duties came to it."""
    if in_charge(department, on) != department:
        return []
    known, ahead = [department.pk], [department.pk]
    while ahead:
        ended = Department.objects.filter(successor__in=ahead, valid_to__lte=on).exclude(pk__in=known)
        ahead = list(ended.values_list("pk", flat=True))
        known += ahead
    return known


def order_many(
    *,
    record_ids: Sequence[int],
    basis: str,
    clause: str,
    demands: Iterable[Mapping[str, str]],
    actor: Actor,
    at: datetime,
    limit_days: int | None = None,
    write: bool = True,
) -> tuple[Ordered, ...]:
    """One order to each of many records, in the order given, each in a transaction of its own.

    What is refused is named with its sentence and the others go on. Without `write` nothing is written: a preview.
    Raises a refusal where no record is chosen or the text itself is wrong.
    """
    if not record_ids:
        raise refusal("no-records")
    rows = list(demands)
    read_demands(rows)
    batch = secrets.token_hex(8)
    known = CreditRecord.objects.select_related("subject", "department", "listing").in_bulk(record_ids)
    done = []
    for record_id in dict.fromkeys(record_ids):
        record = known.get(record_id)
        if record is None:
            done.append(Ordered(record_id, "", "", REFUSED, refusal=str(refusal("no-record"))))
            continue
        head = (record.pk, record.decision_number, record.subject.name)
        try:
            plan = plan_order(record, actor=actor, on=day_of(at), limit_days=limit_days)
            result, number = (JOINED, plan.running.number) if plan.running else (ORDERED, "")
            if write:
                number = order(
                    record_id=record.pk,
                    basis=basis,
                    clause=clause,
                    demands=rows,
                    actor=actor,
                    at=at,
                    limit_days=limit_days,
                    batch=batch,
                ).number
        except Refusal as refused:
            done.append(Ordered(*head, REFUSED, refusal=str(refused)))
        else:
            done.append(Ordered(*head, result, number=number))
    return tuple(done)
