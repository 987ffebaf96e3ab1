"""The open data: which datasets there are, what each field is, and the rows of each, made anew whenever asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.figures.hiding import FEWEST
from cases.figures.performance import Row, known_periods, performance
from cases.states import CaseKind
from records.models import RecordNote
from records.models.credit_record import RecordKind
from records.models.listing import ListingState
from records.models.subject import SubjectKind
from records.selectors import public_listings, taken_down_since

AT_ONCE = 2000
"""Rows held in memory."""

ANY_KEY = "some-key"

PURGED_FOR = timedelta(days=30)
"""How long the key of what was taken down is told, so that whoever copied it can take it out."""

TEXT: Mapping[str, Any] = {"type": "string"}
DAY: Mapping[str, Any] = {"type": "string", "format": "date"}
MAYBE_DAY: Mapping[str, Any] = {"type": ["string", "null"], "format": "date"}
TRUTH: Mapping[str, Any] = {"type": "boolean"}
KEY: Mapping[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,32}$"}
CODE: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9A-Z]{18}$"}
DAYS: Mapping[str, Any] = {"type": ["number", "null"], "minimum": 0}
SHARE: Mapping[str, Any] = {"type": ["integer", "null"], "minimum": 0, "maximum": 100}


@dataclass(frozen=True)
class Field:
    """One field: its name in files, what it is, its JSON Schema."""

    name: str
    about: str | Promise
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Dataset:
    """A dataset with its rows of a day; values stand in the order of the fields."""

    name: str
    title: str | Promise
    about: str | Promise
    period: str | Promise
    fields: Sequence[Field]
    rows: Callable[[date], Iterator[Sequence[Any]]]


RECORD_FIELDS = (
    Field("key", _("Opaque key of the entry, the same as long as the record exists"), KEY),
    Field("address", _("Address of the entry"), {"type": "string", "format": "uri"}),
    Field("subject_name", _("Name of the company or organisation"), TEXT),
    Field("subject_code", _("Its unified social credit code"), CODE),
    Field("kind", _("Kind of record"), {"type": "string", "enum": list(RecordKind.values)}),
    Field("decision_number", _("Number of the decision"), TEXT),
    Field("unit_code", _("Unified social credit code of the determining unit"), TEXT),
    Field("unit_name", _("Name of the determining unit"), TEXT),
    Field("determined_on", _("Day of the decision"), DAY),
    Field("conduct", _("Conduct that was determined; may be empty"), TEXT),
    Field("basis", _("Legal basis; may be empty"), TEXT),
    Field("penalty_kinds", _("Kinds of penalty; may be empty"), TEXT),
    Field("edition", _("Legal text that the days follow; may be empty"), TEXT),
    Field("class", _("Class under that text; may be empty"), TEXT),
    Field("shown_since", _("First day of the publicity period"), MAYBE_DAY),
    Field("repair_from", _("First day on which repair may be filed"), MAYBE_DAY),
    Field("shown_until", _("Last day of the publicity period; empty while open duties keep it"), MAYBE_DAY),
    Field("duties_open", _("Whether it is shown past its longest period because duties are open"), TRUTH),
    Field("under_objection", _("Whether an objection to it is being examined"), TRUTH),
    Field("in_doubt", _("Whether something in it could not be confirmed after an objection"), TRUTH),
    Field("days_to_confirm", _("Whether its days rest on a rule that is yet to be confirmed"), TRUTH),
)

PERFORMANCE_FIELDS = (
    Field("period", _("Year, or quarter of a year"), {"type": "string", "pattern": "^[0-9]{4}(-Q[1-4])?$"}),
    Field("kind", _("Kind of case"), {"type": "string", "enum": list(CaseKind.values)}),
    Field("unit_code", _("Unified social credit code of the unit; empty for all units together"), TEXT),
    Field("unit_name", _("Name of the unit; empty for all units together"), TEXT),
    Field(
        "left_out", _("Whether the figures are left out because they would tell of single companies"), TRUTH
    ),
    Field("cases", _("Cases decided"), {"type": ["integer", "null"], "minimum": FEWEST}),
    Field(
        "unit_days_median",
        _("Working days that lay with units: half of the cases took at most so many"),
        DAYS,
    ),
    Field("unit_days_p90", _("Working days that lay with units: nine in ten took at most so many"), DAYS),
    Field("total_days_median", _("Working days from filing to decision: half took at most so many"), DAYS),
    Field(
        "total_days_p90", _("Working days from filing to decision: nine in ten took at most so many"), DAYS
    ),
    Field("late_percent", _("Share in which a term of the unit ran out, in percent"), SHARE),
    Field("returned_percent", _("Share returned for missing items, in percent"), SHARE),
    Field("held_percent", _("Share put on hold, in percent"), SHARE),
)

REMOVED_FIELDS = (
    Field("key", _("Opaque key of an entry that is shown no more: take your copy of it out"), KEY),
    Field("removed_on", _("Day on which it was taken down"), DAY),
)


def entry_address(key: str) -> str:
    """Where an entry is read."""
    return str(settings.DESK_ADDRESS) + reverse("register:entry", args=[key])


def record_rows(on: date) -> Iterator[Sequence[Any]]:
    """Every listing of a legal person or organisation that is shown on a day, some thousands in memory at a time.

    Individual businesses bear their operators' names and are read entry by entry only; free texts, in which persons
    may be named, stay out of bulk too.
    """
    noted = RecordNote.objects.filter(record=OuterRef("record"), lifted_at__isnull=True)
    shown = (
        public_listings(on)
        .filter(record__subject__kind=SubjectKind.LEGAL_PERSON)
        .annotate(in_doubt=Exists(noted))
        .order_by("pk")
    )
    before, behind = entry_address(ANY_KEY).split(ANY_KEY)  # looked up once: it costs more than the row
    last = 0
    while chunk := list(shown.filter(pk__gt=last).values_list("pk", *_COLUMNS)[:AT_ONCE]):
        for _pk, key, state, since, repair, until, contested, confirm, in_doubt, *facts in chunk:
            kept_on = state == ListingState.KEPT_ON
            days = (since, repair, None if kept_on else until)
            yield (
                key,
                f"{before}{key}{behind}",
                *facts,
                *(day and day.isoformat() for day in days),
                kept_on,
                contested is not None,
                in_doubt,
                confirm,
            )
        last = chunk[-1][0]


_COLUMNS = (
    *(
        "key",
        "state",
        "starts_on",
        "earliest_filing_on",
        "ends_on",
        "contested_at",
        "dates_to_confirm",
        "in_doubt",
    ),
    *("record__subject__name", "record__subject__code", "record__kind", "record__decision_number"),
    *(
        "record__department__code",
        "record__department__name_zh",
        "record__determined_on",
        "record__violation",
    ),
    *("record__basis", "record__penalty_kinds", "record__edition_key", "record__class_name"),
)


def performance_rows(on: date) -> Iterator[Sequence[Any]]:
    """The figures of every period that is over by a day, the latest first."""
    for period in known_periods(on):
        for row in performance(period):
            yield (period.key, row.kind, *_unit(row), row.figures is None, *_figures(row))


def _unit(row: Row) -> tuple[str, str]:
    return ("", "") if row.department is None else (row.department.code, row.department.name_zh)


def _figures(row: Row) -> tuple[float | int | None, ...]:
    told = row.figures
    if told is None:
        return (None,) * 8
    return (
        told.cases,
        told.unit_median,
        told.unit_p90,
        told.total_median,
        told.total_p90,
        told.late,
        told.supplemented,
        told.held,
    )


def removed_rows(on: date) -> Iterator[Sequence[Any]]:
    """The keys of what left the public in the last days and is not back; nothing else about it."""
    gone = taken_down_since(on - PURGED_FOR, on=on).order_by("pk")
    last = 0
    while chunk := list(gone.filter(pk__gt=last)[:AT_ONCE]):
        for listing in chunk:
            removed_on = listing.taken_down_on or listing.lapses_on
            yield (listing.key, removed_on and removed_on.isoformat())
        last = chunk[-1].pk


DATASETS: Mapping[str, Dataset] = {
    one.name: one
    for one in (
        Dataset(
            "records",
            _("Published records"),
            _(
                "The records of companies and organisations that are published today. "
                "Individual businesses, whose names are those of persons, are not in it."
            ),
            _("today; made anew whenever it is asked for"),
            RECORD_FIELDS,
            record_rows,
        ),
        Dataset(
            "removed",
            _("Entries taken down"),
            format_lazy(
                _(
                    "The keys of entries that left the public in the last {days} days. "
                    "Whoever keeps a copy takes these out at least once a week."
                ),
                days=PURGED_FOR.days,
            ),
            format_lazy(_("the last {days} days; made anew whenever it is asked for"), days=PURGED_FOR.days),
            REMOVED_FIELDS,
            removed_rows,
        ),
        Dataset(
            "performance",
            _("How long departments take"),
            _("The figures of the page on performance: every quarter and year that is over."),
            _("quarters and years that are over"),
            PERFORMANCE_FIELDS,
            performance_rows,
        ),
    )
}


def schema_of(dataset: Dataset) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a dataset's JSON file."""
    properties = {field.name: {**field.schema, "description": str(field.about)} for field in dataset.fields}
    row = {
        "type": "object",
        "properties": properties,
        "required": [field.name for field in dataset.fields],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": settings.DESK_ADDRESS + reverse("register:schema", args=[dataset.name]),
        "title": str(dataset.title),
        "description": str(dataset.about),
        "type": "object",
        "properties": {
            "dataset": {"const": dataset.name},
            "as_of": DAY,
            "licence": {"type": "string"},
            "licence_address": {"type": "string", "format": "uri"},
            "schema": {"type": "string", "format": "uri"},
            "rows": {"type": "array", "items": row},
        },
        "required": ["dataset", "as_of", "licence", "licence_address", "schema", "rows"],
        "additionalProperties": False,
    }
