"""The case row: the one truth about a case."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases.states import OPEN_STATES, CaseKind, state_label
from records.models import CreditRecord, Department, Subject

ALPHABET = "23456789ABCDEFGHJKLMNPQRTUWXY"
# 修复, 撤销, 异议, 整改
PREFIXES = {
    CaseKind.REPAIR: "XF",
    CaseKind.REVOCATION: "CX",
    CaseKind.OBJECTION: "YY",
    CaseKind.RECTIFICATION: "ZG",
}


def new_number(kind: str, year: int) -> str:
    """A case number such as XF-2026-7K3MQ9AB: says kind and year, cannot be counted through."""
    prefix = PREFIXES[CaseKind(kind)]
    return f"{prefix}-{year}-" + "".join(secrets.choice(ALPHABET) for _place in range(8))


class Case(models.Model):
    """A case of one kind on one record of one subject; its transitions stand on the proxy of its kind.

    The edition is pinned when the case is filed; an ordered rectification and a revocation are filed by their order
    or notice. `asked_department` is the unit whose answer is waited for. `next_due_at` copies the nearest running
    term for sorting; the terms themselves are in `clocks`.
    """

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16, choices=CaseKind.choices)
    state = FSMField(max_length=24, default="DRAFT")
    version = models.PositiveIntegerField(default=0)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases")
    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="cases")
    determining_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    handling_department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="handled_cases"
    )
    handling_reason = models.TextField(blank=True, help_text="why the case is on this department's desk")
    asked_department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_cases"
    )
    edition_key = models.CharField(max_length=60, blank=True)
    drafted_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=60, blank=True, help_text="why it was terminated or lapsed")
    supplements = models.PositiveSmallIntegerField(default=0)
    extended = models.BooleanField(default=False)
    late = models.BooleanField(default=False, help_text="a term ran out at least once")
    next_due_at = models.DateTimeField(null=True, blank=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remanded_from = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remanded_to",
        help_text="the refused case that a reviewing authority ordered to be decided anew",
    )

    # what the machine of a kind knows beside its transitions; `decides` is denied to a department that only takes care
    beside: ClassVar[dict[str, str]] = {}
    decides: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind"],
                condition=models.Q(state__in=[str(state) for state in OPEN_STATES]),
                name="cases_one_open_case",
            )
        ]
        indexes = [
            # the orders of the worklists; their conditions are such that SQLite too sees that a list meets them
            models.Index(
                fields=["handling_department", "next_due_at", "id"],
                condition=models.Q(next_due_at__isnull=False),
                name="cases_desk_order",
            ),
            models.Index(
                fields=["handling_department", "kind", "next_due_at", "id"],
                condition=models.Q(next_due_at__isnull=False),
                name="cases_kind_order",
            ),
            models.Index(
                fields=["handling_department", "id"],
                condition=models.Q(next_due_at__isnull=True, closed_at__isnull=True),
                name="cases_untimed",
            ),
            models.Index(fields=["handling_department", "-id"], name="cases_newest"),
            models.Index(fields=["handling_department", "number"], name="cases_numbers"),
            models.Index(fields=["handling_department", "filed_at"], name="cases_opened"),
            models.Index(
                fields=["asked_department", "next_due_at", "id"],
                condition=models.Q(asked_department__isnull=False),
                name="cases_asked_order",
            ),
            models.Index(fields=["subject", "-id"], name="cases_of_subject"),
            # all that the counts of the worklists ask, so that no row is read for them
            models.Index(
                fields=["handling_department", "state", "-id", "kind", "filed_at", "record", "subject"],
                name="cases_by_state",
            ),
        ]
        verbose_name = _("case")

    def __str__(self) -> str:
        return self.number

    def beside_now(self) -> list[str]:
        """The acts beside the machine that are possible at present."""
        return []

    def get_state_display(self) -> str:
        """The state in the words of the case's kind, in the reader's language."""
        return state_label(self.kind, self.state)

    @property
    def stream(self) -> str:
        return f"case:{self.pk}"
