"""The code for the window in the words of a message: read out while it works, kept with no message."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.models import SubjectConfirmation
from cases.services.confirming import code_of, works
from notifications.models import Message
from notifications.wording import Told, told

ASKED = frozenset({"case.confirmation_asked"})
OVER = "confirmation-over"


def words_of(message: Message, *, at: datetime) -> Told:
    """What a message says at a moment, in the active language."""
    return words_of_all((message,), at=at)[message.pk]


def words_of_all(messages: Iterable[Message], *, at: datetime) -> dict[int, Told]:
    """What messages say at a moment, by their ids; one statement where codes are among them, else none."""
    found = list(messages)
    asked = {
        message.pk: message.context.get("confirmation") for message in found if message.template in ASKED
    }
    requests = SubjectConfirmation.objects.in_bulk({pk for pk in asked.values() if pk}) if asked else {}
    return {
        message.pk: _read_out(message, requests.get(asked[message.pk]), at)
        if message.pk in asked
        else told(message.template, message.context)
        for message in found
    }


def _read_out(message: Message, request: SubjectConfirmation | None, at: datetime) -> Told:
    if request is None or not works(request, at):
        return told(OVER, message.context)
    return told(message.template, {**message.context, "code": code_of(request)})
