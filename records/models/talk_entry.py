"""约谈记录入档: a talk that was held stands in the credit record it was about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.credit_record import CreditRecord


class TalkEntry(models.Model):
    """One held talk in a credit record (国办发〔2019〕35号 item 9). `talk_kind` is prompting or warning.

    `remark` is what the company said to the minutes when it confirmed them; `edition_key` the text of the case.
    `basis_fell_on` is the day on which the record was withdrawn: the talk stays on file with that note (C4).
    """

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="talk_entries")
    case_number = models.CharField(max_length=24)
    ordinal = models.PositiveSmallIntegerField()
    talk_kind = models.CharField(max_length=10)
    held_on = models.DateField()
    entered_at = models.DateTimeField()
    edition_key = models.CharField(max_length=60, blank=True)
    remark = models.TextField(blank=True)
    basis_fell_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["record", "case_number", "ordinal"], name="records_a_talk_is_entered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.talk_kind} talk on {self.record}"

    @property
    def kind_label(self) -> str:
        """The kind of the talk in the reader's language."""
        return str({"prompting": _("Prompting talk"), "warning": _("Warning talk")}[self.talk_kind])
