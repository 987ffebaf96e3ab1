"""A code under which a draft is gone on with elsewhere: at home after the window, at the window after home."""

from __future__ import annotations

from django.db import models

from cases.models.case import Case


class ResumeCode(models.Model):
    """A short-lived code for one draft; it is shown once, only its digest is kept, and it works once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="resume_codes")
    digest = models.CharField(max_length=64, unique=True)
    issued_by_ref = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code of {self.case}"
