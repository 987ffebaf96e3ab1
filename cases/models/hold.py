"""Holds (中止办理): rows beside the state, never a state."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class HoldCause(models.TextChoices):
    EXECUTION_STAYED = "execution-stayed", _("Execution stayed")
    OTHER_PROCEEDING = "other-proceeding", _("Another proceeding must be decided first")
    SUCCESSION = "succession", _("Succession of the subject is open")
    REORGANISATION = "reorganisation", _("Reorganisation or settlement is running")
    COMPETENCE = "competence", _("Competence is in dispute")


class Hold(models.Model):
    """While a hold is open every term of the case is paused; a supervisor looks at it on its review day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    cause = models.CharField(max_length=20, choices=HoldCause.choices)
    document = models.CharField(max_length=200, help_text="number of the paper the hold rests on")
    from_at = models.DateTimeField()
    set_by_ref = models.CharField(max_length=80)
    review_on = models.DateField()
    to_at = models.DateTimeField(null=True, blank=True)
    ended_by_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(to_at__isnull=True), name="cases_one_open_hold"
            )
        ]
        # those that come back to the desk: their day has come, or they ended a short while ago
        indexes = [
            models.Index(
                fields=["review_on", "case"],
                condition=models.Q(to_at__isnull=True),
                name="cases_holds_to_review",
            ),
            models.Index(fields=["to_at", "case"], name="cases_holds_ended"),
        ]

    def __str__(self) -> str:
        return f"hold of {self.case}"
