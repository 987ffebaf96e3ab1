"""The officers' acts on an ordered rectification and its talks as pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from desk.act_page import ActPage
from desk.forms import acts as forms
from desk.forms import demands, minutes, rectification, talks

PAGES: Mapping[str, ActPage] = {
    "serve": ActPage(
        rectification.ServeForm,
        _("The limit runs from the day after service. The company is told its last day."),
        _("The service was noted; the limit runs."),
    ),
    "serve_anew": ActPage(
        rectification.ServeForm,
        _(
            "The order is served on the successor of the party: the hold ends, and a limit that ran runs anew from "
            "that day."
        ),
        _("The service on the successor was noted."),
    ),
    "add_demands": ActPage(
        demands.AddDemandsForm,
        _(
            "The demands join the order. Where the limit that runs would leave them too few days it is set anew; the "
            "company is told by letter."
        ),
        _("The demands were added to the order."),
    ),
    "check_demand": ActPage(
        rectification.CheckDemandForm,
        _("The finding is kept with your name. You can check a demand again until you find on the whole."),
        _("The demand was checked."),
    ),
    "recheck_demand": ActPage(
        rectification.RecheckDemandForm,
        _("The record was corrected since the order. What you say of the demand is kept with its reason."),
        _("The demand was looked at again."),
    ),
    "find_satisfied": ActPage(
        rectification.SatisfiedForm,
        _(
            "The rectification is found satisfied and the case is closed; the company gets the letter. The "
            "rectification step of a repair of this record is done with it."
        ),
        _("The rectification was found satisfied; the letter is on its way."),
    ),
    "find_insufficient": ActPage(
        forms.ReasonForm,
        _(
            "The company is told by letter what is missing. A talk falls due; where none is left, the case waits for a "
            "last limit or is handed on."
        ),
        _("The rectification was found insufficient; the letter is on its way."),
    ),
    "extend": ActPage(
        forms.ReasonForm,
        _("The rectification term is extended once by what the text allows. The company is told by letter."),
        _("The rectification term was extended."),
    ),
    "set_talk": ActPage(
        talks.SetTalkForm,
        _(
            "The company gets the notice of the talk by letter, with an entry for its calendar. Of several hours it "
            "may choose one until the day before the first; else the first one stands."
        ),
        _("The talk was announced; the notice is on its way."),
    ),
    "postpone": ActPage(
        forms.ReasonForm,
        _("The company is told. The talk is announced anew with another hour."),
        _("The talk was put off."),
    ),
    "hold_talk": ActPage(
        minutes.HoldTalkForm,
        _(
            "The minutes enter the credit record and go to the company, which confirms them on its page. A new limit "
            "runs from today for everything that is still owed."
        ),
        _("The talk was minuted; the new limit runs."),
    ),
    "record_absence": ActPage(
        talks.AbsenceForm,
        _("The absence without cause stands on the case. What follows is what the text says."),
        _("The absence was recorded."),
        destructive=True,
    ),
    "note_receipt": ActPage(
        talks.ReceiptForm,
        _(
            "Only where the platform does not confirm by itself: receipt and proof stand with the oldest minutes."
        ),
        _("The receipt was noted."),
    ),
    "last_limit": ActPage(
        rectification.LastLimitForm,
        _("A last limit runs from today. It can be set only once; the company is told by letter."),
        _("The last limit was set; the letter is on its way."),
    ),
    "hand_on": ActPage(
        rectification.HandOnForm,
        _(
            "The case is closed as not rectified and handed on for stricter supervision. The company is told by letter."
        ),
        _("The case was handed on; the letter is on its way."),
        destructive=True,
    ),
    "cancel_order": ActPage(
        rectification.CancelOrderForm,
        _(
            "The order is cancelled and the case is closed; nothing follows from it. The company is told by letter."
        ),
        _("The order was cancelled; the letter is on its way."),
        destructive=True,
    ),
    "recuse": ActPage(
        rectification.RecuseForm,
        _("Whoever stands back cannot act on this case any more. It stays visible on the case."),
        _("The officer stands back from the case."),
    ),
    "recuse_unit": ActPage(
        rectification.RecuseUnitForm,
        _(
            "The case moves to the other department with its state and its terms; a talk that is set moves with it."
        ),
        _("The case was given to the other department."),
    ),
}
PRIMARY = ("resume", "serve", "find_satisfied", "set_talk", "hold_talk", "last_limit")
"""At most one of these is open to an officer in a state; it is the page's one primary button."""
