"""Counting a case when it was decided, and again where a calendar that was released later changes its past days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from cases.ledger import Side, count_sides, course_of
from cases.models import Case, CaseOutcome
from cases.time_spent import CASE_VERBS
from journal.models import Entry
from journal.now import day_of
from rulebook.calendar_in_use import calendar_in_use
from rulebook.models import ReleasedGazette

# ended by the unit's own decision; who withdrew, let a term pass or lost the object of the case is counted nowhere
DECIDED = (
    "DECLINED",
    "CLOSED_REPAIRED",
    "CLOSED_REFUSED",
    "REVOKED",
    "KEPT",
    "CLOSED_CORRECTED",
    "CLOSED_RECORD_WITHDRAWN",
    "CLOSED_UPHELD",
    "CLOSED_NOTED",
    "SATISFIED",
    "CLOSED_UNRECTIFIED",
)
VERBS = (
    "case.declined",
    "case.approved",
    "case.refused",
    "case.revoked",
    "case.kept",
    "case.corrected",
    "case.record_withdrawn",
    "case.upheld",
    "case.noted",
    "case.satisfied",
    "case.handed_on",
)


def on_decided(entry: Entry) -> None:
    """A case was decided: count it, once."""
    count(Case.objects.filter(pk=entry.payload["case_id"]))


def on_gazette_released(entry: Entry) -> None:
    """A calendar was released: what was decided over days of its year is counted again."""
    year = ReleasedGazette.objects.get(pk=entry.payload["gazette_id"]).year
    touched = CaseOutcome.objects.filter(filed_on__lte=date(year, 12, 31), closed_on__gte=date(year, 1, 1))
    count(Case.objects.filter(pk__in=touched.values("case")))


def count_missing() -> int:
    """Count the decided cases that nobody counted, such as those from before there were figures."""
    return count(Case.objects.filter(figures__isnull=True))


def count(cases: QuerySet[Case]) -> int:
    """Count those of the cases that were filed and decided; counted again, a row is replaced. Returns how many."""
    decided = cases.filter(state__in=DECIDED, closed_at__isnull=False, handling_department__isnull=False)
    counted = 0
    for case in decided.select_related("record").order_by("pk").iterator(chunk_size=500):
        counted += _count(case)
    return counted


def _count(case: Case) -> bool:
    entries = list(Entry.objects.filter(stream=case.stream, verb__in=CASE_VERBS).order_by("seq"))
    course = course_of(entries)
    if course is None or case.closed_at is None:
        return False
    closed_on = day_of(case.closed_at)
    ledger = count_sides(course, until=closed_on, calendar=calendar_in_use(case.record.jurisdiction))
    CaseOutcome.objects.update_or_create(
        case=case,
        defaults={
            "kind": case.kind,
            "department_id": case.handling_department_id,
            "filed_on": course.filed_on,
            "closed_on": closed_on,
            "unit_days": ledger.days[Side.DEPARTMENT],
            "total_days": ledger.total,
            "late": case.late,
            "supplemented": _happened(entries, "case.supplement_asked"),
            "held": _happened(entries, "case.held"),
        },
    )
    return True


def _happened(entries: Iterable[Entry], verb: str) -> bool:
    return any(entry.verb == verb for entry in entries)
