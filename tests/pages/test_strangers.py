"""Whatever bears the number of a case, company, paper or person is closed to strangers, forms as well as pages."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories.people import make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject
from tests.pages.walk import NUMBERS, Visit, matched, pages
from tests.pages.walks import Walks

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("town_open")]

CLOSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
ELSEWHERE = "650100"
FOR_EVERYBODY = {
    "portal:feed": "whoever has the address reads the calendar; it is long and never shown twice",
    "desk:edition": "whoever holds a post may read the law",
}
TOLD_ALIKE = {
    ("desk:send_again", HTTPStatus.CONFLICT): "a message of another unit, one that has left, and none at all",
}


@pytest.fixture(scope="module")
def addresses(walks: Walks) -> dict[str, tuple[str, str]]:
    """One address of each view that bears a number, with how it is asked."""
    return dict(_found(walks.chinese))


def _found(visits: list[Visit]) -> Iterator[tuple[str, tuple[str, str]]]:
    for visit in visits:
        yield from _numbered("get", visit.stop.address)
    for visit in pages(visits):
        for action in visit.page.posts_to:
            yield from _numbered("post", urljoin(visit.stop.address, action))


def _numbered(how: str, address: str) -> Iterator[tuple[str, tuple[str, str]]]:
    match = matched(urlsplit(address).path)
    if match is None or match.view_name in FOR_EVERYBODY or not NUMBERS & match.kwargs.keys():
        return
    if match.app_name in {"desk", "portal"}:
        yield f"{how} {match.view_name}", (how, address)


def open_to(client: Client, addresses: dict[str, tuple[str, str]], face: str) -> list[str]:
    """The addresses of a face that do not send a stranger away."""
    return [
        f"{name}: {status} {address}"
        for name, (how, address) in sorted(addresses.items())
        if f" {face}:" in name
        and (status := getattr(client, how)(address).status_code) not in CLOSED
        and (name.partition(" ")[2], status) not in TOLD_ALIKE
    ]


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]  # a user of the factories
    return client


def test_many_addresses_bear_a_number(addresses: dict[str, tuple[str, str]]) -> None:
    assert len([name for name in addresses if " portal:" in name]) > 40
    assert len([name for name in addresses if " desk:" in name]) > 40


@pytest.mark.parametrize("who", ["nobody", "another company"])
def test_a_person_of_another_company_finds_none_of_a_companys_pages(
    who: str, addresses: dict[str, tuple[str, str]]
) -> None:
    user = make_user() if who == "nobody" else make_owner(make_subject())
    assert open_to(signed_in(user), addresses, "portal") == []
    assert open_to(signed_in(user), addresses, "desk") == []


def test_officers_of_another_place_find_none_of_a_units_pages(addresses: dict[str, tuple[str, str]]) -> None:
    unit = make_department(jurisdiction=ELSEWHERE)
    officer = make_officer(Role.REVIEWER, unit)
    for role in (Role.DECIDER, Role.SUPERVISOR):
        make_officer(role, unit, user=officer)
    assert open_to(signed_in(officer), addresses, "desk") == []
    assert open_to(signed_in(officer), addresses, "portal") == []


def test_a_guest_is_asked_to_sign_in(addresses: dict[str, tuple[str, str]]) -> None:
    client = Client()
    open_ = [
        name
        for name, (how, address) in sorted(addresses.items())
        if "/account/login/" not in getattr(client, how)(address).headers.get("Location", "")
    ]
    assert open_ == []
