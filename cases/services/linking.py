"""Who may say with which record the result of a spot check ends: the officers in charge of it."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from cases.refusals import refusal
from cases.services.crossing import may_enter
from journal.now import day_of
from records.models import CreditRecord
from records.services import links


def link_spot_check(*, record_id: int, leading_id: int, actor: Actor, at: datetime) -> CreditRecord:
    """关联抽查结果: the negative result of a spot check ends with a penalty or listing of the same subject.

    Raises NotFound for whoever may not enter on the record, and what `records.services.links` refuses.
    """
    record = CreditRecord.objects.select_related("department").filter(pk=record_id).first()
    if record is None or not may_enter(record, actor, on=day_of(at)):
        raise refusal("no-record")
    return links.link_spot_check(record_id=record_id, leading_id=leading_id, at=at, actor_ref=actor.ref)
