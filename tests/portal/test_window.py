"""The service window: a clerk acts for the company before it, and only while serving it."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case
from journal.models import Entry
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_platform, make_record, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
WINDOW = "portal:window"


def test_a_clerk_serves_a_company_and_is_noted_as_acting_for_it(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_officer(Role.WINDOW_CLERK, make_platform()))
    page = client.post(reverse(WINDOW), {"code": record.subject.code}, follow=True)
    assert f"You are acting at the window for {record.subject.name}" in page.content.decode()
    client.post(reverse("portal:draft"), {"record": record.pk})
    case = Case.objects.get(record=record)
    assert (
        Entry.objects.get(stream=case.stream, verb="case.drafted").payload["acting_for"] == record.subject_id
    )


def test_after_leaving_the_clerk_has_no_power_left(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_officer(Role.WINDOW_CLERK, make_platform()))
    client.post(reverse(WINDOW), {"code": record.subject.code})
    client.post(reverse("portal:leave_window"))
    page = client.post(reverse("portal:draft"), {"record": record.pk})
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_one_company_at_a_time(sign_in: SignIn) -> None:
    first, second = make_record(), make_record()
    client = sign_in(make_officer(Role.WINDOW_CLERK, make_platform()))
    client.post(reverse(WINDOW), {"code": first.subject.code})
    client.post(reverse(WINDOW), {"code": second.subject.code})
    assert client.post(reverse("portal:draft"), {"record": first.pk}).status_code == HTTPStatus.NOT_FOUND


def test_a_wrong_code_is_refused(sign_in: SignIn) -> None:
    client = sign_in(make_officer(Role.WINDOW_CLERK, make_platform()))
    page = client.post(reverse(WINDOW), {"code": "91370400MA3X0000XX"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_an_owner_is_no_clerk(sign_in: SignIn) -> None:
    page = sign_in(make_owner(make_subject())).get(reverse(WINDOW))
    assert page.status_code == HTTPStatus.FORBIDDEN


def test_a_session_that_names_a_company_gives_no_power_without_the_post(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(make_subject()))
    session = client.session
    session["window-subject"] = record.subject_id
    session.save()
    page = client.post(reverse("portal:draft"), {"record": record.pk})
    assert page.status_code == HTTPStatus.NOT_FOUND
