"""The words about a second signature that is waited for, and about the company's word at the window."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

WHAT: Mapping[str, Promise] = {
    "repair": _("application"),
    "objection": _("objection"),
    "group": _("group filing"),
}
"""What is filed, as the messages name it before its number."""

OF_DECLARING: Mapping[str, Wording] = {
    "case.second_asked": Wording(
        _("Your signature is waited for"),
        _(
            "{company}: {what} {number} was declared and waits for your second signature until the end of "
            "{due}. Open it, check the answers, then sign or send it back."
        ),
    ),
    "second-near": Wording(
        _("Your signature is still waited for"),
        _("{company}: {what} {number} waits for your second signature until the end of {due}."),
    ),
    "case.second_sent_back": Wording(
        _("The second person sent it back"),
        _("{company}: {what} {number} was sent back with a remark. Mend it and declare it again."),
    ),
    "case.second_changed": Wording(
        _("A signature is no longer waited for"),
        _("{company}: {what} {number} was changed or closed. It waits for a second signature no more."),
    ),
    "case.second_too_late": Wording(
        _("The second signature did not come in time"),
        _("{company}: {what} {number} was not filed. Declare it again if it is still wanted."),
    ),
    "case.confirmation_asked": Wording(
        _("Confirm what is filed for you at the service window"),
        _(
            "{company}: a clerk wants to file {what} {number} for you. If you are at the window and it is right, "
            "tell the clerk the code {code}, or confirm it in your account. It works for 30 minutes. If you are not "
            "there, tell nobody the code."
        ),
    ),
    "confirmation-over": Wording(
        _("Confirm what is filed for you at the service window"),
        _(
            "{company}: a clerk wanted to file {what} {number} for you. The code was used or has run out; it is not "
            "shown any more. If you were not at the window, tell the unit there."
        ),
    ),
}
