"""The beginning of a text, asked so that an index of the column answers it, on every database."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

LAST_SIGN = 0x10FFFF


@CharField.register_lookup
class Begins(Lookup):
    """`name__begins`: from the asked text on, up to the last text that begins with it, sign by sign.

    Django's `startswith` is a LIKE, which SQLite answers without an index because LIKE takes small letters for
    capitals there. PostgreSQL needs the operators of the index that Django makes for patterns.
    """

    lookup_name = "begins"
    prepare_rhs = True

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return self._between(compiler, connection, ">=", "<", f"char({LAST_SIGN})")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """By the index of patterns, whatever the order of the language."""
        return self._between(compiler, connection, "~>=~", "~<~", f"chr({LAST_SIGN})")

    def _between(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, least: str, beyond: str, last_sign: str
    ) -> tuple[str, Any]:
        column, of_column = self.process_lhs(compiler, connection)
        asked, of_asked = self.process_rhs(compiler, connection)
        sql = f"({column} {least} {asked} AND {column} {beyond} ({asked} || {last_sign}))"
        return sql, (*of_column, *of_asked, *of_column, *of_asked)
