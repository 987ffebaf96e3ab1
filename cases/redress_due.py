"""What is still owed to companies after objections found right, for whoever owes it and whoever sees to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from accounts.actors import Actor
from accounts.roles import Role
from cases.models import RedressItem
from cases.policies import visible_to
from cases.services.objection.redress import CONFIRM_TERM, OWNER_KIND
from clocks.models import Deadline, Standing
from journal.now import day_of
from records.models import Department

LIMIT = 100


@dataclass(frozen=True)
class RedressDue:
    """One thing that is owed, with the last day of its open term.

    `late` where that day has passed, `near` where it was warned of; `unconfirmed` where the thing is done and the
    company let the term of its word pass, so that a supervisor looks.
    """

    item: RedressItem
    due_on: date
    late: bool
    near: bool
    unconfirmed: bool


def redress_due(actor: Actor, *, at: datetime, limit: int = LIMIT) -> tuple[RedressDue, ...]:
    """What an officer's units owe, and what a supervisor of the handling unit sees to; the earliest day first.

    A thing that is done stands here only when the company has kept silent about it past its term.
    """
    owing = _with_those_before(actor.departments(Role.REVIEWER, Role.SUPERVISOR), day_of(at))
    watched = actor.departments(Role.SUPERVISOR)
    terms = Deadline.objects.filter(owner_kind=OWNER_KIND, goal="law", stopped_at__isnull=True)
    silence = terms.filter(owner_id=OuterRef("pk"), term=CONFIRM_TERM, standing=Standing.BREACHED)
    owed = Q(done_at__isnull=True) & (Q(department__in=owing) | Q(case__handling_department__in=watched))
    silent = Q(done_at__isnull=False, case__handling_department__in=watched) & Q(Exists(silence))
    items = list(
        RedressItem.objects.filter(owed | silent, confirmed_at__isnull=True, case__in=visible_to(actor))
        .select_related("case__subject", "department")
        .order_by("due_on", "pk")[:limit]
    )
    open_now = {term.owner_id: term for term in terms.filter(owner_id__in=[item.pk for item in items])}
    found = [_due(item, open_now.get(item.pk)) for item in items]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.item.pk)))


def _due(item: RedressItem, term: Deadline | None) -> RedressDue:
    late = term is not None and term.standing == Standing.BREACHED
    return RedressDue(
        item=item,
        due_on=item.due_on if term is None else term.due_on,
        late=late,
        near=term is not None and not late and bool(term.warned),
        unconfirmed=item.done_at is not None,
    )


def _with_those_before(units: frozenset[int], on: date) -> frozenset[int]:
    """The units, and those whose duties came to them when they ended."""
    found, last = units, units
    while last:
        ended = Department.objects.filter(successor__in=last, valid_to__lte=on)
        last = frozenset(ended.values_list("pk", flat=True)) - found
        found |= last
    return found
