"""Filing an objection over the pages: draft, each field, proof, check, declaration; and what is refused on the way."""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Document
from cases.states import ObjectionState as S
from cases.states import RepairState
from records.models import CreditRecord
from tests.factories.cases import PDF, make_filed_case
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_platform, make_record
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db

GROUNDS = {"grounds": ["error", "differs-from-authority"], "statement": "罚款数额与决定书不符。"}
CONTACT = {"contact_name": "张某某", "contact_phone": "0632-1234567"}
RIGHT = {"right_value": "1.5", "reason": "决定书载明罚款一万五千元。"}


def begin(client: Client, record: CreditRecord) -> Case:
    client.post(reverse("portal:object"), {"record": record.pk})
    return Case.objects.get(record=record, kind="objection")


def part(case: Case, name: str) -> str:
    return reverse("portal:objection_part", args=[case.number, name])


def field(case: Case, name: str) -> str:
    return reverse("portal:objection_field", args=[case.number, name])


def lay(client: Client, address: str, **more: str) -> Any:  # noqa: ANN401 - Django's test response
    return client.post(address, {**more, "title": "处罚决定书", "file": SimpleUploadedFile("proof.pdf", PDF)})


def complete(client: Client, case: Case) -> None:
    client.post(part(case, "grounds"), GROUNDS)
    client.post(field(case, "fine"), RIGHT)
    client.post(part(case, "contact"), CONTACT)


def file(client: Client, case: Case) -> Any:  # noqa: ANN401 - Django's test response
    address = reverse("portal:file_objection", args=[case.number])
    return client.post(address, {"declared": "on", "version": case.version}, follow=True)


def test_an_objection_is_filed_page_by_page(sign_in: SignIn) -> None:
    make_platform()
    record = make_record(fine=Decimal(2))
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    assert client.post(part(case, "grounds"), GROUNDS).status_code == HTTPStatus.FOUND
    assert client.post(field(case, "fine"), RIGHT).status_code == HTTPStatus.FOUND
    assert lay(client, field(case, "fine"), lay="1").status_code == HTTPStatus.FOUND
    assert client.post(part(case, "contact"), CONTACT).status_code == HTTPStatus.FOUND
    check = client.get(reverse("portal:objection_check", args=[case.number])).content.decode()
    assert "Shown: 2. Held right: 1.5." in check
    assert "处罚决定书" in check
    filed = file(client, case).content.decode()
    case.refresh_from_db()
    assert case.state == S.FILED
    assert case.number in filed
    assert "3 September 2026" in filed  # two working days to accept, after 1 September
    assert Document.objects.get(case=case).material == "fine"


def test_the_company_page_offers_it_beside_the_repair_and_then_leads_to_the_open_one(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    company = reverse("portal:company")
    assert "This record is wrong: object" in client.get(company).content.decode()
    case = begin(client, record)
    page = client.get(company).content.decode()
    assert "This record is wrong: object" not in page
    assert reverse("portal:case", args=[case.number]) in page


def test_the_page_of_fields_shows_what_stands_there_and_what_is_contested(sign_in: SignIn) -> None:
    record = make_record(fine=Decimal(2))
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    before = client.get(part(case, "fields")).content.decode()
    assert str(record.violation) in before
    assert "Contest it no longer" not in before
    client.post(field(case, "fine"), RIGHT)
    page = client.get(part(case, "fields")).content.decode()
    assert RIGHT["reason"] in page
    client.post(reverse("portal:drop_objection_field", args=[case.number, "fine"]))
    assert RIGHT["reason"] not in client.get(part(case, "fields")).content.decode()


def test_a_draft_goes_on_where_it_was_left_half_filled(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    client.post(part(case, "grounds"), {"grounds": ["error"], "statement": ""})
    assert begin(client, record) == case
    tasks = client.get(reverse("portal:objection", args=[case.number])).content.decode()
    assert "In progress" in tasks
    assert "Cannot start yet" in tasks


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("fine", {"right_value": "很多", "reason": "我写了很久。"}, "An amount is a number"),
        ("fine", {"right_value": "2", "reason": "我写了很久。"}, "id_right_value"),
        (
            "determined_on",
            {"right_value": "昨天", "reason": "我写了很久。"},
            "Write the day as year-month-day",
        ),
        ("determined_on", {"right_value": "2026-09-02", "reason": "我写了很久。"}, "lies in the future"),
        ("fine", {"right_value": "1", "reason": ""}, "Say why it is wrong."),
    ],
)
def test_a_bad_value_is_told_at_its_field_and_what_was_typed_stays(
    sign_in: SignIn, name: str, typed: dict[str, str], words: str
) -> None:
    record = make_record(fine=Decimal(2))
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    page = client.post(field(case, name), typed)
    text = page.content.decode()
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in text
    assert all(value in text for value in typed.values())
    assert not case.contested.exists()


