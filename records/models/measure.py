"""Measures (惩戒措施) that rest on a record."""

from __future__ import annotations

from django.db import models

from records.machines import MeasureMachine, MeasureState
from records.models.credit_record import CreditRecord
from records.models.department import Department

__all__ = ["Measure", "MeasureState"]


class Measure(MeasureMachine):
    """A measure with the item of the national or local list that allows it."""

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField(max_length=200)
    catalogue_item = models.CharField(max_length=120)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    imposed_on = models.DateField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"record:{self.record_id}"
