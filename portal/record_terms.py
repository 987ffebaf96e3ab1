"""The terms of a subject's records with why their days are these days."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clocks.models import Deadline
from look.case_words import term_words
from look.terms import words_of


@dataclass(frozen=True)
class RecordTerm:
    """A term of a record's publication: its last day, why, and the receipt as JSON."""

    title: str
    due_on: date
    words: str
    written: str


def record_terms(record_ids: Iterable[int]) -> Mapping[int, list[RecordTerm]]:
    """The shortest and longest publication of records, past ones too, with their receipts (one statement)."""
    rows = Deadline.objects.filter(owner_kind="record", owner_id__in=list(record_ids), goal="law")
    found: dict[int, list[RecordTerm]] = defaultdict(list)
    for row in rows.order_by("due_on", "pk"):
        written = json.dumps(row.receipt, ensure_ascii=False, indent=2)
        found[row.owner_id].append(RecordTerm(term_words(row.term), row.due_on, words_of(row), written))
    return dict(found)
