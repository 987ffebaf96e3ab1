"""Objections on the worklists of both units, an overdue inquiry, and the page of redress."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from cases.models import RedressItem
from cases.states import ObjectionState as S
from journal.now import standing_at
from tests.desk.conftest import SignIn
from tests.factories.cases import PDF
from tests.factories.objections import FiledObjection, make_objection
from tests.factories.people import make_officer

pytestmark = pytest.mark.django_db


def redress_page(made: FiledObjection) -> str:
    return f"/desk/cases/{made.case.number}/redress/"


def owed(made: FiledObjection) -> RedressItem:
    """What the providing unit owes."""
    return made.case.redress.exclude(department=made.case.handling_department).get()


def test_an_inquiry_is_on_the_desk_of_the_unit_that_is_asked_and_leaves_it_with_the_answer(
    sign_in: SignIn,
) -> None:
    made = make_objection(S.INQUIRING)
    client = sign_in(made.provider)
    page = client.get("/desk/", {"tab": "team"}).content.decode()
    assert made.case.number in page
    assert "Objection" in page
    made.answer()
    assert made.case.number not in client.get("/desk/", {"tab": "team"}).content.decode()
    assert made.case.number in sign_in(made.reviewer).get("/desk/", {"tab": "team"}).content.decode()


def test_an_overdue_inquiry_is_seen_by_the_supervisors_of_both_units(sign_in: SignIn) -> None:
    made = make_objection(S.INQUIRING)
    platform = made.case.handling_department
    assert platform is not None
    of_platform = make_officer(Role.SUPERVISOR, platform)
    of_provider = make_officer(Role.SUPERVISOR, made.case.record.department)
    with standing_at(made.at + timedelta(days=30)):
        for supervisor in (of_platform, of_provider):
            assert made.case.number in sign_in(supervisor).get("/desk/overdue/").content.decode()


def test_what_is_owed_is_noted_as_done_with_proof_by_whoever_owes_it(sign_in: SignIn) -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    item = owed(made)
    facts = {"proof": "已在门户网站公开说明。", "file": SimpleUploadedFile("statement.pdf", PDF)}
    refused = sign_in(made.reviewer).post(f"{redress_page(made)}{item.pk}/", facts)
    assert refused.status_code == HTTPStatus.FORBIDDEN
    facts["file"] = SimpleUploadedFile("statement.pdf", PDF)
    done = sign_in(made.provider).post(f"{redress_page(made)}{item.pk}/", facts, follow=True)
    assert "已在门户网站公开说明。" in done.content.decode()
    item.refresh_from_db()
    assert item.done_at is not None
    assert item.document is not None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"proof": ""}, "Say what was done and where."),
        ({"proof": "已公开说明。", "file": SimpleUploadedFile("x.pdf", b"no pdf")}, "已公开说明。"),
    ],
)
def test_without_proof_nothing_is_done_and_what_was_typed_stays(
    sign_in: SignIn, facts: dict[str, object], words: str
) -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    item = owed(made)
    page = sign_in(made.provider).post(f"{redress_page(made)}{item.pk}/", facts)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in page.content.decode()
    item.refresh_from_db()
    assert item.done_at is None


def test_a_supervisor_confirms_in_the_place_of_a_silent_company(sign_in: SignIn) -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    platform = made.case.handling_department
    assert platform is not None
    item = owed(made)
    sign_in(made.provider).post(f"{redress_page(made)}{item.pk}/", {"proof": "已公开说明。"})
    assert sign_in(made.reviewer).post(f"{redress_page(made)}confirm/").status_code == HTTPStatus.FORBIDDEN
    supervisor = make_officer(Role.SUPERVISOR, platform)
    client = sign_in(supervisor)
    assert "Confirm in the company" in client.get(redress_page(made)).content.decode()
    client.post(f"{redress_page(made)}confirm/")
    item.refresh_from_db()
    assert item.confirmed_at is not None


def test_a_stranger_sees_no_redress(sign_in: SignIn) -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    stranger = make_officer(Role.SUPERVISOR, make_objection().case.record.department)
    assert sign_in(stranger).get(redress_page(made)).status_code == HTTPStatus.NOT_FOUND
