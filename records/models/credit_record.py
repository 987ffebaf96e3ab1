"""Credit records (失信信息): penalties, list entries and others, as their departments determined them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.models.delivery import DeliveredFile
from records.models.department import Department
from records.models.subject import Subject
from rulebook.editions_in_use import editions_in_use
from rulebook.publicity import periods


class RecordKind(models.TextChoices):
    PENALTY = "penalty", _("Administrative penalty")
    SERIOUS_LIST = "serious-list", _("List of seriously dishonest subjects")
    ABNORMAL_LIST = "abnormal-list", _("List of abnormal operations")
    FOCUS_LIST = "focus-list", _("List for focused attention")
    SPOT_CHECK = "spot-check", _("Negative result of a spot check")
    COURT_LIST = "court-list", _("Court list of dishonest judgment debtors")
    OTHER = "other", _("Other dishonesty information")


class ClassStatus(models.TextChoices):
    DECIDED = "decided", _("decided")
    PROVISIONAL = "provisional", _("provisional")
    UNDECIDABLE = "undecidable", _("cannot be determined yet")


class CreditRecord(models.Model):
    """One determination about one subject; keeps the edition of its determination day for its periods.

    Amounts are in 10,000 yuan (万元) as delivered. `class_name` is empty while undecidable or when the route
    has no edition (`undetermined_reason` says why). `duties_open` holds until the duties are found done.

    `site` is the route on whose site the record was delivered as shown, empty where that route is the competent
    one. Such a record is a copy that never decides: `follows` is the record of the competent route, where it is
    known; or, for the result of a spot check, the penalty or listing it ends with.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=20, choices=RecordKind.choices, default=RecordKind.PENALTY)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="determined_records")
    source_department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    decision_number = models.CharField(max_length=120)
    determined_on = models.DateField()
    violation = models.CharField(max_length=300, blank=True)
    facts = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    penalty_kinds = models.CharField(max_length=300, blank=True)
    content = models.TextField(blank=True)
    fine = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    confiscated = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    permit = models.CharField(max_length=300, blank=True)
    procedure = models.CharField(max_length=10, blank=True, help_text="simple, or empty where not delivered")
    valid_until = models.DateField(null=True, blank=True)
    delivered_end_on = models.DateField(null=True, blank=True, help_text="公示截止期 as delivered")
    remark = models.TextField(blank=True)

    route = models.CharField(max_length=20)
    site = models.CharField(max_length=20, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers"
    )
    jurisdiction = models.CharField(max_length=6)
    edition_key = models.CharField(max_length=60, blank=True)
    class_name = models.CharField(max_length=20, blank=True)
    class_status = models.CharField(max_length=12, choices=ClassStatus.choices)
    candidates = models.JSONField(default=list)
    class_reasons = models.JSONField(default=list)
    undetermined_reason = models.TextField(blank=True, help_text="a sentence of the message catalogue")
    duties_open = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=64, db_index=True)
    row_digest = models.CharField(max_length=64)
    delivery = models.ForeignKey(
        DeliveredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    line = models.PositiveIntegerField(null=True, blank=True, help_text="line of the delivered file")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "decision_number", "subject", "kind", "site"],
                name="records_one_record_a_decision",
            )
        ]
        indexes = [
            models.Index(fields=["subject", "-determined_on"], name="records_of_subject"),
            models.Index(fields=["class_name", "id"], name="records_of_class"),  # the filter of the worklists
        ]

    def __str__(self) -> str:
        return self.decision_number

    @property
    def stream(self) -> str:
        return f"record:{self.pk}"

    @property
    def why_undetermined(self) -> str:
        """Why it has no class, in the reader's language; empty where it has one."""
        return gettext(self.undetermined_reason) if self.undetermined_reason else ""

    @property
    def warning(self) -> str:
        """What is odd about its days, in the reader's language: an end delivered other than the edition's."""
        if not self.class_name or not self.edition_key:
            return ""
        edition = editions_in_use().by_key(self.edition_key)
        return periods(self.class_name, edition, self.determined_on, self.delivered_end_on).warning
