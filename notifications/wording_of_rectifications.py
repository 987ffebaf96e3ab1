"""The words of messages about ordered rectifications and talks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

OF_RECTIFICATIONS: Mapping[str, Wording] = {
    "rectification-ordered": Wording(
        _("Rectification was ordered"),
        _(
            "The department that made decision {decision} orders rectification (case {number}). The attached order "
            "says what must be put right; its limit runs once it is served."
        ),
    ),
    "demands-added": Wording(
        _("Further demands joined an order"),
        _("Further demands joined the rectification order {number}. The attached notice lists them."),
    ),
    "rectify-by": Wording(
        _("The limit of an order runs"),
        _("The rectification order {number} was served. Put right what it demands and report by {due}."),
    ),
    "rectification-extended": Wording(
        _("More time to rectify"),
        _("The limit of the rectification {number} now ends on {due}. The attached notice gives the reason."),
    ),
    "rectification-reported": Wording(
        _("A rectification was reported"),
        _(
            "The company reported on the rectification {number}. Check each demand; the finding is due by {due}."
        ),
    ),
    "rectification-overdue": Wording(
        _("The limit of an order has passed"),
        _(
            "The limit of the rectification {number} passed without a report, so a talk is due. Until it is announced "
            "you may still report."
        ),
    ),
    "talk-to-set": Wording(
        _("A talk is due"),
        _("The limit of the rectification {number} passed without a report. Announce the talk by {due}."),
    ),
    "no-talk-left": Wording(
        _("The limit of an order has passed"),
        _(
            "The limit of the rectification {number} passed without a report and no talk is left: a last limit or "
            "handing on for stricter supervision follows. You may still report."
        ),
    ),
    "to-close": Wording(
        _("No talk is left"),
        _("In the rectification {number} no talk is left. Set a last limit or hand the case on by {due}."),
    ),
    "rectified": Wording(
        _("The rectification is satisfied"),
        _(
            "The rectification {number} of {decision} was found satisfied. The attached letter counts for a repair of "
            "the record."
        ),
    ),
    "not-rectified": Wording(
        _("The rectification is not sufficient"),
        _("The rectification {number} was found insufficient. The attached letter says what is missing."),
    ),
    "demands-to-recheck": Wording(
        _("A record under order was corrected"),
        _(
            "The record behind the rectification {number} was corrected. Say of each demand whether it stands."
        ),
    ),
    "talk-set": Wording(
        _("You are asked to a talk"),
        _(
            "About the rectification {number} a talk is set for {hour}. The attached notice says where, with whom and "
            "what to bring; where several hours are offered, choose one on the case page."
        ),
    ),
    "slot-chosen": Wording(
        _("The hour of a talk was chosen"),
        _("The company chose the hour of the talk in the rectification {number}: {hour}."),
    ),
    "talk-postponed": Wording(
        _("A talk was put off"),
        _("The talk of {hour} about the rectification {number} was put off. A new notice follows."),
    ),
    "talk-held": Wording(
        _("The minutes of the talk are ready"),
        _(
            "The minutes of the talk about the rectification {number} are attached. Read them and confirm them on the "
            "case page. Report on what is demanded by {due}."
        ),
    ),
    "minutes-read-back": Wording(
        _("The company confirmed the minutes"),
        _(
            "The company confirmed the minutes of the talk in the rectification {number}; a remark stands with them."
        ),
    ),
    "talk-missed": Wording(
        _("You missed a talk"),
        _(
            "Nobody came to the talk of {hour} about the rectification {number}. The case page says what follows. You "
            "may still report until the next step is told."
        ),
    ),
    "talk-missed-desk": Wording(
        _("A talk was missed"),
        _("Nobody came to the talk of {hour} in the rectification {number}; the absence was recorded."),
    ),
    "last-limit": Wording(
        _("A last limit was set"),
        _(
            "A last limit was set in the rectification {number}: report by {due}. The attached letter says why."
        ),
    ),
    "handed-on": Wording(
        _("The case was handed on"),
        _(
            "The rectification {number} was handed on for stricter supervision. The attached letter says to whom."
        ),
    ),
    "order-cancelled": Wording(
        _("An order was cancelled"),
        _("The rectification order {number} was cancelled; nothing follows from it any more."),
    ),
    "rectification-ended": Wording(
        _("A rectification has ended"),
        _("The rectification {number} has ended. The attached letter gives the cause."),
    ),
    "talk-unit-changed": Wording(
        _("Another department has your case"),
        _(
            "The rectification {number} has moved to another department with all its terms. A talk that is set stays; "
            "the case page says with whom."
        ),
    ),
    "officer-recused": Wording(
        _("An officer stood back from a case"),
        _("An officer of your department stood back from the rectification {number}. See that others go on."),
    ),
    "order-passed-on": Wording(
        _("You take the place of a party"),
        _(
            "You are the successor in the rectification {number}. The order is served on you anew; until then it waits."
        ),
    ),
    "minutes-to-take-in": Wording(
        _("Minutes of a talk to take in"),
        _("The minutes of a talk about {decision} wait for your platform. Take them in under its number."),
    ),
    "minutes-late": Wording(
        _("Minutes of a talk were not taken in"),
        _("The minutes of a talk about {decision} were to be taken in by {due}. Take them in."),
    ),
    "minutes-not-taken-in": Wording(
        _("The sharing platform is late"),
        _("The minutes of a talk about {decision} were not taken in by {due}. Call the platform to account."),
    ),
}
