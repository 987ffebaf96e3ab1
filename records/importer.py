"""Taking in a delivered file: in chunks, each whole or not at all; a killed import goes on, a repeat adds nothing."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Refusal
from records.importing.checking import Fault, Penalty, RowFaults, penalty_of
from records.importing.layout import PENALTY, Layout, layout_of
from records.importing.outcome import Note, Occasion, Stored
from records.importing.reading import Delivered, Row, look_at, rows_of
from records.importing.rejects import Rejects
from records.importing.storing import store
from records.models import DeliveredFile

CHUNK = 1000
TRIES = 3
SHOWN = 100

Progress = Callable[[int, int, int], None]


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken in: its line, the headings at fault, the reasons."""

    line: int
    column: str
    sentence: str


@dataclass
class Imported:
    """What became of a file's data rows; each counts in one of created, unchanged, updated, rejected.

    `warnings` counts all warnings; `notes` and `first_rejects` hold the first hundred of each, for showing.
    """

    rows: int = 0
    created: int = 0
    unchanged: int = 0
    updated: int = 0
    rejected: int = 0
    warnings: int = 0
    notes: list[Note] = field(default_factory=list)
    first_rejects: list[Rejected] = field(default_factory=list)

    def add(self, stored: Stored) -> None:
        self.created += stored.created
        self.unchanged += stored.unchanged
        self.updated += stored.updated
        self.warnings += len(stored.notes)
        self.notes += stored.notes[: SHOWN - len(self.notes)]

    def reject(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self.rejected += 1
        if len(self.first_rejects) < SHOWN:
            columns = "；".join(dict.fromkeys(fault.column for fault in faults if fault.column))
            reasons = "；".join(str(fault.sentence) for fault in faults)
            self.first_rejects.append(Rejected(row.line, columns, reasons))


def import_file(
    path: Path,
    *,
    at: datetime,
    actor_ref: str,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
    chunk: int = CHUNK,
    kind: str = PENALTY,
    delivered_from: str = "",
) -> Imported:
    """Take in a delivered file of one `kind`; bad rows go to `rejects` with line, column and reason.

    Each chunk is one transaction. The same file again adds nothing; an import that was killed goes on behind
    the rows it had done. `progress` is told bytes read, bytes in all, rows. A dry run writes nothing but the
    rejects. `delivered_from` names the route whose site the file lists: a record that another route decides is then
    kept as a copy that follows it. Raises Refusal for a file that cannot be read, in an unknown encoding, or
    without its headings.
    """
    delivered = look_at(path)
    rows = rows_of(delivered)
    layout = _headings(rows, path, kind)
    whole: AbstractContextManager[object] = transaction.atomic() if dry_run else nullcontext()
    with Rejects(rejects, layout) as out, whole:
        run = _Run(
            delivered=delivered,
            layout=layout,
            out=out,
            at=at,
            actor_ref=actor_ref,
            chunk=chunk,
            kind=kind,
            delivered_from=delivered_from,
        )
        imported = run.through(rows, progress)
        if dry_run:
            transaction.set_rollback(True)
    return imported


def _headings(rows: Iterator[Row], path: Path, kind: str) -> Layout:
    first = next(rows, None)
    if first is None:
        raise Refusal("file-empty", _("The file %(file)s is empty.") % {"file": path.name})
    return layout_of(first.cells, kind)


class _Run:
    """One pass over one file."""

    def __init__(
        self,
        *,
        delivered: Delivered,
        layout: Layout,
        out: Rejects,
        at: datetime,
        actor_ref: str,
        chunk: int,
        kind: str,
        delivered_from: str,
    ) -> None:
        self.delivered = delivered
        self.layout = layout
        self.out = out
        self.chunk = chunk
        self.imported = Imported()
        self.seen = _Seen()
        file, _new = DeliveredFile.objects.get_or_create(
            sha256=delivered.sha256, defaults={"name": delivered.path.name[:200], "started_at": at}
        )
        self.occasion = Occasion(
            file=file,
            at=at,
            on=day_of(at),
            actor_ref=actor_ref,
            kind=kind,
            delivered_from=delivered_from,
        )
        self.done_before = 0 if file.finished_at else file.rows_done
        self.stream = f"import:{delivered.sha256[:16]}"

    def through(self, rows: Iterator[Row], progress: Progress | None) -> Imported:
        file = self.occasion.file
        with transaction.atomic():
            self._journal("import.started", {"name": file.name, "rows_done": self.done_before})
        batch: list[Penalty] = []
        for row in rows:
            self.imported.rows += 1
            penalty = self._checked(row)
            if penalty is not None:
                batch.append(penalty)
            if self.imported.rows % self.chunk == 0:
                self._take_in(batch)
                batch = []
                if progress is not None:
                    progress(row.bytes_read, self.delivered.size, self.imported.rows)
        self._take_in(batch)
        with transaction.atomic():
            DeliveredFile.objects.filter(pk=file.pk, finished_at__isnull=True).update(
                finished_at=self.occasion.at
            )
            self._journal("import.finished", {"name": file.name, **self._counts()})
        if progress is not None:
            progress(self.delivered.size, self.delivered.size, self.imported.rows)
        return self.imported

    def _checked(self, row: Row) -> Penalty | None:
        try:
            penalty = penalty_of(row, self.layout, on=self.occasion.on)
        except RowFaults as refused:
            self._reject(row, refused.faults)
            return None
        first = self.seen.line_of(penalty.key, row.line)
        if first is not None:
            self._reject(row, (self._twice(first),))
            return None
        return penalty

    def _reject(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self.imported.reject(row, faults)
        self.out.write(row, faults)

    def _twice(self, first: int) -> Fault:
        sentence: str | Promise = _("The same decision on the same subject stands on line %(line)s.") % {
            "line": first
        }
        return Fault(self.layout.heading("decision_number"), sentence)

    def _take_in(self, batch: list[Penalty]) -> None:
        """Store a chunk and how far the file came, whole or not at all; what is done already is passed over."""
        rows = self.imported.rows
        if rows <= self.done_before:
            self.imported.unchanged += len(batch)
            return
        for left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    stored = store(batch, self.occasion)
                    self._come_to(rows, stored)
            except IntegrityError:
                # another delivery stored one of these rows in the same moment; the next try finds it there
                if not left:
                    raise
            else:
                self.imported.add(stored)
                return

    def _come_to(self, rows: int, stored: Stored) -> None:
        DeliveredFile.objects.filter(pk=self.occasion.file.pk, rows_done__lt=rows).update(rows_done=rows)
        if stored.happened:
            told = {
                "rows_done": rows,
                "created": stored.created,
                "updated": stored.updated,
                "unchanged": stored.unchanged,
                "returned": stored.returned,
            }
            self._journal("import.chunk", told)

    def _counts(self) -> dict[str, int]:
        names = ("rows", "created", "unchanged", "updated", "rejected", "warnings")
        return {name: getattr(self.imported, name) for name in names}

    def _journal(self, verb: str, payload: Mapping[str, object]) -> None:
        journal(
            stream=self.stream,
            verb=verb,
            actor_ref=self.occasion.actor_ref,
            at=self.occasion.at,
            payload=payload,
        )


class _Seen:
    """The decisions a file has named so far, eight bytes each: a million must not need a gigabyte."""

    def __init__(self) -> None:
        self._digests: set[int] = set()
        self._in_order = array("q")
        self._lines = array("L")

    def line_of(self, key: str, line: int) -> int | None:
        """The line on which a key stood before; None where it is new, which is then kept."""
        digest = hash(key)
        if digest in self._digests:
            return self._lines[self._in_order.index(digest)]
        self._digests.add(digest)
        self._in_order.append(digest)
        self._lines.append(line)
        return None
