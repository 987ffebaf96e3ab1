from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest

from accounts.roles import Role
from records.models import CreditRecord, Listing
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer
from tests.factories.records import make_department, make_record

pytestmark = pytest.mark.django_db
PAGE = "/desk/late-publication/"


def late_record() -> CreditRecord:
    record = make_record()
    Listing.objects.filter(record=record).update(publish_by=date(2026, 5, 26), published_on=date(2026, 6, 1))
    return record


def test_the_determining_department_sees_its_late_records_with_days_late(sign_in: SignIn) -> None:
    record = late_record()
    page = sign_in(make_officer(Role.REVIEWER, record.department)).get(PAGE)
    text = page.content.decode()
    assert record.decision_number in text
    assert [row.days_late for row in page.context["rows"]] == [6]
    assert any(item.url == PAGE for item in page.context["nav_items"])


def test_another_departments_officer_sees_an_empty_list(sign_in: SignIn) -> None:
    record = late_record()
    page = sign_in(make_officer(Role.SUPERVISOR, make_department())).get(PAGE)
    assert record.decision_number not in page.content.decode()
    assert "Nothing was published late" in page.content.decode()


def test_the_list_is_not_for_administrators(sign_in: SignIn) -> None:
    client = sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))
    assert client.get(PAGE).status_code == HTTPStatus.FORBIDDEN


def test_a_page_that_does_not_exist_is_not_found(sign_in: SignIn) -> None:
    client = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert client.get(PAGE, {"after": "nowhere"}).status_code == HTTPStatus.NOT_FOUND
