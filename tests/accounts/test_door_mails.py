"""The mails of the door: to whom, in whose language, how long a link works, and nothing of one person to another."""

from __future__ import annotations

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings as configured
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

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


def test_an_address_that_has_an_account_already_opens_no_other() -> None:
    taken = person()
    EmailAddress.objects.create(user=taken, email=ADDRESS, verified=True, primary=True)
    password = "Another-Lamp-43"
    new = {"username": "wang", "email": ADDRESS, "password1": password, "password2": password}
    page = Client().post(reverse("account_signup"), new).content.decode()
    assert "该邮箱已被其他账号使用" in page
    assert "zhang-wei" not in page
    assert not User.objects.filter(username="wang").exists()
    assert mail.outbox == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_mail_to_such_an_address_names_nobody(language: str, rf: RequestFactory) -> None:
    person()
    with override(language), context.request_context(rf.get("/")):
        get_adapter().send_account_already_exists_mail(ADDRESS)
    (told,) = mail.outbox
    assert told.to == [ADDRESS]
    assert WORDS[language] in str(told.body)
    assert not re.search("张伟|zhang-wei", str(told.body))
