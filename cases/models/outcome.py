"""What a decided case took, in one row: the stuff of the public figures."""

from __future__ import annotations

from django.db import models

from cases.models.case import Case
from cases.states import CaseKind
from records.models import Department


class CaseOutcome(models.Model):
    """The working days of a case that ended by a decision, counted once when it ended (`cases.figures.outcomes`).

    `unit_days` are those that lay with departments, `total_days` all from the filing to the decision. `department`
    is the unit that decided.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="figures")
    kind = models.CharField(max_length=16, choices=CaseKind.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    filed_on = models.DateField()
    closed_on = models.DateField()
    unit_days = models.PositiveIntegerField()
    total_days = models.PositiveIntegerField()
    late = models.BooleanField(help_text="a term of the unit ran out")
    supplemented = models.BooleanField(help_text="returned for missing items at least once")
    held = models.BooleanField(help_text="put on hold at least once")

    class Meta:
        indexes = [models.Index(fields=["closed_on", "kind", "department"], name="cases_outcomes_of_time")]

    def __str__(self) -> str:
        return f"figures of {self.case}"
