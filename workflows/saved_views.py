"""Views of worklists that officers keep: their own, and a unit's, made by its reviewers and supervisors."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.roles import Role
from workflows.models import FirstView, SavedView
from workflows.refusals import refusal

NAME_LIMIT = 60
VIEWS = 20
DESKS = (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)
KEEPERS = (Role.REVIEWER, Role.SUPERVISOR)


def visible_to(actor: Actor) -> QuerySet[SavedView]:
    """The views an actor may use: its own, and those of the units in which it works on cases."""
    units = actor.departments(*DESKS)
    return SavedView.objects.filter(
        Q(owner=actor.user_id) | Q(department__in=units), removed_at__isnull=True
    ).order_by("department", "name", "pk")


def may_change(view: SavedView, actor: Actor) -> bool:
    """Whether the actor may rename or delete a view."""
    if view.department_id is None:
        return view.owner_id == actor.user_id
    return may_make_for(actor, view.department_id)


def may_make_for(actor: Actor, department_id: int) -> bool:
    """Whether the actor may make a view for everybody in a unit."""
    return any(actor.holds(role, department_id) for role in KEEPERS)


def keep_view(*, name: str, address: str, department_id: int | None, actor: Actor, at: datetime) -> SavedView:
    """Keep a question under a name: for oneself, or for a unit.

    Raises a refusal for whoever may make none for the unit, a name that is missing, too long or taken, and where
    too many are kept already.
    """
    if department_id is not None and not may_make_for(actor, department_id):
        raise refusal("not-for-team")
    view = SavedView(
        owner_id=actor.user_id if department_id is None else None,
        department_id=department_id,
        name=_name(name),
        address=address,
        made_by_ref=actor.ref,
        made_at=at,
    )
    _refuse_many(view)
    return _written(view)


def rename_view(*, view_id: int, name: str, actor: Actor) -> SavedView:
    """Give a view another name. Raises a refusal as `keep_view` does."""
    view = _changeable(view_id, actor)
    view.name = _name(name)
    return _written(view)


def remove_view(*, view_id: int, actor: Actor, at: datetime) -> SavedView:
    """Delete a view; it can be brought back."""
    view = _changeable(view_id, actor)
    view.removed_at = at
    view.save(update_fields=["removed_at"])
    return view


def restore_view(*, view_id: int, actor: Actor) -> SavedView:
    """Bring a deleted view back.

    Raises a refusal if its name was given to another one meanwhile, and where too many are kept by now.
    """
    view = SavedView.objects.filter(pk=view_id, removed_at__isnull=False).first()
    if view is None or not may_change(view, actor):
        raise refusal("no-view")
    _refuse_many(view)
    view.removed_at = None
    return _written(view)


def open_with(*, view_id: int | None, actor: Actor) -> None:
    """Let the actor's worklist open with a view; None lets it open as it does for everybody."""
    if view_id is None:
        FirstView.objects.filter(user=actor.user_id).delete()
        return
    view = visible_to(actor).filter(pk=view_id).first()
    if view is None:
        raise refusal("no-view")
    FirstView.objects.update_or_create(user_id=actor.user_id or 0, defaults={"view": view})


def first_of(actor: Actor) -> int | None:
    """The view with which the actor's worklist opens (one query)."""
    return FirstView.objects.filter(user=actor.user_id).values_list("view", flat=True).first()


def _changeable(view_id: int, actor: Actor) -> SavedView:
    view = visible_to(actor).filter(pk=view_id).first()
    if view is None:
        raise refusal("no-view")
    if not may_change(view, actor):
        raise refusal("not-for-team")
    return view


def _refuse_many(view: SavedView) -> None:
    kept = SavedView.objects.filter(
        owner=view.owner_id, department=view.department_id, removed_at__isnull=True
    )
    if kept.count() >= VIEWS:
        raise refusal("views-many", limit=VIEWS)


def _name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > NAME_LIMIT:
        raise refusal("view-name", limit=NAME_LIMIT)
    return clean


def _written(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise refusal("view-twice", name=view.name) from taken
    return view
