"""Wakes the sweep; carries nothing."""

from __future__ import annotations

from celery import shared_task

from clocks.sweeping import sweep_all
from journal.now import now


@shared_task(name="clocks.sweep_terms", ignore_result=True)
def sweep_terms(**_kwargs: object) -> None:
    """Sweep until a look finds nothing to tell."""
    sweep_all(at=now())
