"""The publication (公示) of a record."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from records.models.credit_record import CreditRecord


class ListingState(models.TextChoices):
    PENDING = "PENDING", _("To be published")
    PUBLISHED = "PUBLISHED", _("Published")
    UNPUBLISHED = "UNPUBLISHED", _("Kept, not published")
    EXPIRED = "EXPIRED", _("Publication ended at its longest period")
    HIDDEN = "HIDDEN", _("Publication suspended")
    ENDED = "ENDED", _("Publication ended by repair")
    KEPT_ON = "KEPT_ON", _("Published on because duties are open")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


def opaque_key() -> str:
    return secrets.token_urlsafe(12)


class Listing(models.Model):
    """Where a record stands in public. Days are Asia/Shanghai days.

    `earliest_filing_on` and `lapses_on` are the days after the minimum and the longest period end; `ends_on`
    is the last day shown. `key` is the opaque address of the entry on the register.
    """

    record = models.OneToOneField(CreditRecord, on_delete=models.PROTECT, related_name="listing")
    state = FSMField(max_length=12, choices=ListingState.choices, default=ListingState.PENDING)
    version = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=32, unique=True, default=opaque_key)
    starts_on = models.DateField(null=True, blank=True)
    earliest_filing_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    lapses_on = models.DateField(null=True, blank=True)
    dates_to_confirm = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_cause = models.CharField(
        max_length=40, blank=True, help_text="repaired | longest-period | withdrawn | …"
    )

    class Meta:
        indexes = [models.Index(fields=["state", "lapses_on"], name="records_listing_lapse")]

    def __str__(self) -> str:
        return f"{self.record} {self.state}"

    @property
    def stream(self) -> str:
        return f"record:{self.record_id}"

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES


PUBLIC_STATES = (ListingState.PUBLISHED, ListingState.KEPT_ON)
