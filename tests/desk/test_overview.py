"""The supervisor's overview: every number is that of its list."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.states import RepairState as S
from clocks.models import Deadline
from journal.now import standing_at
from look.plots import WIDTH, Amount, PlotRow, Series, drawn
from records.models import Department
from tests.acts.reading import at_day
from tests.desk.conftest import SignIn
from tests.factories.cases import make_filed_case
from tests.factories.people import make_officer
from tests.factories.records import make_department, make_record

NOW = at_day(9, 16)  # a Wednesday


def supervised() -> tuple[Department, User]:
    department = make_department()
    return department, make_officer(Role.SUPERVISOR, department)


def case_due(department: Department, *, in_days: int | None, filed_days_ago: int = 1) -> Case:
    """A case on the unit's desk whose nearest term ends so many days after NOW's midnight."""
    case = make_filed_case(S.ROUTED, record=make_record(department=department)).case
    due = None if in_days is None else at_day(9, 16).replace(hour=0) + timedelta(days=in_days + 1)
    Case.objects.filter(pk=case.pk).update(next_due_at=due, filed_at=NOW - timedelta(days=filed_days_ago))
    return case


def numbers_of(page: str) -> dict[str, int]:
    """Each linked number of a page by its address."""
    return {
        address.replace("&amp;", "&"): int(number)
        for address, number in re.findall(r'<a href="([^"]*/overview/[^"]+)">(\d+)<', page)
    }


def overview_of(client: Client, **asked: str) -> str:
    with standing_at(NOW):
        return client.get(reverse("desk:overview"), asked).content.decode()


def listed_at(client: Client, address: str) -> set[str]:
    with standing_at(NOW):
        page = client.get(address)
    assert page.status_code == HTTPStatus.OK
    return {case.number for case, _tone, _due in page.context["rows"]}


@pytest.mark.django_db
def test_open_cases_stand_by_the_working_days_left(sign_in: SignIn) -> None:
    department, supervisor = supervised()
    expected = {
        "overdue": case_due(department, in_days=-1),
        "today": case_due(department, in_days=0),
        "two": case_due(department, in_days=2),  # Friday
        "five": case_due(department, in_days=6),  # Tuesday: Sunday 20 September was worked
        "ten": case_due(department, in_days=7),
        "later": case_due(department, in_days=60),
        "none": case_due(department, in_days=None),
    }
    client = sign_in(supervisor)
    numbers = numbers_of(overview_of(client))
    for group, case in expected.items():
        address = reverse("desk:overview_cases", args=(group,)) + "?"
        assert numbers[address] == 1, group
        assert listed_at(client, address) == {case.number}, group


@pytest.mark.django_db
def test_every_number_is_that_of_its_list(sign_in: SignIn) -> None:
    department, supervisor = supervised()
    for days in (1, 8, 20, 40, 90):
        case_due(department, in_days=3, filed_days_ago=days)
    made = make_filed_case(S.ROUTED, record=make_record(department=department))
    made.perform("decline", reason="不属于本单位职权。", clause="第三章")
    late = make_filed_case(S.ROUTED, record=make_record(department=department))
    late.perform("decline", reason="不属于本单位职权。", clause="第三章")
    Case.objects.filter(pk=late.case.pk).update(late=True)
    Deadline.objects.filter(owner_kind="case", owner_id=late.case.pk).update(goal="promise")
    make_filed_case(S.SUPPLEMENTING, record=make_record(department=department))
    make_filed_case(S.CLOSED_REFUSED, record=make_record(department=department))
    client = sign_in(supervisor)
    numbers = numbers_of(overview_of(client))
    assert len(numbers) >= 10
    for address, number in numbers.items():
        assert len(listed_at(client, address)) == number, address
    ages = [reverse("desk:overview_cases", args=(f"{age}",)) + "?" for age in ("week-1", "week-2", "older")]
    assert all(numbers[address] >= 1 for address in ages)


@pytest.mark.django_db
def test_a_unit_and_a_period_are_kept_in_every_address(sign_in: SignIn) -> None:
    department, supervisor = supervised()
    other = make_department()
    make_officer(Role.SUPERVISOR, other, user=supervisor)
    case_due(department, in_days=-1)
    case_due(other, in_days=-1)
    client = sign_in(supervisor)
    asked = {"unit": str(other.pk), "period": "quarter"}
    numbers = numbers_of(overview_of(client, **asked))
    address = reverse("desk:overview_cases", args=("overdue",)) + f"?unit={other.pk}&period=quarter"
    assert numbers[address] == 1
    both = numbers_of(overview_of(client))
    assert both[reverse("desk:overview_cases", args=("overdue",)) + "?"] == 2


@pytest.mark.django_db
def test_only_the_supervisor_and_only_the_own_units(sign_in: SignIn) -> None:
    department, supervisor = supervised()
    stranger = make_department()
    case = case_due(stranger, in_days=-1)
    client = sign_in(supervisor)
    assert case.number not in listed_at(client, reverse("desk:overview_cases", args=("overdue",)))
    foreign = {"unit": str(stranger.pk)}
    for address in (reverse("desk:overview"), reverse("desk:overview_cases", args=("overdue",))):
        assert client.get(address, foreign).status_code == HTTPStatus.NOT_FOUND
        assert client.get(address, {"unit": "x"}).status_code == HTTPStatus.NOT_FOUND
        reviewer = sign_in(make_officer(Role.REVIEWER, department))
        assert reviewer.get(address).status_code == HTTPStatus.FORBIDDEN
        client = sign_in(supervisor)
    for wrong in ("unknown", "in-12", "in-x"):
        assert client.get(reverse("desk:overview_cases", args=(wrong,))).status_code == HTTPStatus.NOT_FOUND
    broken = client.get(reverse("desk:overview_cases", args=("overdue",)), {"after": "x"})
    assert broken.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.django_db
def test_the_page_asks_the_same_number_of_statements_for_many_cases(sign_in: SignIn) -> None:
    department, supervisor = supervised()
    client = sign_in(supervisor)
    asked = []
    for more in (1, 5):
        for _each in range(more):
            case_due(department, in_days=-1)
        overview_of(client)
        for address in (reverse("desk:overview"), reverse("desk:overview_cases", args=("overdue",))):
            with CaptureQueriesContext(connection) as statements, standing_at(NOW):
                client.get(address)
            asked.append(len(statements))
    assert asked[:2] == asked[2:]


@given(counts=st.lists(st.integers(0, 10**7), min_size=1, max_size=20))
def test_bars_are_as_long_as_their_numbers(counts: list[int]) -> None:
    series = (Series("cases"),)
    rows = drawn([PlotRow(str(place), (Amount(count),)) for place, count in enumerate(counts)], series)
    lengths = [cells[0].length for _label, cells in rows]
    for count, length in zip(counts, lengths, strict=True):
        assert (length == 0) == (count == 0)
        assert length <= WIDTH
        assert count != max(counts) or count == 0 or length == WIDTH
    assert [length for _count, length in sorted(zip(counts, lengths, strict=True))] == sorted(lengths)


def test_a_row_without_a_number_for_each_series_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        drawn([PlotRow("one", (Amount(1),))], (Series("in"), Series("out")))


@pytest.mark.django_db
def test_an_empty_house_says_what_will_stand_here_instead_of_rows_of_noughts(sign_in: SignIn) -> None:
    department, supervisor = supervised()
    empty = overview_of(sign_in(supervisor))
    assert "No case has come to your unit in the last twelve weeks" in empty
    assert "plot-number" not in empty
    case = case_due(department, in_days=3)
    running = overview_of(sign_in(supervisor))
    assert "No case has come" not in running
    assert "No case was closed in this period" in running
    assert "plot-number" in running
    Case.objects.filter(pk=case.pk).update(
        state=S.CLOSED_REPAIRED, closed_at=NOW - timedelta(hours=1), next_due_at=None
    )
    closed = overview_of(sign_in(supervisor))
    assert "No case is open" in closed
    assert "No case was closed in this period" not in closed
