"""The words of messages about objections: to the subject, the handling unit, the unit that is asked."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

OF_OBJECTIONS: Mapping[str, Wording] = {
    "hidden-objection": Wording(
        _("Publication is suspended"),
        _("While your objection is examined, {decision} is not shown."),
    ),
    "corrected-objection": Wording(
        _("A record about you was corrected"),
        _("By your objection the record {decision} was corrected. Its days are no later than before."),
    ),
    "objection-filed": Wording(
        _("Objection received"),
        _("Your objection {number} to {decision} was received. The receipt with its terms is attached."),
    ),
    "objection-to-accept": Wording(
        _("An objection waits for acceptance"),
        _("Objection {number} is on your unit's desk. Decide on acceptance by {due}."),
    ),
    "objection-supplement": Wording(
        _("Please supply the missing items"),
        _(
            "Objection {number} lacks some items. The attached notice lists all of them. "
            "Supply them by {due}; without them the objection counts as withdrawn."
        ),
    ),
    "objection-supplemented": Wording(
        _("The missing items have come"),
        _("The missing items of objection {number} were supplied. Decide on acceptance by {due}."),
    ),
    "objection-accepted": Wording(
        _("Objection accepted"),
        _(
            "Your objection {number} was accepted. The decision is due by {due}; the attached notice says what becomes "
            "of the record meanwhile."
        ),
    ),
    "objection-declined": Wording(
        _("Objection not accepted"),
        _("Objection {number} was not accepted. The attached notice gives the reason and what you can do."),
    ),
    "inquiry": Wording(
        _("An inquiry about your data waits for an answer"),
        _(
            "In objection {number} your unit is asked about data it provided. The inquiry letter is attached; answer "
            "on the page of the case by {due}."
        ),
    ),
    "inquiry-reminder": Wording(
        _("Reminder: an inquiry is not answered"),
        _("Your unit has not answered the inquiry in objection {number}. Answer by {due} at the latest."),
    ),
    "inquiry-late": Wording(
        _("An inquiry is not answered in time"),
        _("The inquiry in objection {number} was not answered in time. The last day is now {due}."),
    ),
    "inquiry-answered": Wording(
        _("An inquiry was answered"),
        _("The providing unit answered in objection {number}. Examine it; the decision is due by {due}."),
    ),
    "inquiry-unanswered": Wording(
        _("An inquiry stayed without an answer"),
        _(
            "No answer came in objection {number}. The examination goes on without it; the decision is due by {due}."
        ),
    ),
    "objection-extended": Wording(
        _("The term of the decision was extended"),
        _("The decision on objection {number} is now due by {due}. The attached notice gives the reason."),
    ),
    "objection-corrected": Wording(
        _("Your objection was found right"),
        _(
            "The decision on objection {number} is attached: what was found wrong is corrected, field by field."
        ),
    ),
    "objection-record-withdrawn": Wording(
        _("The record you objected to is withdrawn"),
        _(
            "The decision on objection {number} is attached: the record is withdrawn everywhere and made good."
        ),
    ),
    "objection-succession": Wording(
        _("The objection waits for persons tied to the company"),
        _(
            "The deregistration of the company was entered. Objection {number} stands still until {due}: whoever a "
            "measure on the record still binds may come forward at the handling unit. If nobody does, it ends then."
        ),
    ),
    "objection-upheld": Wording(
        _("The record was upheld"),
        _("The decision on objection {number} is attached. It gives reason, clause and remedies."),
    ),
    "objection-noted": Wording(
        _("Your objection could not be confirmed"),
        _(
            "The decision on objection {number} is attached: a note of what is in doubt is kept on the record."
        ),
    ),
    "objection-withdrawn": Wording(
        _("Objection withdrawn"),
        _("Objection {number} was withdrawn. You may object again at any time."),
    ),
    "objection-withdrawn-desk": Wording(
        _("An objection was withdrawn"),
        _(
            "The company withdrew objection {number}. Look whether an error was found that is to be corrected."
        ),
    ),
    "corrected-of-own-motion": Wording(
        _("An error found in a withdrawn objection"),
        _(
            "In objection {number} an error had been found before it was withdrawn. The case says what was corrected "
            "and what still needs a decision of its own."
        ),
    ),
    "objection-fields-dropped": Wording(
        _("Something contested was set right otherwise"),
        _(
            "What was set right meanwhile is no longer contested in objection {number}. The case says which fields."
        ),
    ),
    "objection-terminated": Wording(
        _("The case was terminated"),
        _("The handling of objection {number} has ended. The attached notice gives the cause."),
    ),
    "objection-lapsed": Wording(
        _("The objection counts as withdrawn"),
        _("A term of objection {number} ran out, so it counts as withdrawn. You may object again."),
    ),
    "objection-unit-late": Wording(
        _("The unit is late"),
        _("The term for {term} of objection {number} passed on {due}. See the attached notice."),
    ),
    "redress-owed": Wording(
        _("Redress is owed to a company"),
        _(
            "After objection {number} your unit owes the company something by which the wrong record is made good. The "
            "redress list of the case says what, and by when."
        ),
    ),
    "apology-asked": Wording(
        _("An apology or a certificate is asked for"),
        _(
            "After objection {number} the company asks for a written apology or a certificate. See the redress list."
        ),
    ),
    "redressed": Wording(
        _("Something was made good: please confirm"),
        _(
            "A thing owed to you after objection {number} was done. Look at it and confirm that the influence is gone."
        ),
    ),
    "redress-near": Wording(
        _("Redress is due soon"),
        _("What your unit owes the company after objection {number} is due by {due}. See the redress list."),
    ),
    "redress-confirm-near": Wording(
        _("Please confirm what was made good"),
        _(
            "A thing owed to you after objection {number} was done. Say by {due} that the influence is gone; if you "
            "keep silent, a supervisor looks at the proof."
        ),
    ),
    "redress-late": Wording(
        _("Redress is late"),
        _(
            "A thing owed to the company after objection {number} was due by {due} and is not done. See that it is."
        ),
    ),
    "redress-unconfirmed": Wording(
        _("Redress waits for confirmation"),
        _(
            "The company has not confirmed by {due} that the influence is gone (objection {number}). Look at the proof "
            "and confirm it in its place, or see that it is mended."
        ),
    ),
}
