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
    SMS = "sms", _("Text message")


class Arrival(models.TextChoices):
    """What a gateway says of a text message that it took; it may never know."""

    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("not delivered")


class Message(models.Model):
    """A message to one person by one channel: a row first, then sent, perhaps again, until it left.

    `receipt` is the name under which mail server or gateway took it. `arrival` is what the gateway said became of a
    text message, empty while it is not known; `ask_arrival_at` is when it is asked next.
    """

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
    digest = models.BooleanField(default=False, help_text="it leaves in the summary its person chose")
    receipt = models.CharField(max_length=160, blank=True)
    arrival = models.CharField(max_length=10, choices=Arrival.choices, blank=True)
    arrival_known_at = models.DateTimeField(null=True, blank=True)
    ask_arrival_at = models.DateTimeField(null=True, blank=True)

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
            models.Index(
                fields=["user", "-sent_at"], condition=models.Q(digest=True), name="notifications_digested"
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(sent_at__isnull=True, attempts__gt=0),
                name="notifications_failing",
            ),
            models.Index(
                fields=["ask_arrival_at"],
                condition=models.Q(ask_arrival_at__isnull=False),
                name="notifications_to_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.user}"


class News(models.TextChoices):
    """How news leaves as mail."""

    AT_ONCE = "at-once", _("At once, each by itself")
    DAILY = "daily", _("In one mail a day")
    WEEKLY = "weekly", _("In one mail a week")
    OFF = "off", _("Not at all; I read the inbox")


class Choice(models.Model):
    """What a person chose to get beside the inbox. Letters and news of the account go by mail whatever is chosen.

    `number` is set only once its owner has answered it with a code.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="notification_choice",
    )
    news_mail = models.CharField(max_length=8, choices=News.choices, default=News.AT_ONCE)
    terms_mail = models.BooleanField(default=True)
    letters_sms = models.BooleanField(default=False)
    terms_sms = models.BooleanField(default=False)
    news_sms = models.BooleanField(default=False)
    number = models.CharField(max_length=20, blank=True)
    number_confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"choice of {self.user}"


class NumberCode(models.Model):
    """A code sent to a telephone number to show that it is its person's; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="number_codes")
    number = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-issued_at"], name="notifications_codes_of_user"),
            models.Index(fields=["number", "-issued_at"], name="notifications_codes_to_number"),
        ]

    def __str__(self) -> str:
        return f"code to a number of {self.user}"


class CalendarFeed(models.Model):
    """An address at which a calendar program asks for a person's days.

    Whoever has the address reads them; only its digest is kept.

    `with_names`: the person wants the names of companies and decisions in it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    with_names = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="notifications_feeds_of_user")]

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"
