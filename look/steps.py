"""What a company told of a step of its repair, question by question."""

from __future__ import annotations

from datetime import date

from cases.models import Step
from cases.ways import WAY_FIELDS, WayField
from journal.days import short_day_words
from look.joining import listed, paired
from look.parts import SummaryRow


def facts_of(step: Step) -> tuple[SummaryRow, ...]:
    """The questions of the step that were answered, with the answers."""
    return tuple(
        SummaryRow(str(field.label), _words(field, step.facts[field.id]))
        for field in WAY_FIELDS.get(step.way, ())
        if field.id in step.facts
    )


def facts_words(step: Step) -> str:
    """The same in one line; "" where nothing was answered."""
    return listed(paired(row.key, str(row.value)) for row in facts_of(step))


def _words(field: WayField, answer: str) -> str:
    return short_day_words(date.fromisoformat(answer)) if field.kind == "day" else answer
