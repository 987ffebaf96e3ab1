"""申请分类认定: the company asks, sees that it asked, and the department's decision answers."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.roles import Role
from journal.models import Entry
from journal.now import now
from records.models import ClassRequest
from records.services import reclassify
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_record
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
COMPANY = "portal:company"
BUTTON = "Ask for the class to be determined"
ASKED = "You asked the department to determine the class."


def test_a_company_asks_and_its_page_says_so_until_the_answer(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    client = sign_in(make_owner(record.subject))
    assert BUTTON in client.get(reverse(COMPANY)).content.decode()
    told = client.post(reverse("portal:ask_class", args=[record.pk]), follow=True).content.decode()
    assert ASKED in told
    assert BUTTON not in told
    assert Entry.objects.filter(stream=record.stream, verb="record.class_requested").count() == 1
    officer = sign_in(make_officer(Role.REVIEWER, record.department))
    assert "The company asked for it" in officer.get("/desk/classes/").content.decode()
    reclassify.reclassify(
        record_id=record.pk, class_name="general", reason="经审查确认。", at=now(), actor_ref="user:1"
    )
    after = client.get(reverse(COMPANY)).content.decode()
    assert ASKED not in after
    assert BUTTON not in after


def test_an_undecidable_record_can_be_asked_for(sign_in: SignIn) -> None:
    record = make_record(class_name="")
    assert BUTTON in sign_in(make_owner(record.subject)).get(reverse(COMPANY)).content.decode()


def test_it_is_asked_once(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    client = sign_in(make_owner(record.subject))
    client.post(reverse("portal:ask_class", args=[record.pk]))
    again = client.post(reverse("portal:ask_class", args=[record.pk]))
    assert again.status_code == HTTPStatus.CONFLICT
    assert ClassRequest.objects.count() == 1


def test_a_decided_class_is_not_asked_for(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    assert BUTTON not in client.get(reverse(COMPANY)).content.decode()
    assert client.post(reverse("portal:ask_class", args=[record.pk])).status_code == HTTPStatus.CONFLICT


def test_a_strangers_record_cannot_be_asked_for(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    client = sign_in(make_owner(make_record().subject))
    assert client.post(reverse("portal:ask_class", args=[record.pk])).status_code == HTTPStatus.NOT_FOUND
    assert not ClassRequest.objects.exists()
