"""Who acts: a person with the posts and mandates of the day, or the system. Services refuse a missing actor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Mandate, Post
from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Actor:
    """Whoever performs an act, with the powers of that day.

    `posts` are (department id, role) pairs; `subjects` are ids of subjects the person holds a mandate for;
    `acting_for` is the subject a window clerk serves at this moment.
    """

    ref: str
    user_id: int | None = None
    name: str = ""
    posts: frozenset[tuple[int, str]] = frozenset()
    subjects: frozenset[int] = frozenset()
    owned_subjects: frozenset[int] = frozenset()
    acting_for: int | None = None

    @property
    def is_system(self) -> bool:
        return self.user_id is None

    def holds(self, role: Role, department_id: int | None) -> bool:
        return department_id is not None and (department_id, str(role)) in self.posts

    def holds_anywhere(self, *roles: Role) -> bool:
        wanted = {str(role) for role in roles}
        return any(role in wanted for _department, role in self.posts)

    def departments(self, *roles: Role) -> frozenset[int]:
        wanted = {str(role) for role in roles}
        return frozenset(department for department, role in self.posts if role in wanted)

    def serving(self, subject_id: int) -> Actor:
        """The same clerk, acting for a subject at the window."""
        return replace(self, acting_for=subject_id)


CLOCK = Actor(ref="system:clock", name="clock")
DESK = Actor(ref="system:desk", name="desk")


def still_stands(actor: Actor, subject_id: int, *, on: date) -> bool:
    """Whether a mandate by which the actor was let in is in force on a day, asked of the rows as they are now."""
    in_force = Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))
    return Mandate.objects.filter(in_force, user=actor.user_id, subject=subject_id).exists()


def actor_of(user: User, *, on: date) -> Actor:
    """The actor behind a signed-in user, with the posts and mandates in force on a day (two queries)."""
    in_force = Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))
    posts = frozenset(Post.objects.filter(in_force, user=user).values_list("department_id", "role"))
    mandates = list(Mandate.objects.filter(in_force, user=user).values_list("subject_id", "kind"))
    return Actor(
        ref=f"user:{user.pk}",
        user_id=user.pk,
        name=str(user),
        posts=posts,
        subjects=frozenset(subject for subject, _kind in mandates),
        owned_subjects=frozenset(subject for subject, kind in mandates if kind == "owner"),
    )
