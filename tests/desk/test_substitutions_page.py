"""The page on which an officer, or a supervisor for one, says who stands in, and on which it is ended."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Post, Substitution, User
from accounts.roles import Role
from journal.models import Entry
from tests.desk.conftest import NOW, SignIn
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db
PAGE = "/desk/substitutions/"
TODAY = NOW.date()


class Unit:
    """A unit with two reviewers, a decider and a supervisor."""

    def __init__(self) -> None:
        self.department = make_department()
        self.reviewer = self.officer(Role.REVIEWER, "刘某某")
        self.colleague = self.officer(Role.REVIEWER, "周某某")
        self.decider = self.officer(Role.DECIDER, "陈某某")
        self.supervisor = self.officer(Role.SUPERVISOR, "杨某某")

    def officer(self, role: Role, name: str) -> User:
        return make_officer(role, self.department, user=make_user(full_name=name))


def named(
    client: Client,
    officer: User,
    stand_in: User,
    *,
    first: int = 0,
    last: int = 3,
    role: Role = Role.REVIEWER,
) -> tuple[int, str]:
    post = Post.objects.get(user=officer, role=role)
    facts = {
        "post": post.pk,
        "substitute": stand_in.pk,
        "from_on": (TODAY + timedelta(days=first)).isoformat(),
        "until": (TODAY + timedelta(days=last)).isoformat(),
    }
    answer = client.post(PAGE, facts, follow=True)
    return answer.status_code, answer.content.decode()


def test_an_officer_names_a_colleague_of_the_same_post(sign_in: SignIn) -> None:
    unit = Unit()
    status, text = named(sign_in(unit.reviewer), unit.reviewer, unit.colleague)
    assert status == HTTPStatus.OK
    assert "周某某 stands in for 刘某某." in text
    row = Substitution.objects.get()
    assert (row.from_on, row.to_on) == (TODAY, TODAY + timedelta(days=4))
    assert Entry.objects.get(verb="account.substitution_made").payload["substitute_id"] == unit.colleague.pk


def test_a_supervisor_names_one_for_an_officer_of_the_unit(sign_in: SignIn) -> None:
    unit = Unit()
    status, text = named(sign_in(unit.supervisor), unit.reviewer, unit.colleague)
    assert (status, "周某某 stands in for 刘某某." in text) == (HTTPStatus.OK, True)


def test_nobody_names_one_for_a_colleague_or_another_unit(sign_in: SignIn) -> None:
    unit, other = Unit(), Unit()
    for person in (unit.colleague, unit.decider, other.supervisor):
        status, text = named(sign_in(person), unit.reviewer, unit.colleague)
        assert status == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Choose a post of the list." in text
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("who", "first", "last", "sentence"),
    [
        ("decider", 0, 3, "陈某某 does not hold this post in this unit on the first day."),
        ("reviewer", 0, 3, "Nobody stands in for themselves."),
        ("colleague", -1, 3, "The first day lies in the past."),
        ("colleague", 3, 2, "The last day lies before the first."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    sign_in: SignIn, who: str, first: int, last: int, sentence: str
) -> None:
    unit = Unit()
    status, text = named(sign_in(unit.reviewer), unit.reviewer, getattr(unit, who), first=first, last=last)
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in text
    assert not Substitution.objects.exists()


def test_there_is_no_chain_and_no_second_substitute_on_one_day(sign_in: SignIn) -> None:
    unit = Unit()
    third = unit.officer(Role.REVIEWER, "吴某某")
    named(sign_in(unit.reviewer), unit.reviewer, unit.colleague, first=2, last=4)
    supervisor = sign_in(unit.supervisor)
    _status, text = named(supervisor, unit.colleague, third, first=4, last=6)
    assert "周某某 stands in for somebody on some of these days." in text
    _status, text = named(supervisor, third, unit.reviewer, first=0, last=2)
    assert "刘某某 is away on some of these days." in text
    _status, text = named(supervisor, unit.reviewer, third, first=4, last=4)
    assert "Somebody stands in for 刘某某 on some of these days already." in text
    assert Substitution.objects.count() == 1
    status, _text = named(supervisor, unit.colleague, third, first=5, last=6)
    assert (status, Substitution.objects.count()) == (HTTPStatus.OK, 2)


def test_it_is_ended_by_each_of_both_and_the_supervisor_and_by_nobody_else(sign_in: SignIn) -> None:
    unit, other = Unit(), Unit()
    for person in (unit.reviewer, unit.colleague, unit.supervisor):
        named(sign_in(unit.reviewer), unit.reviewer, unit.colleague)
        row = Substitution.objects.latest("pk")
        end = f"{PAGE}{row.pk}/end/"
        assert sign_in(unit.decider).post(end).status_code == HTTPStatus.FORBIDDEN
        assert sign_in(other.supervisor).post(end).status_code == HTTPStatus.NOT_FOUND
        page = sign_in(person).post(end, follow=True)
        assert "周某某 no longer stands in for 刘某某." in page.content.decode()
        assert sign_in(person).post(end).status_code == HTTPStatus.CONFLICT


def test_another_units_substitutions_are_not_listed(sign_in: SignIn) -> None:
    unit, other = Unit(), Unit()
    named(sign_in(unit.reviewer), unit.reviewer, unit.colleague)
    assert len(sign_in(unit.decider).get(PAGE).context["rows"]) == 1
    assert sign_in(other.reviewer).get(PAGE).context["rows"] == []


def test_thirty_rows_cost_as_many_statements_as_three(
    sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = Unit()
    client = sign_in(unit.supervisor)
    client.get(PAGE)
    for number in range(30):
        Substitution.objects.create(
            officer=unit.reviewer,
            substitute=unit.colleague,
            department=unit.department,
            role=Role.REVIEWER,
            from_on=TODAY + timedelta(days=number),
            to_on=TODAY + timedelta(days=number + 1),
            made_by_ref="system:tests",
        )
        if number in {2, 29}:
            with django_assert_num_queries(8):
                assert len(client.get(PAGE).context["rows"]) == number + 1
