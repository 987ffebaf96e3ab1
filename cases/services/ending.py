"""What ends with a case of a kind, in the transaction that closes it, whichever act does."""

from __future__ import annotations

from cases.models import Inquiry
from cases.models.objection import InquiryEnd
from cases.services.acting import Doing
from cases.services.rectification.ending import let_go
from cases.states import CaseKind
from records.models import CreditRecord
from records.services import objections


def ends(doing: Doing) -> None:
    """Let go of what a closed case held.

    An objection's mark on the record and its copies, its open inquiry; a rectification's talk and waiting bar.
    """
    if doing.case.kind == CaseKind.RECTIFICATION:
        let_go(doing)
    if doing.case.kind != CaseKind.OBJECTION:
        return
    Inquiry.objects.filter(case=doing.case, closed="").update(
        closed=InquiryEnd.CASE_ENDED, closed_at=doing.at
    )
    for record_id in contested_records(doing.case.record_id):
        objections.settle(
            record_id=record_id,
            case_id=doing.case.pk,
            number=doing.case.number,
            at=doing.at,
            actor_ref=doing.actor.ref,
        )


def contested_records(record_id: int) -> tuple[int, ...]:
    """The record that is contested and its copies on other routes: one inquiry for all of them (C20)."""
    copies = CreditRecord.objects.filter(follows=record_id).exclude(site="").order_by("pk")
    return (record_id, *copies.values_list("pk", flat=True))
