"""Who acts: a person with the posts and mandates of the day, or the system. Services refuse a missing actor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from accounts.models import Mandate, Post
from accounts.roles import EVERY_SCOPE, MandateKind, Role
from records.standing import in_force_on

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Restriction:
    """What a mandate leaves of acting for a subject: these scopes (`MandateScope`), on these records (None: all)."""

    subject_id: int
    scopes: frozenset[str]
    records: frozenset[int] | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever performs an act, with the powers of that day.

    `posts` are (department id, role) pairs; `subjects` are ids of subjects the person holds a mandate for;
    `acting_for` is the subject a window clerk serves at this moment; `in_place_of` the officer ("user:7") for whom
    a substitute does this act. Neither gives a power: whoever acts needs their own. `restrictions` are those of
    mandates that are not for everything; a subject without one is stood for in everything. `was_clerk`: the person
    holds or once held the post of a window clerk.
    """

    ref: str
    user_id: int | None = None
    name: str = ""
    posts: frozenset[tuple[int, str]] = frozenset()
    subjects: frozenset[int] = frozenset()
    owned_subjects: frozenset[int] = frozenset()
    acting_for: int | None = None
    in_place_of: str = ""
    restrictions: tuple[Restriction, ...] = ()
    was_clerk: bool = False

    @property
    def whole_subjects(self) -> frozenset[int]:
        """The subjects whose every record the actor may see."""
        limited = {one.subject_id for one in self.restrictions if one.records is not None}
        return self.subjects - limited

    @property
    def limited(self) -> tuple[Restriction, ...]:
        """Those of the mandates that are for some records only."""
        return tuple(one for one in self.restrictions if one.records is not None)

    def may(self, scope: str, subject_id: int, record_id: int | None = None) -> bool:
        """Whether a mandate of the actor's covers a scope for a subject, in the matter of a record (or of none)."""
        if subject_id not in self.subjects:
            return False
        found = next((one for one in self.restrictions if one.subject_id == subject_id), None)
        return found is None or (
            scope in found.scopes and (found.records is None or record_id in found.records)
        )

    def sees(self, subject_id: int, record_id: int) -> bool:
        """Whether a record lies within the mandate: of somebody without one for the subject nothing is hidden here."""
        return all(
            one.subject_id != subject_id or one.records is None or record_id in one.records
            for one in self.restrictions
        )

    def is_agent_for(self, subject_id: int) -> bool:
        """Whether the actor stands for a subject by the mandate of its owner."""
        return subject_id in self.subjects and subject_id not in self.owned_subjects

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

    def standing_in_for(self, user_id: int) -> Actor:
        """The same officer, doing an act in the place of another (代理)."""
        return replace(self, in_place_of=f"user:{user_id}")


CLOCK = Actor(ref="system:clock", name="clock")
DESK = Actor(ref="system:desk", name="desk")


def still_stands(actor: Actor, subject_id: int, *, on: date, scope: str = "") -> bool:
    """Whether a mandate by which the actor was let in is in force on a day, asked of the rows as they are now.

    With a scope also whether it still covers that.
    """
    return Mandate.objects.filter(
        in_force_on(on), user=actor.user_id, subject=subject_id, scopes__contains=scope
    ).exists()


def actor_of(user: User, *, on: date) -> Actor:
    """The actor behind a signed-in user, with the posts and mandates in force on a day.

    Two queries, and a third one where a mandate is for some records only.
    """
    in_force = in_force_on(on)
    held = list(Post.objects.filter(user=user))
    posts = frozenset(
        (post.department_id, post.role)
        for post in held
        if post.from_on <= on and (post.to_on is None or post.to_on > on)
    )
    mandates = list(Mandate.objects.filter(in_force, user=user))
    return Actor(
        ref=f"user:{user.pk}",
        user_id=user.pk,
        name=str(user),
        posts=posts,
        subjects=frozenset(mandate.subject_id for mandate in mandates),
        owned_subjects=frozenset(one.subject_id for one in mandates if one.kind == MandateKind.OWNER),
        restrictions=_restrictions(mandates),
        was_clerk=any(post.role == Role.WINDOW_CLERK for post in held),
    )


def _restrictions(mandates: list[Mandate]) -> tuple[Restriction, ...]:
    """What the mandates leave out; an owner's leave out nothing."""
    owned = {mandate.subject_id for mandate in mandates if mandate.kind == MandateKind.OWNER}
    narrow = [
        mandate
        for mandate in mandates
        if mandate.subject_id not in owned and (mandate.limited or mandate.scopes != EVERY_SCOPE)
    ]
    limited = [mandate.pk for mandate in narrow if mandate.limited]
    records: dict[int, set[int]] = {pk: set() for pk in limited}
    if limited:
        through = Mandate.records.through.objects.filter(mandate__in=limited)
        for mandate_id, record_id in through.values_list("mandate_id", "creditrecord_id"):
            records[mandate_id].add(record_id)
    return tuple(
        Restriction(
            subject_id=mandate.subject_id,
            scopes=frozenset(mandate.scopes.split()),
            records=frozenset(records[mandate.pk]) if mandate.limited else None,
        )
        for mandate in narrow
    )
