"""Who may look after a commitment, and who may take a granted repair up again: one rule for lists and objects."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES, Role
from cases.models import Case, Commitment
from cases.policies import own_rows
from cases.refusals import refusal
from records.models import CreditRecord, Department
from records.selectors import in_charge, lead_of


def commitments_visible_to(actor: Actor, *, on: date) -> QuerySet[Commitment]:
    """The commitments an actor may see on a day: a subject's own; those of the unit that determined or handled."""
    if actor.is_system:
        return Commitment.objects.all()
    own = own_rows(actor)
    desks = actor.departments(*OFFICER_ROLES)
    determined = _with_predecessors(desks, on)
    return Commitment.objects.filter(
        own | Q(record__department__in=determined) | Q(case__handling_department__in=desks)
    )


def may_check(record: CreditRecord, actor: Actor, *, on: date) -> bool:
    """Whether an actor looks after the commitments of a record on a day: a reviewer of who is in charge of it.

    Where nobody is in charge the lead department looks after them. Nobody does on the own company's.
    """
    if actor.is_system:
        return True
    unit = in_charge(record.department, on) or lead_of(record.jurisdiction, on)
    return (
        unit is not None and record.subject_id not in actor.subjects and actor.holds(Role.REVIEWER, unit.pk)
    )


def authorise_check(record: CreditRecord, actor: Actor, *, on: date) -> None:
    """Refuse, by name, whoever may not look after the commitments of a record."""
    if may_check(record, actor, on=on):
        return
    raise refusal("own-company" if record.subject_id in actor.subjects else "not-determining")


def may_open_revocation(repair: Case, unit: Department, actor: Actor) -> bool:
    """Whether an actor may open a revocation that `unit` decides: its reviewers, not on the own company's repair."""
    return repair.subject_id not in actor.subjects and actor.holds(Role.REVIEWER, unit.pk)


def authorise_opening(repair: Case, unit: Department, actor: Actor) -> None:
    """Refuse, by name, whoever may not open a revocation that `unit` decides."""
    if may_open_revocation(repair, unit, actor):
        return
    raise refusal("own-company" if repair.subject_id in actor.subjects else "not-officer")


def _with_predecessors(desks: frozenset[int], on: date) -> set[int]:
    """Departments and those whose duties they have taken over by a day."""
    found: set[int] = set(desks)
    ahead = found
    while ahead:
        gone = Department.objects.filter(successor__in=ahead, valid_to__lte=on)
        ahead = set(gone.values_list("pk", flat=True)) - found
        found |= ahead
    return found
