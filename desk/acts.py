"""The officer's acts on a repair as pages, and those that every kind of case shares."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from desk.act_page import ActPage
from desk.forms import acts as forms

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
    "confirm_hold": ActPage(
        forms.ReasonForm,
        _("The case stays on hold. A supervisor looks at it again on a new review day."),
        _("The hold was confirmed."),
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
OF_EVERY_KIND = ("send_back", "terminate", "hold", "confirm_hold", "resume")
"""These say the same on a case of every kind."""
