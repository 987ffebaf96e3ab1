"""A repair of a contested record: it stands still while the objection decides its class, duty or minimum (rule C22).

The hold names the objection; the repair goes on when that one ends, whichever of the two came first.
"""

from __future__ import annotations

from datetime import datetime

from accounts.actors import DESK
from cases.contested import decides_a_repair
from cases.models import Case
from cases.models.hold import HoldCause
from cases.services import keeping
from cases.states import RUNNING_STATES, CaseKind


def hold_repair_if_contested(*, record_id: int, at: datetime) -> None:
    """Hold the running repair of a record while an accepted objection contests what decides it; a held one stays so."""
    repair = Case.objects.filter(record=record_id, kind=CaseKind.REPAIR, state__in=RUNNING_STATES).first()
    if repair is None or repair.holds.filter(to_at__isnull=True).exists():
        return
    objection = deciding_objection(record_id)
    if objection is None:
        return
    keeping.hold(
        case_id=repair.pk,
        cause=HoldCause.OTHER_PROCEEDING,
        document=objection.number,
        actor=DESK,
        at=at,
    )


def deciding_objection(record_id: int) -> Case | None:
    """The accepted and running objection that contests what decides a repair of the record; None without one."""
    objection = Case.objects.filter(
        record=record_id, kind=CaseKind.OBJECTION, state__in=RUNNING_STATES, accepted_on__isnull=False
    ).first()
    if objection is None:
        return None
    fields = objection.contested.filter(dropped_at__isnull=True).values_list("field", flat=True)
    return objection if decides_a_repair(fields) else None


def repair_goes_on(*, objection_id: int, at: datetime) -> None:
    """Take the repair up again that stood still for an objection, once that one decides it no longer."""
    objection = Case.objects.get(pk=objection_id)
    deciding = deciding_objection(objection.record_id)
    if deciding is not None and deciding.pk == objection.pk:
        return
    held = Case.objects.filter(
        record=objection.record_id,
        kind=CaseKind.REPAIR,
        state__in=RUNNING_STATES,
        holds__to_at__isnull=True,
        holds__cause=HoldCause.OTHER_PROCEEDING,
        holds__document=objection.number,
    )
    for repair in held:
        keeping.resume(case_id=repair.pk, actor=DESK, at=at)
