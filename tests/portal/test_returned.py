"""What was returned to the company: every item leads to its page; it is done when something came since."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models.application import Finding
from cases.states import RepairState as S
from journal.now import standing_at
from tests.acts.reading import make_six_ways_record, six_ways
from tests.factories.cases import FILED_AT, PDF, FiledCase, make_filed_case
from tests.factories.people import make_owner
from tests.factories.records import make_record, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
ITEMS = [
    {"what": "缴款凭证不清晰", "material": "M3", "clause": "第三章"},
    {"what": "请说明整改时间", "material": "", "clause": ""},
]
A_DAY_LATER = FILED_AT + timedelta(days=1)


def asked(items: list[dict[str, str]] | None = None) -> FiledCase:
    return make_filed_case(S.ROUTED).perform("ask_supplement", items=items or ITEMS)


def tasks(client: Client, made: FiledCase) -> str:
    page = client.get(reverse("portal:filing", args=[made.case.number]))
    assert page.status_code == HTTPStatus.OK
    return page.content.decode()


def test_each_item_is_returned_with_what_to_mend_and_where(sign_in: SignIn) -> None:
    made = asked()
    page = tasks(sign_in(made.owner), made)
    assert page.count("Returned to you</span>") == len(ITEMS)
    assert all(item["what"] in page for item in ITEMS)
    documents = reverse("portal:part", args=[made.case.number, "documents"])
    assert f'href="{documents}?material=M3"' in page
    assert reverse("portal:case_act", args=[made.case.number, "supplement"]) in page


def test_an_item_is_done_once_its_document_came(sign_in: SignIn) -> None:
    made = asked()
    client = sign_in(made.owner)
    with standing_at(A_DAY_LATER):
        form = client.get(reverse("portal:part", args=[made.case.number, "documents"]), {"material": "M3"})
        assert '<option value="M3" selected>' in form.content.decode()
        client.post(
            reverse("portal:part", args=[made.case.number, "documents"]),
            {"material": "M3", "title": "", "file": SimpleUploadedFile("b.pdf", PDF + b"%new\n%%EOF")},
        )
        page = tasks(client, made)
    assert page.count("Returned to you</span>") == 1
    assert "1 of 3 tasks done" in page


def test_the_last_day_is_the_companys_own_and_not_that_of_the_unit_standing_still(sign_in: SignIn) -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        client = sign_in(made.owner)
        pages = [
            tasks(client, made),
            client.get(reverse("portal:case_act", args=[made.case.number, "submit_steps"])).content.decode(),
        ]
    for page in pages:
        assert page.count("Possible until") == 1
        assert "8 October 2026" in page  # thirty days after the acceptance, over the National Day
        assert "10 September 2026" not in page  # the unit's decision, which waits for the company


def test_the_case_page_leads_to_the_list(sign_in: SignIn) -> None:
    made = asked()
    page = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert reverse("portal:filing", args=[made.case.number]) in page


def test_a_step_found_insufficient_is_returned_with_the_reason(sign_in: SignIn) -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        client = sign_in(made.owner)
        assert "Not started" in tasks(client, made)
        made.case.steps.filter(way="training").update(finding=Finding.INSUFFICIENT, reason="学时不足")
        page = tasks(client, made)
        assert "Returned to you</span>" in page
        assert "学时不足" in page
        step = reverse("portal:step", args=[made.case.number, "training"])
        assert step in page
        assert "学时不足" in client.get(step).content.decode()


def test_a_step_that_is_not_asked_has_no_page(sign_in: SignIn) -> None:
    made = make_filed_case(S.DRAFT)
    client = sign_in(made.owner)
    for way in ("training", "commitment", "nonsense"):
        address = reverse("portal:step", args=[made.case.number, way])
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_foreign_list_is_not_found(sign_in: SignIn) -> None:
    made = asked()
    stranger = sign_in(make_owner(make_subject()))
    assert stranger.get(reverse("portal:filing", args=[made.case.number])).status_code == HTTPStatus.NOT_FOUND


def test_the_rectification_page_names_the_duties_and_their_proofs(sign_in: SignIn) -> None:
    record = make_record(penalty_kinds="罚款;没收违法所得", determined_on=date(2026, 5, 15))
    made = make_filed_case(S.DRAFT, record=record)
    client = sign_in(made.owner)
    address = reverse("portal:part", args=[made.case.number, "rectification"])
    page = client.get(address).content.decode()
    assert "没收违法所得" in page
    assert "罚款5万元" in page
    assert "Still needed" in page
    client.post(address, {"performed_on": "2026-05-20", "performance": "已缴清。"})
    made.case.application.refresh_from_db()
    assert made.case.application.performed_on == date(2026, 5, 20)


def test_the_list_costs_the_same_for_few_and_many_items(sign_in: SignIn) -> None:
    counted = []
    for count in (2, 12):
        made = asked([{"what": f"第{place}项", "material": "M3", "clause": ""} for place in range(count)])
        client = sign_in(made.owner)
        with CaptureQueriesContext(connection) as statements:
            tasks(client, made)
        counted.append(len(statements))
    assert counted[0] == counted[1]
