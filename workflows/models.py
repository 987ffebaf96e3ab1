"""One process a case, the views that officers keep, and what they did to many cases at once. Nothing legal is here."""

from __future__ import annotations

from django.db import models
from viewflow.workflow.models import Process

from accounts.models import User
from cases.models import Case
from records.models import Department


class CaseProcess(Process):
    """The desk process of a case; its flow is that of the case's kind."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="desk_process")

    def __str__(self) -> str:
        return f"process of {self.case}"


class SavedView(models.Model):
    """A worklist's question kept under a name, by a person for themselves or by a unit for everybody in it.

    `address` is the query of the list as the address bears it. A removed view stays a row so that it can be
    brought back.
    """

    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=1000)
    made_by_ref = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False, department__isnull=True)
                | models.Q(owner__isnull=True, department__isnull=False),
                name="workflows_view_of_one",
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=models.Q(removed_at__isnull=True, owner__isnull=False),
                name="workflows_own_view_name",
            ),
            models.UniqueConstraint(
                fields=["department", "name"],
                condition=models.Q(removed_at__isnull=True, department__isnull=False),
                name="workflows_team_view_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FirstView(models.Model):
    """The view with which a person's worklist opens."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="first_view")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"first view of {self.user}"


class BulkRun(models.Model):
    """One act on many cases: sent twice under the same key it is done once, and tells the same result.

    `results` holds by case number whether it was done and what is said about it.
    """

    key = models.CharField(max_length=36, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12)
    numbers = models.JSONField()
    facts = models.JSONField(default=dict)
    results = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} of {len(self.numbers)}"
