"""The mails of the door: to whom, in whose language, how long a link works, and nothing of one person to another."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as configured
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_door import confirm, sign_in
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "zhang@example.org"
WORDS = {"zh-hans": "本邮件由系统自动发送，请勿回复。", "en": "This message was sent by itself"}


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    cache.clear()


def person(language: str = "", address: str = ADDRESS) -> User:
    found = make_user("zhang-wei", full_name="张伟")
    User.objects.filter(pk=found.pk).update(email=address, language=language)
    found.refresh_from_db()
    return found


def asked_for_password(language: str, address: str = ADDRESS, client: Client | None = None) -> EmailMessage:
    """The mail that comes when a new password is asked for on a page of that language."""
    visitor = client or Client()
    visitor.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    visitor.post(reverse("account_reset_password"), {"email": address})
    return mail.outbox[-1]


def asked_to_confirm(someone: User, language: str) -> EmailMessage:
    """The mail that confirms a new address of somebody signed in."""
    client = Client()
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    sign_in(client, someone.username)
    confirm(client)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": "yes"})
    return mail.outbox[-1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_forgotten_password(language: str) -> None:
    person()
    sent = asked_for_password(language)
    body = str(sent.body)
    assert body.startswith({"zh-hans": "张伟：", "en": "张伟:"}[language])
    assert "zhang-wei" in body
    assert {"zh-hans": "3天", "en": "once, for 3 days"}[language] in body
    assert WORDS[language] in body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["Content-Language"] == language
    assert "\n\n\n" not in body


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_new_address(language: str) -> None:
    sent = asked_to_confirm(person(address=""), language)
    assert sent.subject.startswith({"zh-hans": "信用修复服务台：请", "en": "Credit Repair Desk: "}[language])
    body = str(sent.body)
    assert body.startswith({"zh-hans": "张伟：", "en": "张伟:"}[language])
    assert "zhang-wei" in body
    assert {"zh-hans": "3天", "en": "works for 3 days"}[language] in body
    assert WORDS[language] in body
    assert not EmailAddress.objects.filter(email="new@example.org", verified=True).exists()


def test_a_mail_speaks_the_language_of_its_person_not_of_the_page() -> None:
    person(language="en")
    assert "Choose a new password" in asked_for_password("zh-hans").subject


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_unknown_address_is_told_so_and_nobody_is_named(language: str) -> None:
    asking = person(address="")
    client = Client()
    client.force_login(asking)
    sent = asked_for_password(language, "nobody@example.org", client)
    assert sent.to == ["nobody@example.org"]
    assert WORDS[language] in str(sent.body)
    assert not re.search("张伟|zhang-wei|http", str(sent.body))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_address_that_has_an_account_already(language: str) -> None:
    taken = person(language=language)
    EmailAddress.objects.create(user=taken, email=ADDRESS, verified=True, primary=True)
    client = Client()
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
    new = {
        "username": "wang",
        "email": ADDRESS,
        "password1": "Another-Lamp-43",
        "password2": "Another-Lamp-43",
    }
    client.post(reverse("account_signup"), new)
    told = [sent for sent in mail.outbox if sent.to == [ADDRESS]]
    assert all(WORDS[language] in str(sent.body) for sent in told)
    assert all("wang" not in str(sent.body) for sent in told)
