"""The officer's acts as pages: which form, what will happen, what is said afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from cases import policies
from cases.labels import ACTS
from cases.models import Case
from desk.forms import acts as forms
from rulebook.edition import Edition
from workflows.desks import AT_ANY_DESK, SERVICES, DeskFact


@dataclass(frozen=True)
class ActPage:
    """One act: its form, what will happen when it is done, and what the page says then."""

    form: type[forms.ActForm]
    consequence: Promise
    done: Promise
    destructive: bool = False


PAGES: Mapping[str, ActPage] = {
    "accept": ActPage(
        forms.ActForm,
        _("The company is told that its application is accepted, and the decision term begins today."),
        _("The application was accepted."),
    ),
    "decline": ActPage(
        forms.DeclineForm,
        _("The case is closed. The company gets a letter with the reason, the clause and its remedies."),
        _("The application was not accepted; the letter is on its way."),
        destructive=True,
    ),
    "ask_supplement": ActPage(
        forms.SupplementForm,
        _(
            "The company gets one letter with every item. It can be asked only once; the acceptance term stands "
            "still until it answers."
        ),
        _("Every missing item was asked for at once."),
    ),
    "reroute": ActPage(
        forms.RerouteForm,
        _(
            "The case moves to the other unit's desk. Its acceptance term begins anew, the whole term runs on."
        ),
        _("The case was passed to the competent unit."),
    ),
    "check_step": ActPage(
        forms.CheckStepForm,
        _("The finding is kept with your name. You can check a step again until you propose a decision."),
        _("The step was checked."),
    ),
    "find_insufficient": ActPage(
        forms.ReasonForm,
        _("The steps go back to the company with a new limit; the decision term stands still meanwhile."),
        _("The rectification was found insufficient; the steps are with the company again."),
    ),
    "extend": ActPage(
        forms.ReasonForm,
        _("The decision term is extended once. The company is told why, by letter."),
        _("The decision term was extended."),
    ),
    "propose": ActPage(
        forms.ProposeForm,
        _("The proposal goes to another officer for countersignature. You cannot countersign it yourself."),
        _("The proposal waits for countersignature."),
    ),
    "send_back": ActPage(
        forms.ReasonForm,
        _("The case goes back for examination. The decision term runs on."),
        _("The proposal was sent back."),
    ),
    "approve": ActPage(
        forms.ActForm,
        _(
            "The repair is granted and the case is closed. Publication ends at once, measures that rest on the record "
            "are lifted, every holder of a copy is told to remove it, and the company gets the decision letter."
        ),
        _("The repair was granted. The record is being taken down everywhere."),
    ),
    "refuse": ActPage(
        forms.ActForm,
        _(
            "The repair is refused and the case is closed. The company gets the decision letter with its remedies."
        ),
        _("The repair was refused; the letter is on its way."),
        destructive=True,
    ),
    "terminate": ActPage(
        forms.TerminateForm,
        _("The case is closed without a decision. The company gets a letter."),
        _("The case was terminated."),
        destructive=True,
    ),
    "hold": ActPage(
        forms.HoldForm,
        _("Every term of the case stands still until it is taken up again. A supervisor looks at the hold."),
        _("The case was put on hold."),
    ),
    "resume": ActPage(
        forms.ActForm,
        _("Every term that stood still for the hold goes on with the working days that were left."),
        _("The case was taken up again."),
    ),
    "change_over": ActPage(
        forms.ChangeOverForm,
        _("The choice and its reason stay on the case, and the company is told. It is made once for a text."),
        _("The choice was kept on the case."),
    ),
}
PRIMARY = ("resume", "accept", "propose", "approve", "refuse")
"""At most one of them is open in a state; it is the page's one primary button."""


@dataclass(frozen=True)
class Act:
    """A button of the case page."""

    name: str
    label: str
    url: str
    destructive: bool


@dataclass(frozen=True)
class Acts:
    """The buttons of the case page: the one primary act, the others, the destructive ones apart."""

    primary: Act | None
    others: tuple[Act, ...]
    destructive: tuple[Act, ...]
    may_check: bool

    @property
    def any(self) -> bool:
        return bool(self.primary or self.others or self.destructive)


def open_acts(case: Case, actor: Actor, *, edition: Edition, desk: DeskFact | None, on: date) -> Acts:
    """What the actor may do on a day: nothing of a desk that another officer has taken, nothing that is spent."""
    names = [name for name in policies.acts_open_to(case, actor, on=on) if name in SERVICES]
    if desk is not None and desk.owner_id not in {None, actor.user_id}:
        names = [name for name in names if name in AT_ANY_DESK]
    names = [name for name in names if not _spent(name, case, edition)]
    buttons = {name: _act(name, case) for name in names if name != "check_step"}
    primary = next((buttons.pop(name) for name in PRIMARY if name in buttons), None)
    return Acts(
        primary=primary,
        others=tuple(button for button in buttons.values() if not button.destructive),
        destructive=tuple(button for button in buttons.values() if button.destructive),
        may_check="check_step" in names,
    )


def _act(name: str, case: Case) -> Act:
    return Act(name, str(ACTS[name]), reverse("desk:act", args=[case.number, name]), PAGES[name].destructive)


def _spent(name: str, case: Case, edition: Edition) -> bool:
    if name == "extend":
        return case.extended or edition.term("decide").extension is None
    if name == "ask_supplement":
        times = edition.term("supplement").times
        return times is not None and case.supplements >= times
    return False
