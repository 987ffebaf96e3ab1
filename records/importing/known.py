"""Which stored record a delivered row is about, and what of the row was found wrong after an objection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from records.importing.checking import folded_number
from records.models import CreditRecord, FieldCorrection, Subject
from records.services.correction import plain

NUMBER = "decision_number"


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is compared with first: most rows of a repeated file say nothing new."""

    record_id: int
    site: str
    row_digest: str
    end_cause: str


KnownBy = dict[str, list[Known]]


def known_records(subjects: Iterable[Subject], kind: str) -> tuple[KnownBy, KnownBy]:
    """The stored records of these subjects by key: department code, decision number, subject code.

    Beside them, by fingerprint as delivered, those whose decision number was delivered wrong and corrected: the same
    row delivered again is about them, another decision under the wrong number is another record.
    """
    codes = {subject.pk: subject.code for subject in subjects}
    stored = CreditRecord.objects.filter(subject_id__in=codes, kind=kind)
    rows = stored.values_list(
        "pk", "subject_id", "department__code", "decision_number", "site", "row_digest", "listing__end_cause"
    )
    found: KnownBy = {}
    for pk, subject_id, department, number, site, digest, cause in rows:
        key = f"{department}|{folded_number(number)}|{codes[subject_id]}"
        found.setdefault(key, []).append(Known(pk, site, digest, cause))
    renumbered = stored.filter(field_corrections__field=NUMBER).distinct()
    wrong: KnownBy = {}
    for mark, pk, site, digest, cause in renumbered.values_list(
        "fingerprint", "pk", "site", "row_digest", "listing__end_cause"
    ):
        wrong.setdefault(mark, []).append(Known(pk, site, digest, cause))
    return found, wrong


def still_right(
    record: CreditRecord, changed: Mapping[str, tuple[Any, Any]]
) -> tuple[dict[str, tuple[Any, Any]], bool]:
    """What a delivery changes of a record without the values that were found wrong, and whether it bore any."""
    wrong = {
        (row.field, row.before) for row in FieldCorrection.objects.filter(record=record, field__in=changed)
    }
    kept = {name: pair for name, pair in changed.items() if (name, plain(pair[1])) not in wrong}
    return kept, len(kept) < len(changed)
