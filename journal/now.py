"""The one clock of the house. Faces, tasks and commands read it; domain code is given the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_offset: timedelta = timedelta(0)
_standing: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    if _standing is not None:
        return _standing
    return datetime.now(tz=UTC) + _offset


def today() -> date:
    """The present day in Asia/Shanghai, the only zone in which the law's days are counted."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """The Asia/Shanghai day on which an aware instant falls."""
    if at.tzinfo is None:
        raise ValueError("An instant without a zone has no day.")
    return at.astimezone(SHANGHAI).date()


def noon_of(on: date) -> datetime:
    """Noon in Asia/Shanghai of a day: a plain instant for whatever is known by its day only."""
    return datetime(on.year, on.month, on.day, 12, tzinfo=SHANGHAI)


@contextmanager
def standing_at(at: datetime) -> Iterator[None]:
    """Stop the clock at an instant: for tests and for rehearsals of another day."""
    global _standing  # noqa: PLW0603 - one clock for all threads is the point
    if at.tzinfo is None:
        raise ValueError("The clock stands at an aware instant only.")
    before = _standing
    _standing = at
    try:
        yield
    finally:
        _standing = before


def set_to(at: datetime) -> timedelta:
    """Let the clock show an instant now and run on from there: for practice only. Returns how far ahead that is."""
    ahead = at - datetime.now(tz=UTC)
    set_ahead(ahead)
    return ahead


def set_ahead(by: timedelta) -> None:
    """Run the clock ahead of (or behind) the machine's: for practice and tests, never in production."""
    global _offset  # noqa: PLW0603 - one clock for all threads is the point
    _offset = by
