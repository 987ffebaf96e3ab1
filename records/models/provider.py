"""Providers: bodies that may give a training or a credit report, each for a place and while it is recognised."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderKind(models.TextChoices):
    TRAINING = "training", _("Training body")
    REPORT = "report", _("Issuer of credit reports")


class Provider(models.Model):
    """A body recognised for one kind of work within [from_on, to_on), by a document of its own.

    An empty `jurisdiction` is recognised everywhere, else in the places it encloses. Rows are never deleted: a
    certificate is judged by the day it bears. Nobody can pay to be here or to be left out.
    """

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18, help_text="unified social credit code")
    kind = models.CharField(max_length=10, choices=ProviderKind.choices)
    scope = models.CharField(max_length=200, blank=True, help_text="what it is recognised for, in words")
    jurisdiction = models.CharField(max_length=6, blank=True)
    basis = models.CharField(max_length=200, help_text="the document that recognises it")
    from_on = models.DateField()
    to_on = models.DateField(
        null=True, blank=True, help_text="the first day on which it is no longer recognised"
    )
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "kind", "jurisdiction"],
                condition=models.Q(to_on__isnull=True),
                name="records_one_standing_provider",
            ),
            # of two that are entered at the same moment one is first
            models.UniqueConstraint(
                fields=["code", "kind", "jurisdiction", "from_on"], name="records_one_provider_from_a_day"
            ),
        ]
        indexes = [models.Index(fields=["kind", "jurisdiction", "name", "id"], name="records_providers")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"provider:{self.pk}"

    def stands_on(self, on: date) -> bool:
        """Whether it is recognised on a day."""
        return self.from_on <= on and (self.to_on is None or on < self.to_on)
