"""陈述申辩: the subject says what it has to say, or lets the term pass; either way the case is examined."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import CLOCK, Actor
from cases.models import Case, RevocationNotice
from cases.services.acting import Doing, acting, text
from cases.states import CaseKind

DEFENCE = "revocation.defence"
DECIDE = "revocation.decide"


def state_defence(
    *, case_id: int, statement: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """State the defence (陈述申辩), once; the papers for it are added before. The decision term begins.

    Raises a refusal without a statement, and once the hearing is over.
    """
    said = text(statement, otherwise="statement")
    with acting(
        case_id=case_id,
        act="state_defence",
        actor=actor,
        at=at,
        version=version,
        kind=CaseKind.REVOCATION,
    ) as doing:
        doing.move("case.defence_stated", payload={"statement": said})
        RevocationNotice.objects.filter(case=doing.case).update(
            statement=said,
            stated_at=at,
            stated_by_ref=actor.ref,
            served_by_ref=actor.ref if actor.acting_for == doing.case.subject_id else "",
        )
        _examined_from_now(doing, reason="stated")
    return doing.case


def defence_over(*, case_id: int, at: datetime) -> Case:
    """The term of the defence ended in silence (申辩期满): silence ends the hearing, it admits nothing."""
    with acting(case_id=case_id, act="defence_over", actor=CLOCK, at=at, kind=CaseKind.REVOCATION) as doing:
        doing.move("case.defence_over")
        _examined_from_now(doing, reason="defence over")
    return doing.case


def _examined_from_now(doing: Doing, *, reason: str) -> None:
    RevocationNotice.objects.filter(case=doing.case).update(defence_over_on=doing.on)
    doing.stop(DEFENCE, reason=reason)
    doing.start(DECIDE)
