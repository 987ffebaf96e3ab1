"""Who may see and answer a release: the officers of the holder's department, nobody else."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES, Role
from delisting.models import Release
from delisting.refusals import refusal
from records.models import Department


def visible_to(actor: Actor) -> QuerySet[Release]:
    """The releases an actor may see and answer: those of holders whose department it is an officer of."""
    return Release.objects.filter(holder__department__in=actor.departments(*OFFICER_ROLES))


def supervised_by(actor: Actor) -> QuerySet[Release]:
    """The releases a supervisor watches: of records its department determined, and of its own copies.

    The supervisor of a credit platform watches every release of records of its jurisdiction.
    """
    watched = actor.departments(Role.SUPERVISOR)
    return (
        Release.objects.filter(order__record__department__in=watched)
        | Release.objects.filter(holder__department__in=watched)
        | Release.objects.filter(order__record__jurisdiction__in=platforms_jurisdictions(watched))
    )


def platforms_jurisdictions(departments: frozenset[int]) -> QuerySet[Department, str]:
    """The places of those among the departments that run a credit platform."""
    return Department.objects.filter(pk__in=departments, is_platform=True).values_list(
        "jurisdiction", flat=True
    )


def authorise(release: Release, actor: Actor) -> None:
    """Refuse whoever may not answer: absent for strangers, not allowed for non-officers of the unit."""
    department = release.holder.department_id
    if any(actor.holds(role, department) for role in OFFICER_ROLES):
        return
    if any(held == department for held, _role in actor.posts):
        raise refusal("not-holder")
    raise refusal("no-release")


def load(release_id: int, actor: Actor) -> Release:
    """A release with its order, record and holder. Raises NotFound for whoever may not see it."""
    release = (
        visible_to(actor)
        .select_related("order__record__subject", "order__record__department", "holder__department")
        .filter(pk=release_id)
        .first()
    )
    if release is None:
        raise refusal("no-release")
    return release
