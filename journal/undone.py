"""What an act would do, seen and taken back: nothing of it is stored, told or sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Run a block whose every write is rolled back, with its locks and its wish to wake a worker.

    What the block raises goes on to the caller; its writes are gone then too. Whoever keeps rows that were read
    inside must not save them afterwards.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
