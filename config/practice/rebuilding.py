"""The practice town anew: everything that happened in it is thrown away, and the story begins again."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from config import town
from config.practice import clock
from config.practice.jobs import Job
from journal import guards
from journal.now import now

Build = Callable[..., None]


class NoPractice(Exception):
    """This desk is no practice town: nothing of it is ever thrown away."""


def build_anew(job: Job, *, build: Build = town.build) -> None:
    """Empty the town's database and build it as of today. Raises NoPractice on any other desk."""
    if not settings.PRACTICE:
        raise NoPractice
    guards.remove(
        connection
    )  # the journal of a practice town is the only one that may go; flush puts them back
    call_command("flush", verbosity=0, interactive=False)
    cache.clear()
    clock.go_with_the_machine()
    build(at=now(), tell=job.tell)
