"""What ordered rectifications and talks refuse: the sentences, edited in this one place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "recused": _("You stood back from this case and may not act on it any more."),
    "unit-ended": _("{department} is not in existence any more on {day}; its successor has the case."),
    "not-lead": _(
        "Only a supervisor of the lead department for credit work can take a case from a department because of bias."
    ),
    "no-rectification": _("{edition} knows no ordered rectification of such records."),
    "nothing-to-rectify": _(
        "Nothing is left to rectify on this record: it was withdrawn, repaired, or its duties are found performed."
    ),
    "order-the-original": _("This record is a copy of what another route decides. Order on that record."),
    "party-gone": _("The company does not exist any more. Enter its successor first."),
    "basis": _("Name the legal basis."),
    "no-demands": _("Say what must be put right; at least one demand is needed."),
    "demand-text": _("Say of every demand what must be done."),
    "demand-kind": _("Say of every demand whether it is a duty to perform or bad influence to remove."),
    "many-demands": _("At most {limit} demands fit on one order."),
    "limit-days": _("The limit must be from {fewest} to {most} days."),
    "joint-document": _("Name the paper by which the departments agreed on their lead."),
    "joins-later": _(
        "The order {number} on this record is being checked or talked about. Add the demand in the talk."
    ),
    "no-records": _("Choose at least one record."),
    "served-how": _("Say how it was served."),
    "served-proof": _("Name the proof of service."),
    "served-day": _("It can have been served only between {first} and today."),
    "not-waiting-for-service": _("The order does not wait to be served anew."),
    "no-demand": _("This demand does not belong to the order, or stands no more."),
    "answers-owed": _("Report on every demand that is still open: {demands}."),
    "demand-finding": _("Say whether the demand is done or not done."),
    "not-reported": _("The subject has not reported on this demand yet."),
    "unchecked-demands": _("Check every demand first: {demands}."),
    "demands-open": _("Not every demand is done: {demands}."),
    "demands-done": _("Every demand was found done; find the rectification satisfied."),
    "recheck-owed": _("The record was corrected. Say first of every demand whether it stands: {demands}."),
    "recheck-outcome": _("Say whether the demand stands, is changed or is dropped."),
    "not-flagged": _("This demand does not wait to be looked at again."),
    "last-demand": _("No demand would be left. Have the order cancelled instead."),
    "rectification-open": _(
        "The ordered rectification {number} on this record is not finished; the step counts only when it is."
    ),
    "talk-order": _("A {due} is due first."),
    "straight-not-allowed": _("{edition} does not allow a warning talk before a prompting one."),
    "straight-reason": _("Give the reason for a warning talk before any prompting one."),
    "talk-hours": _("Give one hour, or several to choose from."),
    "many-slots": _("Propose at most {limit} hours."),
    "talk-too-soon": _("The notice must be served {days} working days before: from {day} on."),
    "talk-place": _("Say where the talk is held."),
    "talk-purpose": _("Say what the talk is for."),
    "talk-officers": _("At least {count} officers hold a talk. Name them."),
    "talk-officer-unfit": _("{name} is no officer of this department, or stood back from the case."),
    "no-talk": _("No talk is set."),
    "no-slot": _("This hour was not proposed. Choose one of those offered."),
    "slot-late": _("The hour could be chosen until the day before the first one. It stands for {day} now."),
    "postponements-spent": _("The talk was put off already as often as {edition} allows."),
    "talk-not-yet": _("The talk is set for a later hour."),
    "talk-other-day": _("The talk was announced for {day}. For another day it must be put off and set anew."),
    "talk-times": _("The talk must begin before it ends, and end before it is recorded."),
    "nobody-came": _("Nobody came for the company: record the absence instead."),
    "attendance": _("Give name and role of everybody who came."),
    "chair": _("Chair and recorder are two different officers of the talk."),
    "minutes-facts": _("Write down what was found."),
    "signature": _("Name who signed the minutes, or write why nobody signed."),
    "no-minutes": _("There are no minutes that wait for this."),
    "receipt-proof": _(
        "Say how you know that the platform took the minutes in: who confirmed it, or which paper shows it."
    ),
    "receipt": _("Give the number of the platform's receipt and its day."),
    "last-limit-spent": _("{edition} allows no further last limit."),
    "hand-on-to": _("Say to whom the case is handed on."),
    "cancel-document": _("Name the paper by which the order is cancelled."),
    "recuse-others": _("Only a supervisor has another officer stand back."),
    "recused-already": _("This officer stood back from the case already."),
    "no-officer": _("This officer does not work in the department that handles the case."),
    "not-superior": _("Only the lead department or a superior one of the same field can take the case."),
}
FORBIDDEN = {"unit-ended", "recused", "not-lead", "recuse-others"}
CROSSED = {
    "joins-later",
    "not-waiting-for-service",
    "slot-late",
    "postponements-spent",
    "last-limit-spent",
    "no-talk",
    "no-minutes",
    "recused-already",
    "not-flagged",
    "rectification-open",
}
