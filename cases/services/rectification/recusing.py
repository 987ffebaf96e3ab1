"""回避: an officer stands back from a case, or the lead department takes it from a department; both leave a trace."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from accounts.roles import Role
from cases.hands import is_recused
from cases.models import Case, Recusal, Talk
from cases.models.talk import TalkStanding
from cases.refusals import refusal
from cases.services.acting import text
from cases.services.rectification.frame import rectifying
from cases.services.rectification.officers import actor_behind, works_on
from journal.names import lazy_name
from records.models import Department
from records.selectors import enclosing, in_charge

RECUSAL = "recusal"


def recuse(
    *, case_id: int, officer: str, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Have an officer of the unit ("user:7") stand back from the case: oneself, or by its supervisor another one.

    Whoever stood back cannot act on the case any more. Raises a refusal by name.
    """
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="recuse", actor=actor, at=at, version=version) as doing:
        if officer != actor.ref and not actor.holds(Role.SUPERVISOR, doing.case.handling_department_id):
            raise refusal("recuse-others")
        person = actor_behind(officer, on=doing.on)
        if person is None or not works_on(doing.case, person):
            raise refusal("no-officer")
        if is_recused(doing.case, person):
            raise refusal("recused-already")
        Recusal.objects.create(
            case=doing.case, officer_ref=officer, reason=why, decided_by_ref=actor.ref, decided_at=at
        )
        doing.note("case.officer_recused", officer=officer, reason=why)
    return doing.case


def recuse_unit(
    *,
    case_id: int,
    department_id: int,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Give the case to another department because the present one is biased (单位回避).

    A supervisor of the lead department names it: that department itself, or a superior one of the same field. State
    and terms stay, a talk that is set moves with the case. Raises a refusal by name.
    """
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="recuse_unit", actor=actor, at=at, version=version) as doing:
        department = Department.objects.filter(pk=department_id).first()
        if department is None or in_charge(department, doing.on) != department:
            raise refusal("not-in-charge", department=lazy_name(department) if department else department_id)
        before = doing.case.handling_department
        if before is None or department == before:
            raise refusal("with-them-already", department=lazy_name(department))
        if doing.case.recusals.filter(department=department).exists() or not _may_take(
            department, doing.case
        ):
            raise refusal("not-superior")
        Recusal.objects.create(
            case=doing.case, department=before, reason=why, decided_by_ref=actor.ref, decided_at=at
        )
        Case.objects.filter(pk=doing.case.pk).update(
            handling_department=department, handling_reason=RECUSAL, version=doing.case.version + 1
        )
        Talk.objects.filter(case=doing.case, standing=TalkStanding.SET).update(department=department)
        doing.note("case.unit_recused", from_department_id=before.pk, department_id=department.pk, reason=why)
        doing.resume("caretaker")
        doing.case.handling_department, doing.case.handling_reason = department, RECUSAL
    return doing.case


def _may_take(department: Department, case: Case) -> bool:
    """The lead department of the place, or a department of the same field in an enclosing place."""
    around = enclosing(case.record.jurisdiction)
    if department.jurisdiction not in around:
        return False
    same_field = department.authority_field == case.record.department.authority_field
    return department.is_lead or (same_field and department.jurisdiction != case.record.jurisdiction)
