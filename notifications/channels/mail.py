"""Messages as mail: plain text, a stable Message-ID, the letter attached; reminders together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from cases.models import Talk
from notifications.invitation import file_name, invitation
from notifications.models import Message
from notifications.wording import told


class MailFault(Exception):
    """This message could not be sent now."""


class ServerFault(MailFault):
    """No message can be sent now: the server cannot be reached."""


def message_id(name: str) -> str:
    """The same for every attempt of one message or bundle, so that a receiver knows a repeated one."""
    return f"<{name}@{urlsplit(settings.DESK_ADDRESS).hostname}>"


def mail_of(message: Message) -> EmailMessage:
    """The mail of a message, in the language of its reader."""
    with _language_of(message.user):
        words = told(message.template, message.context)
        facts = {"text": words.text, "letter": message.letter}
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
    """One mail of all reminders of a person, in its language; `name` makes its Message-ID."""
    user = messages[0].user
    with _language_of(user):
        reminders = [told(message.template, message.context) for message in messages]
        several = gettext("You have {count} reminders").format(count=len(reminders))
        title = reminders[0].title if len(reminders) == 1 else several
        return _mail(user, title, "mail/reminders.txt", {"reminders": reminders}, name)


def _language_of(user: User) -> AbstractContextManager[None]:
    return translation.override(user.language or settings.LANGUAGE_CODE)


def _mail(user: User, title: str, template: str, facts: Mapping[str, Any], name: str) -> EmailMessage:
    return EmailMessage(
        subject=title,
        body=render_to_string(template, {"name": user.full_name, "address": settings.DESK_ADDRESS, **facts}),
        to=[user.email],
        headers={
            "Message-ID": message_id(name),
            "Auto-Submitted": "auto-generated",
            "Content-Language": translation.get_language() or settings.LANGUAGE_CODE,
        },
    )


def send(ready: EmailMessage, connection: BaseEmailBackend) -> None:
    """Send one mail. Raises ServerFault where no other could be sent either, MailFault else."""
    try:
        connection.send_messages([ready])
    except (SMTPServerDisconnected, SMTPConnectError) as fault:
        raise ServerFault(str(fault)) from fault
    except SMTPException as fault:
        raise MailFault(str(fault)) from fault
    except OSError as fault:
        raise ServerFault(str(fault)) from fault
