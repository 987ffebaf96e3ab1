"""Who may be named as an officer of a case: people with a post in its unit on the day and no stake in it."""

from __future__ import annotations

from datetime import date

from accounts.models import Mandate, User
from cases.models import Case
from cases.services.rectification.officers import ROLES
from records.standing import in_force_on


def officers_of(case: Case, *, on: date) -> list[tuple[str, str]]:
    """The officers of the unit that handles a case, as (reference, name) in the order of their names.

    Whoever stood back from it or stands for the company is left out; the services ask again.
    """
    if case.handling_department_id is None:
        return []
    found = (
        User.objects.filter(
            in_force_on(on, of="posts"),
            posts__department=case.handling_department_id,
            posts__role__in=[str(role) for role in ROLES],
            is_active=True,
        )
        .exclude(pk__in=Mandate.objects.filter(subject=case.subject_id).values("user"))
        .distinct()
    )
    recused = set(case.recusals.values_list("officer_ref", flat=True))
    named = [(f"user:{user.pk}", str(user)) for user in found]
    return sorted(((ref, name) for ref, name in named if ref not in recused), key=lambda one: one[1])
