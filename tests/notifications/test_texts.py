"""Text messages say that something waits, and nothing else; they leave in working hours, once, with a receipt."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from cases.models import Case
from notifications.channels.sms import Console, code_text, masked, text_of
from notifications.models import Channel, Letter, Message
from notifications.services import Sent, send_due
from notifications.wording import TEMPLATES
from notifications.wording_of_accounts import OF_ACCOUNTS
from tests.factories.cases import make_filed_case
from tests.notifications.choices import GATEWAY, NUMBER, Recorder, at, person, tell, waiting

NEWS = "resumed"
# a telephone takes seventy Chinese characters, or 160 plain ones, as one message
LONGEST = {"zh-hans": 70, "en": 160}
FACTS = {
    "number": "XF-2026-7K3MQ9AB",
    "decision": "枣应急罚〔2026〕12号",
    "due": "2026-11-22",
    "legal": "2026-12-02",
    "promised": "2026-11-30",
    "term": "decide",
    "hour": "2026-11-22T10:00:00+08:00",
    "company": "枣庄某某有限公司",
    "person": "张某某",
    "complaint": "TS-2026-1",
}


@pytest.fixture(autouse=True)
def _recorder(settings: Settings) -> None:
    settings.DESK_SMS_GATEWAY = GATEWAY
    Recorder.sent, Recorder.refusing, Recorder.away = [], False, False


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_text_message_tells_anything_of_anybody(language: str) -> None:
    for template in sorted({*TEMPLATES, *OF_ACCOUNTS}):
        check_text_of(template, language)


def check_text_of(template: str, language: str) -> None:
    for letter in (None, 1):
        for reminder in (False, True):
            message = Message(template=template, context=FACTS, letter_id=letter, reminder=reminder)
            text = text_of([message], language)
            assert len(text) <= LONGEST[language]
            assert "Q9AB" in text
            told = {*FACTS.values(), "2026", "22", "7K3M", "枣", "公司", "http", "://", ".cn"}
            assert not [fact for fact in told if fact in text]
            wording = OF_ACCOUNTS.get(template) or TEMPLATES[template]
            with translation.override(language):
                assert str(wording.title) not in text
    message = Message(template=template, context=FACTS)
    both = text_of([message, message], language)
    assert len(both) <= LONGEST[language]
    assert "Q9AB" not in both
    assert language == "en" or "您" in both


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_code_fits_and_stands_first(language: str) -> None:
    with translation.override(language):
        text = code_text("123456", 10)
    assert len(text) <= LONGEST[language]
    assert text.count("123456") == 1


@pytest.mark.django_db
def test_a_text_leaves_in_working_hours_once_and_its_receipt_is_kept() -> None:
    user = person(number=NUMBER, news_sms=True, news_mail="off")
    tell(user, NEWS, at(9, 15, 20), number=1)
    assert send_due(at=at(9, 15, 20)) == Sent(sent=0, failed=0)
    assert send_due(at=at(9, 16, 8, 30)) == Sent(sent=1, failed=0)
    assert send_due(at=at(9, 16, 8, 31)) == Sent(sent=0, failed=0)
    ((number, text, key),) = Recorder.sent
    message = Message.objects.get(channel=Channel.SMS)
    assert (number, key) == (NUMBER, f"texts-{user.pk}-{message.pk}")
    assert text == "您在信用修复服务台有一项新的办理进展，请登录查看。编号尾号0001。"
    assert (message.sent_at, message.receipt) == (at(9, 16, 8, 30), "gw-1")


@pytest.mark.django_db
def test_what_is_due_together_is_one_text() -> None:
    user = person(number=NUMBER, news_sms=True, terms_sms=True, news_mail="off", terms_mail=False)
    for number, template in enumerate((NEWS, NEWS, "to-accept"), start=1):
        tell(user, template, at(9, 15, 20), number=number)
    assert send_due(at=at(9, 16, 8, 30)).sent == 1
    assert Recorder.sent[0][1] == "您在信用修复服务台有3条新消息，请登录查看。"


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["refusing", "away"])
def test_a_text_that_failed_is_tried_again_under_the_same_key(fault: str) -> None:
    user = person(number=NUMBER, news_sms=True, news_mail="off")
    tell(user, NEWS, at(9, 15, 10), number=1)
    setattr(Recorder, fault, True)
    assert send_due(at=at(9, 15, 10)) == Sent(sent=0, failed=1)
    (message,) = waiting(user, "sms")
    assert (message.attempts, message.next_attempt_at) == (1, at(9, 15, 10) + timedelta(seconds=30))
    assert message.last_error
    setattr(Recorder, fault, False)
    assert send_due(at=at(9, 15, 10, 1)).sent == 1
    assert Recorder.sent[0][2] == f"texts-{user.pk}-{message.pk}"


@pytest.mark.django_db
def test_a_gateway_that_is_away_keeps_no_mail_back() -> None:
    user = person(number=NUMBER, news_sms=True)
    tell(user, NEWS, at(9, 15, 10), number=1)
    Recorder.away = True
    done = send_due(at=at(9, 15, 10))
    assert (done.sent, done.failed) == (1, 1)


@pytest.mark.django_db
def test_whoever_took_the_number_back_gets_nothing() -> None:
    user = person(number=NUMBER, news_sms=True, news_mail="off")
    tell(user, NEWS, at(9, 15, 10), number=1)
    user.notification_choice.number = ""
    user.notification_choice.save()
    assert send_due(at=at(9, 15, 10)) == Sent(sent=0, failed=0)
    assert Recorder.sent == []


@pytest.mark.django_db
def test_a_letter_is_told_of_and_not_sent_as_a_text() -> None:
    made = make_filed_case()
    case: Case = made.case
    letter = Letter.objects.create(
        number="HZ-2026-1",
        kind="receipt",
        case=case,
        record=case.record,
        subject=case.subject,
        caused_by_entry=1,
        content={},
        pdf=b"",
        sha256="0" * 64,
        check_code="7K3MQ9ABCDEF",
        issued_at=at(9, 1, 10),
    )
    message = Message(template="filed", context=FACTS, letter=letter)
    assert text_of([message], "zh-hans") == "您在信用修复服务台收到一份新的文书，请登录查看。编号尾号Q9AB。"


def test_the_console_writes_the_masked_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        receipt = Console().send(NUMBER, "您好", "texts-1-2")
    assert receipt.reference == "console-texts-1-2"
    assert "138******34" in caplog.text
    assert NUMBER not in caplog.text


@pytest.mark.parametrize(("number", "shown"), [(NUMBER, "138******34"), ("12345", "*****"), ("", "")])
def test_a_masked_number_keeps_its_middle_to_itself(number: str, shown: str) -> None:
    assert masked(number) == shown
