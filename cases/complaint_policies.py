"""Who may complain, see a complaint and answer it: one rule for lists, objects, buttons and services."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django_fsm import get_available_FIELD_transitions

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES, MandateScope, Role
from cases.machines.complaint import ComplaintMachine
from cases.machines.whose import Who
from cases.models import Case, Complaint
from cases.models.complaint import Cause
from cases.policies import acts_for, own_rows, refuse_outside_mandate
from cases.refusals import refusal
from journal.models import Entry
from journal.names import lazy_name
from journal.refusals import NotAllowed
from records.models import CreditRecord, Department, Subject
from records.selectors import enclosing, holders_of, in_charge
from rulebook.edition import Edition

SUPERVISOR = "supervisor"


def complaints_visible_to(actor: Actor) -> QuerySet[Complaint]:
    """The complaints an actor may see.

    A subject's own; those that an actor's unit answers, for a lead department all of its place; those about a fee for
    audit administrators. Nobody sees those about the own unit.
    """
    if actor.is_system:
        return Complaint.objects.all()
    own = own_rows(actor)
    official = answered_by(actor)
    supervised = Department.objects.filter(pk__in=actor.departments(Role.SUPERVISOR))
    for place in supervised.filter(is_lead=True).values_list("jurisdiction", flat=True):
        official |= Q(jurisdiction__startswith=place.removesuffix("00").removesuffix("00"))
    if actor.holds_anywhere(Role.AUDIT_ADMIN):
        official |= Q(about=Cause.FEE)
    official &= ~Q(complained_of__in=actor.departments(*OFFICER_ROLES)) & ~Q(subject__in=actor.subjects)
    return Complaint.objects.filter(own | official)


def answered_by(actor: Actor) -> Q:
    """The complaints on the desk of an actor's units."""
    units = actor.departments(Role.SUPERVISOR)
    return Q(handling_department__in=units) | Q(escalated_to__in=units)


def load_complaint(number: str, actor: Actor) -> Complaint:
    """A complaint by its number, if the actor may see it; the same refusal for absent and foreign ones."""
    found = (
        complaints_visible_to(actor)
        .select_related(
            *("subject", "case", "record", "complained_of"),
            *("handling_department", "escalated_to", "answered_by"),
        )
        .filter(number=number)
        .first()
    )
    if found is None:
        raise refusal("no-complaint")
    return found


def who_of_complaints(act: str) -> str:
    """Whose act it is; raises KeyError for an act that the machine does not know."""
    field = ComplaintMachine._meta.get_field("state")  # noqa: SLF001 - documented by Django
    for transition in field.get_all_transitions(ComplaintMachine):
        if transition.name == act:
            return str(transition.custom["who"])
    raise KeyError(act)


def authorise_complaint(act: str, complaint: Complaint, actor: Actor) -> None:
    """Refuse, by name, whoever may not perform an act on a complaint."""
    who = who_of_complaints(act)
    if who == Who.TIME:
        if not actor.is_system:
            raise refusal("not-system")
    elif who == Who.SUBJECT:
        if not acts_for(actor, complaint.subject_id):
            raise refusal("not-subject")
        refuse_outside_mandate(MandateScope.OBJECT, actor, complaint.subject_id, complaint.record_id)
    elif actor.is_system:
        raise refusal("not-answering")
    else:
        if is_concerned(complaint, actor):
            raise refusal("concerned")
        units = (complaint.handling_department_id, complaint.escalated_to_id)
        if not any(actor.holds(Role.SUPERVISOR, unit) for unit in units):
            raise refusal("not-answering")


def is_concerned(complaint: Complaint, actor: Actor) -> bool:
    """Whether an officer is of the unit complained of, of the complaining company, or had a hand in the matter."""
    if complaint.complained_of_id in actor.departments(*OFFICER_ROLES):
        return True
    if complaint.subject_id in actor.subjects or complaint.filed_by_ref == actor.ref:
        return True
    if complaint.case_id is None:
        return False
    return Entry.objects.filter(stream=f"case:{complaint.case_id}", actor_ref=actor.ref).exists()


def acts_on_complaint(complaint: Complaint, actor: Actor) -> tuple[str, ...]:
    """The acts that an actor may perform on a complaint in its present state, in the machine's order."""
    row = ComplaintMachine.objects.get(pk=complaint.pk)
    field = ComplaintMachine._meta.get_field("state")  # noqa: SLF001 - documented by Django
    names = dict.fromkeys(transition.name for transition in get_available_FIELD_transitions(row, field))
    if row.extended:
        names.pop("extend", None)
    return tuple(name for name in names if _permitted(name, row, actor))


def _permitted(act: str, complaint: Complaint, actor: Actor) -> bool:
    try:
        authorise_complaint(act, complaint, actor)
    except NotAllowed:
        return False
    return True


def units_to_complain_of(
    subject: Subject, *, case: Case | None, record: CreditRecord | None, on: date
) -> list[Department]:
    """The units that a subject can complain of on a day, nearest to the matter first.

    Of a case: whoever decides, handles or was asked; of a record: who determined it and who holds copies; without
    either: who determined the records of the subject. The platform and the lead department of the place always.
    """
    near: list[Department | None] = []
    if case is not None:
        near += [case.handling_department, case.determining_department, case.asked_department]
    if record is not None:
        near += [record.department, *(holder.department for holder in holders_of(record))]
    else:
        near += (
            Department.objects.filter(determined_records__subject=subject)
            .distinct()
            .order_by("name_zh", "pk")
        )
    place = subject.jurisdiction if record is None else record.jurisdiction
    near += [*platforms_around(place, on), *leads_around(place, on)]
    standing = [in_charge(unit, on) for unit in near if unit is not None]
    return list(dict.fromkeys(unit for unit in standing if unit is not None))


def unit_to_answer(complained_of: Department, *, place: str, edition: Edition, on: date) -> Department:
    """The unit that answers a complaint about another one, as the text says (`complaint.to`).

    "supervisor": the unit whose supervisors watch over the place, that of its credit platform; "lead-department": the
    lead department for credit work. The nearest one upward that is not complained of itself. Raises Refusal
    ("no-other-unit").
    """
    platforms, leads = platforms_around(place, on), leads_around(place, on)
    nearest = [*platforms, *leads] if edition.complaint.to.value == SUPERVISOR else [*leads, *platforms]
    others = [unit for unit in nearest if unit.pk != complained_of.pk]
    if not others:
        raise refusal("no-other-unit", department=lazy_name(complained_of))
    return others[0]


def unit_above(complaint: Complaint, on: date) -> Department | None:
    """The lead department to which a late complaint goes up; None where there is no other than those it is with."""
    known = {complaint.complained_of_id, complaint.handling_department_id}
    return next((unit for unit in leads_around(complaint.jurisdiction, on) if unit.pk not in known), None)


def platforms_around(place: str, on: date) -> list[Department]:
    """The departments that run the credit platforms of a place and above it on a day, nearest first."""
    return _around(Q(is_platform=True), place, on)


def leads_around(place: str, on: date) -> list[Department]:
    """The lead departments for credit work of a place and above it on a day, nearest first."""
    return _around(Q(is_lead=True), place, on)


def _around(which: Q, place: str, on: date) -> list[Department]:
    around = enclosing(place)
    stands = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    found = Department.objects.filter(which, stands, jurisdiction__in=around, valid_from__lte=on)
    return sorted(found, key=lambda one: (around.index(one.jurisdiction), one.pk))
