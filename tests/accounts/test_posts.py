from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import CLOCK, Actor, actor_of
from accounts.models import Post, User
from accounts.policies import posts_visible_to
from accounts.roles import ADMIN_ROLES, OFFICER_ROLES, Role
from accounts.services import end_post, give_post
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import NotAllowed, Refusal
from records.models import Department
from tests.factories.people import actor_of_user, make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 18, 10, tzinfo=SHANGHAI)


def security(department: Department) -> Actor:
    return actor_of_user(make_officer(Role.SECURITY_ADMIN, department))


def give(
    role: str, *, person: User | None = None, department: Department | None = None, actor: Actor | None = None
) -> Post:
    unit = department or make_department()
    return give_post(
        user_id=(person or make_user()).pk,
        department_id=unit.pk,
        role=role,
        actor=actor or security(unit),
        at=AT,
    )


def refused_with(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refused: refused.code == code)


def test_the_security_administrator_gives_a_post() -> None:
    person, unit = make_user(), make_department()
    admin = security(unit)
    post = give(Role.REVIEWER, person=person, department=unit, actor=admin)
    assert actor_of(person, on=date(2026, 9, 18)).holds(Role.REVIEWER, unit.pk)
    assert not actor_of(person, on=date(2026, 9, 17)).holds_anywhere(Role.REVIEWER)
    entry = Entry.objects.get(stream="security")
    assert (entry.verb, entry.actor_ref) == ("account.post_given", admin.ref)
    assert entry.payload["post_id"] == post.pk


def test_the_house_itself_may_give_a_post() -> None:
    assert give(Role.SECURITY_ADMIN, actor=CLOCK).role == Role.SECURITY_ADMIN


def test_an_ended_post_gives_no_power_that_very_day() -> None:
    person, unit = make_user(), make_department()
    admin = security(unit)
    post = give(Role.REVIEWER, person=person, department=unit, actor=admin)
    end_post(post_id=post.pk, actor=admin, at=AT)
    assert not actor_of(person, on=date(2026, 9, 18)).holds_anywhere(Role.REVIEWER)
    assert Entry.objects.filter(stream="security").count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMIN])
def test_nobody_else_gives_posts(role: Role) -> None:
    other = actor_of_user(make_officer(role, make_department()))
    with pytest.raises(NotAllowed):
        give(Role.REVIEWER, actor=other)
    assert not Entry.objects.exists()


def test_a_post_of_ones_own_is_refused() -> None:
    person = make_officer(Role.SECURITY_ADMIN, make_department())
    with refused_with("own-post"):
        give(Role.REVIEWER, person=person, actor=actor_of_user(person))


def test_ending_a_post_of_ones_own_is_refused() -> None:
    person = make_officer(Role.SECURITY_ADMIN, make_department())
    with refused_with("own-post"):
        end_post(post_id=Post.objects.get(user=person).pk, actor=actor_of_user(person), at=AT)


@pytest.mark.parametrize("first", ADMIN_ROLES)
@pytest.mark.parametrize("second", ADMIN_ROLES)
def test_two_administrator_roles_are_refused(first: Role, second: Role) -> None:
    person = make_officer(first, make_department())
    with refused_with("two-admin-roles"):
        give(second, person=person)


@pytest.mark.parametrize("officer", OFFICER_ROLES)
def test_an_officer_is_no_administrator(officer: Role) -> None:
    person = make_officer(officer, make_department())
    with refused_with("admin-and-officer"):
        give(Role.SYSTEM_ADMIN, person=person)


@pytest.mark.parametrize("officer", OFFICER_ROLES)
def test_an_administrator_is_no_officer(officer: Role) -> None:
    person = make_officer(Role.AUDIT_ADMIN, make_department())
    with refused_with("admin-and-officer"):
        give(officer, person=person)


def test_an_officer_may_hold_several_posts() -> None:
    person = make_officer(Role.REVIEWER, make_department())
    assert give(Role.SUPERVISOR, person=person).role == Role.SUPERVISOR


def test_a_role_may_be_changed_once_the_other_has_ended() -> None:
    person, unit = make_user(), make_department()
    admin = security(unit)
    post = give(Role.SYSTEM_ADMIN, person=person, department=unit, actor=admin)
    end_post(post_id=post.pk, actor=admin, at=AT)
    assert give(Role.AUDIT_ADMIN, person=person, department=unit, actor=admin).role == Role.AUDIT_ADMIN


@pytest.mark.parametrize("first", ADMIN_ROLES)
@pytest.mark.parametrize("second", ADMIN_ROLES)
def test_the_database_refuses_two_administrator_roles_too(first: Role, second: Role) -> None:
    person = make_officer(first, make_department())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_officer(second, make_department(), user=person)


def test_the_database_refuses_a_role_changed_behind_the_service() -> None:
    person = make_officer(Role.SYSTEM_ADMIN, make_department())
    make_officer(Role.REVIEWER, make_department(), user=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(user=person).update(role=Role.AUDIT_ADMIN)


def test_the_database_refuses_a_second_administrator_whose_post_is_opened_again() -> None:
    person = make_officer(Role.SYSTEM_ADMIN, make_department())
    Post.objects.filter(user=person).update(to_on=date(2026, 1, 1))
    make_officer(Role.AUDIT_ADMIN, make_department(), user=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(user=person, role=Role.SYSTEM_ADMIN).update(to_on=None)


def test_the_same_post_twice_is_refused() -> None:
    unit = make_department()
    person = make_officer(Role.REVIEWER, unit)
    with refused_with("post-held"):
        give(Role.REVIEWER, person=person, department=unit)


def test_an_unknown_role_is_refused() -> None:
    with refused_with("unknown-role"):
        give("emperor")


def test_a_post_in_a_closed_department_is_refused() -> None:
    admin = security(make_department())
    with refused_with("department-closed"):
        give(Role.REVIEWER, department=make_department(valid_to=date(2026, 9, 1)), actor=admin)


def test_a_post_in_no_department_is_refused() -> None:
    admin = security(make_department())
    with refused_with("no-department"):
        give_post(user_id=make_user().pk, department_id=10**9, role=Role.REVIEWER, actor=admin, at=AT)


def test_a_post_for_nobody_is_refused() -> None:
    unit = make_department()
    with refused_with("no-person"):
        give_post(user_id=10**9, department_id=unit.pk, role=Role.REVIEWER, actor=security(unit), at=AT)


def test_a_post_that_has_ended_cannot_end_again() -> None:
    unit = make_department()
    admin = security(unit)
    post = give(Role.REVIEWER, department=unit, actor=admin)
    end_post(post_id=post.pk, actor=admin, at=AT)
    with refused_with("post-over"):
        end_post(post_id=post.pk, actor=admin, at=AT)


def test_an_unknown_post_cannot_end() -> None:
    with refused_with("no-post"):
        end_post(post_id=10**9, actor=security(make_department()), at=AT)


def test_posts_are_seen_by_those_who_give_or_audit_them() -> None:
    unit = make_department()
    reviewer = actor_of_user(make_officer(Role.REVIEWER, unit))
    admin, auditor = security(unit), actor_of_user(make_officer(Role.AUDIT_ADMIN, unit))
    assert posts_visible_to(admin).count() == posts_visible_to(auditor).count() == 3
    assert [post.user_id for post in posts_visible_to(reviewer)] == [reviewer.user_id]
