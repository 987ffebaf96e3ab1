"""A code under which a draft is gone on with elsewhere: at home after the window, at the window after home."""

from __future__ import annotations

from django.db import models

from accounts.models import OneTimeCode
from cases.models.case import Case


class ResumeCode(OneTimeCode):
    """A short-lived code for one draft."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="resume_codes")

    def __str__(self) -> str:
        return f"code of {self.case}"
