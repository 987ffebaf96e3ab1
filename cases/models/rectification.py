"""限期整改: what a department orders a subject to put right, how the order was served, what was reported and found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.case import Case


class ServedHow(models.TextChoices):
    """How an order or a notice was served (送达方式)."""

    DESK = "desk", _("Through this desk")
    IN_PERSON = "in-person", _("Handed over")
    MAIL = "mail", _("By registered mail")
    LEFT = "left", _("Left at the place of business")
    NOTICE = "notice", _("By public notice")


class DemandKind(models.TextChoices):
    DUTY = "duty", _("A duty to perform")
    INFLUENCE = "influence", _("Bad influence to remove")


class DemandFinding(models.TextChoices):
    DONE = "done", pgettext_lazy("demand", "Done")
    NOT_DONE = "not-done", pgettext_lazy("demand", "Not done")


class RectificationOrder(models.Model):
    """The order (整改通知书) of a rectification case.

    `limit_days` are calendar days from service. `served_on` is empty until the order is served, and again where the
    party was replaced and the order must be served anew. `talks_left` counts the talks that the edition still allows.
    `batch` is the same for orders that were made together from one list.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="order")
    basis = models.TextField(blank=True)
    clause = models.CharField(max_length=160, blank=True)
    limit_days = models.PositiveSmallIntegerField(default=0)
    issued_by_ref = models.CharField(max_length=80, blank=True)
    joint_document = models.CharField(
        max_length=200, blank=True, help_text="the paper by which several departments named their lead"
    )
    batch = models.CharField(max_length=24, blank=True)
    served_on = models.DateField(null=True, blank=True)
    served_how = models.CharField(max_length=10, choices=ServedHow.choices, blank=True)
    served_to = models.CharField(max_length=240, blank=True, help_text="the subject, or its administrator")
    served_proof = models.CharField(max_length=200, blank=True)
    talks_left = models.PositiveSmallIntegerField()
    last_limit_set = models.BooleanField(default=False)
    last_limit_reason = models.TextField(blank=True)
    handed_on_to = models.CharField(max_length=120, blank=True)
    closing_reason = models.TextField(blank=True)
    closing_document = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"order of {self.case}"


class Demand(models.Model):
    """One thing to put right, with the proof that is owed; reported by the subject, checked by an officer.

    `due_on` is set where it has a day of its own within the limit. `finding` is empty while it was not checked.
    `recheck`: the record was corrected since, an officer says whether it stands (C3). `dropped_at`: it stands no more.
    Documents for it bear its `material`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="demands")
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=10, choices=DemandKind.choices)
    proof_owed = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ordered_at = models.DateTimeField()
    report = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=10, choices=DemandFinding.choices, blank=True)
    found_reason = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by_ref = models.CharField(max_length=80, blank=True)
    recheck = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("ordinal",)
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="cases_one_demand_an_ordinal")
        ]

    def __str__(self) -> str:
        return f"demand {self.ordinal} of {self.case}"

    @property
    def material(self) -> str:
        """The material under which its documents are kept."""
        return f"demand-{self.pk}"

    @property
    def is_owed(self) -> bool:
        """Whether it still has to be done: it stands and was not found done."""
        return self.dropped_at is None and self.finding != DemandFinding.DONE


class Recusal(models.Model):
    """回避: an officer who may not act on the case any more, or a department from which the case was taken."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    officer_ref = models.CharField(max_length=80, blank=True)
    department = models.ForeignKey(
        "records.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    decided_by_ref = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer_ref"],
                condition=~models.Q(officer_ref=""),
                name="cases_an_officer_is_recused_once",
            )
        ]

    def __str__(self) -> str:
        return f"recusal on {self.case}"
