"""What a withdrawn record takes with it (C4): the open revocation, the bars that were entered, the commitment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import DESK
from cases.models import Case
from cases.models.commitment import CommitmentStanding
from cases.services import commitments, keeping
from cases.states import RUNNING_STATES, CaseKind, RevocationState
from records.services import bars

WITHDRAWN = "record-withdrawn"


def end_with_listing(case: Case, cause: str, at: datetime) -> None:
    """End an open revocation with its withdrawn record; that publication is over by itself changes nothing (C2).

    Where no day is left, revoking restores nothing, but the subject is barred all the same.
    """
    if cause == WITHDRAWN and case.state in RUNNING_STATES:
        keeping.terminate(case_id=case.pk, cause=cause, actor=DESK, at=at)


@transaction.atomic
def fall_with_record(*, record_id: int, at: datetime) -> None:
    """A record was withdrawn: bars of its revocations are lifted, commitments of its repairs fall away (C4).

    Told twice, it changes nothing.
    """
    revoked = Case.objects.filter(
        record_id=record_id, kind=CaseKind.REVOCATION, state=RevocationState.REVOKED
    )
    for number in revoked.order_by("number").values_list("number", flat=True):
        bars.lift_of_case(case_number=number, cause=WITHDRAWN, at=at, actor_ref=DESK.ref)
    repairs = Case.objects.filter(record_id=record_id, kind=CaseKind.REPAIR, commitment__isnull=False)
    for repair in repairs.order_by("number").values_list("pk", flat=True):
        watched = commitments.watched_of(repair)
        if watched is not None:
            commitments.end_watch(
                watched, CommitmentStanding.RELEASED, verb="commitment.released", actor=DESK, at=at
            )
