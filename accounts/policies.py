"""Who may give powers to whom: one rule for pages, lists and services."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Mandate, Post
from accounts.refusals import refusal
from accounts.roles import Role


def can_give_post(actor: Actor, user_id: int) -> bool:
    """Whether the actor may give a post to, or end one of, a person: a security administrator, not of itself."""
    return actor.is_system or (actor.holds_anywhere(Role.SECURITY_ADMIN) and actor.user_id != user_id)


def can_serve(actor: Actor, subject_id: int) -> bool:
    """Whether the actor may bind accounts to a subject: a window clerk who has no stake in it."""
    if actor.is_system:
        return True
    return actor.holds_anywhere(Role.WINDOW_CLERK) and subject_id not in actor.subjects


def can_give_mandate(actor: Actor, subject_id: int) -> bool:
    """Whether the actor may let others act for a subject: its owner, or a clerk who serves it at this moment."""
    if actor.is_system or subject_id in actor.owned_subjects:
        return True
    return actor.acting_for == subject_id and can_serve(actor, subject_id)


def can_enter_mandate(actor: Actor, subject_id: int) -> bool:
    """Whether the actor may give a mandate at once, without the agent's own word: a clerk who has seen the papers."""
    return actor.is_system or (actor.acting_for == subject_id and can_serve(actor, subject_id))


def can_end_mandate(actor: Actor, mandate: Mandate) -> bool:
    """Whether the actor may end a mandate: whoever may give it, and the person who holds it."""
    return can_give_mandate(actor, mandate.subject_id) or actor.user_id == mandate.user_id


def authorise_post(actor: Actor, user_id: int) -> None:
    """Refuse, by name, whoever may not give or end this person's posts."""
    if can_give_post(actor, user_id):
        return
    raise refusal("own-post" if actor.holds_anywhere(Role.SECURITY_ADMIN) else "not-security-admin")


def can_reset(actor: Actor, user_id: int) -> bool:
    """Whether the actor may take a person's second factor away: as with posts, and never its own."""
    return can_give_post(actor, user_id)


def authorise_reset(actor: Actor, user_id: int) -> None:
    """Refuse, by name, whoever may not reset this person's second factor."""
    if can_reset(actor, user_id):
        return
    raise refusal("own-reset" if actor.holds_anywhere(Role.SECURITY_ADMIN) else "not-security-reset")


def authorise_service(actor: Actor, subject_id: int) -> None:
    """Refuse, by name, whoever may not bind accounts to this subject."""
    if can_serve(actor, subject_id):
        return
    raise refusal("clerks-own-company" if actor.holds_anywhere(Role.WINDOW_CLERK) else "not-clerk")


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    """The posts an actor may see: all for security and audit administrators, else its own."""
    if actor.is_system or actor.holds_anywhere(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        return Post.objects.all()
    return Post.objects.filter(user=actor.user_id)


def mandates_visible_to(actor: Actor) -> QuerySet[Mandate]:
    """The mandates an actor may see: all for system and audit, else its own and those of what it owns or serves."""
    if actor.is_system or actor.holds_anywhere(Role.AUDIT_ADMIN):
        return Mandate.objects.all()
    subjects = set(actor.owned_subjects)
    if actor.acting_for is not None and can_serve(actor, actor.acting_for):
        subjects.add(actor.acting_for)
    return Mandate.objects.filter(subject__in=subjects) | Mandate.objects.filter(user=actor.user_id)
