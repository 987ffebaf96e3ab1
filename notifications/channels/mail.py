"""Messages as mail: plain text, a stable Message-ID, the letter attached; reminders together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from smtplib import (
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from cases.models import Talk
from notifications.invitation import file_name, invitation
from notifications.models import Message
from notifications.window_codes import words_of
from notifications.wording import told


class MailFault(Exception):
    """This message could not be sent now."""


class ServerFault(MailFault):
    """No message can be sent now: the server cannot be reached."""


def message_id(name: str) -> str:
    """The same for every attempt of one message or bundle, so that a receiver knows a repeated one."""
    return f"<{name}@{urlsplit(settings.DESK_ADDRESS).hostname}>"


def mail_of(message: Message, *, at: datetime) -> EmailMessage:
    """The mail of a message as it leaves at a moment, in the language of its reader."""
    with _language_of(message.user):
        words = words_of(message, at=at)
        facts = {"text": words.text, "letter": message.letter, "link": link_to(message)}
        mail = _mail(message.user, words.title, "mail/message.txt", facts, f"message-{message.pk}")
    if message.letter is not None:
        mail.attach(f"{message.letter.number}.pdf", bytes(message.letter.pdf), "application/pdf")
    if (
        "talk" in message.context
    ):  # whoever is told of a talk's hour gets it for the calendar, also that it is off
        talk = Talk.objects.select_related("case", "department").get(pk=message.context["talk"])
        mail.attach(file_name(talk), invitation(talk).decode(), "text/calendar")
    return mail


def mail_of_bundle(messages: Sequence[Message], name: str) -> EmailMessage:
    """One mail of all reminders, or of all the news, of a person, in its language; `name` makes its Message-ID."""
    user = messages[0].user
    with _language_of(user):
        items = [_item(message) for message in messages]
        several = (
            gettext("You have {count} messages")
            if messages[0].digest
            else gettext("You have {count} reminders")
        )
        title = items[0]["title"] if len(items) == 1 else several.format(count=len(items))
        facts = {"items": items, "summary": messages[0].digest, "choices": _address("portal:choices")}
        return _mail(user, title, "mail/bundle.txt", facts, name)


def link_to(message: Message) -> str:
    """Where the person reads on: signed in, it leads to what the message is about."""
    return _address("portal:open_message", message.pk)


def _item(message: Message) -> dict[str, str]:
    words = told(message.template, message.context)
    return {"title": words.title, "text": words.text, "link": link_to(message)}


def _address(name: str, *keys: int) -> str:
    return settings.DESK_ADDRESS.rstrip("/") + reverse(name, args=keys)


def _language_of(user: User) -> AbstractContextManager[None]:
    return translation.override(user.language or settings.LANGUAGE_CODE)


def _mail(user: User, title: str, template: str, facts: Mapping[str, Any], name: str) -> EmailMessage:
    return EmailMessage(
        subject=title,
        body=render_to_string(template, {"name": user.full_name, **facts}),
        to=[user.email],
        headers={
            "Message-ID": message_id(name),
            "Auto-Submitted": "auto-generated",
            "Content-Language": translation.get_language() or settings.LANGUAGE_CODE,
        },
    )


def send(ready: EmailMessage, connection: BaseEmailBackend) -> None:
    """Send one mail. Raises ServerFault where no other could be sent either, MailFault else."""
    if not ready.recipients():
        raise MailFault("the person has no e-mail address any more")
    try:
        connection.send_messages([ready])
    except (SMTPServerDisconnected, SMTPConnectError) as fault:
        raise ServerFault(_words(fault)) from fault
    except SMTPException as fault:
        raise MailFault(_words(fault)) from fault
    except OSError as fault:
        raise ServerFault(str(fault)) from fault


def _words(fault: SMTPException) -> str:
    """What the mail server said, as people read it: its number and its sentence."""
    answers: list[tuple[int, bytes | str]]
    if isinstance(fault, SMTPRecipientsRefused):
        answers = list(fault.recipients.values())
    elif isinstance(fault, SMTPResponseException):
        answers = [(fault.smtp_code, fault.smtp_error)]
    else:
        return str(fault)
    return "; ".join(
        f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
        for code, said in answers
    )
