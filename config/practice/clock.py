"""How far ahead the practice town's clock runs: kept in a file beside its database, so that a restart remembers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from journal import now as house_clock


def wind() -> None:
    """Set the house's clock as far ahead as the file says; a new town's clock goes with the machine's.

    Raises ValueError for a file that somebody spoiled.
    """
    kept = _file()
    seconds = float(kept.read_text(encoding="ascii")) if kept.exists() else 0.0
    house_clock.set_ahead(timedelta(seconds=seconds))


def stand_ahead(to: datetime) -> None:
    """Let the clock show an instant now, and run on from there. It never goes back: what happened has happened."""
    if to < house_clock.now():
        raise ValueError("The practice clock is not turned back.")
    _keep(house_clock.set_to(to))


def go_with_the_machine() -> None:
    """Back to the machine's own time: only for a town that is built anew."""
    house_clock.set_ahead(timedelta(0))
    _keep(timedelta(0))


def _keep(ahead: timedelta) -> None:
    _file().write_text(str(ahead.total_seconds()), encoding="ascii")


def _file() -> Path:
    return Path(settings.VAR_DIR) / "clock"
