"""One process a case: who has to do what next on it. Nothing legal stands here."""

from __future__ import annotations

from django.db import models
from viewflow.workflow.models import Process

from cases.models import Case


class CaseProcess(Process):
    """The desk process of a case; its flow is that of the case's kind."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="desk_process")

    def __str__(self) -> str:
        return f"process of {self.case}"
