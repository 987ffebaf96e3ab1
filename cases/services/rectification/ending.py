"""What ends with a rectification, whichever act ends it: a talk that is set, a bar that waits for the next talk."""

from __future__ import annotations

from cases.models import Talk
from cases.models.talk import TalkStanding
from cases.services.acting import Doing
from cases.services.rectification.absence import FALLEN, lift_waiting_bar
from records.services import bars

RECORD_WITHDRAWN = "record-withdrawn"


def let_go(doing: Doing) -> None:
    """Call off the talk that is set; lift the bar that waits for one; where the record fell, every bar (C4)."""
    Talk.objects.filter(case=doing.case, standing=TalkStanding.SET).update(
        standing=TalkStanding.CANCELLED, ended_at=doing.at, reason=doing.case.cause
    )
    if doing.case.cause == RECORD_WITHDRAWN:
        bars.lift_of_case(
            case_number=doing.case.number,
            cause=RECORD_WITHDRAWN,
            at=doing.at,
            actor_ref=doing.actor.ref,
        )
    else:
        lift_waiting_bar(doing, cause=FALLEN)
