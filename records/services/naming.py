"""Subjects get and change their names here, and what they are found by with them, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from records.models import NameGram, Subject
from records.names import grams_of

AT_ONCE = 2000
"""Subjects whose names are mended by one pair of statements."""

ROWS_AT_ONCE = 5000
"""Rows that one statement writes: some 150 kB of text."""


@transaction.atomic
def take_in(subjects: Iterable[Subject]) -> list[Subject]:
    """Store subjects that are not known yet, and what their names are found by."""
    stored = Subject.objects.bulk_create(subjects)
    _write(stored)
    return stored


@transaction.atomic
def rename(*, subject_id: int, name: str) -> None:
    """Give a stored subject another name; the former one finds it no more. Whoever renames twice at once waits."""
    Subject.objects.filter(pk=subject_id).update(name=name)
    NameGram.objects.filter(subject=subject_id).delete()
    _write([Subject(pk=subject_id, name=name)])


@transaction.atomic
def index_all() -> int:
    """Write anew what every name is found by; returns how many subjects lacked something or had too much."""
    return sum(_mend(chunk) for chunk in _chunks())


def _mend(chunk: list[Subject]) -> int:
    stored: dict[int, set[int]] = {subject.pk: set() for subject in chunk}
    rows = NameGram.objects.filter(subject__gte=chunk[0].pk, subject__lte=chunk[-1].pk)
    for gram, subject in rows.values_list("gram", "subject_id"):
        stored.setdefault(subject, set()).add(gram)
    wrong = [subject for subject in chunk if stored[subject.pk] != grams_of(subject.name)]
    NameGram.objects.filter(subject__in=wrong).delete()
    _write(wrong)
    return len(wrong)


def _chunks() -> Iterator[list[Subject]]:
    last = 0
    while chunk := list(Subject.objects.filter(pk__gt=last).only("pk", "name").order_by("pk")[:AT_ONCE]):
        yield chunk
        last = chunk[-1].pk


def _write(subjects: Iterable[Subject]) -> None:
    """A dozen rows a name, two numbers each: written as numbers, for a model's row costs many times as much."""
    table = connection.ops.quote_name(NameGram._meta.db_table)  # noqa: SLF001 - Django's documented name
    rows = ((gram, subject.pk) for subject in subjects for gram in grams_of(subject.name))
    with connection.cursor() as cursor:
        while some := list(islice(rows, ROWS_AT_ONCE)):
            values = ",".join(f"({gram:d},{subject:d})" for gram, subject in some)
            cursor.execute(f"INSERT INTO {table} (gram, subject_id) VALUES {values}")  # noqa: S608 - whole numbers only
