"""Triggers that refuse UPDATE, DELETE and TRUNCATE of journal entries, and the check that looks for them.

Installed after every migrate: a later table rebuild on SQLite drops triggers silently, so a migration alone
is not enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "journal_entry"
SENTENCE = "the journal is never changed"

_SQLITE = {
    "journal_entry_no_update": f"BEFORE UPDATE ON {TABLE}",
    "journal_entry_no_delete": f"BEFORE DELETE ON {TABLE}",
}
_POSTGRES = {
    "journal_entry_no_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "journal_entry_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the entry table; harmless when they are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, when in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} {when} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                )
            return
        cursor.execute(
            "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        )
        for name, when in _POSTGRES.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
            cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION journal_refuse()")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: only for test databases that are flushed between tests."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name in _POSTGRES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that are not there (none while the table itself does not exist yet)."""
    if TABLE not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
            wanted = set(_SQLITE)
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [TABLE]
            )
            wanted = set(_POSTGRES)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - present)


def install_after_migrate(*, using: str, **_kwargs: Any) -> None:
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)


@register(Tags.database)
def check_guards(
    *,
    databases: Sequence[str] | None = None,
    **_kwargs: Any,
) -> list[CheckMessage]:
    """`check --database default` fails while a guard is missing."""
    return [
        Error(f"The journal's guard {name} is missing; run migrate.", id="journal.E001")
        for using in databases or []
        for name in missing(connections[using])
    ]
