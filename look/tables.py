"""Tables as files for office programs: CSV that they read as UTF-8, text that none of them takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"  # else an office program reads the Chinese as Latin letters
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """Hands each line of the CSV writer straight on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows as lines of a CSV file, the first one after a byte order mark."""
    writer, before = csv.writer(_Line()), BOM
    for row in rows:
        yield before + writer.writerow(row)
        before = ""


def harmless(value: object) -> str:
    """A value as text that no table program takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
