"""信用承诺: what a subject promised when its repair was granted, and whether it was found kept."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.case import Case
from cases.models.document import Document
from journal.now import day_of
from records.models import CreditRecord, Subject


class CommitmentStanding(models.TextChoices):
    WATCHED = "watched", _("Being watched")
    HONOURED = "honoured", _("Honoured")
    BROKEN = "broken", pgettext_lazy("commitment", "Broken")
    RELEASED = "released", _("Fell away with its record")


class CheckFinding(models.TextChoices):
    KEPT = "kept", pgettext_lazy("commitment", "Kept")
    DOUBTFUL = "doubtful", _("Doubtful")
    BROKEN = "broken", pgettext_lazy("commitment", "Broken")


def commitment_key() -> str:
    return secrets.token_urlsafe(12)


class Commitment(models.Model):
    """The commitment (信用修复承诺书) of a granted repair, with the words that were signed.

    `given_on` is the day of the signature, `granted_on` that of the decision from which it is watched. `until_on` is
    the last day on which it is watched; empty where the text gives no number: it is then open-ended. `check_on` is the
    day on which an officer means to look at it next; empty while nobody has looked. `published`: everybody may read
    what was promised, at the opaque `key`, while it is watched.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="commitment")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="commitments")
    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="commitments")
    text = models.TextField()
    text_version = models.CharField(max_length=20)
    given_by = models.CharField(max_length=80)
    given_on = models.DateField()
    granted_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    check_on = models.DateField(null=True, blank=True)
    published = models.BooleanField()
    key = models.CharField(max_length=32, unique=True, default=commitment_key)
    standing = models.CharField(
        max_length=10, choices=CommitmentStanding.choices, default=CommitmentStanding.WATCHED
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["check_on", "id"],
                condition=models.Q(standing="watched"),
                name="cases_commitments_to_check",
            ),
            models.Index(fields=["subject", "-id"], name="cases_commitments_of_subject"),
        ]

    def __str__(self) -> str:
        return f"commitment of {self.case}"

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"

    @property
    def ended_on(self) -> date | None:
        """The Asia/Shanghai day on which the watch ended; None while it is watched."""
        return None if self.ended_at is None else day_of(self.ended_at)

    @property
    def is_watched(self) -> bool:
        return self.standing == CommitmentStanding.WATCHED

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read it: as its text asks, and only while it is watched."""
        return self.published and self.is_watched


class CommitmentCheck(models.Model):
    """One look at a commitment: who looked when, what was found, and the proof. A finding decides nothing."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    finding = models.CharField(max_length=10, choices=CheckFinding.choices)
    note = models.TextField()
    proof = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="commitment_checks"
    )

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.finding} of {self.commitment}"
