"""Who an audience is on a day: people with mandates for the subject, officers with posts in the department."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import OFFICER_ROLES, MandateScope, Role
from cases.models import RedressItem
from delisting.models import Release
from notifications.composing.parts import About
from notifications.rule import Audience
from records.models import Department
from records.selectors import enclosing, in_charge, lead_of
from records.standing import in_force_on


def people(audience: Audience, about: About) -> QuerySet[User]:
    """The users to be told. Whoever did the act as an officer is not told of it."""
    if audience is Audience.SUBJECT:
        return _with_mandate(about.record.subject_id, about.on, about.record.pk)
    if audience is Audience.RELEASED:
        ended = about.entry.payload["mandate_ids"]
        return User.objects.filter(mandates__pk__in=ended, is_active=True).distinct()
    if audience is Audience.SIGNER:
        return User.objects.filter(pk=about.entry.payload["signed_by"].partition(":")[2], is_active=True)
    found = _officers(audience, about)
    reference = about.entry.actor_ref
    return found.exclude(pk=int(reference.partition(":")[2])) if reference.startswith("user:") else found


def _officers(audience: Audience, about: About) -> QuerySet[User]:
    if audience is Audience.HOLDER:
        return _in_post((_holding(about),), OFFICER_ROLES, about.on)
    if audience is Audience.WATCH:
        platform = Department.objects.filter(is_platform=True, jurisdiction=about.record.jurisdiction)
        watching = (about.record.department_id, *platform.values_list("pk", flat=True))
        return _in_post(watching, (Role.SUPERVISOR,), about.on)
    if audience in {Audience.LEAD, Audience.PLATFORM}:
        leads = audience is Audience.LEAD
        units = _lead(about.record.jurisdiction, about.on) if leads else (about.window.pk,)
        return _in_post(units, (Role.SUPERVISOR,) if leads else (Role.REVIEWER, Role.SUPERVISOR), about.on)
    if audience is Audience.DEBTORS:
        return _in_post(_debtors(about), (Role.REVIEWER,), about.on)
    if audience in {Audience.ASKED, Audience.ASKED_SUPERVISORS}:
        role = Role.REVIEWER if audience is Audience.ASKED else Role.SUPERVISOR
        return _in_post((_asked(about),), (role,), about.on)
    role = {
        Audience.DESK: Role.REVIEWER,
        Audience.COUNTERSIGNERS: Role.DECIDER,
        Audience.SUPERVISORS: Role.SUPERVISOR,
    }[audience]
    return _in_post((_unit(about),), (role,), about.on)


def _asked(about: About) -> int:
    """The unit whose answer was waited for when it happened: named by the entry, else that of the case.

    For a thing of redress it is the unit that owes it.
    """
    facts = about.entry.payload
    if "item_id" in facts:
        return RedressItem.objects.get(pk=facts["item_id"]).department_id
    return int(facts.get("department_asked_id") or about.of_case.asked_department_id or 0)


def _debtors(about: About) -> tuple[int, ...]:
    """The units that owe the things of redress an entry lists, or the one whose term it is about."""
    facts = about.entry.payload
    listed = [item["id"] for item in facts["items"]] if "items" in facts else [facts["owner_id"]]
    return tuple(RedressItem.objects.filter(pk__in=listed).values_list("department", flat=True))


def _unit(about: About) -> int:
    """The unit on whose desk the case is; without a case, the one in charge of the record."""
    if about.case is not None:
        return about.handling.pk
    record = about.record
    unit = in_charge(record.department, about.on) or lead_of(record.jurisdiction, about.on)
    return record.department_id if unit is None else unit.pk


def _holding(about: About) -> int:
    """The department that answers for a copy: named by the entry, else that of the release whose term it is."""
    facts = about.entry.payload
    if "department_id" in facts:
        return int(facts["department_id"])
    return Release.objects.select_related("holder").get(pk=facts["owner_id"]).holder.department_id


def _in_post(departments: tuple[int, ...], roles: tuple[Role, ...], on: date) -> QuerySet[User]:
    return User.objects.filter(
        in_force_on(on, of="posts"),
        posts__department__in=departments,
        posts__role__in=[str(role) for role in roles],
        is_active=True,
    ).distinct()


def _with_mandate(subject_id: int, on: date, record_id: int) -> QuerySet[User]:
    """Whoever reads what is written to a subject about a record: its owner, and agents whose mandate covers that."""
    covered = Q(mandates__limited=False) | Q(mandates__records=record_id)
    return User.objects.filter(
        in_force_on(on, of="mandates"),
        covered,
        mandates__subject=subject_id,
        mandates__scopes__contains=MandateScope.LETTERS,
        is_active=True,
    ).distinct()


def _lead(jurisdiction: str, on: date) -> tuple[int, ...]:
    """The department that leads credit work at a place on a day, the nearest one upward; perhaps none."""
    around = enclosing(jurisdiction)
    leading = Department.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        is_lead=True,
        jurisdiction__in=around,
        valid_from__lte=on,
    )
    nearest = sorted(leading, key=lambda one: (around.index(one.jurisdiction), one.pk))
    return tuple(department.pk for department in nearest[:1])
