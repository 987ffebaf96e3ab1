"""Whoever managed a company stands for it no more: all that they gave ends at once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import ActivationCode, Mandate
from accounts.services.mandates import close
from accounts.services.offers import take_back_all
from journal.now import day_of


def end_all(*, subject_id: int, reason: str, actor_ref: str, at: datetime) -> list[Mandate]:
    """End today whatever the present management of a subject gave: codes nobody has used, offers, mandates.

    For services that have authorised the act. Returns the mandates that ended, in their order.
    """
    on = day_of(at)
    ActivationCode.objects.filter(subject=subject_id, used_at__isnull=True, expires_at__gt=at).update(
        expires_at=at
    )
    # the offers first: one that is accepted at this moment is waited for, and its mandate found below
    take_back_all(subject_id=subject_id, actor_ref=actor_ref, at=at)
    standing = Mandate.objects.select_for_update().filter(
        Q(to_on__isnull=True) | Q(to_on__gt=on), subject=subject_id
    )
    return [close(mandate, actor_ref=actor_ref, at=at, reason=reason) for mandate in standing.order_by("pk")]
