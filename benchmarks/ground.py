"""What every benchmark stands on: a scratch database, the machine's name, one line of JSON.

SQLite unless DATABASE_URL names a PostgreSQL server; the scratch database is made anew and removed at the end.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402 - Django first
from django.db import connection  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from journal.now import SHANGHAI  # noqa: E402

AT = datetime(2026, 11, 2, 10, tzinfo=SHANGHAI)


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database with every table, removed at the end."""
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def anonymous_get(path: str, query: dict[str, str], address: str) -> HttpRequest:
    """A request for a public page from an address."""
    request: HttpRequest = RequestFactory().get(path, query, REMOTE_ADDR=address)
    request.user = AnonymousUser()
    return request


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the wall and by this process's processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def statements_of(work: Callable[[], object]) -> int:
    """How many statements a piece of work sends."""
    sent: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - Django's own signature
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        work()
    return len(sent)


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value below which a share lies, in milliseconds."""
    ordered = sorted(seconds)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)


def show(name: str, **figures: object) -> None:
    """One line of JSON on standard output, with the machine it was measured on."""
    machine = {
        "database": connection.vendor,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }
    print(json.dumps({"benchmark": name, **figures, "machine": machine}, ensure_ascii=False))
