"""The words of messages beside the course of a case: who acts for a party, copies, records, holds, cases anew."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

BESIDE_CASES: Mapping[str, Wording] = {
    "mandate-over-operator-changed": Wording(
        _("You may no longer act for a business"),
        _(
            "The operator of the business about which {decision} was made has changed. Mandates given before have "
            "ended; the new operator may give new ones."
        ),
    ),
    "mandate-over-administrator-appointed": Wording(
        _("You may no longer act for a company"),
        _(
            "A court has appointed an administrator for the company about which {decision} was made. Mandates given "
            "by its former management have ended; turn to the administrator."
        ),
    ),
    "mandate-over-administrator-relieved": Wording(
        _("You may no longer act for a company"),
        _(
            "The administrator of the company about which {decision} was made was relieved. Mandates it gave have "
            "ended; the management may give new ones."
        ),
    ),
    "barred": Wording(
        _("You are barred from applying for repair"),
        _("By the decision in case {number} no repair may be applied for until {due}, that day included."),
    ),
    "barred-until-lifted": Wording(
        _("You are barred from applying for repair"),
        _(
            "By case {number} no repair may be applied for until the bar is lifted. The case says what is owed."
        ),
    ),
    "bar-over": Wording(
        _("You may apply for repair again"),
        _("The bar of case {number} ended on {due}. You may apply for repair again."),
    ),
    "bar-lifted": Wording(
        _("You may apply for repair again"),
        _("The bar of case {number} was lifted. You may apply for repair again."),
    ),
    "hold-confirmed": Wording(
        _("The case stays on hold"),
        _("A supervisor looked at the hold of case {number}: it goes on, and all its terms stand still."),
    ),
    "remanded": Wording(
        _("Your application is decided anew"),
        _(
            "The refusal of {decision} was annulled. Other officers decide anew under number {number}, on the form and "
            "papers you filed. You need not do anything."
        ),
    ),
    "copy-near": Wording(
        _("A request about a copy is due soon"),
        _("Your answer on the copy of {decision} is due by {due}. Open your list of removals."),
    ),
    "copy-reported": Wording(
        _("A copy is reported to be still online"),
        _(
            "The company reports that a copy of {decision} is still online. Open the page of removals and look."
        ),
    ),
    "copy-answered": Wording(
        _("Your report of a copy was answered"),
        _(
            "What you reported about a copy of {decision} was looked at. The page of the case says what was done."
        ),
    ),
    "class-asked": Wording(
        _("A company asks for the class of a record"),
        _(
            "The company asks your unit to determine the class of {decision}. The record stands first on the page of "
            "classes."
        ),
    ),
    "reasons-near": Wording(
        _("The reasons of a withdrawal are owed"),
        _("State the reasons of the withdrawal of {decision} in public by {due}."),
    ),
    "reasons-late": Wording(
        _("The reasons of a withdrawal are late"),
        _(
            "The reasons of the withdrawal of {decision} were to be stated in public by {due} and are not. "
            "See that it is done."
        ),
    ),
    "reasons-late-lead": Wording(
        _("The reasons of a withdrawal stay late"),
        _(
            "The reasons of the withdrawal of {decision} were to be stated in public by {due}, and days after its "
            "unit was told they are not. See that it is done."
        ),
    ),
    "kept-on": Wording(
        _("Publication continues"),
        _(
            "The longest period of {decision} is over, but its duties are not performed: "
            "by the rule of its unit it stays published until they are."
        ),
    ),
}
