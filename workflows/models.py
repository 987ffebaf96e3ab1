"""One process a case, the views that officers keep, what they did to many cases at once, and what a text would change.

Nothing legal is here.
"""

from __future__ import annotations

from django.db import models
from viewflow.workflow.models import Process

from accounts.models import User
from cases.models import Case
from clocks.models import Walk
from records.models import Department
from rulebook.models import TextProposal


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


class TextReplay(Walk):
    """One look at everything stored under the texts in use and under a proposed one: what would change.

    Records with their cases come first, then open terms. `law` is the version of the texts in use; another release
    begins it anew. `found` is the number of changes by department and kind of value.
    """

    proposal = models.OneToOneField(TextProposal, on_delete=models.CASCADE, related_name="replay")
    law = models.CharField(max_length=64)
    on_terms = models.BooleanField(default=False)
    records = models.PositiveIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    terms = models.PositiveIntegerField(default=0)
    apart = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(ended_at__isnull=True), name="workflows_replay_due"
            )
        ]

    def __str__(self) -> str:
        return f"replay of {self.proposal}"

    @property
    def looked(self) -> int:
        """How many rows were looked at."""
        return self.records + self.terms


class ReplayedChange(models.Model):
    """One value that would be another one: shown on the proposal's page, the first thousand of a replay."""

    replay = models.ForeignKey(TextReplay, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=16)
    number = models.TextField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=80)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.what}"
