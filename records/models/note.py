"""Notes on a record (存疑备注): what an objection contested and nobody could confirm."""

from __future__ import annotations

from django.db import models

from records.models.credit_record import CreditRecord


class RecordNote(models.Model):
    """One note of one objection, until the field is decided by a later one (`lifted_at`).

    `fields` are the contested things that could not be confirmed; with `hides` the text keeps the record out of the
    public meanwhile.
    """

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="notes")
    fields = models.JSONField(default=list)
    case_number = models.CharField(max_length=24)
    hides = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(
        max_length=24, blank=True, help_text="number of the objection that decided it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "case_number"], name="records_one_note_an_objection")
        ]

    def __str__(self) -> str:
        return f"note of {self.case_number} on {self.record}"
