"""The administrator's register of providers: entered, ended with the reason, never deleted."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from journal.models import Entry
from records.models import Provider
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_provider, make_subject

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "样例信用培训中心",
    "code": "9137 0400 K8PB RNYT 4E",
    "kind": "training",
    "scope": "信用修复专题培训",
    "jurisdiction": "370400",
    "basis": "样例市信用办〔2026〕3号",
    "from_on": "2026-01-01",
    "until": "",
}


@pytest.fixture
def system(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))


def test_an_empty_register_says_what_it_is(system: Client) -> None:
    assert "No provider is entered yet" in system.get("/desk/providers/").content.decode()


def test_a_provider_is_entered_and_ended(system: Client) -> None:
    done = system.post("/desk/providers/enter/", GIVEN, follow=True)
    assert "样例信用培训中心 was entered." in done.content.decode()
    provider = Provider.objects.get()
    assert provider.code == "91370400K8PBRNYT4E"
    gone = {"until": "2026-08-31", "reason": "资质到期"}
    ended = system.post(f"/desk/providers/{provider.pk}/end/", gone, follow=True)
    assert "资质到期" in ended.content.decode()
    provider.refresh_from_db()
    assert provider.to_on == date(2026, 9, 1)
    verbs = Entry.objects.filter(stream=provider.stream).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["provider.entered", "provider.ended"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "91370400MA3X0000XX", "This is not a valid unified social credit code."),
        ("kind", "", "Say what the provider is recognised for."),
        ("jurisdiction", "37", "six digits of its division"),
        ("until", "2025-12-31", "The last day must not lie before the first one."),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(system: Client, field: str, value: str, words: str) -> None:
    page = system.post("/desk/providers/enter/", {**GIVEN, field: value})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in page.content.decode()
    assert f'href="#id_{field}"' in page.content.decode()


def test_an_end_without_a_reason_ends_nothing(system: Client) -> None:
    provider = make_provider()
    page = system.post(f"/desk/providers/{provider.pk}/end/", {"until": "2026-09-01", "reason": ""})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    provider.refresh_from_db()
    assert provider.to_on is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
@pytest.mark.parametrize("address", ["", "enter/", "1/end/"])
def test_only_the_system_administrator_keeps_it(sign_in: SignIn, role: Role, address: str) -> None:
    client = sign_in(make_officer(role, make_department()))
    assert client.get(f"/desk/providers/{address}").status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"/desk/providers/{address}", GIVEN).status_code in {
        HTTPStatus.FORBIDDEN,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }
    assert not Provider.objects.exists()


def test_a_company_and_the_public_do_not_keep_it(sign_in: SignIn, client: Client) -> None:
    owner = sign_in(make_owner(make_subject()))
    assert owner.get("/desk/providers/").status_code == HTTPStatus.FORBIDDEN
    assert client.get("/desk/providers/").status_code == HTTPStatus.FOUND


def test_the_list_costs_the_same_for_three_and_for_thirty(system: Client) -> None:
    counts = []
    for more in (3, 27):
        for _row in range(more):
            make_provider()
        with CaptureQueriesContext(connection) as seen:
            system.get("/desk/providers/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_list_goes_on_page_by_page(system: Client) -> None:
    for _row in range(51):
        make_provider()
    first = system.get("/desk/providers/")
    rest = system.get("/desk/providers/", {"after": first.context["next_cursor"]})
    assert (len(first.context["rows"]), len(rest.context["rows"])) == (50, 1)
    assert system.get("/desk/providers/", {"after": "x"}).status_code == HTTPStatus.NOT_FOUND
