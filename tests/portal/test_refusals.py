"""A refusal that no page took up is answered with its sentence, its status and a way back."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from cases.states import RepairState
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from look.middleware import RefusalMiddleware
from tests.factories.cases import make_filed_case
from tests.factories.people import make_owner
from tests.factories.records import make_record
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


def answer(refused: Exception, referer: str = "") -> HttpResponse | None:
    request = RequestFactory().get("/my/", headers={"referer": referer})
    with override("en"):
        return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, refused)


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        (Refusal("x", "Give the reason."), HTTPStatus.UNPROCESSABLE_ENTITY),
        (NotAllowed("x", "Give the reason."), HTTPStatus.FORBIDDEN),
        (NotFound("x", "Give the reason."), HTTPStatus.NOT_FOUND),
        (Crossed("x", "Give the reason."), HTTPStatus.CONFLICT),
    ],
)
def test_each_kind_has_its_status_and_sentence(refused: Refusal, status: HTTPStatus) -> None:
    page = answer(refused)
    assert page is not None
    assert page.status_code == status
    assert "Give the reason." in page.content.decode()


def test_a_lock_that_is_not_had_means_that_someone_else_is_at_work() -> None:
    page = answer(OperationalError("database is locked"))
    assert page is not None
    assert page.status_code == HTTPStatus.CONFLICT
    assert "Someone else is working on this case" in page.content.decode()


def test_another_fault_of_the_database_is_not_hidden() -> None:
    assert answer(OperationalError("disk I/O error")) is None


def test_the_way_back_leads_to_our_own_page_only() -> None:
    own, foreign = (
        answer(Refusal("x", "…"), "http://testserver/my/"),
        answer(Refusal("x", "…"), "http://evil.test/"),
    )
    assert own is not None
    assert foreign is not None
    assert b'href="http://testserver/my/"' in own.content
    assert b"evil.test" not in foreign.content


def test_a_sentence_is_told_in_the_readers_language(sign_in: SignIn) -> None:
    client = sign_in(make_owner(make_record().subject))
    page = client.get(reverse("portal:filing", args=["XF-2026-NONE"]))
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert "does not exist or is not yours to see" in page.content.decode()


def test_the_address_of_a_form_opened_by_itself_leads_to_the_page_it_stands_on(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    page = sign_in(made.owner).get(reverse("portal:file", args=[made.case.number]))
    assert page.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert page["Allow"] == "POST"
    words = page.content.decode()
    assert "This address only takes a form" in words
    assert f'<a class="btn btn-primary" href="{reverse("portal:filing", args=[made.case.number])}"' in words


def test_after_a_refused_form_the_language_button_leads_back_to_the_page_of_the_form(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    check = "http://testserver" + reverse("portal:check", args=[made.case.number])
    refused = sign_in(made.owner).post(
        reverse("portal:file", args=[made.case.number]), {}, headers={"referer": check}
    )
    assert f'name="next" value="{check}"' in refused.content.decode()


def test_the_start_page_offers_the_planner_first(client: Client) -> None:
    words = client.get(reverse("home"), headers={"accept-language": "en"}).content.decode()
    assert words.index(reverse("register:plan") + '" novalidate') < words.index("How it goes")
    assert "Nobody may charge you" in words
