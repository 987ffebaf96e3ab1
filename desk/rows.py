"""Rows of the worklists as their template shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.actors import Actor
from accounts.roles import Role
from cases.models import Case
from desk.reasons import Reasons
from journal.now import day_of
from look.case_words import state_tone
from look.names import class_name_of
from look.parts import Tone
from workflows.posts import post_for
from workflows.worklists.pages import Row


@dataclass(frozen=True)
class ListedCase:
    """One line of a worklist. `claimable` and `mine` say which button stands at its end.

    `stands_in` is set where the reader would act in the place of whoever has taken the work; `givable` where they
    may give it to a colleague; `takes_effect_at` where a signature waits for the end of its recall window.
    """

    case: Case
    class_label: str
    state: str
    tone: Tone
    due_on: date | None
    held: bool
    held_until: date | None
    taken_up_on: date | None
    contested: bool
    owner: str
    mine: bool
    stands_in: bool
    claimable: bool
    givable: bool
    takes_effect_at: datetime | None = None
    why: Reasons | None = None


def listed(row: Row, actor: Actor, *, why: Reasons | None = None) -> ListedCase:
    """A worklist row in the reader's words."""
    case = row.case
    listing = getattr(case.record, "listing", None)  # a record that was never shown has none
    post = post_for(case)  # whoever claims is asked again by the desk itself
    return ListedCase(
        case=case,
        class_label=class_name_of(case.record.edition_key, case.record.class_name),
        state=case.get_state_display(),
        tone=state_tone(case.state),
        due_on=last_day(case),
        held=row.held,
        held_until=row.hold_until,
        taken_up_on=None if row.taken_up_at is None else day_of(row.taken_up_at),
        contested=listing is not None and listing.is_contested,
        owner=row.owner_name,
        mine=row.owner_id is not None and row.owner_id == actor.user_id,
        stands_in=row.in_place_of and row.owner_id != actor.user_id,
        claimable=(row.owner_id is None and post is not None and not row.held and actor.holds(*post)),
        givable=post is not None and (row.in_place_of or actor.holds(Role.SUPERVISOR, post[1])),
        takes_effect_at=row.takes_effect_at,
        why=why,
    )


def last_day(case: Case) -> date | None:
    """The last day of the nearest term: the stored moment is the midnight after it."""
    if case.next_due_at is None:
        return None
    return date.fromordinal(day_of(case.next_due_at).toordinal() - 1)
