"""约谈之后: how many talks are left, and the bar on repair after a talk that was missed without cause."""

from __future__ import annotations

from cases.models import RectificationOrder
from cases.services.acting import Doing
from cases.services.rectification.ladder import left
from records.services import bars
from rulebook.calendar_in_use import calendar_in_use
from rulebook.clauses import Limit
from rulebook.proceedings import MISSED_TALK
from rulebook.terms import count_term

YES = "yes"
HELD, FALLEN = "talk-held", "no-talk-follows"


def count_talks_left(doing: Doing) -> None:
    """Keep on the order how many talks its text still allows: the machine asks it where the case goes."""
    talks = list(doing.case.talks.values_list("kind", "standing"))
    remaining = len(left(doing.edition.talks, talks))
    RectificationOrder.objects.filter(case=doing.case).update(talks_left=remaining)
    doing.case.order.talks_left = remaining


def bar_after_absence(doing: Doing) -> None:
    """Bar the subject from repair where the text says so, until the next talk is held or for the text's limit."""
    talks = doing.edition.talks
    if talks.absence_bars_repair.value != YES:
        return
    limit = talks.absence_bar
    until_on = None
    if isinstance(limit, Limit):
        until_on = count_term(
            count=limit.number(edition=doing.edition.key, what="talks.absence_bar"),
            unit=limit.unit,
            start=doing.on,
            calendar=calendar_in_use(doing.case.record.jurisdiction),
        ).due_on
    bars.enter(
        subject_id=doing.case.subject_id,
        bar_id=MISSED_TALK,
        edition_key=doing.case.edition_key,
        on=doing.on,
        case_number=doing.case.number,
        until_on=until_on,
        published=False,
        at=doing.at,
        actor_ref=doing.actor.ref,
    )


def lift_waiting_bar(doing: Doing, *, cause: str) -> None:
    """Lift the bar that stands until the next talk: it was held, or none can follow any more.

    One that the text gives a last day stands until that day.
    """
    if not isinstance(doing.edition.talks.absence_bar, Limit):
        bars.lift_of_case(case_number=doing.case.number, cause=cause, at=doing.at, actor_ref=doing.actor.ref)
