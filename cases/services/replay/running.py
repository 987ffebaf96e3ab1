"""The replay: everything stored, judged by the law in force and by the draft, and what differs. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from cases.models import Case
from cases.services.replay.change import Change, Looked, Thing
from cases.services.replay.records import record_changes
from cases.services.replay.terms import Elsewhere, Owners, owners_of, term_changes
from cases.services.replay.worlds import World
from cases.states import RUNNING_STATES
from clocks.models import Deadline
from journal.now import day_of
from records.models import CreditRecord

BATCH = 1000
# what a replay may say to the database
READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")

# finds the things of other rooms that terms belong to
FindOwners = Callable[[Sequence[Deadline]], Owners]


class WroteInReplay(RuntimeError):
    """A statement of a replay would have written: nothing of it was sent."""


@dataclass(frozen=True)
class Batch:
    """What one batch was looked at for: the last row's key, and the changes found."""

    last: int
    changes: tuple[Change, ...]


def replay(
    *,
    live: World,
    draft: World,
    at: datetime,
    looked: Looked,
    elsewhere: Elsewhere | None = None,
    find_owners: FindOwners | None = None,
    progress: Callable[[Looked], None] = lambda _looked: None,
) -> Iterator[Change]:
    """Every value that the draft would change, records with their cases first, then open terms, in order of age.

    Writes nothing: any statement that is not a question is refused (WroteInReplay). `elsewhere` and `find_owners`
    let an upper storey bring in terms of things this room does not know.
    """
    with reading_only():
        after: int | None = 0
        while after is not None:
            batch = records_after(after, live=live, draft=draft, at=at, looked=looked)
            yield from batch.changes if batch else ()
            progress(looked)
            after = batch.last if batch else None
        after = 0
        while after is not None:
            batch = terms_after(
                after,
                live=live,
                draft=draft,
                at=at,
                looked=looked,
                elsewhere=elsewhere,
                find_owners=find_owners,
            )
            yield from batch.changes if batch else ()
            progress(looked)
            after = batch.last if batch else None


def records_after(after: int, *, live: World, draft: World, at: datetime, looked: Looked) -> Batch | None:
    """The next batch of records, with the running cases on them; None where no more is left. Reads only."""
    with reading_only():
        records = list(_records().filter(pk__gt=after)[:BATCH])
        if not records:
            return None
        running = _running_on(records)
        found = record_changes(records, running, live=live, draft=draft, on=day_of(at), looked=looked)
        return Batch(records[-1].pk, tuple(found))


def terms_after(
    after: int,
    *,
    live: World,
    draft: World,
    at: datetime,
    looked: Looked,
    elsewhere: Elsewhere | None = None,
    find_owners: FindOwners | None = None,
) -> Batch | None:
    """The next batch of open terms; None where no more is left. Reads only."""
    with reading_only():
        rows = list(_open_terms().filter(pk__gt=after)[:BATCH])
        if not rows:
            return None
        owners: dict[tuple[str, int], Thing] = owners_of(rows)
        if find_owners is not None:
            owners |= find_owners(rows)
        found = term_changes(
            rows, owners, live=live, draft=draft, at=at, elsewhere=elsewhere or {}, looked=looked
        )
        return Batch(rows[-1].pk, tuple(found))


@contextmanager
def reading_only() -> Iterator[None]:
    """Refuse every statement that could write, on whatever database, before it is sent."""

    def only_questions(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - the framework's own signature
        if not sql.lstrip(" (").upper().startswith(READING):
            raise WroteInReplay(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(only_questions):
        yield


def _records() -> QuerySet[CreditRecord]:
    return CreditRecord.objects.select_related("subject", "department", "listing").order_by("pk")


def _open_terms() -> QuerySet[Deadline]:
    return Deadline.objects.filter(stopped_at__isnull=True).order_by("pk")


def _running_on(records: Sequence[CreditRecord]) -> dict[int, list[Case]]:
    cases: dict[int, list[Case]] = defaultdict(list)
    running = Case.objects.filter(record__in=[record.pk for record in records], state__in=RUNNING_STATES)
    for case in running.select_related("handling_department", "determining_department").order_by("pk"):
        cases[case.record_id].append(case)
    return cases
