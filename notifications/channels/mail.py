"""Messages as mail: plain text, a stable Message-ID, the letter attached."""

from __future__ import annotations

from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation

from notifications.models import Message
from notifications.wording import told


class MailFault(Exception):
    """This message could not be sent now."""


class ServerFault(MailFault):
    """No message can be sent now: the server cannot be reached."""


def message_id(message: Message) -> str:
    """The same for every attempt of one message, so that a receiver knows a repeated one."""
    return f"<message-{message.pk}@{urlsplit(settings.DESK_ADDRESS).hostname}>"


def mail_of(message: Message) -> EmailMessage:
    """The mail of a message, in the language of its reader."""
    user = message.user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        words = told(message.template, message.context)
        body = render_to_string(
            "mail/message.txt",
            {
                "name": user.full_name,
                "text": words.text,
                "address": settings.DESK_ADDRESS,
                "letter": message.letter,
            },
        )
        mail = EmailMessage(
            subject=words.title,
            body=body,
            to=[user.email],
            headers={
                "Message-ID": message_id(message),
                "Auto-Submitted": "auto-generated",
                "Content-Language": translation.get_language() or settings.LANGUAGE_CODE,
            },
        )
    if message.letter is not None:
        mail.attach(f"{message.letter.number}.pdf", bytes(message.letter.pdf), "application/pdf")
    return mail


def send(message: Message, connection: BaseEmailBackend) -> None:
    """Send one message. Raises ServerFault where no other could be sent either, MailFault else."""
    try:
        connection.send_messages([mail_of(message)])
    except (SMTPServerDisconnected, SMTPConnectError) as fault:
        raise ServerFault(str(fault)) from fault
    except SMTPException as fault:
        raise MailFault(str(fault)) from fault
    except OSError as fault:
        raise ServerFault(str(fault)) from fault
