"""The buttons of an officer's case page: what the actor may do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.actors import Actor
from cases import policies
from cases.labels import act_label
from cases.models import Case
from cases.states import CaseKind
from desk.kinds import KINDS
from rulebook.edition import Edition
from workflows.acts import AT_ANY_DESK, SERVICES
from workflows.desks import DeskFact


@dataclass(frozen=True)
class Act:
    """A button of the case page."""

    name: str
    label: str
    url: str
    destructive: bool


@dataclass(frozen=True)
class Acts:
    """The buttons of the case page: the one primary act, the others, the destructive ones apart.

    `beside` are the acts that are open and whose button stands beside each row they are about.
    """

    primary: Act | None
    others: tuple[Act, ...]
    destructive: tuple[Act, ...]
    beside: frozenset[str]

    @property
    def may_check(self) -> bool:
        return bool(self.beside)

    @property
    def any(self) -> bool:
        return bool(self.primary or self.others or self.destructive)


def open_acts(case: Case, actor: Actor, *, edition: Edition, desk: DeskFact | None, on: date) -> Acts:
    """What the actor may do on a day: nothing of a desk that another officer has taken, nothing that is spent."""
    shown = KINDS[case.kind]
    open_now = policies.acts_open_to(case, actor, on=on)
    names = [name for name in open_now if name in SERVICES[case.kind] and name in shown.pages]
    if desk is not None and desk.owner_id not in {None, actor.user_id}:
        names = [name for name in names if name in AT_ANY_DESK]
    names = [name for name in names if not _spent(name, case, edition)]
    buttons = {name: _act(name, case) for name in names if name not in shown.beside_the_rows}
    primary = next((buttons.pop(name) for name in shown.primary if name in buttons), None)
    return Acts(
        primary=primary,
        others=tuple(button for button in buttons.values() if not button.destructive),
        destructive=tuple(button for button in buttons.values() if button.destructive),
        beside=frozenset(name for name in names if name in shown.beside_the_rows),
    )


def _act(name: str, case: Case) -> Act:
    page = KINDS[case.kind].pages[name]
    label = str(act_label(name, case.kind))
    return Act(name, label, reverse("desk:act", args=[case.number, name]), page.destructive)


def _spent(name: str, case: Case, edition: Edition) -> bool:
    if case.kind != CaseKind.REPAIR:
        return False
    if name == "extend":
        return case.extended or edition.term("decide").extension is None
    if name == "ask_supplement":
        times = edition.term("supplement").times
        return times is not None and case.supplements >= times
    return False
