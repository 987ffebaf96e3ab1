from __future__ import annotations

from http import HTTPStatus

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from journal.models import Entry
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP = "account_login", "account_signup"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> int:
    answer = client.post(reverse(LOGIN), {"login": username, "password": password, **more})
    return answer.status_code


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_person_signs_in_and_out(client: Client) -> None:
    person = make_user("zhang-wei", full_name="张伟")
    assert sign_in(client, "zhang-wei") == HTTPStatus.FOUND
    assert signed_in_as(client) == str(person.pk)
    client.post(reverse("account_logout"))
    assert signed_in_as(client) is None
    assert not Entry.objects.exists()


def test_leaving_needs_a_post(client: Client) -> None:
    make_user("zhang-wei")
    sign_in(client, "zhang-wei")
    client.get(reverse("account_logout"))
    assert signed_in_as(client) is not None


def test_a_wrong_password_is_refused_and_journalled(client: Client) -> None:
    person = make_user("zhang-wei")
    assert sign_in(client, "zhang-wei", "wrong-Password-1") == HTTPStatus.OK
    assert signed_in_as(client) is None
    entry = Entry.objects.get()
    assert (entry.stream, entry.verb, entry.actor_ref) == (
        "security",
        "account.refused",
        f"user:{person.pk}",
    )
    assert entry.payload == {"act": "sign-in", "address": "127.0.0.1"}


def test_a_name_that_nobody_bears_is_not_kept(client: Client) -> None:
    sign_in(client, "my-secret-typed-in-the-wrong-field")
    entry = Entry.objects.get()
    assert entry.actor_ref == "visitor"
    assert "my-secret" not in str(entry.payload)


def test_an_unknown_name_and_a_wrong_password_read_the_same(client: Client) -> None:
    make_user("zhang-wei")

    def told(username: str) -> list[str]:
        answer = client.post(reverse(LOGIN), {"login": username, "password": "wrong-Password-1"})
        return list(answer.context["form"].non_field_errors())

    assert told("zhang-wei") == told("nobody") != []


def test_a_closed_account_does_not_open(client: Client) -> None:
    person = make_user("zhang-wei")
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client, "zhang-wei")
    assert signed_in_as(client) is None


def test_anyone_opens_an_account_that_holds_no_power(client: Client) -> None:
    answer = client.post(
        reverse(SIGNUP), {"username": "li-na", "password1": PASSWORD, "password2": PASSWORD, "email": ""}
    )
    assert answer.status_code == HTTPStatus.FOUND
    person = User.objects.get(username="li-na")
    assert not person.posts.exists()
    assert not person.mandates.exists()
    assert (person.is_staff, person.is_superuser) == (False, False)


def test_a_weak_password_is_refused_with_a_summary(client: Client) -> None:
    answer = client.post(reverse(SIGNUP), {"username": "li-na", "password1": "12345", "password2": "12345"})
    assert not User.objects.exists()
    assert 'class="error-summary"' in answer.content.decode()


def test_one_is_not_sent_to_a_strangers_site(client: Client) -> None:
    make_user("zhang-wei")
    answer = client.post(
        reverse(LOGIN), {"login": "zhang-wei", "password": PASSWORD, "next": "https://example.org/"}
    )
    assert answer.headers["Location"] == reverse("after_sign_in")


def test_the_language_goes_with_the_person(client: Client) -> None:
    person = make_user("zhang-wei")
    sign_in(client, "zhang-wei")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"
    elsewhere = Client()
    sign_in(elsewhere, "zhang-wei")
    page = elsewhere.get(reverse("account_change_password")).content.decode()
    assert '<html lang="en">' in page


def test_a_visitors_language_is_nobodys(client: Client) -> None:
    person = make_user("zhang-wei")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.language == ""


@pytest.mark.parametrize("name", [LOGIN, SIGNUP, "account_reset_password"])
def test_pages_of_the_door_stand_in_the_desks_frame(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert 'class="site-header"' in page
    assert "placeholder" not in page.partition("<main")[2]
    assert page.count("btn-primary") == 1
    assert "<style" not in page


@pytest.mark.parametrize(
    "name",
    ["account_logout", "account_change_password", "mfa_index", "mfa_activate_totp", "account_email"],
)
def test_pages_of_the_account_stand_in_the_desks_frame(client: Client, name: str) -> None:
    make_user("zhang-wei")
    sign_in(client, "zhang-wei")
    confirm(client)
    page = client.get(reverse(name)).content.decode()
    assert 'class="site-header"' in page
    assert "<h1>" in page


def test_what_protects_the_account_asks_for_the_password_again(client: Client) -> None:
    make_user("zhang-wei")
    sign_in(client, "zhang-wei")
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert "<h1>" in client.get(answer.headers["Location"]).content.decode()


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_a_second_factor_is_set_up_and_asked_for(client: Client) -> None:
    make_user("zhang-wei")
    sign_in(client, "zhang-wei")
    confirm(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == HTTPStatus.OK
    assert client.get(reverse("mfa_index")).status_code == HTTPStatus.OK
    again = Client()
    assert sign_in(again, "zhang-wei") == HTTPStatus.FOUND
    assert signed_in_as(again) is None
    page = again.get(reverse("mfa_authenticate")).content.decode()
    assert 'name="code"' in page
    assert len(generate_totp_secret()) == len(secret)


def test_the_languages_are_those_of_the_settings() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["zh-hans", "en"]
