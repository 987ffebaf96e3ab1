"""What is wired at the roof exists below it."""

from __future__ import annotations

from django.conf import settings
from django.urls import get_resolver

from config.celery import app
from journal import switchboard
from journal.verbs import VERBS


def test_handlers_listen_to_verbs_that_are_spoken() -> None:
    assert set(switchboard._verbs) <= set(VERBS)  # noqa: SLF001 - the wiring itself is looked at


def test_every_handler_listens_to_something() -> None:
    heard = {name for names in switchboard._verbs.values() for name in names}  # noqa: SLF001
    assert heard == set(switchboard._handlers)  # noqa: SLF001


def test_the_schedule_calls_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    called = {line["task"] for line in settings.CELERY_BEAT_SCHEDULE.values()}
    assert called <= set(app.tasks)


def test_addresses_resolve() -> None:
    assert get_resolver().url_patterns
