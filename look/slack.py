"""How much time is left before a due day, in working days: the chip ● ▲ ■ with its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from rulebook.terms import working_days_between

if TYPE_CHECKING:
    from datetime import date

    from rulebook.working_days import Calendar

DUE_SOON = 2
"""Working days left from which a term counts as due soon."""

SlackState = Literal["on-track", "due-soon", "overdue", "paused", "none"]

_SYMBOLS: dict[str, str] = {"on-track": "●", "due-soon": "▲", "overdue": "■", "paused": "‖", "none": "○"}


@dataclass(frozen=True)
class Slack:
    """The chip's content. `working_days`: left if positive, overdue if negative; None without a term."""

    state: SlackState
    words: str
    working_days: int | None = None
    provisional: bool = False

    @property
    def symbol(self) -> str:
        """The shape that tells the state without colour."""
        return _SYMBOLS[self.state]


def slack_of(*, due_on: date | None, on: date, calendar: Calendar, paused: bool = False) -> Slack:
    """The slack of a term due on `due_on` as seen on `on`; a paused term has none, whatever its day.

    `provisional` is set where the days counted reach into a year whose holiday notice is not out.
    """
    if paused:
        return Slack("paused", _("Clock paused"))
    if due_on is None:
        return Slack("none", _("No term is running"))
    provisional = calendar.is_provisional(due_on.year)
    if due_on == on:
        return Slack("due-soon", _("Due today"), 0, provisional)
    if due_on < on:
        late = working_days_between(due_on, on, calendar)
        return Slack("overdue", _overdue_words(late), -late, provisional)
    left = working_days_between(on, due_on, calendar)
    return Slack("due-soon" if left <= DUE_SOON else "on-track", _left_words(left), left, provisional)


def _left_words(left: int) -> str:
    if left == 0:
        return _("No working day left before it is due")
    if left == 1:
        return _("1 working day left")
    return _("%(count)s working days left") % {"count": left}


def _overdue_words(late: int) -> str:
    if late == 0:
        return _("Overdue")
    if late == 1:
        return _("1 working day overdue")
    return _("%(count)s working days overdue") % {"count": late}
