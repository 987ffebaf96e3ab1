"""Orders to remove a record everywhere, one release for each holder of a copy, and the machines of both.

Bodies of transitions are empty on purpose: a transition moves the state, `delisting.services` does the rest.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, FSMField, transition

from records.models import CreditRecord, Holder


class Who:
    """Whose act it is."""

    SYSTEM = "system"
    PROVIDER = "provider"
    OFFICER = "officer"
    TIME = "time"


class OrderKind(models.TextChoices):
    END = "end", _("End publication")
    HIDE = "hide", _("Hide for the time being")
    RESTORE = "restore", _("Show again")
    CORRECT = "correct", _("Correct the copy")
    WITHDRAW = "withdraw", _("Withdraw the record")


# after one of these no copy may be shown
REMOVING = (OrderKind.END, OrderKind.HIDE, OrderKind.WITHDRAW)


class OrderState(models.TextChoices):
    OPEN = "OPEN", _("Under way")
    COMPLETED = "COMPLETED", _("Confirmed by every holder")
    SUPERSEDED = "SUPERSEDED", _("Superseded by a later order")


class ReleaseState(models.TextChoices):
    PENDING = "PENDING", _("To be sent")
    SENT = "SENT", _("Sent")
    ACKED = "ACKED", _("Answered")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    SUPERSEDED = "SUPERSEDED", _("Superseded")


class CopyReportState(models.TextChoices):
    OPEN = "OPEN", _("Being looked at")
    ANSWERED = "ANSWERED", pgettext_lazy("report of a copy", "Answered")


class CopyShows(models.TextChoices):
    """What is shown at the address that was reported."""

    RECORD = "record", _("The record itself, with what it says")
    LISTED = "listed", _("The name or the number in a list or in search results")
    FILE = "file", _("A picture or a file of the decision")
    OTHER = "other", _("Something else, described below")


class CopyOutcome(models.TextChoices):
    """What was found at the address that was reported."""

    REMOVED = "removed", _("It was there and is removed now")
    ASKED = "asked", _("It was there; the place was asked in writing to remove it")
    GONE = "gone", _("It is not there any more")
    ANOTHER = "another", _("It is another record or another company")


# an answered copy is looked at by the desk: nothing is left to the holder
HOLDERS_TURN = (ReleaseState.PENDING, ReleaseState.SENT)
OPEN_RELEASES = (ReleaseState.PENDING, ReleaseState.SENT, ReleaseState.ACKED)
_OPEN = [str(state) for state in OPEN_RELEASES]
_NOT_ANSWERED_FOR = [str(ReleaseState.PENDING), str(ReleaseState.ACKED)]


class Order(models.Model):
    """A delisting order of one record. `sequence` counts per record; a later order supersedes an earlier one.

    `stalled` is a flag, not a state: at least one holder let its term run out.
    """

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=10, choices=OrderKind.choices, default=OrderKind.END)
    sequence = models.PositiveIntegerField()
    state = FSMField(max_length=12, choices=OrderState.choices, default=OrderState.OPEN)
    version = models.PositiveIntegerField(default=0)
    stalled = models.BooleanField(default=False)
    cause = models.CharField(max_length=40)
    case_id = models.PositiveBigIntegerField(null=True, blank=True, help_text="the case that closed, if any")
    edition_key = models.CharField(max_length=60, blank=True)
    opened_by_entry = models.PositiveBigIntegerField(unique=True, help_text="journal entry that caused it")
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "sequence"], name="delisting_order_sequence"),
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(state="OPEN"), name="delisting_one_open_order"
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.sequence} of {self.record}"

    @property
    def stream(self) -> str:
        return f"record:{self.record_id}"

    @transition(
        field="state", source=OrderState.OPEN, target=OrderState.COMPLETED, custom={"who": Who.SYSTEM}
    )
    def all_confirmed(self) -> None:
        """全部核实"""

    @transition(
        field="state", source=OrderState.OPEN, target=OrderState.SUPERSEDED, custom={"who": Who.SYSTEM}
    )
    def supersede(self) -> None:
        """取代"""

    @transition(field="state", source=OrderState.OPEN, target=OrderState.OPEN, custom={"who": Who.TIME})
    def breach(self) -> None:
        """逾期（督办，状态不变）"""


OWN_ANSWER = gettext_noop("This register follows the publication by itself; it was looked at.")
BEFORE = "listing of record "  # as the register answered before it had words


class Release(models.Model):
    """One holder's part of an order. `key` is the holder's idempotency key; `stalled` is a flag, not a state.

    `next_attempt_at` says when the desk moves it by itself: sends it, or looks whether the copy is gone.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="releases")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="releases")
    state = FSMField(max_length=12, choices=ReleaseState.choices, default=ReleaseState.PENDING)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stalled = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    acked_at = models.DateTimeField(null=True, blank=True)
    acked_by_ref = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    proof = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "holder"], name="delisting_one_release_a_holder")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["PENDING", "ACKED"]),
                name="delisting_release_next",
            ),
            models.Index(fields=["holder", "state", "-id"], name="delisting_release_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.state}"

    @property
    def stream(self) -> str:
        return f"record:{self.order.record_id}"

    @property
    def proof_words(self) -> str:
        """The proof as people read it: the register's own answer in the reader's language, an officer's as written."""
        own = self.proof == OWN_ANSWER or self.proof.startswith(BEFORE)
        return gettext(OWN_ANSWER) if own else self.proof

    @transition(
        field="state", source=ReleaseState.PENDING, target=ReleaseState.SENT, custom={"who": Who.SYSTEM}
    )
    def send(self) -> None:
        """发送"""

    @transition(
        field="state",
        source=_NOT_ANSWERED_FOR,
        target=GET_STATE(lambda release: release.state, states=_NOT_ANSWERED_FOR),
        custom={"who": Who.TIME},
    )
    def breach(self) -> None:
        """逾期（督办，状态不变）"""

    @transition(
        field="state", source=ReleaseState.SENT, target=ReleaseState.ACKED, custom={"who": Who.PROVIDER}
    )
    def acknowledge(self) -> None:
        """反馈"""

    @transition(
        field="state", source=ReleaseState.SENT, target=ReleaseState.PENDING, custom={"who": Who.SYSTEM}
    )
    def fail(self) -> None:
        """发送失败"""

    @transition(
        field="state", source=ReleaseState.SENT, target=ReleaseState.PENDING, custom={"who": Who.TIME}
    )
    def silence(self) -> None:
        """逾期未反馈，以同一编号再次发送"""

    @transition(
        field="state", source=ReleaseState.ACKED, target=ReleaseState.CONFIRMED, custom={"who": Who.SYSTEM}
    )
    def verify(self) -> None:
        """核实"""

    @transition(
        field="state", source=ReleaseState.ACKED, target=ReleaseState.PENDING, custom={"who": Who.SYSTEM}
    )
    def contradict(self) -> None:
        """核实不符"""

    @transition(field="state", source=_OPEN, target=ReleaseState.CONFIRMED, custom={"who": Who.OFFICER})
    def confirm_by_hand(self) -> None:
        """人工核实"""

    @transition(field="state", source=_OPEN, target=ReleaseState.SUPERSEDED, custom={"who": Who.SYSTEM})
    def supersede(self) -> None:
        """取代"""


class CopyReport(models.Model):
    """The company reports that a copy is still online after an order asked for its removal.

    `release` is that of the place it named; None for a place that the house does not know, told in `place`. `shows` is
    what stands at the address and `seen_on` the day on which it was first seen there; both empty in reports of before
    these were asked. No text gives a term for it: the oldest stands first on the list of the platform's officers.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="copy_reports")
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="copy_reports"
    )
    place = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=500)
    shows = models.CharField(max_length=10, choices=CopyShows.choices, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    state = FSMField(max_length=10, choices=CopyReportState.choices, default=CopyReportState.OPEN)
    version = models.PositiveIntegerField(default=0)
    reported_at = models.DateTimeField()
    reported_by_ref = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=CopyOutcome.choices, blank=True)
    answer_text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="OPEN"), name="delisting_copies_reported")
        ]

    def __str__(self) -> str:
        return f"copy of {self.order.record} at {self.address}"

    @property
    def stream(self) -> str:
        return f"record:{self.order.record_id}"

    @transition(
        field="state",
        source=CopyReportState.OPEN,
        target=CopyReportState.ANSWERED,
        custom={"who": Who.OFFICER},
    )
    def answer(self) -> None:
        """答复"""
