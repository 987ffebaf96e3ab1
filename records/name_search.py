"""Finding published subjects by a name that need not be exact, with the same few statements however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from records.models import CreditRecord, NameGram, Subject
from records.names import LONGEST, likeness, plain, telling, whole
from records.selectors import public_records, with_doubt

MOST = 20
"""Subjects of an answer; there is no second page: whoever looks for one company asks more exactly."""

RARE = 2000
"""A pair that more names than this have tells nothing, and reading them all would cost what nobody waits for."""

READ = 3000
"""Index rows that one question may read."""

CANDIDATES = 60

LIKELIEST = 120
"""Of so many it is asked first whether they are shown; of the others only where too few of these are."""


@dataclass(frozen=True)
class Named:
    """A subject whose name fits, with its public records, the newest first."""

    subject: Subject
    records: tuple[CreditRecord, ...]


@dataclass(frozen=True)
class Found:
    """The answer to a name. `more`: others fit as well, or too many names have what was asked for."""

    subjects: tuple[Named, ...]
    more: bool


def find_by_name(asked: str, *, on: date) -> Found:
    """The subjects with a public record on a day whose names fit, the best first, at most `MOST`.

    Four statements, or six where most of what fits is not shown. What is repaired, hidden or over is looked past as
    if it had never been.
    """
    written = plain(asked)[:LONGEST]
    asks = telling(written)
    if not asks:
        return Found((), more=True)
    grams = _worth_reading(asks)
    rows = _candidates([*grams, whole(written)], on)
    fits = [(likeness(written, plain(row.name)), -row.pk, row) for row in rows]
    fitting = sorted((fit for fit in fits if fit[0].alike), reverse=True)
    exact = bool(fitting) and fitting[0][0].same
    crowded = not grams or len(rows) == CANDIDATES
    more = len(fitting) > MOST or (crowded and not exact)
    subjects = [Subject(**row._asdict()) for *_fit, row in fitting[:MOST]]
    return Found(_with_records(subjects, on), more=more)


def _worth_reading(grams: Iterable[int]) -> list[int]:
    """The rarest pairs that can be read within `READ` rows; none where every pair is everywhere."""
    asked = sorted(grams)
    # one statement counts all of them, each only as far as it matters
    table = connection.ops.quote_name(NameGram._meta.db_table)  # noqa: SLF001 - Django's documented name
    count = f"(SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE gram = %s LIMIT %s) AS met)"  # noqa: S608 - no typed text in it
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([count] * len(asked))}",
            [part for gram in asked for part in (gram, RARE + 1)],
        )
        counted: Sequence[int] = cursor.fetchone() or ()
    chosen: list[int] = []
    read = 0
    for names, gram in sorted(zip(counted, asked, strict=True)):
        if names > RARE or read + names > READ:
            break
        read += names
        chosen.append(gram)
    return chosen


class _Candidate(NamedTuple):
    """A shown subject that may be meant; its model is made only where it is."""

    pk: int
    name: str
    code: str


def _candidates(grams: Sequence[int], on: date) -> list[_Candidate]:
    """The shown subjects that share most pairs, at most `CANDIDATES`.

    Which of them are shown is asked of the likeliest first: to ask it of all whose names share anything costs most
    of the search, and nearly always for nothing.
    """
    met = NameGram.objects.filter(gram__in=grams).values_list("subject_id").annotate(shared=Count("gram"))
    met = met.order_by("-shared", "subject_id")
    found: list[_Candidate] = []
    for some in (met[:LIKELIEST], met[LIKELIEST:READ]):
        subjects = [subject for subject, _shared in some]
        shown = _shown(subjects, on)
        found += [shown[subject] for subject in subjects if subject in shown]
        if len(found) >= CANDIDATES or len(subjects) < LIKELIEST:
            break
    return found[:CANDIDATES]


def _shown(subjects: Sequence[int], on: date) -> dict[int, _Candidate]:
    public = public_records(on).filter(subject=OuterRef("pk"))
    rows = Subject.objects.filter(Exists(public), pk__in=subjects).values_list("pk", "name", "code")
    return {row[0]: _Candidate(*row) for row in rows}


def _with_records(subjects: Sequence[Subject], on: date) -> tuple[Named, ...]:
    found: dict[int, list[CreditRecord]] = {subject.pk: [] for subject in subjects}
    shown = with_doubt(public_records(on).filter(subject__in=list(found)))
    rows = shown.select_related("department", "listing")
    for record in rows.order_by("-determined_on", "-pk"):
        found[record.subject_id].append(record)
    return tuple(Named(subject, tuple(found[subject.pk])) for subject in subjects)
