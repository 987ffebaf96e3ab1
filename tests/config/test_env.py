from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICE = {
    "DESK_SECRET_KEY": "a-key-for-this-test-alone-" + "0123456789" * 3,
    "DESK_HOSTS": "desk.example",
    "DESK_ADDRESS": "https://desk.example",
    "DATABASE_URL": "postgres://desk@127.0.0.1:5432/desk",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def started(settings: dict[str, str], module: str = "production") -> subprocess.CompletedProcess[str]:
    """The settings of a way of running, read by a process of their own."""
    return subprocess.run(  # noqa: S603 - our own modules' names
        [sys.executable, "-c", f"from config.settings import {module}"],
        env={"PATH": os.environ["PATH"], **settings},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_everything_it_needs() -> None:
    assert started(SERVICE).returncode == 0


@pytest.mark.parametrize("name", SERVICE)
def test_production_names_what_is_missing(name: str) -> None:
    answer = started({key: value for key, value in SERVICE.items() if key != name})
    assert answer.returncode != 0
    assert f"The environment variable {name} is missing." in answer.stderr


def test_without_an_address_the_embedded_file_is_the_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = env.database(tmp_path / "desk.sqlite3")
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_named_postgresql_waits_for_locks_and_then_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", SERVICE["DATABASE_URL"])
    settings = env.database(tmp_path / "desk.sqlite3")
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert "lock_timeout" in settings["OPTIONS"]["options"]


def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://desk@127.0.0.1/desk")
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL or SQLite"):
        env.database(tmp_path / "desk.sqlite3")


def test_a_number_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number, not 'eight'"):
        env.number("PORT", 8000)


def test_names_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_HOSTS", " desk.example, ,10.0.0.7 ")
    assert env.names("DESK_HOSTS") == ["desk.example", "10.0.0.7"]
