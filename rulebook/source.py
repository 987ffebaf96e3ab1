"""Reading a law file strictly: every key is asked for, every fault names file, line and reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

Trail = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\"-]+?)\s*=")
_FAULT_LINE = re.compile(r"at line (\d+)")


class EditionFault(Exception):
    """A law file cannot be used: `file`, `line` (from 1) and `reason`; as text `file:line: reason`."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class TomlSource:
    """The text of one TOML file, with the line on which each table and key stands.

    A `text` that is kept elsewhere is read instead of the file; `path` then only names it in faults.
    """

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path = path
        self.text = _text_of(path) if text is None else text
        self._lines = _lines_of(self.text)

    def line_with(self, words: str, trail: Trail) -> int:
        """The first line from a table or key on that holds these words; the line of the key where none does."""
        start = self.line_of(trail)
        lines = self.text.splitlines()
        return next((n for n, line in enumerate(lines, start=1) if n >= start and words in line), start)

    def line_of(self, trail: Trail) -> int:
        """The line of a table or key; inside a one-line table, the line of that table."""
        for length in range(len(trail), 0, -1):
            if trail[:length] in self._lines:
                return self._lines[trail[:length]]
        return 1

    def root(self) -> Table:
        """The whole file as a table.

        Raises EditionFault where it is not TOML.
        """
        try:
            content = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as fault:
            found = _FAULT_LINE.search(str(fault))
            line = int(found.group(1)) if found else 1 + self.text.count("\n")
            raise EditionFault(str(self.path), line, f"not TOML: {fault}") from None
        return Table(self, (), content)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EditionFault(str(path), 1, "no such file") from None
    except UnicodeDecodeError:
        raise EditionFault(str(path), 1, "not UTF-8 text") from None


def _lines_of(text: str) -> dict[Trail, int]:
    lines: dict[Trail, int] = {}
    seen: dict[Trail, int] = {}
    here: Trail = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            here = ()
            names = [name.strip().strip('"') for name in header.group(2).split(".")]
            for name in names[:-1]:
                here += (name,)
                if here in seen:  # a table below the last row of an array
                    here += (seen[here],)
            here += (names[-1],)
            lines.setdefault(here, number)
            if header.group(1) == "[[":
                seen[here] = seen.get(here, -1) + 1
                here += (seen[here],)
                lines[here] = number
        elif key := _KEY.match(line):
            lines.setdefault((*here, *key.group(1).replace('"', "").split(".")), number)
    return lines


class Table:
    """One table of a law file. What is never asked for is a fault: `finish()` names it."""

    def __init__(self, source: TomlSource, trail: Trail, content: dict[str, object]) -> None:
        self.source = source
        self.trail = trail
        self._content = content
        self._asked: set[str] = set()

    def fault(self, reason: str, key: str = "") -> EditionFault:
        """A fault at this table, or at one of its keys."""
        trail = (*self.trail, key) if key else self.trail
        return EditionFault(str(self.source.path), self.source.line_of(trail), reason)

    def has(self, key: str) -> bool:
        """Whether the key is written at all."""
        return key in self._content

    def names(self) -> tuple[str, ...]:
        """The keys, in the order of the file."""
        return tuple(self._content)

    def value(self, key: str) -> object:
        """The raw value.

        Raises EditionFault where it is missing.
        """
        self._asked.add(key)
        if key not in self._content:
            raise self.fault(f"`{key}` is missing")
        return self._content[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text; `default` where the key may be left out."""
        if default is not None and not self.has(key):
            return default
        value = self.value(key)
        if not isinstance(value, str):
            raise self.fault(f"`{key}` must be a text", key)
        return value

    def named(self, key: str) -> str:
        """A text that may not be empty."""
        value = self.text(key)
        if not value.strip():
            raise self.fault(f"`{key}` is empty", key)
        return value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One word of a closed list."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.fault(f"unknown {key} {value!r}: one of {', '.join(filter(None, allowed))}", key)
        return value

    def texts(
        self, key: str, allowed: Collection[str] | None = None, *, optional: bool = False
    ) -> tuple[str, ...]:
        """A list of texts; each one of a closed list where `allowed` is given."""
        if optional and not self.has(key):
            return ()
        value = self.value(key)
        if not isinstance(value, list):
            raise self.fault(f"`{key}` must be a list", key)
        found: list[str] = []
        for item in value:
            if not isinstance(item, str):
                raise self.fault(f"`{key}` must be a list of texts", key)
            if allowed is not None and item not in allowed:
                raise self.fault(f"unknown {key} {item!r}: one of {', '.join(filter(None, allowed))}", key)
            found.append(item)
        return tuple(found)

    def number(self, key: str) -> int | None:
        """A whole number from 0; the empty text is the number nobody has read, None here."""
        value = self.value(key)
        if value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fault(f'`{key}` must be a whole number from 0, or "" where it was not read', key)
        return value

    def yes_no(self, key: str, *, default: bool | None = None) -> bool:
        """A yes or no, written true or false."""
        if default is not None and not self.has(key):
            return default
        value = self.value(key)
        if not isinstance(value, bool):
            raise self.fault(f"`{key}` must be true or false", key)
        return value

    def day(self, key: str) -> date:
        """A day written without quotes."""
        value = self.value(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.fault(f"`{key}` must be a day (YYYY-MM-DD, no quotes)", key)
        return value

    def day_or_open(self, key: str) -> date | None:
        """A day, or the empty text for an open end."""
        return None if self.value(key) == "" else self.day(key)

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days."""
        value = self.value(key)
        if not isinstance(value, list):
            raise self.fault(f"`{key}` must be a list of days", key)
        found: list[date] = []
        for item in value:
            if isinstance(item, datetime) or not isinstance(item, date):
                raise self.fault(f"`{key}` must be a list of days", key)
            found.append(item)
        return tuple(found)

    def table(self, key: str) -> Table:
        """The table under a key."""
        value = self.value(key)
        if not isinstance(value, dict):
            raise self.fault(f"`{key}` must be a table", key)
        return Table(self.source, (*self.trail, key), value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The rows of an array of tables; none where it is not written."""
        if not self.has(key):
            return ()
        value = self.value(key)
        if not isinstance(value, list):
            raise self.fault(f"`{key}` must be written [[{key}]]", key)
        rows: list[Table] = []
        for place, item in enumerate(value):
            if not isinstance(item, dict):
                raise self.fault(f"`{key}` must hold tables", key)
            rows.append(Table(self.source, (*self.trail, key, place), item))
        return tuple(rows)

    def finish(self) -> None:
        """Say that everything was asked for.

        Raises EditionFault naming the first key nobody knows.
        """
        for key in self._content:
            if key not in self._asked:
                raise self.fault(f"unknown key `{key}`", key)