def test_what_is_missing_is_named_with_a_link_and_nothing_is_filed(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    check = client.get(reverse("portal:objection_check", args=[case.number])).content.decode()
    assert part(case, "fields") in check
    page = file(client, case)
    case.refresh_from_db()
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert case.state == S.DRAFT


def test_the_declaration_is_asked_for(sign_in: SignIn) -> None:
    make_platform()
    record = make_record(fine=Decimal(2))
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    complete(client, case)
    page = client.post(reverse("portal:file_objection", args=[case.number]), {})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Confirm the declaration" in page.content.decode()


def test_a_refused_repair_leads_to_an_objection_against_its_result(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.CLOSED_REFUSED)
    client = sign_in(made.owner)
    assert (
        "Object to this result"
        in client.get(reverse("portal:case", args=[made.case.number])).content.decode()
    )
    client.post(reverse("portal:object"), {"previous": made.case.number})
    case = Case.objects.get(kind="objection")
    assert case.previous == made.case
    page = client.get(part(case, "fields")).content.decode()
    assert "The result of the repair" in page
    assert "Legal basis" not in page


def test_a_clerk_files_for_the_company_and_the_page_is_the_receipt(sign_in: SignIn) -> None:
    record = make_record(fine=Decimal(2))
    clerk = make_officer(Role.WINDOW_CLERK, make_platform())
    clerk.full_name = "李窗口"
    clerk.save()
    client = sign_in(clerk)
    client.post(reverse("portal:window"), {"code": record.subject.code})
    case = begin(client, record)
    complete(client, case)
    client.post(reverse("portal:objection_ask_confirmation", args=[case.number]))
    sign_in(make_owner(record.subject)).post(reverse("portal:objection_confirm_own", args=[case.number]))
    client = sign_in(clerk)
    client.post(reverse("portal:window"), {"code": record.subject.code})
    page = file(client, case).content.decode()
    assert f"You are acting at the window for {record.subject.name}" in page
    assert "Print this page and hand it over" in page
    assert "李窗口" in page
    assert record.subject.code in page


def test_another_company_and_an_officer_find_nothing(sign_in: SignIn) -> None:
    record = make_record()
    case = begin(sign_in(make_owner(record.subject)), record)
    stranger = sign_in(make_owner(make_record().subject))
    officer = sign_in(make_officer(Role.REVIEWER, record.department))
    for client in (stranger, officer):
        for address in (part(case, "fields"), reverse("portal:objection", args=[case.number])):
            assert client.get(address).status_code == HTTPStatus.NOT_FOUND
        assert client.post(field(case, "fine"), RIGHT).status_code == HTTPStatus.NOT_FOUND
    assert not case.contested.exists()


def test_a_repair_has_no_page_of_an_objection(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.DRAFT)
    page = sign_in(made.owner).get(reverse("portal:objection", args=[made.case.number]))
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_a_draft_is_discarded(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_owner(record.subject))
    case = begin(client, record)
    client.post(reverse("portal:discard_objection", args=[case.number]))
    case.refresh_from_db()
    assert case.state == S.DISCARDED
