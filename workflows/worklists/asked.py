"""What an officer asks of a worklist: the tab, the filters, the order. The names of the address are in `desk.forms`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

MINE, TEAM, HELD, BACK, DONE = "mine", "team", "held", "back", "done"
TABS = {
    MINE: _("Mine"),
    TEAM: _("My team"),
    "waiting": _("Waiting for others"),
    HELD: _("On hold"),
    BACK: _("Back from hold"),
    "due-today": _("Due today"),
    "overdue": _("Overdue"),
    DONE: _("Done"),
}
SLACK, NEWEST, NUMBER = "slack", "newest", "number"
ORDERS = {
    SLACK: _("Least time left first"),
    NEWEST: _("Newest first"),
    NUMBER: _("By case number"),
}


@dataclass(frozen=True)
class Asked:
    """One question to the worklist; empty fields ask for nothing.

    `query` is a case number, a credit code or the beginning of a name; `class_name` the id of a class in the
    texts; `department` and `owner` are ids; `nobodys` asks for work that nobody has taken. The days are inclusive:
    of the nearest term, and of filing.
    """

    tab: str = MINE
    query: str = ""
    kind: str = ""
    state: str = ""
    class_name: str = ""
    department: int | None = None
    owner: int | None = None
    nobodys: bool = False
    due_from: date | None = None
    due_to: date | None = None
    opened_from: date | None = None
    opened_to: date | None = None
    order: str = SLACK

    @property
    def sorting(self) -> str:
        """How the rows are sorted: as asked; holds by the day they come back; what is done, newest first."""
        if self.order != SLACK:
            return self.order
        return {HELD: HELD, DONE: NEWEST}.get(self.tab, SLACK)
