"""What every test stands on: the journal's guards, the clock, the outbox, one scratch folder a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from journal import guards
from journal.deliver import deliver_all
from journal.models import Delivery
from journal.now import SHANGHAI, now, standing_at
from rulebook import editions_in_use

# a machine with two cores has slow moments: an example is never failed for its time
hypothesis.settings.register_profile("desk", deadline=None, max_examples=60, print_blob=True)
hypothesis.settings.register_profile("ci", parent=hypothesis.settings.get_profile("desk"), derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

SHARED = "DESK_TESTS_SHARED"  # names the run's own folder; one that is set by hand is kept
BROWSER = Path(__file__).parent / "browser"
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
FLUSHED = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder that all processes of the run share."""
    if not hasattr(config, "workerinput"):
        os.environ.setdefault(SHARED, str(Path(settings.MEDIA_ROOT).parent / "shared"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what asks the same of any database: tables of powers, random walks, the browser.

    What asks no database at all is left out too. All of it runs on SQLite every time, and the pages that the browser
    shows run on both over HTTP. EVERY_TEST=1 leaves out nothing.
    """
    if connection.vendor == "sqlite" or os.environ.get("EVERY_TEST"):
        return
    left_out = [
        item
        for item in items
        if item.get_closest_marker("one_database")
        or BROWSER in item.path.parents
        or not _asks_a_database(item)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether a test may reach the database at all: pytest-django refuses every statement of the others."""
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(fixtures)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove this process's scratch folder (test database and uploads)."""
    shutil.rmtree(Path(settings.MEDIA_ROOT).parent, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """PostgreSQL's test database is made by the migrations, SQLite's by the models, which is quicker.

    SQLite's migrations run whenever `make desk` starts a new desk (tests/config/test_desk.py does), and the lint
    holds that migrations and models say the same.
    """
    return connection.vendor != "sqlite"


@pytest.fixture(autouse=True)
def _guards_off_before_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a committing test's database be emptied: the guards go just before, post_migrate puts them back."""
    marker = request.node.get_closest_marker("django_db")
    flushes = bool(marker and marker.kwargs.get("transaction")) or bool(FLUSHED & set(request.fixturenames))
    if not flushes:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    connection.close()  # a test may have left it inside a broken transaction
    guards.remove(connection)


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """Every test begins in the house's language, whatever page the one before it looked at."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _only_shipped_texts() -> Iterator[None]:
    """What a test released counts no longer when the next one begins."""
    yield
    editions_in_use.forget()


class Clock:
    """The house's clock, standing where a test puts it."""

    def __init__(self, stack: ExitStack, at: datetime) -> None:
        self._stack = stack
        self.stand_at(at)

    @property
    def at(self) -> datetime:
        return now()

    def stand_at(self, at: datetime) -> datetime:
        self._stack.enter_context(standing_at(at))
        return at

    def ahead(self, by: timedelta) -> datetime:
        return self.stand_at(self.at + by)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock, standing on a plain working day (Monday 2 March 2026, ten in the morning in Shanghai)."""
    with ExitStack() as stack:
        yield Clock(stack, datetime(2026, 3, 2, 10, tzinfo=SHANGHAI))


Deliver = Callable[[datetime], int]


@pytest.fixture
def deliver() -> Deliver:
    """Deliver the whole outbox at an instant; a handler that fails, fails the test with its words."""

    def deliver_at(at: datetime) -> int:
        done = deliver_all(at=at)
        failed = Delivery.objects.filter(done_at__isnull=True).exclude(last_error="")
        assert not failed, [f"{row.handler} of {row.entry.verb}: {row.last_error}" for row in failed]
        return done

    return deliver_at
