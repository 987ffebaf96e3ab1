"""What this room refuses, in one place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, NotAllowed, NotFound, Refusal

SENTENCES = {
    "no-number": _("Confirm a telephone number first, then choose what is sent to it."),
    "number-shape": _("Write a mobile number of the mainland with eleven digits, such as 138 0000 0000."),
    "no-sms": _("This desk sends no text messages. Use inbox and mail."),
    "sms-away": _("No text message can be sent at this moment. Try again in some minutes."),
    "codes-too-often": _(
        "A code was asked for too often. Wait a minute; after five in one day, until tomorrow."
    ),
    "no-number-code": _("There is no code that could be typed: it ran out or was used. Ask for a new one."),
    "wrong-number-code": _("This is not the code that was sent. Check the six digits."),
    "too-many-codes": _("Too many wrong codes. Ask for a new one."),
    "no-message": _("This message does not exist or is not yours."),
    "message-sent": _("This message has left already. Look at the list again."),
    "no-failing": _("Only supervisors and the system administrator see which messages could not be sent."),
    "no-feed": _("This calendar address does not exist or is not yours."),
    "feeds-many": _("You have as many calendar addresses as are allowed. Revoke one first."),
    "feed-name": _("Give the address a name, such as the program that asks for it."),
}
_ABSENT = {"no-message", "no-feed"}
_CROSSED = {"message-sent"}
_FORBIDDEN = {"no-failing"}


def refusal(code: str) -> Refusal:
    """The refusal of a code."""
    kind: type[Refusal] = Refusal
    if code in _ABSENT:
        kind = NotFound
    elif code in _CROSSED:
        kind = Crossed
    elif code in _FORBIDDEN:
        kind = NotAllowed
    return kind(code, SENTENCES[code])
