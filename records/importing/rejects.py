"""The rejects file: every row that was not taken in, with its line, the columns and the reasons, and the row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal
from records.importing.checking import Fault
from records.importing.layout import Layout
from records.importing.reading import Row

HEADINGS = ("line", "column", "reason")


class Rejects:
    """Writes rejected rows to a CSV file (UTF-8 with mark, as spreadsheets expect); without a path, nowhere."""

    def __init__(self, path: Path | None, layout: Layout) -> None:
        self._path = path
        self._layout = layout
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            try:
                self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            except OSError as fault:
                raise Refusal(
                    "rejects-unwritable",
                    _("The file %(file)s cannot be written.") % {"file": self._path.name},
                ) from fault
            csv.writer(self._file).writerow((*HEADINGS, *self._layout.headings))
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, row: Row, faults: Sequence[Fault]) -> None:
        """One line for one row, whatever the number of its faults."""
        if self._file is None:
            return
        columns = "；".join(dict.fromkeys(fault.column for fault in faults if fault.column))
        reasons = "；".join(dict.fromkeys(str(fault.sentence) for fault in faults))
        csv.writer(self._file).writerow((row.line, columns, reasons, *row.cells))
