"""Substitutions (代理): an officer who is away has a colleague of the same post in their place, from day to day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Substitution, User
from accounts.refusals import refusal
from accounts.roles import DESK_ROLES
from accounts.services.telling import tell
from accounts.substitutions import colleagues, may_make, visible_to
from journal.now import day_of

ONE_DAY = timedelta(days=1)


@transaction.atomic
def substitute(
    *,
    officer_id: int,
    substitute_id: int,
    department_id: int,
    role: str,
    from_on: date,
    until: date,
    actor: Actor,
    at: datetime,
) -> Substitution:
    """Put a colleague in an officer's place from a day up to and including `until`.

    Raises Refusal for an actor that is neither the officer nor a supervisor of the unit, for days that are over or
    in the wrong order, for people who do not both hold the post, and where a chain would arise.
    """
    if not may_make(actor, officer_id, department_id):
        raise refusal("not-to-substitute")
    on = day_of(at)
    if from_on < on:
        raise refusal("from-past")
    if until < from_on:
        raise refusal("until-before-from")
    people = _locked(officer_id, substitute_id)
    for person in people.values():
        if role not in set(DESK_ROLES) or not _holds(person, role, department_id, max(on, from_on)):
            raise refusal("not-same-post", name=str(person))
    days = Q(from_on__lte=until, to_on__gt=from_on)
    _refuse_chain(people[officer_id], people[substitute_id], days, department_id, role)
    made = Substitution.objects.create(
        officer=people[officer_id],
        substitute=people[substitute_id],
        department_id=department_id,
        role=role,
        from_on=from_on,
        to_on=until + ONE_DAY,
        made_by_ref=actor.ref,
    )
    tell("account.substitution_made", actor_ref=actor.ref, at=at, **facts_of(made))
    return made


@transaction.atomic
def end_substitution(*, substitution_id: int, actor: Actor, at: datetime) -> Substitution:
    """End a substitution today: every later act in the officer's place is refused.

    Raises Refusal for one that is unknown, not the actor's to end, or over.
    """
    row = visible_to(actor).select_for_update().filter(pk=substitution_id).first()
    if row is None:
        raise refusal("no-substitution")
    if actor.user_id != row.substitute_id and not may_make(actor, row.officer_id, row.department_id):
        raise refusal("not-to-substitute")
    on = day_of(at)
    if row.to_on <= on:
        raise refusal("substitution-over")
    row.to_on = max(on, row.from_on)
    row.save(update_fields=["to_on"])
    tell("account.substitution_ended", actor_ref=actor.ref, at=at, **facts_of(row))
    return row


def facts_of(row: Substitution) -> dict[str, object]:
    """What every entry says of a substitution."""
    return {
        "substitution_id": row.pk,
        "officer_id": row.officer_id,
        "substitute_id": row.substitute_id,
        "department_id": row.department_id,
        "role": row.role,
        "from_on": row.from_on.isoformat(),
        "to_on": row.to_on.isoformat(),
    }


def _locked(officer_id: int, substitute_id: int) -> dict[int, User]:
    """Both persons, locked in one order, so that two substitutions about them follow each other."""
    if officer_id == substitute_id:
        raise refusal("own-substitute")
    wanted = User.objects.select_for_update().filter(pk__in=(officer_id, substitute_id), is_active=True)
    people = {person.pk: person for person in wanted.order_by("pk")}
    if len(people) != 2:  # noqa: PLR2004 - the officer and the substitute
        raise refusal("no-person")
    return people


def _holds(person: User, role: str, department_id: int, on: date) -> bool:
    return colleagues(role=role, department_id=department_id, on=on).filter(pk=person.pk).exists()


def _refuse_chain(officer: User, stand_in: User, days: Q, department_id: int, role: str) -> None:
    about = Substitution.objects.filter(days)
    if about.filter(officer=officer, department=department_id, role=role).exists():
        raise refusal("substituted-already", name=str(officer))
    if about.filter(substitute=officer).exists():
        raise refusal("stands-in-already", name=str(officer))
    if about.filter(officer=stand_in).exists():
        raise refusal("substitute-away", name=str(stand_in))
