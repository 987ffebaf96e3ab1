"""What objections refuse: the sentences, edited in this one place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "no-text": _("No text is known that governs an objection to this record. Ask {department}."),
    "record-withdrawn": _("This record was withdrawn; there is nothing left to contest."),
    "contest-elsewhere": _(
        "This record is only shown here. Turn to {department}, {court}: a request to correct is examined within "
        "{review} days."
    ),
    "only-while-valid": _(
        "{edition} takes objections only while the record is shown; its publication is over."
    ),
    "result-not-contestable": _("{edition} takes no objection against the result of a repair."),
    "no-result": _("Name the refused repair of this record whose result you contest."),
    "unknown-ground": _("Choose grounds from the list."),
    "unknown-field": _("This cannot be contested here. Choose one of the fields offered."),
    "same-value": _("“{field}” shows this value already. Give the other one that is right."),
    "contested-fields": _("Say which field is contested, what is right, and why."),
    "grounds": _("Choose at least one ground."),
    "no-statement": _("Say what is wrong and how it came about."),
    "objection-gaps": _("The objection is not complete yet. Complete: {parts}."),
    "repeats": _(
        "This repeats the objection {number}, which was decided, without new proof. Decline it with reference to it."
    ),
    "own-finding": _(
        "Say whether the error is the platform's own or the handling unit itself provided the record."
    ),
    "provider-is-another": _("Another unit provided this record. Send it the inquiry letter."),
    "provider-is-us": _(
        "Your own unit provided this record; there is nobody to ask. Conclude the check instead."
    ),
    "question": _("Say what the providing unit is asked."),
    "inquiries-spent": _("The text allows no further inquiry; decide with what is there."),
    "not-inquired": _("No inquiry is open on this case."),
    "unanswered-fields": _("Answer every field that was asked: {ways} still open."),
    "finding": _("Choose for each field whether it is wrong, right, or cannot be confirmed."),
    "outcomes": _("Say what becomes of every contested field: {ways} still open."),
    "field-outcome": _("“{field}” cannot come out so. Choose another outcome."),
    "value": _("Give the right value of “{field}”."),
    "provider-decides": _(
        "You answered for the providing unit and do not propose here. Another officer of your unit does."
    ),
    "no-redress": _("Nothing is owed after this case."),
    "no-apology": _("The text of this case owes no apology or certificate after this decision."),
    "asked-apology": _("The apology or certificate was asked for already."),
    "proof": _("Say what was done, where, and what proves it."),
    "not-debtor": _("Only a reviewer or supervisor of the unit that owes this can say that it is done."),
    "redressed-already": _("This was done already."),
    "not-confirming": _(
        "Only the subject, or a supervisor of the handling unit in its place, can confirm this."
    ),
    "nothing-to-confirm": _("Nothing on the list waits to be confirmed."),
}
FORBIDDEN = ("provider-decides", "not-debtor", "not-confirming")
CROSSED = ("inquiries-spent", "asked-apology", "redressed-already", "nothing-to-confirm", "repeats")
