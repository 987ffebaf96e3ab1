"""Messages as text messages: that something waits to be read, never what. The gateway is the operator's own."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind, kind_of
from notifications.models import Arrival, Message

logger = logging.getLogger(__name__)

# no link: whoever gets one in a text message must not learn to trust it
TEXTS: dict[Kind, Promise] = {
    Kind.LETTER: _("You have a new letter on the Credit Repair Desk. Please sign in to read it."),
    Kind.TERM: _("Something on the Credit Repair Desk needs your attention. Please sign in to read it."),
    Kind.NEWS: _("There is progress for you on the Credit Repair Desk. Please sign in to read it."),
    Kind.ACCOUNT: _("Your account on the Credit Repair Desk was changed. Please sign in to read it."),
}
TAIL = 4
"""Signs of a number that are told: enough to know one's own case by, too few for anybody else."""


@dataclass(frozen=True)
class Receipt:
    """That the gateway took a message; `reference` is its own name for it."""

    reference: str


class SmsFault(Exception):
    """This text message could not be sent now."""


class GatewayAway(SmsFault):
    """No text message can be sent now: the gateway cannot be reached."""


class Gateway(Protocol):
    """What an operator's gateway must do; `DESK_SMS_GATEWAY` names its class, which is made without arguments.

    `key` is the same for every attempt of one message, so that the gateway sends it once. Raises SmsFault for a message
    it refuses, GatewayAway where it cannot be reached.
    """

    def send(self, number: str, text: str, key: str) -> Receipt: ...


@runtime_checkable
class Answering(Protocol):
    """A gateway that can also say what became of what it took; one without this is never asked.

    `references` are its own names (`Receipt.reference`); what it does not know yet is left out of the answer. Raises
    SmsFault, or GatewayAway, where it cannot say anything now.
    """

    def status(self, references: Sequence[str]) -> Mapping[str, Arrival]: ...


class Console:
    """Writes to the log what would be sent, the number masked; it has arrived at once. For development."""

    def send(self, number: str, text: str, key: str) -> Receipt:
        """Write the line; it is always taken."""
        logger.warning("Text message to %s (%s): %s", masked(number), key, text)
        return Receipt(reference=f"console-{key}")

    def status(self, references: Sequence[str]) -> Mapping[str, Arrival]:
        """Everything that was written to the log has arrived there."""
        return dict.fromkeys(references, Arrival.DELIVERED)


def available() -> bool:
    """Whether this desk has a gateway at all."""
    return bool(settings.DESK_SMS_GATEWAY)


def gateway() -> Gateway:
    """The operator's gateway. Raises ImportError where its name leads nowhere."""
    made: Gateway = import_string(settings.DESK_SMS_GATEWAY)()
    return made


def masked(number: str) -> str:
    """A telephone number of which only the first three and last two signs are shown."""
    return (
        number[:3] + "*" * max(len(number) - 5, 0) + number[-2:]
        if len(number) > TAIL + 1
        else "*" * len(number)
    )


def text_of(messages: Sequence[Message], language: str) -> str:
    """What one text message says of these messages, in a language: their kind, or how many they are.

    The title and the facts of a message never stand in it; of a number its last four signs do.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        if len(messages) > 1:
            words = gettext(
                "You have {count} new messages on the Credit Repair Desk. Please sign in to read them."
            )
            return words.format(count=len(messages))
        (message,) = messages
        kind = kind_of(message.template, with_letter=message.letter_id is not None, reminder=message.reminder)
        text = str(TEXTS[kind])
        number = str(message.context.get("number", ""))
        return text + gettext(" Number ending in {tail}.").format(tail=number[-TAIL:]) if number else text


def code_text(code: str, minutes: int) -> str:
    """What brings the code that confirms a number, in the active language."""
    words = gettext(
        "{code} is your code on the Credit Repair Desk. It works for {minutes} minutes. Tell it to nobody."
    )
    return words.format(code=code, minutes=minutes)
