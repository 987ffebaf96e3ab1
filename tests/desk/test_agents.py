"""Whoever acts for very many companies is shown to supervisors, and to them alone."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Mandate, User
from accounts.roles import Role
from tests.desk.conftest import SignIn
from tests.factories.people import make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_are_many(settings: Settings) -> None:
    settings.AGENT_COMPANIES = 3


@pytest.fixture
def supervisor(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SUPERVISOR, make_department()))


def agent_of(companies: int) -> User:
    agent = make_user()
    for _one in range(companies):
        make_agent(make_subject(), user=agent)
    return agent


def test_from_the_setting_on_an_agent_is_listed(supervisor: Client) -> None:
    assert "Nobody acts for so many companies" in supervisor.get("/desk/agents/").content.decode()
    agent_of(2)
    busy = agent_of(3)
    rows = supervisor.get("/desk/agents/").context["rows"]
    assert [(row.username, row.companies) for row in rows] == [(busy.username, 3)]


def test_owners_and_ended_mandates_do_not_count(supervisor: Client) -> None:
    owner = make_user()
    for _one in range(4):
        make_owner(make_subject(), user=owner)
    Mandate.objects.filter(user=agent_of(3)).update(to_on=date(2026, 9, 1))
    assert supervisor.get("/desk/agents/").context["rows"] == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_it_is_for_supervisors_alone(sign_in: SignIn, role: Role) -> None:
    client = sign_in(make_officer(role, make_department()))
    assert client.get("/desk/agents/").status_code == HTTPStatus.FORBIDDEN


def test_the_public_and_agents_do_not_see_it(sign_in: SignIn, client: Client) -> None:
    assert client.get("/desk/agents/").status_code == HTTPStatus.FOUND
    assert sign_in(agent_of(3)).get("/desk/agents/").status_code == HTTPStatus.FORBIDDEN


def test_the_list_costs_the_same_for_three_and_for_thirty_and_has_pages(supervisor: Client) -> None:
    counts = []
    for more in (3, 27):
        for _one in range(more):
            agent_of(3)
        with CaptureQueriesContext(connection) as seen:
            supervisor.get("/desk/agents/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    for _one in range(21):
        agent_of(3)
    first = supervisor.get("/desk/agents/")
    rest = supervisor.get("/desk/agents/", {"after": first.context["next_cursor"]})
    assert (len(first.context["rows"]), len(rest.context["rows"])) == (50, 1)
    assert supervisor.get("/desk/agents/", {"after": "x"}).status_code == HTTPStatus.NOT_FOUND
