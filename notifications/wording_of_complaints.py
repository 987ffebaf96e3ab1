"""The words of messages about complaints."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

OF_COMPLAINTS: Mapping[str, Wording] = {
    "complaint-filed": Wording(
        _("Your complaint was received"),
        _(
            "Your complaint {number} was received. You are told by {due} whether it is taken up; another unit than "
            "the one you complain of looks into it. The receipt is attached."
        ),
    ),
    "complaint-to-answer": Wording(
        _("A complaint waits for your unit"),
        _("Complaint {number} is on your unit's desk. Say by {due} whether it is taken up."),
    ),
    "complaint-fee": Wording(
        _("A fee was asked for credit repair"),
        _(
            "Complaint {number} says that a fee was asked. Credit repair is free of charge: look at what it says and "
            "at the journal of the case."
        ),
    ),
    "complaint-accepted": Wording(
        _("Your complaint was taken up"),
        _("Your complaint {number} is being looked into. The answer is due by {due}."),
    ),
    "complaint-about-unit": Wording(
        _("A complaint about your unit was taken up"),
        _(
            "Complaint {number} about your unit was taken up by another unit. Put right now what can be put right."
        ),
    ),
    "complaint-declined": Wording(
        _("Your complaint was not taken up"),
        _("Complaint {number} was not taken up. The attached notice says why and where you can turn."),
    ),
    "complaint-extended": Wording(
        _("The answer to your complaint takes longer"),
        _("The answer to complaint {number} is now due by {due}. The attached notice gives the reason."),
    ),
    "complaint-answered": Wording(
        _("Your complaint was answered"),
        _(
            "Complaint {number} was answered. The attached answer says what was found and what was done about it."
        ),
    ),
    "complaint-withdrawn": Wording(
        _("A complaint was withdrawn"),
        _("The company withdrew complaint {number}. Nothing more is to be done."),
    ),
    "complaint-late": Wording(
        _("The answer to your complaint is late"),
        _(
            "On complaint {number} a term ended on {due} without an answer. The complaint stays open; whoever "
            "supervises the unit has been told."
        ),
    ),
    "complaint-late-desk": Wording(
        _("A complaint is late"),
        _("On complaint {number} a term ended on {due}. Answer it now."),
    ),
    "complaint-gone-up": Wording(
        _("A late complaint has gone up to your unit"),
        _(
            "On complaint {number} a term ended on {due} without an answer. See that it is answered; your unit may "
            "answer it too."
        ),
    ),
    "complaint-near": Wording(
        _("A complaint is due soon"),
        _("On complaint {number} the term for {term} ends on {due}."),
    ),
    "complaint-day-moved": Wording(
        _("A last day has moved"),
        _("A released calendar of days off moves the last day for {term} of complaint {number} to {due}."),
    ),
    "complaint-day-moved-desk": Wording(
        _("A last day has moved"),
        _("Complaint {number}: by a released calendar of days off, {term} is now due by {due}."),
    ),
    "complaint-handed-over": Wording(
        _("Another unit answers your complaint"),
        _(
            "The unit that was to answer complaint {number} was reorganised; another one goes on. No time is lost."
        ),
    ),
    "complaint-from-another": Wording(
        _("A complaint has come to your unit"),
        _("Complaint {number} has come from a unit that ended; its terms run on."),
    ),
}
