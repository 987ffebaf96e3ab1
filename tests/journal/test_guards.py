from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from journal import guards
from journal.models import Entry
from journal.record import record

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def written() -> Entry:
    return record(stream="case:1", verb="case.filed", actor_ref="user:7", at=AT)


@pytest.mark.django_db
def test_an_entry_cannot_be_changed() -> None:
    entry = written()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(verb="case.approved")


@pytest.mark.django_db
def test_an_entry_cannot_be_removed() -> None:
    entry = written()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk)._raw_delete(connection.alias)  # noqa: SLF001 - as SQL would


@pytest.mark.django_db
def test_the_journal_cannot_be_emptied() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL empties a table by TRUNCATE")
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE journal_entry CASCADE")


@pytest.mark.django_db
def test_the_check_is_silent_while_every_guard_stands() -> None:
    assert guards.missing(connection) == []
    call_command("check", databases=["default"])


@pytest.mark.django_db
def test_the_check_names_a_missing_guard() -> None:
    guards.remove(connection)
    with pytest.raises(SystemCheckError, match=r"journal_entry_no_\w+ is missing; run migrate"):
        call_command("check", databases=["default"])


@pytest.mark.django_db
def test_putting_the_guards_twice_is_harmless() -> None:
    guards.install(connection)
    guards.install(connection)
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_lost_guards_back() -> None:
    guards.remove(connection)
    assert guards.missing(connection)
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_the_check_finds_a_table_that_was_rebuilt_without_its_guards() -> None:
    """A later AlterField rebuilds the table on SQLite and drops its triggers without a word."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL alters in place and keeps its triggers")
    state = ProjectState.from_apps(Entry._meta.apps)  # noqa: SLF001 - Django's documented name
    altered = state.clone()
    change = migrations.AlterField("Entry", "verb", models.CharField(max_length=41))
    change.state_forwards("journal", altered)
    with connection.schema_editor() as editor:
        change.database_forwards("journal", editor, state, altered)
    assert set(guards.missing(connection)) == {"journal_entry_no_delete", "journal_entry_no_update"}
    with connection.schema_editor() as editor:
        change.database_backwards("journal", editor, altered, state)
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []
