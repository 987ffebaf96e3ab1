"""How a person likes to work: kept for the person, offered by what they are."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Preference, User
from accounts.roles import Role
from accounts.services import keep_preferences, preferences_of
from journal.refusals import Refusal
from tests.accounts.test_door import sign_in
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> User:
    person = make_officer(Role.REVIEWER, make_department(), user=make_user("chen-hui"))
    client.force_login(person)
    return person


def test_whoever_never_chose_has_shortcuts_and_open_lists_and_no_row() -> None:
    kept = preferences_of(make_user().pk)
    assert (kept.shortcuts, kept.dense_lists) == (True, False)
    assert not Preference.objects.exists()


def test_what_is_not_named_stays_as_it_was() -> None:
    person = make_user()
    keep_preferences(user_id=person.pk, shortcuts=False)
    keep_preferences(user_id=person.pk, dense_lists=True)
    kept = preferences_of(person.pk)
    assert (kept.shortcuts, kept.dense_lists) == (False, True)
    assert Preference.objects.count() == 1


def test_a_language_that_the_desk_does_not_speak_is_refused_and_nothing_is_kept() -> None:
    person = make_user()
    with pytest.raises(Refusal) as refused:
        keep_preferences(user_id=person.pk, shortcuts=False, language="tlh")
    assert refused.value.code == "unknown-language"
    assert not Preference.objects.exists()


def test_an_officer_switches_the_shortcuts_off_and_on(client: Client, officer: User) -> None:
    address = reverse("preferences")
    assert "checked" in client.get(address).content.decode()
    client.post(address, {"language": "zh-hans"})
    assert preferences_of(officer.pk).shortcuts is False
    client.post(address, {"language": "zh-hans", "shortcuts": "on", "dense_lists": "on"})
    kept = preferences_of(officer.pk)
    assert (kept.shortcuts, kept.dense_lists) == (True, True)


def test_the_page_goes_on_in_the_language_that_was_chosen(client: Client, officer: User) -> None:
    answer = client.post(reverse("preferences"), {"language": "en"}, follow=True)
    assert "Your choice was kept." in answer.content.decode()
    officer.refresh_from_db()
    assert officer.language == "en"


def test_an_unknown_language_is_told_at_its_field(client: Client, officer: User) -> None:
    answer = client.post(reverse("preferences"), {"language": "tlh"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'class="error-summary"' in answer.content.decode()
    assert not Preference.objects.exists()


def test_whoever_holds_no_post_is_asked_for_the_language_alone(client: Client) -> None:
    person = make_user("zhang-wei")
    sign_in(client, "zhang-wei")
    page = client.get(reverse("preferences")).content.decode()
    assert 'name="language"' in page.partition("<main")[2]
    assert 'name="shortcuts"' not in page
    client.post(reverse("preferences"), {"language": "en", "dense_lists": "on"})
    kept = preferences_of(person.pk)
    assert (kept.shortcuts, kept.dense_lists) == (True, False)


def test_it_is_for_those_who_are_signed_in(client: Client) -> None:
    answer = client.get(reverse("preferences"))
    assert answer.headers["Location"].startswith(reverse("account_login"))
