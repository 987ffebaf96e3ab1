"""Asking for a replay as an officer does, with drafts written from the shipped texts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from journal.now import SHANGHAI
from rulebook.in_force import SHIPPED

AT = datetime(2026, 9, 3, 10, tzinfo=SHANGHAI)
NDRC_36 = (SHIPPED / "ndrc-36.toml").read_text(encoding="utf-8")
DECIDE = 'id = "decide"\nacts = ["approve", "refuse"]\nwho = "determining-unit"\ncount = 7'


@dataclass(frozen=True)
class Replayed:
    """What a replay printed."""

    printed: dict[str, Any]

    @property
    def changes(self) -> list[dict[str, Any]]:
        assert self.printed["changed"] == len(self.printed["changes"])
        return list(self.printed["changes"])

    def of(self, what: str) -> dict[int, tuple[str, str]]:
        """From and to by the thing's id, for one kind of value."""
        return {row["id"]: (row["from"], row["to"]) for row in self.changes if row["what"] == what}

    @property
    def kinds(self) -> set[str]:
        return {row["what"] for row in self.changes}


def replayed(*, edition: Path | None = None, calendar: Path | None = None) -> Replayed:
    out = StringIO()
    call_command("replay", edition=edition, calendar=calendar, json=True, stdout=out)
    assert out.getvalue().count("\n") == 1
    return Replayed(json.loads(out.getvalue()))


def draft(folder: Path, *changes: tuple[str, str], text: str = NDRC_36) -> Path:
    """A draft of NDRC-36 with some words put in the place of others."""
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    path = folder / "draft.toml"
    path.write_text(text, encoding="utf-8")
    return path


def decided_within(folder: Path, days: int) -> Path:
    return draft(folder, (DECIDE, DECIDE.replace("count = 7", f"count = {days}")))


def everything_stored() -> str:
    """One digest over every row of every table."""
    digest = hashlib.sha256()
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            rows = sorted(repr(row) for row in cursor.fetchall())
            digest.update(f"{table} {rows}\n".encode())
    return digest.hexdigest()
