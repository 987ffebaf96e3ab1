"""Working hours, in which reminders leave: 08:30 to 17:30 in Shanghai on working days (K: nobody rules them)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from journal.now import SHANGHAI
from rulebook.working_days import Calendar

OPENS = time(8, 30)
CLOSES = time(17, 30)
ONE_DAY = timedelta(days=1)


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Whether an instant lies in working hours; half past five is after them. Raises NoGazette."""
    local = at.astimezone(SHANGHAI)
    return OPENS <= local.time() < CLOSES and calendar.is_working_day(local.date())


def opening(at: datetime, calendar: Calendar) -> datetime:
    """The instant itself in working hours, else the next half past eight of a working day. Raises NoGazette."""
    if is_open(at, calendar):
        return at
    local = at.astimezone(SHANGHAI)
    day = local.date() if local.time() < OPENS else local.date() + ONE_DAY
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return datetime.combine(day, OPENS, tzinfo=SHANGHAI)
