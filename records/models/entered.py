"""Documents of others (裁判文书、复议决定、破产裁定) that were entered on a record, with who entered them apart."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.credit_record import CreditRecord


class DocumentKind(models.TextChoices):
    """What the document says. The first seven come from a court or reviewing authority, the others from insolvency."""

    STAY = "stay", _("Execution is stayed")
    STAY_ENDED = "stay-ended", _("The stay has ended")
    ANNULLED = "annulled", _("The penalty is annulled")
    UNLAWFUL = "unlawful", _("The penalty is held unlawful")
    VOID = "void", _("The penalty is held void")
    CHANGED = "changed", _("The penalty is changed")
    REMANDED = "remanded", _("The refusal of a repair is annulled")
    PLAN_APPROVED = "plan-approved", _("The reorganisation plan or settlement is approved")
    PLAN_EXECUTED = "plan-executed", _("The plan is fully carried out")
    PLAN_TERMINATED = "plan-terminated", _("The plan is terminated")


FALLEN = (DocumentKind.ANNULLED, DocumentKind.UNLAWFUL, DocumentKind.VOID)
COURT_KINDS = (DocumentKind.STAY, DocumentKind.STAY_ENDED, *FALLEN, DocumentKind.CHANGED)
REVIEW_KINDS = (DocumentKind.REMANDED,)
INSOLVENCY_KINDS = (DocumentKind.PLAN_APPROVED, DocumentKind.PLAN_EXECUTED, DocumentKind.PLAN_TERMINATED)


class EnteredDocument(models.Model):
    """One document on one record. Its legal effect follows `document_on`, the clocks follow `received_on`.

    `issuer` is whose document it is; `entered_by_ref` only who typed it in. A stay or an approved plan stands
    until a later document ends it (`ended_by`). `statement` are the public reasons of a withdrawal, at the
    opaque address `key`.
    """

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="entered_documents")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    issuer = models.CharField(max_length=120)
    number = models.CharField(max_length=120)
    document_on = models.DateField()
    received_on = models.DateField()
    new_decision_number = models.CharField(max_length=120, blank=True)
    ended_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, unique=True)
    statement = models.TextField(blank=True)
    statement_at = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField()
    entered_by_ref = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "number"], name="records_a_document_is_entered_once"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"record:{self.record_id}"
