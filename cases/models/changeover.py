"""What became of a running case when a new text came into force: the choice, its reason, its consequences."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Choice(models.TextChoices):
    STAY = "stay", _("Stay under the earlier text")
    MOVE = "move", _("Move to the new text")
    MORE_FAVOURABLE = "more-favourable", _("Whichever is better for the company")


class Changeover(models.Model):
    """One choice on one case for one new edition. `comparison` holds what the choice was weighed by.

    `moved` tells what came of it: with the more favourable text either is possible.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="changeovers")
    from_edition = models.CharField(max_length=60)
    to_edition = models.CharField(max_length=60)
    choice = models.CharField(max_length=16, choices=Choice.choices)
    moved = models.BooleanField()
    reason = models.TextField()
    comparison = models.JSONField(default=dict)
    chosen_by_ref = models.CharField(max_length=80)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "to_edition"], name="cases_one_changeover_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.choice} of {self.case}"
