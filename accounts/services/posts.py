"""Posts: the security administrator gives and ends them, never its own, and never roles that must stay apart."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Post, User
from accounts.policies import authorise_post
from accounts.refusals import refusal
from accounts.roles import ADMIN_ROLES, Role
from accounts.services.telling import locked_person, tell
from journal.names import lazy_name
from journal.now import day_of
from records.models import Department


@transaction.atomic
def give_post(*, user_id: int, department_id: int, role: str, actor: Actor, at: datetime) -> Post:
    """Give a person a role in a department from this day on.

    Raises Refusal for an actor that may not, an unknown person, department or role, a post held already, and
    roles that one person may not combine: two administrator roles, or an administrator's with an officer's.
    """
    authorise_post(actor, user_id)
    if role not in set(Role):
        raise refusal("unknown-role")
    on = day_of(at)
    department = _department(department_id, on)
    person = locked_person(user_id)
    _refuse_combination(person, department, Role(role), on)
    post = Post.objects.create(user=person, department=department, role=role, from_on=on)
    tell("account.post_given", actor_ref=actor.ref, at=at, **_facts(post))
    return post


@transaction.atomic
def end_post(*, post_id: int, actor: Actor, at: datetime) -> Post:
    """End a post today: every later act in it is refused.

    Raises Refusal for an actor that may not, an unknown post, one that has ended.
    """
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        authorise_post(actor, 0)
        raise refusal("no-post")
    authorise_post(actor, post.user_id)
    on = day_of(at)
    if post.to_on is not None and post.to_on <= on:
        raise refusal("post-over")
    post.to_on = max(on, post.from_on)
    post.save(update_fields=["to_on"])
    tell("account.post_ended", actor_ref=actor.ref, at=at, **_facts(post))
    return post


def _department(department_id: int, on: date) -> Department:
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise refusal("no-department")
    if department.valid_from > on or (department.valid_to is not None and department.valid_to <= on):
        raise refusal("department-closed", department=lazy_name(department), day=on)
    return department


def _refuse_combination(person: User, department: Department, role: Role, on: date) -> None:
    held = list(Post.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=on), user=person))
    if any(post.role == role and post.department_id == department.pk for post in held):
        raise refusal("post-held")
    admin = [post for post in held if post.role in ADMIN_ROLES]
    if role in ADMIN_ROLES:
        if admin:
            raise refusal("two-admin-roles")
        if held:
            raise refusal("admin-and-officer")
    elif admin:
        raise refusal("admin-and-officer")


def _facts(post: Post) -> dict[str, object]:
    return {
        "post_id": post.pk,
        "user_id": post.user_id,
        "department_id": post.department_id,
        "role": post.role,
        "from_on": post.from_on.isoformat(),
        "to_on": post.to_on and post.to_on.isoformat(),
    }
