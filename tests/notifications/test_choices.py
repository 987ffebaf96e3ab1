"""What a person chose decides by which ways a message goes; letters and the inbox are beyond any choice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some
from pytest_django import Settings

from accounts.models import User
from cases.states import RepairState as S
from journal.models import Entry
from journal.refusals import Refusal
from journal.verbs import VERBS
from notifications.choosing import Wanted, choice_of, choose
from notifications.kinds import MERE_NEWS, Kind, kind_of
from notifications.models import Choice, Message, News
from notifications.rules import COPY
from notifications.wording import TEMPLATES
from notifications.wording_of_accounts import OF_ACCOUNTS
from notifications.writing import Notice, by_mail, write
from tests.factories.cases import make_filed_case
from tests.factories.people import make_owner
from tests.factories.records import make_record
from tests.notifications.choices import GATEWAY, NUMBER, at, person, tell, waiting
from tests.notifications.telling import tell_all

pytestmark = pytest.mark.django_db

NEWS, TERM = "resumed", "to-accept"
CHOICES = some.builds(
    Wanted,
    news_mail=some.sampled_from(News.values),
    terms_mail=some.booleans(),
    letters_sms=some.booleans(),
    terms_sms=some.booleans(),
    news_sms=some.booleans(),
)


def test_whoever_chose_nothing_gets_everything_by_mail_at_once() -> None:
    user = person()
    tell(user, NEWS, at(9, 1, 10), number=1)
    tell(user, TERM, at(9, 1, 10), number=2)
    assert [(one.digest, one.next_attempt_at) for one in waiting(user, "mail")] == [(False, at(9, 1, 10))] * 2
    assert waiting(user, "sms") == []


@pytest.mark.parametrize(
    ("choice", "template", "mails"),
    [
        ({"news_mail": "off"}, NEWS, 0),
        ({"news_mail": "off"}, TERM, 1),
        ({"terms_mail": False}, TERM, 0),
        ({"terms_mail": False}, NEWS, 1),
    ],
)
def test_mail_that_is_not_wanted_is_not_written_and_the_inbox_has_it(
    choice: dict[str, Any], template: str, mails: int
) -> None:
    user = person(**choice)
    tell(user, template, at(9, 1, 10), number=1)
    assert len(waiting(user, "mail")) == mails
    assert Message.objects.filter(user=user, channel="inbox", sent_at=at(9, 1, 10)).count() == 1


@given(wanted=CHOICES)
def test_no_choice_keeps_a_letter_or_a_change_of_the_account_from_the_mail(wanted: Wanted) -> None:
    choice = Choice(user_id=1, **{name: getattr(wanted, name) for name in Wanted.__dataclass_fields__})
    assert by_mail(Kind.LETTER, choice)
    assert by_mail(Kind.ACCOUNT, choice)


@given(wanted=CHOICES)
@trying(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_letter_is_in_inbox_and_mail_at_once_whatever_was_chosen(wanted: Wanted) -> None:
    record = make_record()
    owner = make_owner(record.subject)
    owner.email = "owner@example.cn"
    owner.save()
    Choice.objects.create(user=owner, number=NUMBER, **{name: getattr(wanted, name) for name in vars(wanted)})
    made = make_filed_case(S.ROUTED, record=record, owner=owner)
    tell_all()
    receipt = Message.objects.filter(user=owner, template="filed")
    assert receipt.get(channel="inbox").letter is not None
    mail = receipt.get(channel="mail")
    assert (mail.digest, mail.reminder, mail.next_attempt_at) == (False, False, made.case.filed_at)


def test_only_mere_news_may_wait_for_a_summary() -> None:
    assert TEMPLATES.keys() >= MERE_NEWS
    for template, wording in TEMPLATES.items():
        kind = kind_of(template, with_letter=False, reminder=False)
        assert (kind is Kind.NEWS) == (template in MERE_NEWS)
        assert (kind is Kind.ACCOUNT) == (template in OF_ACCOUNTS)
        if kind is Kind.NEWS:
            assert "{due}" not in str(wording.text)
            assert "{hour}" not in str(wording.text)
        assert kind_of(template, with_letter=True, reminder=False) is Kind.LETTER
        assert kind_of(template, with_letter=False, reminder=True) in {Kind.TERM, Kind.ACCOUNT}
    assert {kind_of(name, with_letter=False, reminder=False) for name in OF_ACCOUNTS} == {Kind.ACCOUNT}


@pytest.mark.parametrize("template", sorted(COPY.values()))
def test_the_order_to_a_holder_of_a_copy_waits_for_no_summary(template: str) -> None:
    user = person(news_mail="weekly")
    tell(user, template, at(9, 1, 10), number=1)
    (mail,) = waiting(user, "mail")
    assert (mail.digest, mail.next_attempt_at) == (False, at(9, 1, 10))


def test_a_choice_is_kept_and_stands_in_the_journal() -> None:
    user = person()
    choose(user_id=user.pk, wanted=Wanted(news_mail="weekly", terms_mail=False), at=at(9, 1, 10))
    kept = choice_of(user.pk)
    assert (kept.news_mail, kept.terms_mail) == ("weekly", False)
    entry = Entry.objects.get(verb="account.messages_chosen")
    assert (entry.payload["user_id"], entry.payload["news_mail"]) == (user.pk, "weekly")
    assert NUMBER not in str(entry.payload)
    choose(user_id=user.pk, wanted=Wanted(news_mail="weekly", terms_mail=False), at=at(9, 1, 11))
    assert Entry.objects.filter(verb="account.messages_chosen").count() == 1
    assert "account.messages_chosen" in VERBS


def test_text_messages_need_a_number() -> None:
    user = person()
    with pytest.raises(Refusal) as refused:
        choose(user_id=user.pk, wanted=Wanted(news_sms=True), at=at(9, 1, 10))
    assert refused.value.code == "no-number"
    assert not Choice.objects.filter(user=user).exists()


def test_without_a_gateway_no_text_message_is_written(settings: Settings) -> None:
    user = person(number=NUMBER, news_sms=True)
    settings.DESK_SMS_GATEWAY = ""
    tell(user, NEWS, at(9, 1, 10), number=1)
    assert waiting(user, "sms") == []
    settings.DESK_SMS_GATEWAY = GATEWAY
    tell(user, NEWS, at(9, 1, 10), number=2)
    assert len(waiting(user, "sms")) == 1


def test_the_choices_of_all_people_are_asked_at_once() -> None:
    def told(people: list[User], number: int) -> int:
        entry = Entry(pk=number, at=at(9, 1, 10), verb="case.accepted", payload={}, actor_ref="user:0")
        with CaptureQueriesContext(connection) as asked:
            write(Notice(template=NEWS, context={"number": "XF-1"}, entry=entry), people)
        return len(asked)

    assert told([person() for _ in range(3)], 901) == told([person() for _ in range(20)], 902) == 2
