"""Who may see and take in the minutes of a talk: the platform's officers; who watches that it does: supervisors."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES, Role
from delisting.models import MinutesRelease
from delisting.policies import platforms_jurisdictions
from delisting.refusals import refusal


def visible_to(actor: Actor) -> QuerySet[MinutesRelease]:
    """The deliveries that an officer of the receiving platform may see and take in."""
    return MinutesRelease.objects.filter(holder__department__in=actor.departments(*OFFICER_ROLES))


def supervised_by(actor: Actor) -> QuerySet[MinutesRelease]:
    """The deliveries a supervisor watches: of talks its department held, and to its own platform.

    The supervisor of a credit platform watches those of all records of its place.
    """
    watched = actor.departments(Role.SUPERVISOR)
    return MinutesRelease.objects.filter(
        Q(entry__record__department__in=watched)
        | Q(holder__department__in=watched)
        | Q(entry__record__jurisdiction__in=platforms_jurisdictions(watched))
    )


def authorise(release: MinutesRelease, actor: Actor) -> None:
    """Refuse whoever may not take the minutes in: absent for strangers, not allowed for non-officers of the unit."""
    department = release.holder.department_id
    if any(actor.holds(role, department) for role in OFFICER_ROLES):
        return
    if any(held == department for held, _role in actor.posts):
        raise refusal("not-holder")
    raise refusal("no-minutes-release")


def load(release_id: int, actor: Actor) -> MinutesRelease:
    """A delivery with its talk, record and platform. Raises NotFound for whoever may not see it."""
    release = (
        visible_to(actor)
        .select_related("entry__record__subject", "entry__record__department", "holder__department")
        .filter(pk=release_id)
        .first()
    )
    if release is None:
        raise refusal("no-minutes-release")
    return release
