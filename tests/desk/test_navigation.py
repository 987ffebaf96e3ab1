from __future__ import annotations

import pytest

from accounts.roles import Role
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db

OF_CASES = {"Worklist", "Classes", "Commitments", "Talks", "Late publication", "Removals"}
PLACES = {
    Role.WINDOW_CLERK: {"Removals", "Service window"},
    Role.REVIEWER: {*OF_CASES, "Who must rectify", "Documents of courts"},
    Role.DECIDER: OF_CASES,
    Role.SUPERVISOR: {
        *OF_CASES,
        "Overview",
        "Overdue",
        "Whose time",
        "Complaints",
        "Agents of many companies",
        "Messages not sent",
        "Documents of courts",
    },
    Role.SYSTEM_ADMIN: {
        "Departments",
        "Providers",
        "Calendars",
        "Legal texts",
        "Measures",
        "Messages not sent",
    },
    Role.SECURITY_ADMIN: {"Posts"},
    Role.AUDIT_ADMIN: {"Complaints", "Journal"},
}
EVERYBODY = {"Inbox", "Plan a repair", "Public register", "Check a letter"}


@pytest.mark.parametrize(("role", "places"), PLACES.items())
def test_each_post_is_offered_its_pages_and_can_open_them(
    sign_in: SignIn, role: Role, places: set[str]
) -> None:
    client = sign_in(make_officer(role, make_department()))
    items = client.get("/").context["nav_items"]
    assert {item.label for item in items} == places | EVERYBODY
    assert {client.get(item.url).status_code for item in items} == {200}


def test_the_current_page_is_marked(sign_in: SignIn) -> None:
    client = sign_in(make_officer(Role.SUPERVISOR, make_department()))
    items = client.get("/desk/overdue/").context["nav_items"]
    assert [item.label for item in items if item.active] == ["Overdue"]


def test_somebody_without_a_post_is_offered_nothing_of_the_desk(sign_in: SignIn) -> None:
    items = sign_in(make_user()).get("/").context["nav_items"]
    assert not any(item.url.startswith("/desk/") for item in items)
