"""撤销信用修复: what a revocation is opened on, and what the subject says to it."""

from __future__ import annotations

from django.db import models

from cases.models.case import Case


class RevocationNotice(models.Model):
    """The notice (撤销信用修复告知书) of a revocation and the subject's defence (陈述申辩).

    `ground` is one of the text's grounds (`edition.revocation.grounds`). `statement` is empty where the term of the
    defence ended in silence. `defence_over_on` is the day on which the hearing ended, either way.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="notice")
    ground = models.CharField(max_length=40)
    facts = models.TextField()
    clause = models.CharField(max_length=160)
    opened_by_ref = models.CharField(max_length=80)
    statement = models.TextField(blank=True)
    stated_at = models.DateTimeField(null=True, blank=True)
    stated_by_ref = models.CharField(max_length=80, blank=True)
    served_by_ref = models.CharField(max_length=80, blank=True, help_text="the clerk who acted at the window")
    defence_over_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"notice of {self.case}"
