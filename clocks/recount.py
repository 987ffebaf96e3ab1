"""A calendar is released while terms run: which of them move, and moving them.

Only terms that still run or stand still and reach into the year are touched. They are taken in batches
(`clocks.recounting` walks); a term that somebody works on at the moment is left and taken at the end, so
nobody waits for the whole. Told or not, no term ends before the day of the recount.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from clocks.models import Deadline, Standing
from clocks.points import next_at
from clocks.receipts import Receipt, from_json, recounted, settle, to_json
from clocks.rows import Owner, facts_of, falls_of, hold_stream, is_told
from journal.many import Happened, record_many
from journal.models import StreamHead
from journal.now import day_of
from rulebook.calendar_book import CalendarBook
from rulebook.terms import midnight_after
from rulebook.working_days import Calendar, Gazette

BATCH = 500
COLUMNS = ("due_on", "due_at", "warn_at", "provisional", "receipt")


@dataclass(frozen=True)
class Move:
    """What a calendar does to one term. `counted_on` is the calendar's own day: earlier where a day is kept.

    `firm` tells that the day is no longer provisional. A term that only becomes firm is a move from its day to
    the same day. A term that stands still (`paused`) has no day to be told until it goes on.
    """

    owner: Owner
    deadline_id: int
    term: str
    goal: str
    from_on: date
    to_on: date
    counted_on: date
    firm: bool
    paused: bool

    @property
    def moved(self) -> bool:
        """Whether a running term ends on another day."""
        return self.from_on != self.to_on and not self.paused

    @property
    def kept(self) -> bool:
        """Whether a day stays that the calendar would have moved to an earlier one."""
        return self.counted_on < self.to_on

    @property
    def tells(self) -> bool:
        """Whether a day moved or was kept: what is shown and journalled, beside becoming firm."""
        return self.kept or self.moved


@dataclass(frozen=True)
class Recounted:
    """How many terms were looked at, moved, kept on their day, made firm."""

    looked: int
    moved: int
    kept: int
    firm: int

    @classmethod
    def of(cls, moves: Sequence[Move], *, looked: int) -> Recounted:
        return cls(
            looked=looked,
            moved=sum(move.moved for move in moves),
            kept=sum(move.kept for move in moves),
            firm=sum(move.firm for move in moves),
        )


def preview(book: CalendarBook, gazette: Gazette, *, at: datetime) -> Iterator[Move]:
    """What the gazette would do with the terms that are open at an instant, writing nothing; in order of age."""
    for row in _touched(gazette, at).order_by("pk").iterator(chunk_size=2000):
        change = _change(row, book.of(row.jurisdiction), at)
        if change is not None:
            yield change.move


def reached(gazette: Gazette, *, at: datetime) -> int:
    """How many open terms reach into the year, in the place, of a gazette."""
    return _touched(gazette, at).count()


@dataclass(frozen=True)
class Taken:
    """A batch: the last row looked at, those that somebody held, what the others did."""

    last: int
    busy: tuple[int, ...]
    moves: tuple[Move, ...]
    looked: int

    @property
    def done(self) -> Recounted:
        return Recounted.of(self.moves, looked=self.looked)


def look(
    book: CalendarBook, gazette: Gazette, *, after: int, at: datetime, size: int = BATCH
) -> Taken | None:
    """What the next touched terms behind a row would do, writing nothing; None where there is no further one."""
    rows = list(_touched(gazette, at).filter(pk__gt=after).order_by("pk")[:size])
    if not rows:
        return None
    changes = [change for row in rows if (change := _change(row, book.of(row.jurisdiction), at))]
    return Taken(rows[-1].pk, (), tuple(change.move for change in changes), len(rows))


def take(
    book: CalendarBook, gazette: Gazette, *, after: int, at: datetime, actor_ref: str, size: int = BATCH
) -> Taken | None:
    """Bring the next touched terms behind a row under the calendars of a book; None where there is none.

    Journals each day that moved or was kept. In the caller's transaction; what somebody holds is left.
    """
    found = dict(_touched(gazette, at).filter(pk__gt=after).order_by("pk").values_list("pk", "stream")[:size])
    if not found:
        return None
    free = _free(set(found.values()))
    rows = list(
        _touched(gazette, at)
        .filter(pk__in=[pk for pk, stream in found.items() if stream in free])
        .select_for_update(skip_locked=True)
        .order_by("pk")
    )
    moves = _write(rows, book, at=at, actor_ref=actor_ref)
    seen = {row.pk for row in rows}
    return Taken(max(found), tuple(pk for pk in found if pk not in seen), moves, len(rows))


def take_one(book: CalendarBook, gazette: Gazette, pk: int, *, at: datetime, actor_ref: str) -> Taken:
    """A row that was busy: wait for its turn like everybody. It may be touched no longer."""
    stream = Deadline.objects.values_list("stream", flat=True).get(pk=pk)
    hold_stream(stream)
    rows = list(_touched(gazette, at).filter(pk=pk).select_for_update())
    moves = _write(rows, book, at=at, actor_ref=actor_ref)
    return Taken(pk, (), moves, len(rows))


@dataclass(frozen=True)
class _Change:
    row: Deadline
    receipt: Receipt
    move: Move
    calendar: Calendar


def _touched(gazette: Gazette, at: datetime) -> QuerySet[Deadline]:
    running = Q(standing=Standing.RUNNING, due_at__gt=at) | Q(standing=Standing.PAUSED)
    return Deadline.objects.filter(
        running,
        stopped_at__isnull=True,
        jurisdiction__startswith=gazette.jurisdiction,
        started_on__lte=date(gazette.year, 12, 31),
        due_on__gte=date(gazette.year, 1, 1),
    )


def _change(row: Deadline, calendar: Calendar, at: datetime) -> _Change | None:
    """What becomes of a row; None where it stands under this calendar already."""
    receipt = from_json(row.receipt)
    if receipt.calendar == calendar.digest:
        return None
    fresh = recounted(receipt, calendar, on=day_of(at), told=is_told(row))
    kept = len(fresh.events) > len(receipt.events)
    counted_on = settle(receipt, calendar).due_on if kept else fresh.due_on
    if fresh == receipt and _warning(row, fresh, calendar, at) == row.warn_at:
        return None
    move = Move(
        owner=Owner(row.owner_kind, row.owner_id, row.stream, row.jurisdiction),
        deadline_id=row.pk,
        term=row.term,
        goal=row.goal,
        from_on=receipt.due_on,
        to_on=fresh.due_on,
        counted_on=counted_on,
        firm=receipt.provisional and not fresh.provisional,
        paused=row.standing == Standing.PAUSED,
    )
    return _Change(row, fresh, move, calendar)


def _warning(row: Deadline, fresh: Receipt, calendar: Calendar, at: datetime) -> datetime | None:
    """When the row warns next under the calendar; a warning that is due by now is left to the sweep."""
    if row.warn_at is None or row.warn_at <= at:
        return row.warn_at
    falls = falls_of(fresh, kind=row.owner_kind, calendar=calendar)
    return next_at(falls, told=row.warned, first=max(fresh.started_on, day_of(at)))


def _free(streams: set[str]) -> set[str]:
    """The streams of which nobody else holds the head, now held by us, and those that have none."""
    heads = StreamHead.objects.filter(pk__in=streams)
    known = set(heads.values_list("pk", flat=True))
    held = heads.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)
    return set(held) | (streams - known)


def _write(rows: Sequence[Deadline], book: CalendarBook, *, at: datetime, actor_ref: str) -> tuple[Move, ...]:
    changes = [change for row in rows if (change := _change(row, book.of(row.jurisdiction), at))]
    for change in changes:
        _carry(change, at)
    _save([change.row for change in changes])
    told = [change for change in changes if change.move.tells]
    if told:
        record_many([_happened(change) for change in told], actor_ref=actor_ref, at=at)
    return tuple(change.move for change in changes)


def _save(rows: Sequence[Deadline]) -> None:
    """Write the columns of many rows in one go; an ORM statement for each would take most of the time."""
    meta = Deadline._meta  # noqa: SLF001 - the names of table and columns
    fields = [field for field in meta.concrete_fields if field.name in COLUMNS]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {meta.db_table} SET {columns} WHERE id = %s", values)  # noqa: S608


def _carry(change: _Change, at: datetime) -> None:
    row, receipt = change.row, change.receipt
    row.warn_at = _warning(row, receipt, change.calendar, at)
    row.due_on, row.due_at = receipt.due_on, midnight_after(receipt.due_on)
    row.provisional = receipt.provisional
    row.receipt = to_json(receipt)


def _happened(change: _Change) -> Happened:
    facts: dict[str, Any] = {
        **facts_of(change.row),
        "from": change.move.from_on.isoformat(),
        "to": change.move.to_on.isoformat(),
        "counted": change.move.counted_on.isoformat(),
        "calendar": change.calendar.digest,
    }
    return Happened(change.row.stream, "deadline.recounted", facts)
