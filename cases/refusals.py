"""Every refusal of the case room: code, what is wrong and what to do, edited in this one place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases import refusals_of_complaint as of_complaint
from cases import refusals_of_objection as of_objection
from cases import refusals_of_rectification as of_rectification
from journal.days import lazy_day_words
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal

SENTENCES = {
    **of_complaint.SENTENCES,
    **of_objection.SENTENCES,
    **of_rectification.SENTENCES,
    "no-case": _("This case does not exist or is not yours to see. Check the number."),
    "no-record": _("This record does not exist or is not yours to act on. Check the decision number."),
    "not-subject": _(
        "Only the subject, its agent or a window clerk acting for it can do this. Sign in as one of them."
    ),
    "outside-mandate": _(
        "Your mandate for this company does not cover this: “{scope}”, or not for this record. Ask its owner."
    ),
    "not-confirmed": _(
        "The company has not confirmed what is to be filed as it now stands. "
        "Ask for its code, its confirmation in its account, or its signature on the printed sheet."
    ),
    "no-confirmation-asked": _(
        "No confirmation waits for what is to be filed as it now stands. Ask for one; a code works for 30 minutes."
    ),
    "wrong-confirmation-code": _(
        "This is not the code that was sent. Compare the six digits with the company."
    ),
    "confirmation-spent": _("Too many wrong codes. Ask for a new one."),
    "clerk-confirms": _("The company confirms by itself: a clerk cannot do it in its place."),
    "only-at-the-window": _("Only the clerk who serves the company at the window can do this."),
    "second-owed": _("A second person of the company must sign the declaration before it is filed."),
    "second-asked": _("The second signature was asked for already; it waits until the end of {day}."),
    "no-second-person": _(
        "Nobody else of the company could sign. Its owner gives somebody a mandate to sign as the second person first."
    ),
    "no-second-asked": _(
        "No second signature waits here: it was given, sent back, or is void because something was changed."
    ),
    "second-changed": _("Something was changed after the first signature. It must be declared again first."),
    "second-is-first": _("You signed first. Somebody else of the company signs second."),
    "text-changed": _("{edition} has come into force since. Save this part again to go on under that text."),
    "second-is-no-owner": _(
        "At the window the company gave its word by a code or on the signed sheet, which does not show which of its "
        "owners gave it. Somebody who is no owner and holds a mandate to sign as the second person signs second."
    ),
    "not-second": _("Your mandate does not let you sign as the second person. Ask the owner of the company."),
    "second-too-late": _("The time for the second signature is over. It must be declared again."),
    "substitution-over": _(
        "{name} signed in the place of {officer} and did not stand in for them any more when it was to take effect."
    ),
    "not-owners-choice": _("Only the owner of the company's account chooses this."),
    "not-officer": _(
        "Only a reviewer of the unit that handles the case can do this. Ask the unit on whose desk it is."
    ),
    "not-countersigner": _("Only a decider of the unit that handles the case can countersign."),
    "not-system": _("This act happens by itself and cannot be done by hand."),
    "signed": _(
        "{name} signed “{act}” on {when}; it takes effect at {then}. Recall the signature first if anything must "
        "still be changed."
    ),
    "signed-decision": _(
        "The decision has been signed and reaches you within minutes, so it cannot be withdrawn any more."
    ),
    "no-signature": _("No signature waits on this case any more: it took effect, was recalled or fell."),
    "caretaker": _(
        "The lead department only takes care of this case: it decides nothing. A successor must be named first."
    ),
    "commitment-given": _("The commitment of this case has been given; nothing is owed."),
    "own-hand": _(
        "Whoever accepted, checked or proposed may not countersign. Ask another decider of your unit."
    ),
    "same-papers": _(
        "Form and papers are the same as in {number}, which was refused. Decline it with reference to that decision."
    ),
    "own-window": _(
        "You acted for this company on the case at the window and may not work on it as an officer. Ask a colleague."
    ),
    "decided-before": _(
        "You had a part in the refusal that was annulled. Another officer of your unit decides anew."
    ),
    "not-refused": _(
        "Only a repair that was refused or not accepted can be decided anew. This one stands otherwise."
    ),
    "remanded-already": _("This repair is being decided anew already."),
    "unknown-material": _("Choose for which document of the list the file is, or “another document”."),
    "own-company": _("You hold a mandate for this company and may not act on its case as an officer."),
    "not-now": _(
        "“{act}” is not possible while the case is in the state “{state}”. Reload the page to see what is."
    ),
    "held": _("The case is on hold; its terms stand still. It must be taken up again before “{act}”."),
    "crossed": _("Somebody else changed the case a moment ago. Reload the page and look at what was done."),
    "stale": _("The page is out of date: the case was changed since you opened it. Reload the page."),
    "second-case": _("A case on this record is open already: {number}. Continue there."),
    "record-over": _("Publication of this record has ended; there is nothing left to repair."),
    "decided-elsewhere": _(
        "This is a copy shown on another site. The decision is repaired through {route}: file there, with {department}."
    ),
    "forwarded": _(
        "This record is only shown here; no repair is filed on it. Turn to {department}, {court}: after performance "
        "it deletes the entry within {delete} working days; a request to correct is examined within {review} days."
    ),
    "several-texts": _("It cannot be said which legal text applies. {doubt}"),
    "undetermined": _(
        "The class of this record cannot be determined yet ({reason}), so no repair can be filed. "
        "Ask {department} to determine the class."
    ),
    "not-repairable": _(
        "{edition} does not allow an early repair of this class. Publication ends on its own on {day}."
    ),
    "not-repairable-no-end": _(
        "{edition} does not allow an early repair of this class, and no day is set on which publication ends. "
        "Ask {department}."
    ),
    "barred": _(
        "The company is barred because of {bar} ({number}): no repair may be applied for until the end of {day}."
    ),
    "barred-until-lifted": _(
        "The company is barred because of {bar} ({number}): no repair may be applied for until the bar is lifted."
    ),
    "too-early": _("A repair of this record may be filed from {day} on. Please come back then."),
    "no-first-day": _("The first day for filing is not known for this record. Ask {department}."),
    "gaps": _("The application is not complete yet. Complete: {parts}."),
    "contact-name": _("Give the name of the person we may ask."),
    "contact-phone": _("Give a telephone number."),
    "performance": _("Say how and when the duties of the decision were performed."),
    "refused-before": _("Say how you answered the ground on which {number} was refused."),
    "performed-on": _("Give the day on which the duties were performed."),
    "performed-in-future": _("The day of performance lies in the future. Give the day on which it was done."),
    "performed-too-soon": _("The day of performance lies before the decision. Check the day."),
    "commitment": _("Sign the credit commitment."),
    "step": _("Complete the step “{way}”."),
    "material": _("Add the document “{material}”."),
    "too-long": _("“{field}” is too long: at most {limit} characters."),
    "unknown-way": _("This edition does not ask for such a step on this case."),
    "step-fact": _("The step “{way}” needs “{field}”."),
    "unknown-provider": _("Choose a provider of the list, or name another one."),
    "provider-not-registered": _(
        "Choose the provider of the step “{way}” from the register: the rules of this place count no other."
    ),
    "provider-not-valid": _(
        "{provider} was not in the register on {day}: its certificate for the step “{way}” does not count. "
        "Hand in one of a provider that was."
    ),
    "no-department": _(
        "No department is in charge of this record on {day}. The lead department must name a successor."
    ),
    "not-in-charge": _("{department} is not in charge on this day and cannot take the case."),
    "with-them-already": _("{department} has the case already. Name the unit that is competent instead."),
    "supplement-spent": _("Missing items may be asked for only once; decide with what is there."),
    "no-items": _("Name every missing item at once; at least one is needed."),
    "extension-spent": _("The term was extended already; the edition allows it only once."),
    "unchecked-steps": _("Check every step before you propose: {ways} still open."),
    "no-step-insufficient": _(
        "No step of the company is found insufficient. Check the steps first and say what is wrong with which."
    ),
    "not-satisfied": _("A repair can be granted only when every required step is found satisfied: {ways}."),
    "reason": _("Give the reason."),
    "clause": _("Name the clause relied on."),
    "wrong-outcome": _("The proposal says otherwise. Send it back if you disagree."),
    "steps-open": _("Complete every step before you submit: {ways}."),
    "unknown-cause": _("Name one of the causes for which a case is terminated."),
    "unknown-hold": _("Name one of the causes for which a case is put on hold."),
    "held-already": _("The case is on hold already."),
    "not-held": _("The case is not on hold."),
    "no-newer-edition": _("No newer text has come into force for this case."),
    "chosen-already": _("It was chosen already under which text this case goes on."),
    "choice-not-allowed": _("{edition} does not allow this choice for cases filed before it."),
    "proposal-stands": _(
        "A proposal under the earlier text waits for its countersignature. Send it back before the case moves."
    ),
    "wrong-resume-code": _(
        "Reference and code do not fit together, the code is used up or out of date, or this account does not act for "
        "the company. Check both, ask for a new code, or bind the account to the company first."
    ),
    "too-many-resumes": _("Too many wrong codes in an hour. Wait an hour, or ask for a new code."),
    "no-group": _("This group filing does not exist or is not yours to see. Check the number."),
    "group-closed": _("This group filing is closed. Open another one for further records."),
    "group-not-ready": _("No record of this group filing is complete yet. Complete at least one first."),
    "group-empty": _("Choose at least one record that can be filed now."),
    "group-full": _("At most {limit} records are filed in one sitting. File these first, then the others."),
    "no-document": _("This document does not exist or is not yours to see."),
    "file-lost": _(
        "The file of this document is not in the store. Tell the system administrator; its digest begins with {digest}."
    ),
    "file-empty": _("The file is empty. Choose another one."),
    "file-large": _("The file is larger than {limit} MB. Make it smaller or split it."),
    "file-kind": _(
        "Only PDF, PNG and JPEG files are taken, by their content. Save the document as one of them."
    ),
    "file-many": _("At most {limit} documents a case. Remove one first."),
    "file-twice": _("The same file was added for this material already."),
    "no-commitment": _("This commitment does not exist or is not yours to see."),
    "not-determining": _(
        "Only a reviewer of the unit that determined the record, or of its successor, looks after the commitment."
    ),
    "not-watched": _("The commitment is not watched any more: {standing}."),
    "still-watched": _("The commitment is still watched; it ends by itself only after its last day."),
    "unknown-finding": _("Say what was found: kept, doubtful or broken."),
    "check-note": _("Say what was looked at and what was found."),
    "check-past": _("The next look at it must lie ahead."),
    "revocation-open": _("The revocation {number} of the repair is open. Its decision must come first."),
    "not-granted": _("Only a granted repair can be revoked; this case is “{state}”."),
    "revoked-already": _("This repair was revoked already by {number}."),
    "nothing-to-revoke": _(
        "The publication of this record did not end by the repair, or the record was withdrawn: nothing is revoked."
    ),
    "no-ground": _("{edition} does not know this ground for revoking a repair. Choose one of its grounds."),
    "facts": _("Say what was found and on what it rests: the company defends itself against it."),
    "statement": _("Write your defence."),
    "documents-closed": _(
        "Documents can be added only while the application is being prepared or worked on by you."
    ),
}

_FORBIDDEN = {
    *("clerk-confirms", "only-at-the-window", "second-is-first", "second-is-no-owner"),
    *("not-second", "not-owners-choice"),
    "outside-mandate",
    *of_complaint.FORBIDDEN,
    *of_objection.FORBIDDEN,
    *of_rectification.FORBIDDEN,
    "not-subject",
    "not-officer",
    "not-countersigner",
    "not-determining",
    "not-system",
    "own-hand",
    "own-company",
    "own-window",
    "decided-before",
    "caretaker",
}
_ABSENT = {
    "no-case",
    "no-group",
    "no-record",
    "no-document",
    "file-lost",
    "no-commitment",
    *of_complaint.ABSENT,
}
_CROSSED = {
    *of_complaint.CROSSED,
    *of_objection.CROSSED,
    "not-refused",
    "remanded-already",
    *of_rectification.CROSSED,
    "not-now",
    "held",
    "crossed",
    "stale",
    "group-closed",
    "second-case",
    "no-newer-edition",
    "chosen-already",
    "proposal-stands",
    "held-already",
    "not-held",
    "documents-closed",
    "commitment-given",
    "not-watched",
    "still-watched",
    "revocation-open",
    "not-granted",
    "revoked-already",
    "nothing-to-revoke",
    "signed",
    "signed-decision",
    "no-signature",
}


def _kind(code: str) -> type[Refusal]:
    if code in _FORBIDDEN:
        return NotAllowed
    if code in _ABSENT:
        return NotFound
    if code in _CROSSED:
        return Crossed
    return Refusal


def refusal(code: str, **facts: Any) -> Refusal:
    """The refusal of a code; `facts` fill its sentence in the reader's language."""
    sentence = SENTENCES[code]
    told = {name: lazy_day_words(fact) if isinstance(fact, date) else fact for name, fact in facts.items()}
    return _kind(code)(code, format_lazy(sentence, **told) if told else sentence)
