"""The demo town as a place to walk through: one instant, one person of each kind, a database file of its own.

It is built once in a run and copied for each module, beside the suite's own database: nothing has to be emptied.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as answers
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from config import town
from journal.now import SHANGHAI, standing_at
from tests.pages.preparing import COUNTER, begin, prepare
from tests.pages.shared import made_once, shared_folder

WHEN = datetime(2026, 11, 20, 15, tzinfo=SHANGHAI)  # a Friday: terms end before, on and after the weekend
GUEST = ""
# one person of each kind, those with the most to see first
PEOPLE = (
    GUEST,
    "owner",
    "agent",
    "second",
    "clerk",
    COUNTER,
    "reviewer",
    "decider",
    "supervisor",
    "platform",
    "platform2",
    "overseer",
    "roads",
    "chief",
    "market",
    "finance",
    "sharing",
    "system",
    "deputy",
    "security",
    "audit",
)
LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}


class _ByModels:
    """Says of every app that it has no migrations: the tables are made from the models, which is quicker."""

    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


@contextmanager
def standing_town(name: str) -> Iterator[None]:
    """The town in a file of that name, every thread on it, and the clock standing at its instant."""
    copy = Path(settings.MEDIA_ROOT).parent / f"{name}.sqlite3"
    built = made_once("town.sqlite3", _build)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(built, copy)
    with (
        _on_file(copy),
        standing_at(WHEN),
        override_settings(
            SECOND_FACTOR_OF_OFFICERS=False,
            REGISTER_ASKS_A_MINUTE=1_000_000,
            DESK_SMS_GATEWAY="notifications.channels.sms.Console",
        ),
    ):
        answers.clear()
        yield


def comes_in(username: str, language: str = "zh-hans") -> Client:
    """A client of somebody of the town, who reads that language and has begun what they have to do."""
    client = Client(raise_request_exception=False, headers={"accept-language": LANGUAGES[language]})
    if username:
        client.force_login(User.objects.get(username=username))
    begin(username, client)
    return client


def _build(path: Path) -> None:
    with _on_file(path), standing_at(WHEN):
        with override_settings(MIGRATION_MODULES=_ByModels()):
            call_command("migrate", run_syncdb=True, verbosity=0)
        town.build(at=WHEN, tell=lambda _line: None)
        prepare(WHEN)
        User.objects.update(language="")  # the browser says which language is read


@contextmanager
def _on_file(path: Path) -> Iterator[None]:
    """Every connection of this process opens that SQLite file (threads share the settings), its papers beside it."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        with override_settings(MEDIA_ROOT=shared_folder() / "documents"):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
