"""Where one is signed in: listed, one ended, all others ended."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.templatetags.door import browser_words
from journal.models import Entry
from tests.accounts.test_door import sign_in, signed_in_as
from tests.conftest import Clock
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def browser(user_agent: str, username: str = "zhang-wei") -> Client:
    client = Client(headers={"user-agent": user_agent})
    assert sign_in(client, username) == HTTPStatus.FOUND
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("portal:inbox")).status_code == HTTPStatus.OK


def test_every_browser_is_listed_and_the_present_one_marked() -> None:
    make_user("zhang-wei")
    browser(PHONE)
    page = browser(OFFICE).get(reverse("usersessions_list")).content.decode()
    assert "Chrome · Android" in page
    assert "Edge · Windows" in page
    assert page.count('data-state="CURRENT"') == 1
    other = UserSession.objects.get(user_agent=PHONE)
    assert reverse("end_session", args=[other.pk]) in page


def test_one_is_ended_and_journalled() -> None:
    person = make_user("zhang-wei")
    phone, office = browser(PHONE), browser(OFFICE)
    row = UserSession.objects.get(user_agent=PHONE)
    office.post(reverse("end_session", args=[row.pk]))
    assert (is_in(phone), is_in(office)) == (False, True)
    entry = Entry.objects.get(verb="account.sessions_ended")
    assert (entry.actor_ref, entry.payload) == (f"user:{person.pk}", {"user_id": person.pk, "count": 1})


def test_another_persons_session_is_not_ones_own_to_end() -> None:
    make_user("zhang-wei")
    make_user("li-na")
    victim, other = browser(PHONE), browser(OFFICE, "li-na")
    row = UserSession.objects.get(user_agent=PHONE)
    assert other.post(reverse("end_session", args=[row.pk])).status_code == HTTPStatus.NOT_FOUND
    assert is_in(victim)


def test_ending_needs_a_post_and_a_signed_in_person() -> None:
    make_user("zhang-wei")
    office = browser(OFFICE)
    address = reverse("end_session", args=[UserSession.objects.get().pk])
    assert office.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert Client().post(address).status_code == HTTPStatus.FOUND
    assert is_in(office)


def test_all_others_are_ended() -> None:
    make_user("zhang-wei")
    others, here = [browser(PHONE), browser(PHONE)], browser(OFFICE)
    here.post(reverse("usersessions_list"))
    assert [is_in(client) for client in others] == [False, False]
    assert is_in(here)
    assert Entry.objects.get(verb="account.sessions_ended").payload["count"] == 2


def test_a_new_password_ends_all_others() -> None:
    make_user("zhang-wei")
    phone, here = browser(PHONE), browser(OFFICE)
    new = "Another-Lamp-43"
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert not is_in(phone)
    assert Entry.objects.filter(verb="account.password_changed").count() == 1


def test_when_it_was_last_used_is_kept_to_five_minutes(clock: Clock) -> None:
    make_user("zhang-wei")
    client = browser(OFFICE)
    client.get(reverse("portal:inbox"))
    before = UserSession.objects.get().last_seen_at
    clock.ahead(timedelta(minutes=4))
    client.get(reverse("portal:inbox"))
    assert UserSession.objects.get().last_seen_at == before
    seen = clock.ahead(timedelta(minutes=2))
    client.get(reverse("portal:inbox"))
    assert UserSession.objects.get().last_seen_at == seen


def test_leaving_takes_the_line_away() -> None:
    make_user("zhang-wei")
    phone, office = browser(PHONE), browser(OFFICE)
    phone.post(reverse("account_logout"))
    assert signed_in_as(phone) is None
    assert "Android" not in office.get(reverse("usersessions_list")).content.decode()


def test_a_session_that_has_run_out_is_listed_no_more() -> None:
    make_user("zhang-wei")
    phone, office = browser(PHONE), browser(OFFICE)
    Session.objects.filter(pk=phone.session.session_key).update(expire_date=timezone.now())
    assert "Android" not in office.get(reverse("usersessions_list")).content.decode()
    assert not UserSession.objects.filter(user_agent=PHONE).exists()


def test_a_session_from_before_another_password_is_listed_no_more() -> None:
    person = make_user("zhang-wei")
    browser(PHONE)
    person.set_password("Another-Lamp-43")
    person.save()
    office = Client(headers={"user-agent": OFFICE})
    office.force_login(person)
    assert "Android" not in office.get(reverse("usersessions_list")).content.decode()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (PHONE, "Chrome · Android"),
        (OFFICE, "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) MicroMessenger/8.0 Safari", "WeChat · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox · Linux"),
        ("curl/8", "其他程序"),
    ],
)
def test_a_browser_is_named_in_words(user_agent: str, words: str) -> None:
    assert browser_words(user_agent) == words
