"""Signing in through a unit's own provider, against one that runs on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from accounts.roles import Role
from config import identity
from journal.models import Entry
from records.models import Department
from tests.accounts.provider import CLIENT, SECRET, Unit
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db
BEGIN = "/account/oidc/bureau/login/"


@pytest.fixture(scope="module")
def running_unit() -> Iterator[Unit]:
    unit = Unit()
    yield unit
    unit.close()


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def unit(
    running_unit: Unit, department: Department, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Unit:
    running_unit.claims = {"sub": "officer-4711", "preferred_username": "wang"}
    running_unit.forged, running_unit.audience = False, CLIENT
    name_in_environment(monkeypatch, running_unit.address, department.code)
    settings.SOCIALACCOUNT_PROVIDERS = identity.providers()
    return running_unit


def name_in_environment(monkeypatch: pytest.MonkeyPatch, server: str, department: str, **more: str) -> None:
    facts = {"SERVER": server, "CLIENT": CLIENT, "SECRET": SECRET, "LABEL": "市应急管理局"}
    facts |= {"DEPARTMENT": department, **more}
    monkeypatch.setenv("DESK_OIDC", "bureau")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name, value in facts.items():
        monkeypatch.setenv(f"DESK_OIDC_BUREAU_{name}", value)


class _Stay(HTTPRedirectHandler):
    def http_error_302(self, *answer: object) -> object:
        return answer[1]


def through_the_unit(client: Client, **more: str) -> tuple[int, str]:
    """Begin here, be confirmed there, come back; the status and the page or where it leads."""
    sent = client.post(BEGIN, more)
    assert sent.status_code == HTTPStatus.FOUND
    with build_opener(_Stay, ProxyHandler({})).open(sent.headers["Location"]) as answer:
        back = urlsplit(answer.headers["Location"])
    came = client.get(f"{back.path}?{back.query}")
    return came.status_code, came.headers.get("Location", came.content.decode())


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def officer(department: Department, username: str = "wang") -> User:
    return make_officer(Role.REVIEWER, department, user=make_user(username))


def test_an_officer_of_the_unit_is_bound_at_the_first_sign_in(
    client: Client, unit: Unit, department: Department
) -> None:
    person = officer(department)
    status, where = through_the_unit(client, next="/desk/")
    # who they are is confirmed; the second factor of this house is asked for all the same
    assert (status, where) == (HTTPStatus.FOUND, reverse("mfa_authenticate"))
    bound = SocialAccount.objects.get()
    assert (bound.user, bound.uid, bound.extra_data) == (person, "officer-4711", {})
    assert Entry.objects.get(verb="account.identity_bound").payload["provider"] == "bureau"
    unit.claims = {"sub": "officer-4711", "preferred_username": "married-name"}
    assert through_the_unit(Client())[0] == HTTPStatus.FOUND
    assert SocialAccount.objects.count() == 1


def test_it_is_asked_for_by_code_with_proof(client: Client, unit: Unit, department: Department) -> None:
    officer(department)
    through_the_unit(client, process="connect", scope="everything")
    asked = unit.asked[-1]
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_nobody_gets_an_account_by_it(client: Client, unit: Unit) -> None:
    status, page = through_the_unit(client)
    assert status == HTTPStatus.FORBIDDEN
    assert not User.objects.exists()
    assert signed_in(client) is None
    refused = Entry.objects.get(verb="account.refused")
    assert refused.payload == {"act": "identity", "provider": "bureau", "reason": "identity-unknown"}
    assert "4711" not in page


def test_an_officer_of_another_unit_is_not_opened(client: Client, unit: Unit) -> None:
    officer(make_department())
    assert through_the_unit(client)[0] == HTTPStatus.FORBIDDEN
    assert not SocialAccount.objects.exists()


def test_an_account_without_a_post_is_not_opened(client: Client, unit: Unit) -> None:
    make_user("wang")
    assert through_the_unit(client)[0] == HTTPStatus.FORBIDDEN


def test_when_the_post_ends_the_binding_opens_nothing(
    client: Client, unit: Unit, department: Department
) -> None:
    person = officer(department)
    through_the_unit(client)
    person.posts.update(to_on=date(2020, 1, 1))
    assert through_the_unit(Client())[0] == HTTPStatus.FORBIDDEN


def test_another_identity_does_not_take_a_bound_account_over(
    client: Client, unit: Unit, department: Department
) -> None:
    officer(department)
    through_the_unit(client)
    unit.claims = {"sub": "somebody-else", "preferred_username": "wang"}
    assert through_the_unit(Client())[0] == HTTPStatus.FORBIDDEN
    assert SocialAccount.objects.get().uid == "officer-4711"


def test_the_security_administrator_ends_a_binding_that_no_longer_fits(
    client: Client, unit: Unit, department: Department
) -> None:
    person = officer(department)
    through_the_unit(client)
    bound = SocialAccount.objects.get()
    admin = make_officer(Role.SECURITY_ADMIN, department)
    office = Client()
    office.force_login(admin)
    page = reverse("desk:reset_second_factor", args=[person.pk])
    address = reverse("desk:unbind_identity", args=[person.pk, bound.pk])
    assert address in office.get(page).content.decode()
    client.force_login(person)
    assert client.post(address).status_code == HTTPStatus.FORBIDDEN
    office.post(address)
    assert not SocialAccount.objects.exists()
    assert Entry.objects.get(verb="account.identity_unbound").actor_ref == f"user:{admin.pk}"
    assert office.post(address).status_code == HTTPStatus.NOT_FOUND
    unit.claims = {"sub": "officer-4712", "preferred_username": "wang"}
    assert through_the_unit(Client())[0] == HTTPStatus.FOUND


@pytest.mark.parametrize(("verified", "status"), [(True, HTTPStatus.FOUND), (False, HTTPStatus.FORBIDDEN)])
def test_an_address_counts_only_where_the_unit_has_verified_it(
    client: Client,
    unit: Unit,
    department: Department,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    *,
    verified: bool,
    status: HTTPStatus,
) -> None:
    name_in_environment(monkeypatch, unit.address, department.code, CLAIM="email")
    settings.SOCIALACCOUNT_PROVIDERS = identity.providers()
    person = officer(department)
    User.objects.filter(pk=person.pk).update(email="wang@example.org")
    unit.claims = {"sub": "officer-4711", "email": "Wang@example.org", "email_verified": verified}
    assert through_the_unit(client)[0] == status


@pytest.mark.parametrize("fault", ["forged", "audience", "expired", "issuer"])
def test_a_token_that_cannot_be_trusted_opens_nothing(
    client: Client, unit: Unit, department: Department, fault: str
) -> None:
    officer(department)
    unit.forged = fault == "forged"
    unit.audience = "another-house" if fault == "audience" else CLIENT
    unit.claims |= {"exp": 1} if fault == "expired" else {}
    unit.claims |= {"iss": "https://elsewhere.example"} if fault == "issuer" else {}
    status, page = through_the_unit(client)
    assert status == HTTPStatus.UNAUTHORIZED
    assert 'class="site-header"' in page
    assert not SocialAccount.objects.exists()


def test_a_stranger_cannot_bring_an_answer(client: Client, unit: Unit, department: Department) -> None:
    officer(department)
    came = client.get("/account/oidc/bureau/login/callback/?code=abc&state=invented")
    assert came.status_code == HTTPStatus.UNAUTHORIZED


def test_a_unit_that_cannot_be_reached_is_told_as_such(
    client: Client,
    department: Department,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    name_in_environment(monkeypatch, "http://127.0.0.1:9", department.code)
    settings.SOCIALACCOUNT_PROVIDERS = identity.providers()
    assert client.post(BEGIN).status_code == HTTPStatus.BAD_GATEWAY


def test_the_sign_in_page_offers_the_unit_and_a_row_in_the_database_does_not(
    client: Client, unit: Unit
) -> None:
    SocialApp.objects.create(provider="openid_connect", provider_id="evil", name="Evil", client_id="x")
    page = client.get(reverse("account_login")).content.decode()
    assert "市应急管理局" in page
    assert "Evil" not in page
    assert client.post("/account/oidc/evil/login/").status_code == HTTPStatus.NOT_FOUND


def test_it_begins_by_a_button_only(client: Client, unit: Unit) -> None:
    assert client.get(BEGIN).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DESK_OIDC_BUREAU_SECRET", "", "DESK_OIDC_BUREAU_SECRET"),
        ("DESK_OIDC_BUREAU_SERVER", "http://id.example.org", "https://"),
        ("DESK_OIDC", "Bureau 1", "small letters"),
    ],
)
def test_a_provider_half_named_is_refused_at_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    name_in_environment(monkeypatch, "https://id.example.org", "1137")
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=word):
        identity.providers()


def test_a_form_may_lead_to_the_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert identity.providers() == {}
    name_in_environment(monkeypatch, "https://id.example.org/realms/a/", "1137")
    assert identity.origins(identity.providers()) == ["https://id.example.org"]
