"""A telephone number counts once its code was typed; codes are few, short-lived and kept as digests."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from journal.models import Entry
from journal.refusals import Refusal
from notifications.accounts import on_entry
from notifications.choosing import choice_of
from notifications.models import Message, NumberCode
from notifications.numbers import (
    TRIES,
    ask_number,
    confirm_number,
    pending_number,
    plain_number,
    remove_number,
)
from tests.notifications.choices import GATEWAY, NUMBER, Recorder, at, person, tell, waiting
from tests.notifications.telling import templates_to

pytestmark = pytest.mark.django_db

ASKED = at(9, 1, 10)


@pytest.fixture(autouse=True)
def _recorder(settings: Settings) -> None:
    settings.DESK_SMS_GATEWAY = GATEWAY
    Recorder.sent, Recorder.refusing, Recorder.away = [], False, False


def code_sent() -> str:
    found = re.search(r"\d{6}", Recorder.sent[-1][1])
    assert found is not None
    return found.group()


def refused(user: User, code: str, *, minutes: int = 1) -> str:
    with pytest.raises(Refusal) as told:
        confirm_number(user_id=user.pk, code=code, at=ASKED + timedelta(minutes=minutes))
    return told.value.code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize("written", [NUMBER, "138 0000 1234", "+86 138-0000-1234", "8613800001234"])
def test_a_number_may_be_written_in_many_ways(written: str) -> None:
    assert plain_number(written) == NUMBER


@pytest.mark.parametrize(
    "written", ["", "12800001234", "1380000123", "138000012345", "+8513800001234", "１３８00001234"]
)
def test_what_is_no_mobile_number_is_refused(written: str) -> None:
    with pytest.raises(Refusal) as told:
        plain_number(written)
    assert told.value.code == "number-shape"


def test_a_number_counts_once_its_code_was_typed() -> None:
    user = person()
    ask_number(user_id=user.pk, number="138 0000 1234", at=ASKED)
    assert choice_of(user.pk).number == ""
    assert pending_number(user.pk, ASKED) == "138******34"
    code = code_sent()
    assert Recorder.sent[-1][0] == NUMBER
    assert code not in str(list(NumberCode.objects.values()))
    confirm_number(user_id=user.pk, code=f" {code[:3]} {code[3:]} ", at=ASKED + timedelta(minutes=9))
    kept = choice_of(user.pk)
    assert (kept.number, kept.number_confirmed_at) == (NUMBER, ASKED + timedelta(minutes=9))
    entry = Entry.objects.get(verb="account.number_confirmed")
    assert NUMBER not in str(entry.payload)
    assert refused(user, code, minutes=9) == "no-number-code"  # it works once


def test_a_code_runs_out() -> None:
    user = person()
    ask_number(user_id=user.pk, number=NUMBER, at=ASKED)
    assert refused(user, code_sent(), minutes=10) == "no-number-code"


def test_a_new_code_ends_the_earlier_one() -> None:
    user = person()
    ask_number(user_id=user.pk, number=NUMBER, at=ASKED)
    first = code_sent()
    ask_number(user_id=user.pk, number="13900001234", at=ASKED + timedelta(minutes=1))
    second = code_sent()
    if first != second:
        assert refused(user, first, minutes=2) == "wrong-number-code"
    confirm_number(user_id=user.pk, code=second, at=ASKED + timedelta(minutes=2))
    assert choice_of(user.pk).number == "13900001234"


def test_five_wrong_codes_end_the_trying() -> None:
    user = person()
    ask_number(user_id=user.pk, number=NUMBER, at=ASKED)
    code = code_sent()
    assert [refused(user, wrong(code)) for _try in range(TRIES)] == ["wrong-number-code"] * TRIES
    assert refused(user, code) == "too-many-codes"
    assert choice_of(user.pk).number == ""


def test_the_code_of_another_person_is_no_code() -> None:
    user, other = person(), person()
    ask_number(user_id=user.pk, number=NUMBER, at=ASKED)
    assert refused(other, code_sent()) == "no-number-code"


def test_codes_are_few_for_a_person_and_for_a_number() -> None:
    user = person()

    def asked(who: User, number: str, minutes: int) -> str:
        try:
            ask_number(user_id=who.pk, number=number, at=ASKED + timedelta(minutes=minutes))
        except Refusal as told:
            return told.code
        return "sent"

    assert [asked(user, NUMBER, 0), asked(user, "13900001234", 0)] == ["sent", "codes-too-often"]
    assert asked(person(), NUMBER, 0) == "codes-too-often"
    assert [asked(user, NUMBER, minutes) for minutes in (1, 2, 3, 4)] == ["sent"] * 4
    assert asked(user, "13900001234", 5) == "codes-too-often"
    assert asked(person(), NUMBER, 5) == "codes-too-often"
    assert asked(person(), "13900001234", 5) == "sent"
    assert asked(user, NUMBER, 24 * 60 + 1) == "sent"


@pytest.mark.parametrize("fault", ["refusing", "away"])
def test_a_gateway_that_cannot_send_says_so(fault: str) -> None:
    user = person()
    setattr(Recorder, fault, True)
    with pytest.raises(Refusal) as told:
        ask_number(user_id=user.pk, number=NUMBER, at=ASKED)
    assert told.value.code == "sms-away"


def test_a_desk_without_a_gateway_takes_no_number(settings: Settings) -> None:
    settings.DESK_SMS_GATEWAY = ""
    with pytest.raises(Refusal) as told:
        ask_number(user_id=person().pk, number=NUMBER, at=ASKED)
    assert told.value.code == "no-sms"


def test_a_number_that_is_taken_back_gets_nothing_that_waits() -> None:
    user = person(number=NUMBER, news_sms=True)
    tell(user, "resumed", at(9, 1, 20), number=1)
    assert len(waiting(user, "sms")) == 1
    remove_number(user_id=user.pk, at=at(9, 1, 21))
    kept = choice_of(user.pk)
    assert (kept.number, kept.news_sms, waiting(user, "sms")) == ("", False, [])
    assert Message.objects.filter(user=user, channel="inbox").count() == 1
    remove_number(user_id=user.pk, at=at(9, 1, 22))
    assert Entry.objects.filter(verb="account.number_removed").count() == 1


def test_a_confirmed_number_is_told_to_the_person() -> None:
    user = person()
    ask_number(user_id=user.pk, number=NUMBER, at=ASKED)
    confirm_number(user_id=user.pk, code=code_sent(), at=ASKED)
    on_entry(Entry.objects.get(verb="account.number_confirmed"))
    assert templates_to(user.pk) == ["account.number_confirmed"]
