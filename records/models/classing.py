"""What a department decided on the class of a record, and who asked it to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.credit_record import CreditRecord


class Direction(models.TextChoices):
    LIGHTER = "lighter", _("lighter")
    SAME = "same", _("unchanged in its effect")
    HEAVIER = "heavier", _("heavier")


class Reclassification(models.Model):
    """One reasoned decision on the class of a record (分类认定). Both classes and their days stay readable.

    A lighter or equal class takes effect with the decision; a heavier one with the notice to the subject
    (`effective_at` is empty until then). `void_at` closes one that was overtaken before it took effect.
    """

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="reclassifications")
    from_edition = models.CharField(max_length=60, blank=True)
    from_class = models.CharField(max_length=20, blank=True)
    from_status = models.CharField(max_length=12)
    to_edition = models.CharField(max_length=60)
    to_class = models.CharField(max_length=20)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    reason = models.TextField()
    days_before = models.JSONField()
    days_after = models.JSONField()
    decided_by_ref = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(effective_at__isnull=True, void_at__isnull=True),
                name="records_one_class_awaiting_notice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.to_class} of {self.record}"


class ClassRequest(models.Model):
    """A subject asked for the class of its record to be determined (申请分类认定); a decision answers it."""

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="class_requests")
    reason = models.TextField(blank=True)
    asked_by_ref = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    answer = models.ForeignKey(
        Reclassification, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(answer__isnull=True),
                name="records_one_open_class_request",
            )
        ]

    def __str__(self) -> str:
        return f"request for {self.record}"
