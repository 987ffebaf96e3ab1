"""Whose account a company's is."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import MandateKind


def owners_of(subject_id: int, *, on: date) -> QuerySet[User]:
    """Whoever owns the account of a subject on a day, with closed sign-in accounts too."""
    in_force = Q(mandates__to_on__isnull=True) | Q(mandates__to_on__gt=on)
    return User.objects.filter(
        in_force,
        mandates__from_on__lte=on,
        mandates__subject=subject_id,
        mandates__kind=MandateKind.OWNER,
    ).distinct()
