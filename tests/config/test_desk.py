"""The desk command as a person runs it: one process, opened, looked at, closed, opened again."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 170.0  # the promise for a first start; how long a start takes is measured on an idle machine only


def free_port() -> int:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def desk(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """The desk, open; whoever leaves it open has it killed."""
    said = folder / f"said-{time.monotonic_ns()}"
    without = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DESK_ADDRESS"}
    with said.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "desk"],
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if name not in without},
                "DESK_VAR": str(folder / "var"),
                "PORT": str(port),
            },
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            text=True,
        )
    try:
        end = time.monotonic() + PATIENCE
        while "The desk is open" not in said.read_text(encoding="utf-8"):
            assert process.poll() is None, said.read_text(encoding="utf-8")
            assert time.monotonic() < end, f"not open after {PATIENCE} s"
            time.sleep(0.1)
        yield process, said
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(10)


def closed(process: subprocess.Popen[str], by: signal.Signals) -> int:
    process.send_signal(by)
    return process.wait(20)


def rows(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "var" / "desk.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our table names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_the_desk_opens_with_a_town_closes_cleanly_and_keeps_its_rows(folder: Path) -> None:
    port = free_port()
    with desk(folder, port) as (process, said):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert page.status == 200
            text = page.read().decode()
            assert "信用修复" in text
        style = next(
            part for part in text.split('"') if part.startswith("/static/") and part.endswith(".css")
        )
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{style}", timeout=20) as sheet:
            assert sheet.headers["Content-Type"].startswith("text/css")
        text = said.read_text(encoding="utf-8")
        assert f"http://127.0.0.1:{port}/" in text
        assert "reviewer" in text
        assert closed(process, signal.SIGINT) == 0
        assert "The desk is closed." in said.read_text(encoding="utf-8")
    before = rows(folder, "cases_case")
    assert before > 5

    with desk(folder, port) as (process, said):
        assert "building the demo town" not in said.read_text(encoding="utf-8")
        assert closed(process, signal.SIGTERM) == 0
    assert rows(folder, "cases_case") == before


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        answer = subprocess.run(  # noqa: S603 - our own interpreter, fixed arguments
            [sys.executable, "manage.py", "desk", "--empty", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.local", "DESK_VAR": str(tmp_path)}
            | {"DATABASE_URL": "", "REDIS_URL": ""},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert answer.returncode == 1
    assert f"Port {port} cannot be had" in answer.stderr
    assert f"make desk PORT={port + 1}" in answer.stderr
    assert not (tmp_path / "desk.sqlite3").exists(), "the database was made ready first"


def test_the_desk_is_refused_in_service() -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "desk"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 1
    assert "config.settings.local" in answer.stderr
