"""What is filed with an objection (异议申诉), what is contested in it, asked about it, and made good after it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.document import Document
from records.models import Department


class Ground(models.TextChoices):
    """Why a record is contested (异议事由)."""

    ERROR = "error", _("The information is wrong")
    OMISSION = "omission", _("Information is missing")
    DUPLICATE = "duplicate", _("The same information stands there twice")
    NOT_TO_BE_PUBLISHED = "should-not-be-published", _("It should not be published")
    OVER_TIME = "over-time", _("It is shown longer than allowed")
    DIFFERS = "differs-from-authority", _("It differs from the authority's own data")
    SECRET = "trade-secret-or-privacy", _("It touches a trade secret or privacy")
    OTHER = "other", _("Another ground")


class Against(models.TextChoices):
    """What an objection is against; the result of a repair is that of `Case.previous`."""

    RECORD = "record", _("The record")
    REPAIR_RESULT = "repair-result", _("The result of a repair")


class ObjectionFiling(models.Model):
    """The form of an objection (异议处理申请书). `grounds` are keys of `Ground`."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="filing")
    against = models.CharField(max_length=16, choices=Against.choices, default=Against.RECORD)
    grounds = models.JSONField(default=list)
    statement = models.TextField(blank=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    filed_by_ref = models.CharField(max_length=80, blank=True)
    served_by_ref = models.CharField(max_length=80, blank=True, help_text="the clerk who acted at the window")

    def __str__(self) -> str:
        return f"filing of {self.case}"

    @property
    def ground_labels(self) -> list[str]:
        """The grounds in the reader's language."""
        return [str(Ground(key).label) for key in self.grounds]


class FieldOutcome(models.TextChoices):
    """What becomes of one contested field; an objection closes by the first of these that one of its fields has."""

    WITHDRAWN = "withdrawn", _("The record is withdrawn")
    CORRECTED = "corrected", _("Corrected")
    NOTED = "noted", _("Could not be confirmed, a note is kept")
    UPHELD = "upheld", _("Upheld as it is")


class ProviderFinding(models.TextChoices):
    """What the providing unit answers about one field."""

    WRONG = "confirmed-wrong", _("Confirmed to be wrong")
    RIGHT = "confirmed-right", _("Confirmed to be right")
    UNCONFIRMED = "cannot-confirm", _("Cannot be confirmed")


class ContestedField(models.Model):
    """One thing that is contested: a field of the record, its publication, the record as a whole, or a repair's result.

    Values are plain text (days ISO, amounts in 10,000 yuan, empty for none). `provider_*` is the last answer of the
    providing unit; `proposed` waits for its countersignature, `outcome` was signed. `dropped_at`: the record was set
    right otherwise meanwhile, by the document `dropped_by` (C3).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contested")
    field = models.CharField(max_length=40)
    shown_value = models.TextField(blank=True)
    right_value = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    provider_finding = models.CharField(max_length=20, blank=True, choices=ProviderFinding.choices)
    provider_value = models.TextField(blank=True)
    provider_note = models.TextField(blank=True)
    proposed = models.CharField(max_length=12, blank=True, choices=FieldOutcome.choices)
    proposed_value = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=FieldOutcome.choices)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["case", "field"], name="cases_a_field_is_contested_once")
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.case}"


class InquiryEnd(models.TextChoices):
    ANSWERED = "answered", _("Answered")
    NO_ANSWER = "no-answer", _("No answer came")
    READDRESSED = "re-addressed", _("Re-addressed to the successor")
    CASE_ENDED = "case-ended", _("The case ended meanwhile")


class Inquiry(models.Model):
    """One inquiry letter (协查函) to one unit. `ordinal` counts those of a case; a re-addressed one keeps its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    question = models.TextField()
    fields = models.JSONField(default=list, help_text="keys of the contested fields that are asked about")
    sent_by_ref = models.CharField(max_length=80)
    served_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_ref = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed = models.CharField(max_length=14, blank=True, choices=InquiryEnd.choices)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(closed=""), name="cases_one_open_inquiry"
            )
        ]

    def __str__(self) -> str:
        return f"inquiry {self.ordinal} of {self.case}"


class RedressKind(models.TextChoices):
    """What makes good a wrong record (消除不良影响); the values are the ids of the editions."""

    CORRECT_PLACE = "correct-every-place", _("Corrected or taken down wherever it is shown or shared")
    PUBLIC_STATEMENT = "public-statement", _("A public statement")
    APOLOGY = "apology-or-certificate", _("A written apology or a certificate")


# what the desk itself writes as proof: a sentence of the message catalogue
EVERY_COPY = gettext_noop("Every holder of a copy has answered and was checked.")


class RedressItem(models.Model):
    """One thing owed to a wrongly listed subject after the case closed; its term has the owner kind "redress".

    `department` owes it. `proof` says what was done and where, `document` may show it; confirmed by the subject or
    by a supervisor.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="redress")
    kind = models.CharField(max_length=30, choices=RedressKind.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, help_text="where, or what exactly")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_ref = models.CharField(max_length=80, blank=True)
    proof = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="cases_one_redress_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case}"

    @property
    def proof_words(self) -> str:
        """The proof as people read it: the desk's own sentence in the reader's language, an officer's as written."""
        return gettext(self.proof) if self.proof == EVERY_COPY else self.proof
