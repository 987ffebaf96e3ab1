"""Ordering from a record and from the list of those that must rectify; the calendar of talks."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case
from cases.states import CaseKind
from cases.states import RectificationState as S
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_record
from tests.factories.rectifications import make_rectification, with_talk

pytestmark = pytest.mark.django_db
MANY, TALKS = "/desk/rectifications/many/", "/desk/talks/"
ORDER = {
    "basis": "逾期未履行。",
    "clause": "国办发〔2019〕35号第九项",
    "limit_days": "20",
    "rows": "3",
    "text_0": "缴清罚款",
    "kind_0": "duty",
    "proof_owed_0": "缴款凭证",
}


def ordered() -> list[Case]:
    return list(Case.objects.filter(kind=CaseKind.RECTIFICATION).order_by("pk"))


def test_rectification_is_ordered_from_the_page_of_a_record(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_officer(Role.REVIEWER, record.department))
    page = client.get(reverse("desk:record", args=[record.pk])).content.decode()
    order = f"{reverse('desk:order')}?record={record.pk}"
    assert order in page
    assert "From 7 to 90 days." in client.get(order).content.decode()
    client.post(order, ORDER)
    (case,) = ordered()
    assert (case.order.limit_days, case.demands.get().proof_owed) == (20, "缴款凭证")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"limit_days": "3"}, "The limit must be from 7 to 90 days."),
        ({"text_0": "", "proof_owed_0": ""}, "at least one"),
    ],
)
def test_a_wrong_order_keeps_what_was_typed(sign_in: SignIn, wrong: dict[str, str], words: str) -> None:
    record = make_record()
    client = sign_in(make_officer(Role.REVIEWER, record.department))
    page = client.post(f"{reverse('desk:order')}?record={record.pk}", {**ORDER, **wrong})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in page.content.decode()
    assert "逾期未履行。" in page.content.decode()
    assert not ordered()


def test_more_rows_lose_nothing(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_officer(Role.REVIEWER, record.department))
    page = client.post(f"{reverse('desk:order')}?record={record.pk}", {**ORDER, "more": "1"}).content.decode()
    assert 'name="text_5"' in page
    assert "缴清罚款" in page


@pytest.mark.parametrize("role", [Role.DECIDER, Role.SUPERVISOR])
def test_only_reviewers_order(sign_in: SignIn, role: Role) -> None:
    record = make_record()
    client = sign_in(make_officer(role, record.department))
    for url in (f"{reverse('desk:order')}?record={record.pk}", MANY):
        assert client.get(url).status_code == HTTPStatus.FORBIDDEN


def test_a_record_of_another_department_is_absent(sign_in: SignIn) -> None:
    record = make_record()
    client = sign_in(make_officer(Role.REVIEWER, make_department()))
    url = f"{reverse('desk:order')}?record={record.pk}"
    assert client.get(url).status_code == HTTPStatus.NOT_FOUND
    assert client.post(url, ORDER).status_code == HTTPStatus.NOT_FOUND
    assert client.get(MANY, {"unit": record.department_id}).status_code == HTTPStatus.NOT_FOUND
    assert not ordered()


def listed(number: int) -> tuple[Any, list[int]]:
    """A department with records that have been public for long, duties open."""
    unit = make_department()
    records = [make_record(department=unit, determined_on=date(2026, 3, 2)) for _place in range(number)]
    return unit, [record.pk for record in records]


def test_many_are_chosen_looked_at_and_ordered(sign_in: SignIn) -> None:
    unit, keys = listed(3)
    client = sign_in(make_officer(Role.REVIEWER, unit))
    assert [row.pk for row in client.get(MANY).context["rows"]] == keys
    chosen = {**ORDER, "unit": unit.pk, "record": keys[:2]}
    page = client.post(MANY, {**chosen, "preview": "1"})
    assert [row.result for row in page.context["results"]] == ["ordered", "ordered"]
    assert "nothing is written yet" in page.content.decode()
    assert page.content.decode().count(" checked") >= 2
    assert not ordered()
    page = client.post(MANY, {**chosen, "order": "1"})
    assert [case.record_id for case in ordered()] == keys[:2]
    assert all(case.number in page.content.decode() for case in ordered())
    assert [row.pk for row in client.get(MANY).context["rows"]] == keys[2:]


def test_a_record_that_cannot_be_ordered_is_named_and_the_others_go_on(sign_in: SignIn) -> None:
    unit, keys = listed(1)
    reviewer = make_officer(Role.REVIEWER, unit)
    own = make_record(department=unit, determined_on=date(2026, 3, 2))
    make_owner(own.subject, user=reviewer)
    page = sign_in(reviewer).post(MANY, {**ORDER, "unit": unit.pk, "record": [own.pk, *keys], "order": "1"})
    assert [row.result for row in page.context["results"]] == ["refused", "ordered"]
    assert page.context["results"][0].refusal in page.content.decode()
    assert len(ordered()) == 1


def test_nothing_chosen_keeps_the_text(sign_in: SignIn) -> None:
    unit, _keys = listed(1)
    page = sign_in(make_officer(Role.REVIEWER, unit)).post(MANY, {**ORDER, "unit": unit.pk, "preview": "1"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose at least one record." in page.content.decode()
    assert "逾期未履行。" in page.content.decode()


def test_the_list_asks_no_more_for_more_records(sign_in: SignIn) -> None:
    counts = []
    for number in (1, 6):
        unit, _keys = listed(number)
        client = sign_in(make_officer(Role.REVIEWER, unit))
        client.get(MANY)
        with CaptureQueriesContext(connection) as asked:
            client.get(MANY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def cases_in(client: Client, tab: str = "", **asked: str | int) -> list[Case]:
    page = client.get(TALKS, {"tab": tab, **asked} if tab else asked)
    assert page.status_code == HTTPStatus.OK
    return [row["case"] for row in page.context["rows"]]


def test_talks_stand_in_the_list_of_their_stage_and_only_for_their_department(sign_in: SignIn) -> None:
    unit = make_department()
    owed = make_rectification(S.TALK_DUE, record=make_record(department=unit))
    announced = make_rectification(S.TALK_SET, record=make_record(department=unit))
    held = with_talk(make_rectification(S.TALK_DUE, record=make_record(department=unit)))
    make_rectification(S.TALK_SET)
    client = sign_in(make_officer(Role.REVIEWER, unit))
    assert cases_in(client) == [announced.case]
    assert cases_in(client, "owed") == [owed.case]
    assert cases_in(client, "held") == [held.case]
    assert "枣庄市交通运输局三楼会议室" in client.get(TALKS).content.decode()


def test_a_supervisor_begins_with_the_talks_that_are_owed(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_DUE)
    client = sign_in(make_officer(Role.SUPERVISOR, made.case.record.department))
    assert cases_in(client) == [made.case]


def test_whoever_works_in_two_departments_may_look_at_one(sign_in: SignIn) -> None:
    first, second = make_rectification(S.TALK_SET), make_rectification(S.TALK_SET)
    user = make_officer(Role.REVIEWER, first.case.record.department)
    make_officer(Role.REVIEWER, second.case.record.department, user=user)
    client = sign_in(user)
    assert set(cases_in(client)) == {first.case, second.case}
    assert cases_in(client, "set", unit=second.case.record.department_id) == [second.case]
    assert cases_in(client, "set", unit=make_rectification(S.TALK_SET).case.record.department_id) == []


def test_the_calendar_goes_on_where_a_page_ended(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.views.talks.PAGE", 2)
    unit = make_department()
    for state, tab in ((S.TALK_SET, "set"), (S.TALK_DUE, "owed")):
        made = [make_rectification(state, record=make_record(department=unit)).case for _place in range(3)]
        client = sign_in(make_officer(Role.REVIEWER, unit))
        cursor = client.get(TALKS, {"tab": tab}).context["next_cursor"]
        assert cursor
        shown = cases_in(client, tab) + cases_in(client, tab, after=cursor)
        assert shown == made
        assert client.get(TALKS, {"tab": tab, "after": cursor}).context["next_cursor"] == ""


@pytest.mark.parametrize("asked", [{"tab": "nothing"}, {"after": "yesterday"}])
def test_an_address_nobody_made_is_not_found(sign_in: SignIn, asked: dict[str, str]) -> None:
    client = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert client.get(TALKS, asked).status_code == HTTPStatus.NOT_FOUND


def test_the_entry_of_a_talk_is_for_its_own_officers(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_SET)
    url = reverse("desk:talk_entry", args=[made.talk.pk])
    assert sign_in(made.colleague).get(url)["Content-Type"] == "text/calendar; charset=utf-8"
    stranger = make_officer(Role.REVIEWER, make_department())
    assert sign_in(stranger).get(url).status_code == HTTPStatus.NOT_FOUND


def test_a_held_talk_stands_on_the_page_of_its_record(sign_in: SignIn) -> None:
    made = with_talk(make_rectification(S.TALK_DUE))
    page = sign_in(made.reviewer).get(reverse("desk:record", args=[made.case.record_id])).content.decode()
    assert "Talks on file" in page
    assert made.case.number in page
