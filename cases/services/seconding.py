"""A waited-for second signature as every act on its draft finds it: open, closed, void because something changed."""

from __future__ import annotations

from datetime import datetime

from cases.models import Case
from cases.models.declaring import SecondOutcome, SecondSignature
from clocks import services as clocks

OWNER_KIND = "signature"
TERM = "second-signature"


def open_on(case_id: int, *, lock: bool = False) -> SecondSignature | None:
    """The signature that a draft waits for."""
    waiting = SecondSignature.objects.filter(case=case_id, outcome="")
    return (waiting.select_for_update() if lock else waiting).first()


def term_owner(asked: SecondSignature, case: Case) -> clocks.Owner:
    return clocks.Owner(OWNER_KIND, asked.pk, case.stream, case.record.jurisdiction)


def close(
    asked: SecondSignature, outcome: SecondOutcome, actor_ref: str, *, at: datetime, remark: str = ""
) -> None:
    """Write what became of it and end its term."""
    SecondSignature.objects.filter(pk=asked.pk, outcome="").update(
        outcome=outcome, answered_by_ref=actor_ref, answered_at=at, remark=remark
    )
    clocks.stop(owner=term_owner(asked, asked.case), at=at, actor_ref=actor_ref, reason=str(outcome))
