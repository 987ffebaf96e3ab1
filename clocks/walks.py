"""Walks over what is stored, batch by batch: a worker takes the one due first, and a fault of one delays no other.

Each kind of walk takes its own steps (`clocks.recounting`, `workflows.text_replays`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models

from clocks.models import Walk

logger = logging.getLogger(__name__)

WAIT = timedelta(minutes=1)

Kind = TypeVar("Kind", bound=Walk)


def take_due(walks: models.Manager[Kind], step: Callable[[int], bool], *, at: datetime) -> bool:
    """Take one step of the walk that is due first; tells whether there was anything to do.

    A fault is kept on the row and the walk tried again a minute later.
    """
    going_on = walks.filter(ended_at__isnull=True)
    walk_id = going_on.filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True).first()
    if walk_id is None:
        return False
    try:
        return step(walk_id)
    except Exception as fault:
        told = f"{type(fault).__name__}: {fault}"[:2000]
        going_on.filter(pk=walk_id).update(due_at=at + WAIT, last_error=told)
        logger.warning("%s %s failed: %s", walks.model.__name__, walk_id, fault, exc_info=fault)
    return True
