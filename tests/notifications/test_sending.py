"""Mail over a real SMTP connection: once each, tried again when it fails, always under one Message-ID."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from cases.states import RepairState as S
from notifications.models import Message
from notifications.services import Sent, send_due, wait_after
from tests.factories.cases import FILED_AT, make_filed_case
from tests.factories.people import make_owner
from tests.factories.records import make_record
from tests.notifications.telling import letter_of, tell_all

pytestmark = pytest.mark.django_db


class Sink:
    """Keeps what arrives; refuses with 451 while told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusing = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd's
        if self.refusing:
            return "451 try again later"
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    keeper = Sink()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]  # the sink cannot choose a free port by itself
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        DESK_ADDRESS="https://desk.example.cn",
    ):
        yield keeper
    controller.stop()


def waiting_mail(language: str = "") -> Message:
    """The mail about a filed application, with its receipt."""
    record = make_record()
    owner = make_owner(record.subject)
    owner.email, owner.language, owner.full_name = "owner@example.cn", language, "张某某"
    owner.save()
    make_filed_case(S.ROUTED, record=record, owner=owner)
    tell_all()
    return Message.objects.select_related("letter", "case").get(channel="mail")


def test_a_mail_leaves_once_with_its_letter(sink: Sink) -> None:
    message = waiting_mail("en")
    assert send_due(at=FILED_AT) == Sent(sent=1, failed=0)
    assert send_due(at=FILED_AT + timedelta(days=1)) == Sent(sent=0, failed=0)
    (mail,) = sink.mails
    assert mail["To"] == "owner@example.cn"
    assert mail["Subject"] == "Application received"
    assert mail["Message-ID"] == f"<message-{message.pk}@desk.example.cn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert message.case is not None
    assert message.case.number in text
    assert "https://desk.example.cn" in text
    (attached,) = mail.iter_attachments()
    letter = letter_of(message.case, "receipt")
    assert attached.get_filename() == f"{letter.number}.pdf"
    assert attached.get_payload(decode=True) == bytes(letter.pdf)
    message.refresh_from_db()
    assert (message.sent_at, message.next_attempt_at) == (FILED_AT, None)


@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("zh-hans", "zh-hans"), ("", "zh-hans")])
def test_a_mail_speaks_its_readers_language(sink: Sink, language: str, spoken: str) -> None:
    waiting_mail(language)
    send_due(at=FILED_AT)
    assert sink.mails[0]["Content-Language"] == spoken


def test_a_refused_mail_waits_longer_each_time_and_keeps_its_message_id(sink: Sink) -> None:
    message = waiting_mail()
    sink.refusing = True
    assert send_due(at=FILED_AT) == Sent(sent=0, failed=1)
    message.refresh_from_db()
    assert "451" in message.last_error
    assert message.next_attempt_at == FILED_AT + timedelta(seconds=30)
    assert send_due(at=FILED_AT + timedelta(seconds=29)) == Sent(sent=0, failed=0)
    send_due(at=FILED_AT + timedelta(seconds=30))
    message.refresh_from_db()
    assert message.next_attempt_at == FILED_AT + timedelta(seconds=90)
    sink.refusing = False
    assert send_due(at=FILED_AT + timedelta(seconds=90)).sent == 1
    assert [mail["Message-ID"] for mail in sink.mails] == [f"<message-{message.pk}@desk.example.cn>"]
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (3, "")


def test_a_mail_sent_again_after_a_crash_bears_the_same_message_id(sink: Sink) -> None:
    message = waiting_mail()
    send_due(at=FILED_AT)
    # the process died after the server took the mail and before the row was written
    Message.objects.filter(pk=message.pk).update(sent_at=None, next_attempt_at=FILED_AT)
    send_due(at=FILED_AT)
    assert len({mail["Message-ID"] for mail in sink.mails}) == 1
    assert len(sink.mails) == 2


def test_a_server_that_is_away_ends_the_run_and_costs_one_attempt() -> None:
    first = waiting_mail()
    again = Message.objects.get(pk=first.pk)
    again.pk, again.caused_by_entry = None, 0
    again.save()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
    ):
        assert send_due(at=FILED_AT) == Sent(sent=0, failed=1)
    attempts = sorted(Message.objects.filter(channel="mail").values_list("attempts", flat=True))
    assert attempts == [0, 1]


def test_waits_grow_to_six_hours_and_no_further() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 40)]
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


def test_nothing_is_mailed_before_its_time(sink: Sink) -> None:
    waiting_mail()
    assert send_due(at=FILED_AT - timedelta(seconds=1)) == Sent(sent=0, failed=0)
    assert sink.mails == []


def test_what_the_server_said_is_kept_as_people_read_it(sink: Sink) -> None:
    message = waiting_mail()
    sink.refusing = True
    send_due(at=FILED_AT)
    message.refresh_from_db()
    assert message.last_error == "451 try again later"
