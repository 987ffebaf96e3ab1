"""Typed readers of the environment: a wrong value is refused by name at start, never guessed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
}
# A lock that is not had within this time becomes the sentence "someone else is working on this case".
POSTGRES_LOCK_TIMEOUT = "-c lock_timeout=8000"


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def required(name: str) -> str:
    """The value of a variable that production cannot do without; raises ImproperlyConfigured."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is missing.")
    return value


def number(name: str, default: int) -> int:
    raw = os.environ.get(name, "")
    if not raw:
        return default
    if not raw.isdigit():
        raise ImproperlyConfigured(f"The environment variable {name} must be a whole number, not {raw!r}.")
    return int(raw)


def names(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list of names separated by commas."""
    return [part.strip() for part in os.environ.get(name, ",".join(default)).split(",") if part.strip()]


def database(embedded: Path) -> dict[str, Any]:
    """The database named by DATABASE_URL, else the embedded SQLite file."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": embedded, "OPTIONS": dict(SQLITE_OPTIONS)}
    settings = cast("dict[str, Any]", dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
    elif settings["ENGINE"].endswith("postgresql"):
        settings.setdefault("OPTIONS", {})["options"] = POSTGRES_LOCK_TIMEOUT
    else:
        raise ImproperlyConfigured("DATABASE_URL must name PostgreSQL or SQLite.")
    return settings
