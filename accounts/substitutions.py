"""Who stands in for whom: one rule for lists, pages and the desk."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Post, Substitution, User
from accounts.roles import DESK_ROLES, Role
from records.standing import in_force_on


def stands_in_for(actor: Actor, *, on: date, post: tuple[Role, int | None] | None = None) -> frozenset[int]:
    """The officers in whose place the actor stands on a day (one query), at one post or at any the actor holds."""
    standing = Substitution.objects.filter(substitute=actor.user_id, from_on__lte=on, to_on__gt=on)
    held = [row for row in standing if actor.holds(Role(row.role), row.department_id)]
    return frozenset(row.officer_id for row in held if post in {None, (row.role, row.department_id)})


def may_make(actor: Actor, officer_id: int, department_id: int) -> bool:
    """Whether the actor may name who stands in for an officer: that officer, or a supervisor of the unit."""
    return actor.user_id == officer_id or actor.holds(Role.SUPERVISOR, department_id)


def visible_to(actor: Actor) -> QuerySet[Substitution]:
    """The substitutions an actor may see: its own, those of the units in which it works on cases."""
    units = actor.departments(*DESK_ROLES, Role.SUPERVISOR)
    return Substitution.objects.filter(
        Q(officer=actor.user_id) | Q(substitute=actor.user_id) | Q(department__in=units)
    )


def posts_to_fill(actor: Actor, *, on: date) -> list[Post]:
    """The posts for which the actor may name a substitute: its own ones at desks, and its unit's as supervisor."""
    supervised = actor.departments(Role.SUPERVISOR)
    posts = _in_force(on).filter(Q(user=actor.user_id) | Q(department__in=supervised))
    return list(posts.select_related("user", "department").order_by("department", "role", "user__full_name"))


def colleagues(*, role: str, department_id: int, on: date) -> QuerySet[User]:
    """Who holds a post in a unit on a day."""
    return User.objects.filter(
        is_active=True, posts__in=_in_force(on).filter(role=role, department=department_id)
    ).distinct()


def officers_of(units: frozenset[int], *, on: date) -> QuerySet[User]:
    """Who works at the desks of some units on a day, by name."""
    posts = _in_force(on).filter(department__in=units)
    return User.objects.filter(is_active=True, posts__in=posts).distinct().order_by("full_name", "username")


def _in_force(on: date) -> QuerySet[Post]:
    return Post.objects.filter(in_force_on(on), role__in=[str(role) for role in DESK_ROLES])
