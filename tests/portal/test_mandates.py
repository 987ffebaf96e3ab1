"""Binding an account by code, and mandates over the pages."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.models import Mandate
from accounts.roles import Role
from tests.factories.people import make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_platform, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_a_code_from_the_window_binds_an_account(sign_in: SignIn) -> None:
    subject = make_subject()
    clerk = sign_in(make_officer(Role.WINDOW_CLERK, make_platform()))
    clerk.post(reverse("portal:window"), {"code": subject.code})
    page = clerk.post(reverse("portal:window_code"))
    code = page.context["code"]
    assert code in page.content.decode()
    owner = sign_in(make_user())
    page = owner.post(reverse("portal:activate"), {"code": code.lower()}, follow=True)
    assert f"Your account now acts for {subject.name}." in page.content.decode()
    assert Mandate.objects.get(subject=subject).kind == "owner"


def test_a_wrong_code_binds_nothing(sign_in: SignIn) -> None:
    page = sign_in(make_user()).post(reverse("portal:activate"), {"code": "AAAA-AAAA-AAAA"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_code"' in page.content.decode()
    assert not Mandate.objects.exists()


def test_an_owner_gives_and_ends_a_mandate(sign_in: SignIn) -> None:
    subject, agent = make_subject(), make_user("agent-one")
    client = sign_in(make_owner(subject))
    client.post(reverse("portal:mandates"), {"username": "agent-one", "until": "2026年12月31日"})
    mandate = Mandate.objects.get(user=agent)
    assert "agent-one" in client.get(reverse("portal:mandates")).content.decode()
    client.post(reverse("portal:end_mandate", args=[mandate.pk]))
    assert sign_in(agent).get(reverse("portal:company"))["Location"] == reverse("portal:activate")


def test_an_unknown_agent_is_refused_at_the_field(sign_in: SignIn) -> None:
    client = sign_in(make_owner(make_subject()))
    page = client.post(reverse("portal:mandates"), {"username": "nobody", "until": "2026-12-31"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_username"' in page.content.decode()


def test_a_mandate_that_would_be_over_already_is_refused(sign_in: SignIn) -> None:
    make_user("agent-two")
    client = sign_in(make_owner(make_subject()))
    page = client.post(reverse("portal:mandates"), {"username": "agent-two", "until": "2026-08-31"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Mandate.objects.filter(user__username="agent-two").exists()


def test_an_agent_gives_no_mandates(sign_in: SignIn) -> None:
    page = sign_in(make_agent(make_subject())).get(reverse("portal:mandates"))
    assert page.status_code == HTTPStatus.FORBIDDEN
