"""Wakes the sweep and the recount; carries nothing."""

from __future__ import annotations

from time import monotonic

from celery import shared_task

from clocks import recounting
from clocks.sweeping import sweep_all
from journal.now import now

LOOK_FOR = 2.0  # seconds: a worker that is asked to stop never waits for a whole recount


@shared_task(name="clocks.sweep_terms", ignore_result=True)
def sweep_terms(**_kwargs: object) -> None:
    """Sweep until a look finds nothing to tell."""
    sweep_all(at=now())


@shared_task(name="clocks.recount_terms", ignore_result=True)
def recount_terms(**_kwargs: object) -> None:
    """Take batch after batch of whatever a calendar moves until nothing is left or the look has lasted."""
    end = monotonic() + LOOK_FOR
    while recounting.work(at=now()) and monotonic() < end:
        pass
