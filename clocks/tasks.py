"""Wakes the sweep; carries nothing."""

from __future__ import annotations

from celery import shared_task

from clocks.sweeping import sweep
from journal.now import now


@shared_task(name="clocks.sweep_terms", ignore_result=True)
def sweep_terms(**_kwargs: object) -> None:
    """Sweep until a look finds nothing to tell."""
    while True:
        swept = sweep(at=now())
        if not swept.warned and not swept.breached:
            return
