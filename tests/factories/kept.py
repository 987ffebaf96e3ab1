"""What a factory made once is put into the next empty database as the same rows, not made act by act again.

A factory called with plain words on an empty database does the same each time; whatever it is given, and whatever
stands in the database already, is made by the real services as ever. KEEP_NOTHING=1 makes everything each time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rulebook.in_force import shipped_editions

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
NEVER_EMPTY = {"django_content_type", "auth_permission", "django_migrations", "django_site"}


@dataclass(frozen=True)
class Kept:
    """What was made: the rows of each table, the files beside them, and what the factory answered.

    `world` is held so that its identity, part of the key, is never another's.
    """

    made: object
    rows: tuple[tuple[str, str], ...]
    files: tuple[tuple[Path, bytes], ...]
    world: object


_kept: dict[Hashable, Kept] = {}


def kept(factory: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """A factory whose plain answers on an empty database are kept."""

    @wraps(factory)
    def made(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        plain = all(isinstance(given, str | datetime) for given in (*args, *kwargs.values()))
        if not plain or os.environ.get("KEEP_NOTHING") or not _is_empty():
            return factory(*args, **kwargs)
        world = shipped_editions()
        key = (factory.__name__, args, tuple(sorted(kwargs.items())), id(world), str(settings.MEDIA_ROOT))
        if key not in _kept:
            files = _files()
            answer = factory(*args, **kwargs)
            new = tuple((path, path.read_bytes()) for path in sorted(_files() - files))
            _kept[key] = Kept(deepcopy(answer), _rows(), new, world)
            return answer
        _put(_kept[key])
        return cast("Made", deepcopy(_kept[key].made))

    return made


@cache
def _tables() -> tuple[str, ...]:
    """The tables of the house, those that others point to first (the constraints are asked at the commit anyway)."""
    found = [
        model._meta.db_table  # noqa: SLF001 - Django's documented name
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy  # noqa: SLF001 - documented too
    ]
    return tuple(dict.fromkeys(table for table in found if table not in NEVER_EMPTY))


@cache
def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        return tuple(column.name for column in connection.introspection.get_table_description(cursor, table))


def _is_empty() -> bool:
    looked = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in _tables())  # noqa: S608 - our own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 WHERE {looked}")
        return cursor.fetchone() is None


def _rows() -> tuple[tuple[str, str], ...]:
    """Each table that holds rows, with them written as the database itself reads them back."""
    found = []
    with connection.cursor() as cursor:
        for table in _tables():
            if connection.vendor == "sqlite":
                quoted = " || ',' || ".join(f'quote("{column}")' for column in _columns(table))
                cursor.execute(f"SELECT group_concat('(' || {quoted} || ')') FROM {table}")  # noqa: S608 - our own
            else:
                cursor.execute(f"SELECT json_agg(row)::text FROM {table} AS row")  # noqa: S608 - our own tables
            (rows,) = cursor.fetchone()
            if rows:
                found.append((table, rows))
    return tuple(found)


def _put(made: Kept) -> None:
    # one transaction: what points to each other is asked at its end
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, rows in made.rows:
            if connection.vendor == "sqlite":
                # by name: a migration run meanwhile may have made the table anew with its columns in another order
                named = ",".join(f'"{column}"' for column in _columns(table))
                cursor.execute(f"INSERT INTO {table} ({named}) VALUES {rows}")  # noqa: S608 - written by itself
            else:
                cursor.execute(
                    f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s::json)",  # noqa: S608
                    [rows],
                )
        if connection.vendor == "postgresql":
            _count_on(cursor, [table for table, _rows in made.rows if "id" in _columns(table)])
    for path, content in made.files:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _count_on(cursor: CursorWrapper, tables: list[str]) -> None:
    """Let the numbers go on after the rows put in: a test that empties the database may have begun them anew."""
    moved = (
        f"setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608 - our own
        for table in tables
    )
    cursor.execute(f"SELECT {', '.join(moved)}")


def _files() -> set[Path]:
    root = Path(settings.MEDIA_ROOT)
    return {path for path in root.rglob("*") if path.is_file()} if root.exists() else set()
