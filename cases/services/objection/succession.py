"""An objection whose company was deregistered waits for persons tied to it, so long as its text says, then ends (C11).

Whoever a measure still binds (the former representative, a shareholder) may want the record right though the
company is gone. An officer to whom such a person came takes the case up again; a successor that is found takes the
party's place (C10); else the end of the term ends the case by itself.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import DESK
from cases.models import Case
from cases.models.hold import HoldCause
from cases.services import keeping
from cases.services.acting import acting
from cases.services.keeping import SUCCESSION
from cases.states import RUNNING_STATES, CaseKind
from clocks import services as clocks
from clocks.models import Deadline
from journal.models import Entry

OPENED = "case.succession_open"
NOBODY_CAME = "nobody-came-forward"


@transaction.atomic
def await_persons(*, case_id: int, document: str, at: datetime) -> Case:
    """Let a running objection wait for persons tied to its deregistered party; `document` proves the deregistration.

    A hold that stands already goes on, and the waiting runs beside it.
    """
    with acting(case_id=case_id, act="await_persons", actor=DESK, at=at, kind=CaseKind.OBJECTION) as doing:
        due_on = doing.start(SUCCESSION).due_on
        doing.note(OPENED, document=document.strip()[:200], due_on=due_on.isoformat())
    return hold_if_awaited(case_id=case_id, at=at)


def hold_if_awaited(*, case_id: int, at: datetime) -> Case:
    """Put the objection on hold while the waiting runs; one that is held already stays as it is."""
    case = Case.objects.get(pk=case_id)
    term = _waiting(case)
    if term is None or case.state not in RUNNING_STATES or case.holds.filter(to_at__isnull=True).exists():
        return case
    return keeping.hold(
        case_id=case.pk,
        cause=HoldCause.SUCCESSION,
        document=_paper(case),
        actor=DESK,
        at=at,
        waits_until=term.due_on,
    )


def found(*, case_id: int, at: datetime) -> None:
    """A successor took the party's place: nobody has to be waited for any more, and the case goes on."""
    case = Case.objects.get(pk=case_id)
    if _waiting(case) is None:
        return
    if case.holds.filter(to_at__isnull=True, cause=HoldCause.SUCCESSION).exists():
        keeping.resume(case_id=case_id, actor=DESK, at=at)
        return
    with acting(case_id=case_id, act="await_persons", actor=DESK, at=at, kind=CaseKind.OBJECTION) as doing:
        doing.stop(SUCCESSION, reason="a successor was found")


def on_term_over(case: Case, entry: Entry) -> None:
    """Nobody came forward within the term: the objection ends, unless it was taken up or ended before."""
    owed = Deadline.objects.filter(pk=entry.payload["deadline_id"], stopped_at__isnull=True).exists()
    if owed and case.state in RUNNING_STATES:
        keeping.terminate(case_id=case.pk, cause=NOBODY_CAME, document=_paper(case), actor=DESK, at=entry.at)


def _waiting(case: Case) -> Deadline | None:
    owner = clocks.Owner("case", case.pk, case.stream)
    return next((term for term in clocks.open_terms(owner) if term.term == SUCCESSION), None)


def _paper(case: Case) -> str:
    """The proof of the deregistration, as it was entered."""
    opened = Entry.objects.filter(stream=case.stream, verb=OPENED).order_by("-pk").first()
    return "" if opened is None else str(opened.payload["document"])
