"""Rows of the worklists as their template shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.actors import Actor
from cases.models import Case
from journal.now import day_of
from look.case_words import state_tone
from look.names import class_name_of
from look.parts import Tone
from workflows.posts import post_for
from workflows.worklists import Row


@dataclass(frozen=True)
class ListedCase:
    """One line of a worklist. `claimable` and `mine` say which button stands at its end."""

    case: Case
    class_label: str
    state: str
    tone: Tone
    due_on: date | None
    held: bool
    owner: str
    mine: bool
    claimable: bool


def listed(row: Row, actor: Actor) -> ListedCase:
    """A worklist row in the reader's words."""
    case = row.case
    post = post_for(case)  # whoever claims is asked again by the desk itself
    return ListedCase(
        case=case,
        class_label=class_name_of(case.record.edition_key, case.record.class_name),
        state=case.get_state_display(),
        tone=state_tone(case.state),
        due_on=last_day(case),
        held=row.held,
        owner=row.owner_name,
        mine=row.owner_id is not None and row.owner_id == actor.user_id,
        claimable=(row.owner_id is None and post is not None and not row.held and actor.holds(*post)),
    )


def last_day(case: Case) -> date | None:
    """The last day of the nearest term: the stored moment is the midnight after it."""
    if case.next_due_at is None:
        return None
    return date.fromordinal(day_of(case.next_due_at).toordinal() - 1)
