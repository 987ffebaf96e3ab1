"""Bars (限制期): a subject may not apply for repair for a while, because of what it did in a case."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.models.subject import Subject

NAMES: dict[str, Promise] = {
    "false-materials": _("untrue materials or a broken commitment"),
    "missed-talk": _("a talk missed without cause"),
    "timed-measure-running": _("a timed measure fixed by law"),
}


def bar_key() -> str:
    return secrets.token_urlsafe(12)


class Bar(models.Model):
    """One bar on one subject, entered by the decision of a case.

    `bar_id` is the text's own name for it (`edition_key`), `words` what the text says where the house has no name of
    its own. `until_on` is its last day; empty where it stands until it is lifted. `lifted_at` is when it ended, by
    time ("over") or by a decision (`lifted_cause`). `published`: everybody may know of it, at the opaque `key`.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="bars")
    bar_id = models.CharField(max_length=40)
    words = models.CharField(max_length=300, blank=True)
    edition_key = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    case_number = models.CharField(max_length=24)
    published = models.BooleanField(default=False)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_cause = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=32, unique=True, default=bar_key)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "bar_id", "case_number"],
                condition=models.Q(lifted_at__isnull=True),
                name="records_one_standing_bar_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bar_id} of {self.subject}"

    @property
    def stream(self) -> str:
        return f"subject:{self.subject_id}"

    @property
    def name(self) -> str:
        """Why it stands, in the reader's language."""
        return str(NAMES.get(self.bar_id, self.words))

    def stands_on(self, on: date) -> bool:
        """Whether it bars on a day: from its first to its last one, whatever the sweep does, unless it was lifted."""
        in_time = self.until_on is None or on <= self.until_on
        return self.lifted_at is None and self.from_on <= on and in_time
