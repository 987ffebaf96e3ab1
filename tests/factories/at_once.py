"""Acts that begin at the same moment, each on a connection of its own: what only real transactions can show."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import OperationalError, connections

from journal.refusals import Refusal

PATIENCE = 30  # seconds


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts from one starting shot; what each gave, or why it was refused. Whatever else is raised is raised."""
    start = Barrier(len(acts), timeout=PATIENCE)

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except (Refusal, OperationalError) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, acts))
