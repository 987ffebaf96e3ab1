"""One process model a kind: who has to do what next on a case. Nothing legal stands here."""

from __future__ import annotations

from django.db import models
from viewflow.workflow.models import Process

from cases.models import Case


class RepairProcess(Process):
    """The desk process of a repair case."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="repair_process")

    def __str__(self) -> str:
        return f"process of {self.case}"
