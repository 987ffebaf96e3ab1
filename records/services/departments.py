"""The register of departments: names, reach, validity, successors. Who may keep it is the caller's to ask."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clocks.services import Owner, start_until, stop
from journal.now import day_of
from journal.record import record
from journal.refusals import NotFound, Refusal
from records.models import Department


@dataclass(frozen=True)
class DepartmentFacts:
    """What can be changed of a department. Validity ends before `valid_to`; a successor takes over that day."""

    name_zh: str
    name_en: str
    field: str
    address: str
    phone: str
    valid_to: date | None
    successor_id: int | None


def change(*, department_id: int, facts: DepartmentFacts, at: datetime, actor_ref: str) -> Department:
    """Change a department and journal what was and what is; nothing is written where nothing changed.

    Raises NotFound for an unknown one, Refusal for an end before its beginning, a successor without an end, and
    successors that lead back to it.
    """
    with transaction.atomic():
        department = Department.objects.select_for_update().filter(pk=department_id).first()
        if department is None:
            raise NotFound("no-department", _("There is no such department."))
        _refuse_impossible(department, facts)
        changed = {
            field.name: getattr(facts, field.name)
            for field in fields(facts)
            if getattr(department, field.name) != getattr(facts, field.name)
        }
        if not changed:
            return department
        before = {name: _plain(getattr(department, name)) for name in changed}
        Department.objects.filter(pk=department.pk).update(**changed)
        record(
            stream=f"department:{department.pk}",
            verb="department.changed",
            actor_ref=actor_ref,
            at=at,
            payload={
                "department_id": department.pk,
                "before": before,
                "after": {name: _plain(value) for name, value in changed.items()},
            },
        )
        department.refresh_from_db()
        _wait_for_end(department, at=at, actor_ref=actor_ref)
    return department


def _wait_for_end(department: Department, *, at: datetime, actor_ref: str) -> None:
    """Let its last day be a term: on the day after, its desks move to the successor by themselves."""
    owner = Owner("department", department.pk, f"department:{department.pk}", department.jurisdiction)
    stop(owner=owner, at=at, actor_ref=actor_ref, reason="changed")
    if department.valid_to is not None and department.valid_to > day_of(at):
        start_until(
            owner=owner,
            term_id="validity",
            edition_key="",
            last_day=department.valid_to - timedelta(days=1),
            at=at,
            actor_ref=actor_ref,
            receipt={"trigger": "changed", "started_on": day_of(at).isoformat()},
            to_confirm=False,
        )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _refuse_impossible(department: Department, facts: DepartmentFacts) -> None:
    if not facts.name_zh.strip():
        raise Refusal("name", _("A department needs its Chinese name."))
    if facts.valid_to is not None and facts.valid_to <= department.valid_from:
        raise Refusal("ends-before", _("The end must lie after the beginning. Check the day."))
    if facts.successor_id is None:
        return
    if facts.valid_to is None:
        raise Refusal("no-end", _("Only a department that ends has a successor. Give the day of its end."))
    seen = {department.pk}
    following: int | None = facts.successor_id
    while following is not None:
        if following in seen:
            raise Refusal(
                "successor-loop", _("These successors lead back to the department itself. Choose another.")
            )
        seen.add(following)
        following = Department.objects.filter(pk=following).values_list("successor_id", flat=True).first()
