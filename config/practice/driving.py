"""Letting time pass in the practice town: look by look, as worker and beat would have done on each day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from config.celery import app
from config.practice import clock
from config.practice.jobs import Job
from journal.deliver import deliver_all
from journal.now import SHANGHAI, day_of, now

FARTHEST = timedelta(days=62)
LOOKS = (time(0, 1), time(9, 1), time(17, 1))
"""When the town looks at what is due: terms end at midnight, reminders leave in working hours."""


def looks_until(start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The instants of a stretch at which something may fall due, the end itself last.

    Raises ValueError for an end that is not later, or farther away than `FARTHEST`.
    """
    if not start < end <= start + FARTHEST:
        raise ValueError("Time passes forwards, at most so far at a time.")
    return (*(look for look in _looks_from(start) if look < end), end)


def let_time_pass(job: Job, *, until: datetime) -> None:
    """Go from look to look; each does all that is due by then, before the clock goes on."""
    looks = looks_until(now(), until)
    job.total = len(looks)
    for look in looks:
        clock.stand_ahead(look)
        do_what_is_due()
        job.done += 1


def do_what_is_due() -> None:
    """Every task of the beat's schedule once, and the outbox until it is empty."""
    app.loader.import_default_modules()
    for row in app.conf.beat_schedule.values():
        app.tasks[row["task"]].apply(throw=True)
    deliver_all(at=now())


def _looks_from(start: datetime) -> Iterator[datetime]:
    day = day_of(start)
    for ahead in range(FARTHEST.days + 2):
        for hour in LOOKS:
            look = datetime.combine(day + timedelta(days=ahead), hour, tzinfo=SHANGHAI)
            if look > start:
                yield look
