"""Letters (stored as sent) and messages (stored before they are sent)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from records.models import CreditRecord, Subject


class Letter(models.Model):
    """A letter as it was issued: the same `content` makes the same bytes again.

    `check_code` is what the QR code leads to: kind, day and validity, no names.
    """

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=30)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    record = models.ForeignKey(
        CreditRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="letters")
    caused_by_entry = models.PositiveBigIntegerField(help_text="journal entry that caused it")
    content = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    check_code = models.CharField(max_length=24, unique=True)
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "caused_by_entry"], name="notifications_one_letter_an_entry"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Channel(models.TextChoices):
    INBOX = "inbox", _("Inbox")
    MAIL = "mail", _("Mail")


class Message(models.Model):
    """A message to one person by one channel: a row first, then sent, perhaps again, until it left."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inbox_messages"
    )
    channel = models.CharField(max_length=8, choices=Channel.choices)
    template = models.CharField(max_length=40)
    context = models.JSONField(default=dict)
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    caused_by_entry = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    reminder = models.BooleanField(
        default=False, help_text="as mail it leaves in working hours, with the others of its day"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "channel", "template", "caused_by_entry"], name="notifications_once_a_person"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at__isnull=True),
                name="notifications_to_send",
            ),
            models.Index(fields=["user", "channel", "-id"], name="notifications_inbox"),
            models.Index(
                fields=["user", "-sent_at"], condition=models.Q(reminder=True), name="notifications_reminded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.user}"
