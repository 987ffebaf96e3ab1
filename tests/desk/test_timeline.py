"""One timeline: acts, terms, letters, messages and work in one list, or one kind of it; what was decided before."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.states import RepairState as S
from desk.timeline import Kind, Timeline
from journal.models import Entry
from notifications.models import Letter, Message
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from tests.factories.records import make_record
from workflows import desks

pytestmark = pytest.mark.django_db


def address(made: FiledCase) -> str:
    return f"/desk/cases/{made.case.number}/"


@pytest.fixture
def told(deliver: Deliver) -> FiledCase:
    """A declined case: acts, terms, letters, messages to a person with an address."""
    made = make_filed_case(S.ROUTED)
    User.objects.filter(pk=made.owner.pk).update(email="owner@example.org")
    desks.claim(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at + timedelta(minutes=1))
    made = made.perform("decline", reason="申请事项不属于本单位职权。", clause="第三章")
    deliver(NOW)
    return made


def shown(sign_in: SignIn, made: FiledCase, show: str = "") -> Timeline:
    page = sign_in(made.reviewer).get(address(made), {"show": show} if show else {})
    assert page.status_code == HTTPStatus.OK
    timeline = page.context["timeline"]
    assert isinstance(timeline, Timeline)
    return timeline


def test_everything_stands_in_one_list_by_its_moment(sign_in: SignIn, told: FiledCase) -> None:
    timeline = shown(sign_in, told)
    moments = [entry.at for entry in timeline.entries]
    assert moments == sorted(moments)
    entries = Entry.objects.filter(stream=told.case.stream)
    messages = Message.objects.filter(case=told.case, user=told.owner)
    assert messages.count() >= 4
    assert len(timeline.entries) == entries.count() + messages.count()
    assert {entry.digest for entry in timeline.entries if entry.digest} == {entry.hash for entry in entries}


def test_each_kind_alone_adds_up_to_everything(sign_in: SignIn, told: FiledCase) -> None:
    whole = shown(sign_in, told)
    counts = {one.label: one.count for one in whole.filters}
    total = 0
    for kind in Kind:
        part = shown(sign_in, told, kind)
        assert len(part.entries) > 0, kind
        assert len(part.entries) == next(one.count for one in part.filters if one.current)
        total += len(part.entries)
    assert total == counts["Everything"] == len(whole.entries)


def test_letters_are_linked_and_named(sign_in: SignIn, told: FiledCase) -> None:
    letters = shown(sign_in, told, "letters").entries
    numbers = set(Letter.objects.filter(case=told.case).values_list("number", flat=True))
    assert {link.label for line in letters for link in line.links} == numbers
    assert "Notice that the application is not accepted" in {line.detail for line in letters}


def test_messages_say_what_became_of_them(sign_in: SignIn, told: FiledCase) -> None:
    lines = shown(sign_in, told, "messages").entries
    assert {line.actor for line in lines} == {str(told.owner)}
    assert any("not sent yet" in line.detail for line in lines)
    assert any("sent" in line.detail for line in lines)


def test_a_part_that_there_is_not_is_refused_in_a_sentence(sign_in: SignIn, told: FiledCase) -> None:
    answer = sign_in(told.reviewer).get(address(told), {"show": "nonsense"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "There is no such part of the timeline" in answer.content.decode()


def test_a_part_in_which_nothing_happened_says_so(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    text = sign_in(made.reviewer).get(address(made), {"show": "letters"}).content.decode()
    assert "Nothing of this kind has happened on the case." in text


def test_more_entries_letters_and_messages_cost_no_statement(sign_in: SignIn, told: FiledCase) -> None:
    client = sign_in(told.reviewer)

    def count() -> int:
        client.get(address(told))
        with CaptureQueriesContext(connection) as seen:
            client.get(address(told))
        return len(seen)

    before = count()
    message = Message.objects.filter(case=told.case, user=told.owner).first()
    assert message is not None
    for number in range(20):
        message.pk, message.caused_by_entry = None, 100_000 + number
        message.save(force_insert=True)
    assert count() == before


def test_previous_cases_of_the_record_come_first_with_their_outcome(sign_in: SignIn) -> None:
    withdrawn = make_filed_case(S.WITHDRAWN)
    record = withdrawn.case.record
    people: dict[str, Any] = {
        "owner": withdrawn.owner,
        "reviewer": withdrawn.reviewer,
        "decider": withdrawn.decider,
    }
    made = make_filed_case(S.ROUTED, record=record, **people)
    elsewhere = make_record(subject=record.subject, department=record.department)
    beside = make_filed_case(S.ROUTED, record=elsewhere, **people)
    rows = sign_in(made.reviewer).get(address(made)).context["earlier"]
    assert [row.number for row in rows] == [withdrawn.case.number, beside.case.number]
    assert [row.same_record for row in rows] == [True, False]
    assert (rows[0].state, rows[0].closed_on) == (str(S.WITHDRAWN.label), withdrawn.at.date())
    assert rows[1].closed_on is None


def test_another_departments_case_of_the_company_is_not_shown(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    other = make_filed_case(S.ROUTED, record=make_record(subject=made.case.subject), owner=made.owner)
    page = sign_in(made.reviewer).get(address(made))
    assert page.context["earlier"] == ()
    assert other.case.number not in page.content.decode()
