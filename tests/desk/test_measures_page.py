from __future__ import annotations

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from records.models import CreditRecord, Department, Measure
from records.services.measures import impose, suspend_all
from tests.desk.conftest import NOW, SignIn
from tests.factories.people import make_officer
from tests.factories.records import make_department, make_record

pytestmark = pytest.mark.django_db
PAGE = "/desk/measures/"


@pytest.fixture
def system(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))


def imposed(record: CreditRecord, department: Department, name: str = "限制参与政府采购") -> Measure:
    return impose(
        record_id=record.pk,
        name=name,
        catalogue_item="目录第1项",
        department_id=department.pk,
        at=NOW,
        actor_ref="user:1",
    )


def shown(client: Client, **asked: str | int) -> list[Measure]:
    return [measure for measure, _tone in client.get(PAGE, asked).context["rows"]]


def test_measures_stand_with_their_record_and_department_newest_first(system: Client) -> None:
    record, department = make_record(), make_department()
    first, second = imposed(record, department), imposed(record, department, "限制申请财政资金")
    text = system.get(PAGE).content.decode()
    assert shown(system) == [second, first]
    for words in ("限制参与政府采购", "目录第1项", record.decision_number, record.subject.code, "In force"):
        assert words in text


def test_the_list_is_narrowed_by_department_state_and_company(system: Client) -> None:
    one, other = make_record(), make_record()
    here, there = make_department(), make_department()
    first, second = imposed(one, here), imposed(other, there)
    suspend_all(record_id=other.pk, at=NOW, actor_ref="user:1")
    assert shown(system, department=here.pk) == [first]
    assert shown(system, state="SUSPENDED") == [second]
    assert shown(system, q=one.subject.code.lower()) == [first]
    assert shown(system, q=other.decision_number) == [second]
    assert shown(system, department=here.pk, state="SUSPENDED") == []
    assert "No measure matches" in system.get(PAGE, {"q": "nobody"}).content.decode()


@pytest.mark.parametrize("asked", [{"department": "999999"}, {"state": "GONE"}])
def test_a_filter_that_names_nothing_there_is_finds_nothing(system: Client, asked: dict[str, str]) -> None:
    imposed(make_record(), make_department())
    assert shown(system, **asked) == []


def test_the_list_goes_on_in_pages(system: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.views.measures.PAGE", 2)
    record, department = make_record(), make_department()
    rows = [imposed(record, department, f"措施{number}") for number in range(5)]
    found, after = list[Measure](), ""
    while True:
        page = system.get(PAGE, {"after": after} if after else {})
        found += [measure for measure, _tone in page.context["rows"]]
        after = page.context["next_cursor"]
        if not after:
            break
    assert found == rows[::-1]
    assert system.get(PAGE, {"after": "x"}).status_code == HTTPStatus.NOT_FOUND


def test_the_number_of_statements_does_not_grow_with_the_list(system: Client) -> None:
    counts = []
    for _round in range(2):
        imposed(make_record(), make_department())
        imposed(make_record(), make_department())
        with CaptureQueriesContext(connection) as asked:
            system.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDIT_ADMIN, Role.SECURITY_ADMIN])
def test_the_list_is_for_system_administrators(sign_in: SignIn, role: Role) -> None:
    assert sign_in(make_officer(role, make_department())).get(PAGE).status_code == HTTPStatus.FORBIDDEN
