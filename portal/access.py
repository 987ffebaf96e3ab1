"""Who acts on the subject's pages, and for which subject."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from cases import policies
from cases.models import Case
from cases.refusals import refusal
from cases.states import CaseKind
from look.access import actor_of_request
from records.models import Subject

WINDOW_SUBJECT = "window-subject"
"""Session key: the id of the subject that a window clerk serves at this moment."""


def actor_for(request: HttpRequest) -> Actor:
    """The actor of a signed-in request; a window clerk who has picked a subject acts for it.

    Raises PermissionError for the public: views ask for sign-in first.
    """
    actor = actor_of_request(request)
    if actor is None:
        raise PermissionError("The subject's pages are for signed-in people.")
    return actor.serving(request.session[WINDOW_SUBJECT]) if serves(request, actor) else actor


def serves(request: HttpRequest, actor: Actor) -> bool:
    """Whether the person is a window clerk who has picked a subject."""
    return actor.holds_anywhere(Role.WINDOW_CLERK) and isinstance(request.session.get(WINDOW_SUBJECT), int)


def user_of(request: HttpRequest) -> User:
    """The account behind a signed-in request. Raises PermissionError for the public."""
    user = request.user
    if isinstance(user, AnonymousUser) or not isinstance(user, User):
        raise PermissionError("The subject's pages are for signed-in people.")
    return user


def subjects_of(actor: Actor) -> list[Subject]:
    """Whom an actor may act for here: the subject served at the window, else those of its mandates."""
    if actor.acting_for is not None:
        return list(Subject.objects.filter(pk=actor.acting_for))
    if not actor.subjects:
        return []
    return list(Subject.objects.filter(pk__in=actor.subjects).order_by("name", "pk"))


def chosen_subject(actor: Actor, code: str) -> Subject | None:
    """The subject a page is about: the one of `code` among the actor's, or the only one there is."""
    subjects = subjects_of(actor)
    named = next((subject for subject in subjects if subject.code == code), None)
    if named is not None:
        return named
    return subjects[0] if len(subjects) == 1 else None


def own_repair(number: str, actor: Actor) -> Case:
    """A repair of a subject the actor acts for; a case of another kind has pages of its own and is absent here."""
    case = own_case(number, actor)
    if case.kind != CaseKind.REPAIR:
        raise refusal("no-case")
    return case


def own_case(number: str, actor: Actor) -> Case:
    """A case of a subject the actor acts for. Raises the refusal of an absent case for every other one."""
    case = policies.load(number, actor)
    if not policies.acts_for(actor, case.subject_id):
        raise refusal("no-case")
    return case
