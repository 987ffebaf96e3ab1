"""One long job of the practice town at a time: driving the clock, or building the town anew."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Another job runs; one waits until it has ended."""


@dataclass
class Job:
    """What runs, how far it has come (0 of 0 while nobody can say), what it told, and what went wrong."""

    closes_the_town: bool
    done: int = 0
    total: int = 0
    told: list[str] = field(default_factory=list)
    ended: bool = False
    fault: str = ""

    def tell(self, line: str) -> None:
        self.told.append(line)


_one_at_a_time = threading.Lock()
_last: Job | None = None


def last_job() -> Job | None:
    """The job that runs or ran last; None in a town where nothing was started yet."""
    return _last


def town_is_closed() -> bool:
    """Whether the town is being built anew, so that no page can be shown."""
    return _last is not None and _last.closes_the_town and not _last.ended


def start(work: Callable[[Job], None], *, closes_the_town: bool) -> threading.Thread:
    """Run a job in a thread of its own. Raises Busy while another one runs."""
    global _last  # noqa: PLW0603 - one town, one job
    if not _one_at_a_time.acquire(blocking=False):
        raise Busy
    job = _last = Job(closes_the_town)

    def run() -> None:
        try:
            work(job)
        except Exception as fault:
            # whatever it was, the page must say that the job failed, and the lock must come free
            logger.exception("A job of the practice town failed.")
            job.fault = str(fault) or type(fault).__name__
        finally:
            job.ended = True
            _one_at_a_time.release()
            connection.close()

    thread = threading.Thread(target=run, name="practice", daemon=True)
    thread.start()
    return thread
