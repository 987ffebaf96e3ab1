"""The words of messages, for inbox and mail alike: numbers and days, never a name that is not needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from journal.days import instant_words, plain_day_words, speaks_chinese
from notifications.template import Wording
from notifications.wording_beside_cases import BESIDE_CASES
from notifications.wording_of_accounts import OF_ACCOUNTS
from notifications.wording_of_complaints import OF_COMPLAINTS
from notifications.wording_of_declaring import WHAT
from notifications.wording_of_desks import OF_DESKS
from notifications.wording_of_objections import OF_OBJECTIONS
from notifications.wording_of_rectifications import OF_RECTIFICATIONS
from notifications.wording_of_revocations import OF_REVOCATIONS
from rulebook.term_words import TERM_WORDS

TERMS: dict[str, Promise] = {
    "draft": _("filing the draft"),
    "accept": _("deciding on acceptance"),
    "supplement": _("supplying the missing items"),
    "steps": _("submitting the rectification"),
    "decide": _("the decision"),
    "total": _("telling the result"),
    "hold-review": _("reviewing the hold"),
    **TERM_WORDS,
}

TEMPLATES: dict[str, Wording] = {
    **BESIDE_CASES,
    **OF_COMPLAINTS,
    **OF_OBJECTIONS,
    **OF_RECTIFICATIONS,
    **OF_REVOCATIONS,
    "filed": Wording(
        _("Application received"),
        _("Your application {number} on {decision} was received. The receipt with all terms is attached."),
    ),
    "to-accept": Wording(
        _("An application waits for acceptance"),
        _("Application {number} is on your unit's desk. Decide on acceptance by {due}."),
    ),
    "rerouted": Wording(
        _("Application passed to another unit"),
        _("Your application {number} was passed to the competent unit. You need not do anything."),
    ),
    "supplement": Wording(
        _("Please supply the missing items"),
        _(
            "Application {number} lacks some items. The attached notice lists all of them. "
            "Supply them by {due}; without them the application counts as withdrawn."
        ),
    ),
    "supplemented": Wording(
        _("The missing items have come"),
        _("The missing items of application {number} were supplied. Decide on acceptance by {due}."),
    ),
    "accepted": Wording(
        _("Application accepted"),
        _("Your application {number} was accepted. The decision is due by {due}."),
    ),
    "declined": Wording(
        _("Application not accepted"),
        _("Application {number} was not accepted. The attached notice gives the reason and what you can do."),
    ),
    "steps-submitted": Wording(
        _("Rectification submitted"),
        _("The rectification of application {number} was submitted. Check each step."),
    ),
    "insufficient": Wording(
        _("The rectification is not sufficient yet"),
        _("A step of application {number} was found insufficient. Open the case, mend it and submit again."),
    ),
    "extended": Wording(
        _("The term of the decision was extended"),
        _("The decision on application {number} is now due by {due}. The attached notice gives the reason."),
    ),
    "to-sign": Wording(
        _("A proposal waits for your countersignature"),
        _("A decision on case {number} was proposed. It is due by {due}."),
    ),
    "sent-back": Wording(
        _("A proposal was sent back"),
        _("The proposal on case {number} was sent back. The reason stands on the case page."),
    ),
    "signature-fell": Wording(
        _("Your signature fell"),
        _(
            "What you signed on case {number} did not take effect: something happened on the case before. No letter "
            "left. Open the case to see where it stands."
        ),
    ),
    "approved": Wording(
        _("The repair was granted"),
        _(
            "The repair of {decision} was granted. The decision is attached. Publication has ended on this register."
        ),
    ),
    "refused": Wording(
        _("The repair was refused"),
        _("The repair of {decision} was refused. The attached decision gives reason, clause and remedies."),
    ),
    "withdrawn": Wording(
        _("Application withdrawn"),
        _("Application {number} was withdrawn. You may file a new one at any time."),
    ),
    "withdrawn-desk": Wording(
        _("An application was withdrawn"),
        _("The subject withdrew application {number}. Nothing is left to do."),
    ),
    "terminated": Wording(
        _("The case was terminated"),
        _("The handling of application {number} has ended. The attached notice gives the cause."),
    ),
    "lapsed": Wording(
        _("The application counts as withdrawn"),
        _("A term of application {number} ran out, so it counts as withdrawn. You may file a new one."),
    ),
    "case-late": Wording(
        _("A case is late"),
        _("Case {number} is late with {term}, due on {due}. Ask the unit and set it right."),
    ),
    "unit-late": Wording(
        _("The unit is late"),
        _("The term for {term} of application {number} passed on {due}. See the attached notice."),
    ),
    "held": Wording(
        _("The case was put on hold"),
        _("Case {number} was put on hold; all its terms stand still. The cause stands on the case page."),
    ),
    "resumed": Wording(
        _("The case goes on"), _("Case {number} was taken up again; its terms go on from where they stood.")
    ),
    "changed-over": Wording(
        _("It was decided which text applies to your application"),
        _(
            "New rules on credit repair have come into force. The case page of application {number} says under "
            "which text it goes on, why, and until when the decision is due."
        ),
    ),
    "term-near": Wording(_("A term ends soon"), _("In case {number} the term for {term} ends on {due}.")),
    "case-late-lead": Wording(
        _("A case stays late"),
        _(
            "Case {number}: {term} was due on {due} and is still owed, days after its unit was told. "
            "See that it is done."
        ),
    ),
    "promise-near": Wording(
        _("A service promise ends soon"),
        _("Case {number}: by the service promise {term} is due by {due}; the legal limit is {legal}."),
    ),
    "promise-late": Wording(
        _("A service promise was not kept"),
        _("Case {number}: {term} was promised by {due} and is not done; the legal limit is {legal}."),
    ),
    "term-near-desk": Wording(_("A term ends soon"), _("Case {number}: {term} is due by {due}.")),
    "changed-over-desk": Wording(
        _("A case came to your unit by a new text"),
        _("Under the new text your unit decides on application {number}. It is on your worklist."),
    ),
    "reclassified": Wording(
        _("The class of a record was determined"),
        _(
            "The class of {decision} was determined by its department. The attached notice gives the class, "
            "the reason and the days that follow."
        ),
    ),
    "day-moved": Wording(
        _("A last day has moved"),
        _("A released calendar of days off moves the last day for {term} in case {number} to {due}."),
    ),
    "day-moved-desk": Wording(
        _("A last day has moved"),
        _("Case {number}: by a released calendar of days off, {term} is now due by {due}."),
    ),
    "remove": Wording(
        _("Remove a record from publication"),
        _("Publication of {decision} has ended. Remove your copy and confirm it on your list of removals."),
    ),
    "hide-copy": Wording(
        _("Hide a record for the time being"),
        _("Publication of {decision} is suspended. Hide your copy and confirm it on your list of removals."),
    ),
    "restore-copy": Wording(
        _("Show a record again"),
        _("Publication of {decision} goes on. Show your copy again and confirm it on your list of removals."),
    ),
    "correct-copy": Wording(
        _("Correct a record"),
        _("The record {decision} was corrected. Correct your copy and confirm it on your list of removals."),
    ),
    "still-shown": Wording(
        _("A record is still shown"),
        _("You answered that {decision} was removed, but it is still shown. Remove it and confirm again."),
    ),
    "removal-late": Wording(
        _("A removal is late"),
        _("The removal of {decision} was due on {due} and is not confirmed. Remove it and confirm."),
    ),
    "holder-late": Wording(
        _("A holder is late"),
        _("A holder has not confirmed the removal of {decision}, due on {due}. Call it to account."),
    ),
    "delisted": Wording(
        _("The record was removed everywhere"),
        _("Every place that held {decision} has removed it. The attached notice lists them."),
    ),
    "ended-longest-period": Wording(
        _("Publication has ended"),
        _("The longest period of {decision} is over; publication has ended by itself."),
    ),
    "ended-withdrawn": Wording(
        _("The record was withdrawn"), _("The record {decision} was withdrawn; publication has ended.")
    ),
    "ended-plan-executed": Wording(
        _("Publication has ended"), _("The plan was fully carried out; publication of {decision} has ended.")
    ),
    "ended-party-ceased": Wording(
        _("Publication has ended"), _("{decision} did not pass to a successor; publication has ended.")
    ),
    "hidden": Wording(
        _("Publication is suspended"),
        _("A court, a reviewing authority or a ruling suspends the publication of {decision}."),
    ),
    "shown-again": Wording(
        _("Publication goes on"),
        _("The reason of the suspension fell away; {decision} is published for what is left of its period."),
    ),
    "corrected": Wording(
        _("A record about you was corrected"),
        _(
            "A changed decision took effect: the record {decision} was corrected. Its days are no later than before."
        ),
    ),
    "plan-executed": Wording(
        _("A repair can be filed now"),
        _(
            "The court confirmed that the plan was carried out: a repair of {decision} can be filed without waiting."
        ),
    ),
    "handed-over": Wording(
        _("Your case has moved to another department"),
        _("The department of case {number} was reorganised; its successor goes on. No time is lost."),
    ),
    "handed-over-desk": Wording(
        _("A case has come from a department that ended"),
        _("Case {number} is on your unit's desk with its running terms."),
    ),
    "party-substituted": Wording(
        _("You take the place of a party"),
        _(
            "You are the successor in application {number}. Give the credit commitment anew; until then it is on hold."
        ),
    ),
    "repair-notice": Wording(
        _("A record about you was published"),
        _("The record {decision} was received. The attached notice says when and how it can be repaired."),
    ),
    "filing-opens": Wording(
        _("You may now apply for repair"),
        _("The shortest period of {decision} is over. You may file an application for repair from {due} on."),
    ),
    "end-near": Wording(
        _("Publication ends soon"), _("The publication of {decision} ends by itself after {due}.")
    ),
}


@dataclass(frozen=True)
class Told:
    """A message in one language."""

    title: str
    text: str


def told(template: str, context: Mapping[str, Any]) -> Told:
    """A template filled for the active language. Raises KeyError for an unknown template or a missing fact."""
    wording = OF_ACCOUNTS.get(template) or OF_DESKS.get(template) or TEMPLATES[template]
    facts = dict(context)
    days = [name for name in ("due", "legal", "promised") if facts.get(name)]
    facts |= {name: plain_day_words(date.fromisoformat(facts[name])) for name in days}
    if facts.get("hour"):
        facts["hour"] = instant_words(datetime.fromisoformat(facts["hour"]))
    named = [(name, words) for name, words in (("term", TERMS), ("what", WHAT)) if facts.get(name)]
    facts |= {name: str(words[facts[name]]) for name, words in named}
    text = str(wording.text).format(**facts)
    if facts.get("promised"):
        gap = "" if speaks_chinese() else " "
        text += gap + gettext("That is the legal limit; {promised} is promised.").format(**facts)
    return Told(str(wording.title), text)
