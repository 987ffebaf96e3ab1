"""Reading a delivered file: its digest and encoding, then row by row with their lines, never all at once."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
MOST_LINES_A_ROW = 40  # a cell may hold line breaks; an unclosed quotation mark must not eat the file
ENCODINGS = ("utf-8", "gb18030")


@dataclass(frozen=True)
class Delivered:
    """A file as it lies there: digest, size in bytes, encoding."""

    path: Path
    sha256: str
    size: int
    encoding: str


@dataclass(frozen=True)
class Row:
    """The cells of one row and the line on which it begins; a broken one has the line's text as its cell."""

    line: int
    cells: tuple[str, ...]
    bytes_read: int
    broken: bool = False


def look_at(path: Path) -> Delivered:
    """The digest and encoding of a file: UTF-8 with or without a mark, else GB18030.

    Raises Refusal where it cannot be opened, is empty, or is in neither encoding.
    """
    digest = hashlib.sha256()
    decoders = {name: codecs.getincrementaldecoder(name)("strict") for name in ENCODINGS}
    size = 0
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                size += len(block)
                _feed(decoders, block, final=False)
    except OSError as fault:
        raise Refusal(
            "file-unreadable", _("The file %(file)s cannot be read.") % {"file": path.name}
        ) from fault
    _feed(decoders, b"", final=True)
    if not size:
        raise Refusal("file-empty", _("The file %(file)s is empty.") % {"file": path.name})
    fits = [name for name in ENCODINGS if name in decoders]
    if not fits:
        raise Refusal(
            "file-encoding",
            _("The file %(file)s is neither UTF-8 nor GB18030; save it as CSV UTF-8.") % {"file": path.name},
        )
    return Delivered(path=path, sha256=digest.hexdigest(), size=size, encoding=fits[0])


def _feed(decoders: dict[str, codecs.IncrementalDecoder], block: bytes, *, final: bool) -> None:
    for name in list(decoders):
        try:
            decoders[name].decode(block, final)
        except UnicodeDecodeError:
            del decoders[name]


def rows_of(delivered: Delivered) -> Iterator[Row]:
    """Every row that is not blank, the headings first.

    A row whose quotation marks never close, or whose line is beyond all measure, comes out as one broken row
    of its first line; reading goes on with the next line.
    """
    encoding = "utf-8-sig" if delivered.encoding == "utf-8" else delivered.encoding
    with delivered.path.open(encoding=encoding, newline="", errors="strict") as file:
        yield from _rows(_Lines(file, delivered.encoding))


class _Lines:
    """Physical lines with their numbers, which can be handed back."""

    def __init__(self, file: TextIO, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._back: deque[str] = deque()
        self.number = 0
        self.bytes_read = 0

    def next(self) -> str | None:
        if self._back:
            line = self._back.popleft()
        else:
            line = self._file.readline(LONGEST_LINE)
            self.bytes_read += len(line.encode(self._encoding))
        if not line:
            return None
        self.number += 1
        return line

    def hand_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _rows(lines: _Lines) -> Iterator[Row]:
    while (first := lines.next()) is not None:
        start = lines.number
        more = _rest_of(first, lines)
        if more is None:
            yield Row(start, (first.rstrip("\r\n"),), lines.bytes_read, broken=True)
            continue
        cells = _cells(first + "".join(more))
        if cells is None:
            lines.hand_back(more)
            yield Row(start, (first.rstrip("\r\n"),), lines.bytes_read, broken=True)
        elif any(cell.strip() for cell in cells):
            yield Row(start, tuple(cells), lines.bytes_read)


def _rest_of(first: str, lines: _Lines) -> list[str] | None:
    """The lines that belong to a row because a quotation mark is open; None where it never closes."""
    marks = first.count('"')
    more: list[str] = []
    while marks % 2:
        line = lines.next() if len(more) < MOST_LINES_A_ROW else None
        if line is None:
            lines.hand_back(more)
            return None
        marks += line.count('"')
        more.append(line)
    return more


def _cells(text: str) -> list[str] | None:
    if len(text) >= LONGEST_LINE:
        return None
    try:
        read = list(csv.reader([text], strict=True))
    except csv.Error:
        return None
    return read[0] if len(read) == 1 else None
