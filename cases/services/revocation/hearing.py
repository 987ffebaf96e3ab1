"""陈述申辩: the subject says what it has to say, or lets the term pass; either way the case is examined."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import CLOCK, Actor
from cases.models import Case, RevocationNotice
from cases.services.acting import Doing, acting, text
from cases.states import CaseKind, RevocationState
from clocks import services as clocks
from clocks.models import Standing
from journal.models import Entry

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


def on_term_over(case: Case, entry: Entry) -> None:
    """The hearing ends in silence; a defence that committed first stands, and a held case waits."""
    if case.state == RevocationState.NOTIFIED and not case.holds.filter(to_at__isnull=True).exists():
        defence_over(case_id=case.pk, at=entry.at)


def after_a_hold(case: Case, entry: Entry) -> None:
    """A case was taken up again: a term that had run out just before the hold ends the hearing now."""
    owner = clocks.Owner("case", case.pk, case.stream)
    ended = (term for term in clocks.open_terms(owner) if term.standing == Standing.BREACHED)
    if any(term.term == DEFENCE for term in ended):
        on_term_over(case, entry)
