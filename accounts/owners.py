"""Whose account a company's is."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import MandateKind
from records.standing import in_force_on


def owners_of(subject_id: int, *, on: date) -> QuerySet[User]:
    """Whoever owns the account of a subject on a day, with closed sign-in accounts too."""
    return User.objects.filter(
        in_force_on(on, of="mandates"),
        mandates__subject=subject_id,
        mandates__kind=MandateKind.OWNER,
    ).distinct()
