"""The page of messages that could not be sent: who opens it, what it shows, sending again."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.states import RepairState as S
from journal.now import standing_at
from notifications.models import Message
from tests.factories.cases import FILED_AT, make_filed_case
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department
from tests.notifications.choices import at
from tests.notifications.test_delivery_status import failed

pytestmark = pytest.mark.django_db

PAGE = "/desk/messages/"


def signed_in(user: object) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)  # type: ignore[arg-type]  # a user of the factories
    return client


def test_a_supervisor_sends_again_what_failed() -> None:
    made = make_filed_case(S.ROUTED)
    message = failed(made.owner, made.case)
    unit = made.case.handling_department
    assert unit is not None
    client = signed_in(make_officer(Role.SUPERVISOR, unit))
    with standing_at(FILED_AT):
        shown = client.get(PAGE).content.decode()
        assert made.case.number in shown
        assert "550 no such mailbox" in shown
        answer = client.post(reverse("desk:send_again", args=[message.pk]))
    assert answer["Location"] == PAGE
    assert Message.objects.get(pk=message.pk).next_attempt_at == FILED_AT


def test_an_empty_list_says_what_would_stand_there() -> None:
    shown = signed_in(make_officer(Role.SYSTEM_ADMIN, make_department())).get(PAGE)
    assert "Every message has left" in shown.content.decode()


def test_the_administrator_reads_no_names_there() -> None:
    made = make_filed_case(S.ROUTED)
    failed(made.owner, made.case)
    shown = signed_in(make_officer(Role.SYSTEM_ADMIN, make_department())).get(PAGE).content.decode()
    assert "550 no such mailbox" in shown
    assert made.case.number not in shown
    assert not re.search(rf"{made.owner.username}\b", shown)


@pytest.mark.parametrize("role", [None, Role.REVIEWER, Role.DECIDER, Role.AUDIT_ADMIN, Role.SECURITY_ADMIN])
def test_nobody_else_opens_it(role: Role | None) -> None:
    user = make_user() if role is None else make_officer(role, make_department())
    client = signed_in(user)
    assert client.get(PAGE).status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"{PAGE}1/again/").status_code == HTTPStatus.FORBIDDEN
    assert Client().get(PAGE).status_code == HTTPStatus.FOUND


def test_what_has_left_meanwhile_is_told_as_a_crossing() -> None:
    client = signed_in(make_officer(Role.SYSTEM_ADMIN, make_department()))
    with standing_at(at(9, 1, 10)):
        assert client.post(f"{PAGE}77/again/").status_code == HTTPStatus.CONFLICT
