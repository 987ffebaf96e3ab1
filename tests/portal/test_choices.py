"""The page on which a person says what is sent to it beside the inbox, and confirms its number."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from notifications.choosing import choice_of
from notifications.models import Choice
from tests.factories.people import make_user
from tests.notifications.choices import GATEWAY, NUMBER, Recorder, person
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db

PAGE = "/my/inbox/choices/"


@pytest.fixture(autouse=True)
def _recorder(settings: Settings) -> None:
    settings.DESK_SMS_GATEWAY = GATEWAY
    Recorder.sent, Recorder.refusing, Recorder.away = [], False, False


def test_the_choice_is_shown_and_kept(sign_in: SignIn) -> None:
    user = person()
    client = sign_in(user)
    shown = client.get(PAGE).content.decode()
    assert user.email in shown
    assert 'value="at-once" ' in shown
    assert "letters_sms" not in shown
    answer = client.post(PAGE, {"news_mail": "weekly"})
    assert answer.status_code == HTTPStatus.FOUND
    kept = choice_of(user.pk)
    assert (kept.news_mail, kept.terms_mail) == ("weekly", False)
    assert "Your choice was kept." in client.get(PAGE).content.decode()


def test_without_an_address_the_page_says_so_and_leads_there(sign_in: SignIn) -> None:
    shown = sign_in(make_user()).get(PAGE).content.decode()
    assert "You gave no e-mail address" in shown
    assert reverse("account_email") in shown


def test_an_invented_choice_is_refused_with_the_field(sign_in: SignIn) -> None:
    user = person()
    answer = sign_in(user).post(PAGE, {"news_mail": "hourly"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Error:" in answer.content.decode()
    assert not Choice.objects.filter(user=user).exists()


def test_text_messages_cannot_be_chosen_without_a_number(sign_in: SignIn) -> None:
    user = person()
    sign_in(user).post(PAGE, {"news_mail": "off", "news_sms": "on"})
    assert choice_of(user.pk).news_sms is False


def test_a_number_is_asked_for_confirmed_used_and_taken_back(sign_in: SignIn) -> None:
    user = person()
    client = sign_in(user)
    client.post(f"{PAGE}number/", {"number": "138 0000 1234"})
    shown = client.get(PAGE).content.decode()
    assert "138******34" in shown
    assert NUMBER not in shown
    code = re.search(r"\d{6}", Recorder.sent[-1][1])
    assert code is not None
    wrong = client.post(f"{PAGE}number/confirm/", {"code": "0" if code.group() != "0" else "1"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This is not the code that was sent" in wrong.content.decode()
    client.post(f"{PAGE}number/confirm/", {"code": code.group()})
    assert 'name="letters_sms"' in client.get(PAGE).content.decode()
    client.post(PAGE, {"news_mail": "off", "letters_sms": "on"})
    kept = choice_of(user.pk)
    assert (kept.number, kept.letters_sms) == (NUMBER, True)
    client.post(f"{PAGE}number/remove/")
    assert choice_of(user.pk).number == ""


def test_what_is_no_number_is_told_at_the_field(sign_in: SignIn) -> None:
    answer = sign_in(person()).post(f"{PAGE}number/", {"number": "0632-1234567"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    words = answer.content.decode()
    assert 'href="#id_number"' in words
    assert words.count("Write a mobile number of the mainland") == 2
    assert Recorder.sent == []


def test_a_desk_without_a_gateway_offers_no_text_messages(sign_in: SignIn, settings: Settings) -> None:
    user = person()
    settings.DESK_SMS_GATEWAY = "notifications.channels.sms.Console"
    assert "for text messages" in sign_in(user).get(PAGE).content.decode()
    settings.DESK_SMS_GATEWAY = ""
    assert "text message" not in sign_in(user).get(PAGE).content.decode().lower()


def test_the_choice_of_one_person_is_not_that_of_another(sign_in: SignIn) -> None:
    first, second = person(news_mail="weekly", number=NUMBER, news_sms=True), person()
    sign_in(second).post(PAGE, {"news_mail": "off"})
    sign_in(second).post(f"{PAGE}number/remove/")
    kept = choice_of(first.pk)
    assert (kept.news_mail, kept.number) == ("weekly", NUMBER)
    assert "138******34" not in sign_in(second).get(PAGE).content.decode()


def test_the_page_costs_few_statements(sign_in: SignIn) -> None:
    client = sign_in(person(number=NUMBER, news_sms=True))
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    assert len(asked) <= 12
