"""Notices of days off and legal texts that were released after the product was shipped, and what waits for it.

What was released is appended and never changed. A proposal is a machine with one open state; bodies of
transitions are empty on purpose: a transition moves the state, `rulebook.proposals` does the rest.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

STREAM = "calendar"
TEXTS = "law"


class NeverChanged(Exception):
    """What was released is law: a later one takes its place, nobody changes or removes it."""


class Appended(models.QuerySet[Any]):
    """Rows that can be added and read."""

    def update(self, **_columns: Any) -> NoReturn:
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged


class Released(models.Model):
    """What two people released: `text` is the TOML of a file, `digest` tells whether it still is what it was."""

    text = models.TextField()
    digest = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    released_by = models.CharField(max_length=80)
    released_at = models.DateTimeField()

    objects = Appended.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises NeverChanged for one that is there already."""
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise NeverChanged


class ReleasedGazette(Released):
    """One year's notice for the country, or one year's closures of a place, as two people released it.

    `digest` is the SHA-256 of the text. `replaces` is the row of the same year and place that was in force until
    then: the rows of a year and place are one chain, whose last one is in force.
    """

    year = models.PositiveSmallIntegerField()
    jurisdiction = models.CharField(max_length=6, blank=True)
    notice = models.TextField()
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "jurisdiction"],
                condition=Q(replaces__isnull=True),
                name="rulebook_one_chain_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("released_by")), name="rulebook_gazette_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.jurisdiction} {self.notice}".strip()


class ReleasedText(Released):
    """A legal text, or what a place or field lays over one, as two people released it, with its scenarios.

    `digest` is the SHA-256 of the text; `scenarios` may be empty. A version is never released again: a
    correction is a version with a later first day.
    """

    key = models.CharField(max_length=60)
    first_day = models.DateField()
    title = models.TextField()
    scenarios = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "first_day"], name="rulebook_one_text_a_day"),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("released_by")), name="rulebook_text_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.first_day}"


class ProposalState(models.TextChoices):
    WAITING = "WAITING", _("Waits for a second person")
    RELEASED = "RELEASED", _("Released")
    REJECTED = "REJECTED", _("Rejected")
    WITHDRAWN = "WITHDRAWN", _("Taken back")


class Proposal(models.Model):
    """What one person proposes and another one decides on.

    `text` and `digest` as in the released row. `decided_by` is the proposer where the proposal was taken back.
    `stream` is the journal's, one for each kind.
    """

    text = models.TextField()
    digest = models.CharField(max_length=64)
    state = FSMField(max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING)
    version = models.PositiveIntegerField(default=0)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    stream: str

    class Meta:
        abstract = True

    @transition(field=state, source=ProposalState.WAITING, target=ProposalState.RELEASED)
    def release(self) -> None:
        """Another person found that the text is what it says it is."""

    @transition(field=state, source=ProposalState.WAITING, target=ProposalState.REJECTED)
    def reject(self) -> None:
        """Another person found that it is not."""

    @transition(field=state, source=ProposalState.WAITING, target=ProposalState.WITHDRAWN)
    def withdraw(self) -> None:
        """Whoever proposed it takes it back."""


class GazetteProposal(Proposal):
    """A notice, or the closures of a place, that waits for a second person.

    One proposal waits for a year and place at a time, so that two people always speak of one text.
    """

    year = models.PositiveSmallIntegerField()
    jurisdiction = models.CharField(max_length=6, blank=True)
    notice = models.TextField()
    released = models.OneToOneField(
        ReleasedGazette, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )

    stream = STREAM

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "jurisdiction"],
                condition=Q(state="WAITING"),
                name="rulebook_one_waiting_proposal",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "WITHDRAWN"]) | ~Q(proposed_by=F("decided_by")),
                name="rulebook_proposal_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.jurisdiction} {self.notice}".strip()


class TextProposal(Proposal):
    """A legal text or overlay that waits for a second person; one of a key at a time.

    `digest` covers text and scenarios.
    """

    key = models.CharField(max_length=60)
    first_day = models.DateField()
    title = models.TextField()
    scenarios = models.TextField(blank=True)
    released = models.OneToOneField(
        ReleasedText, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )

    stream = TEXTS

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="WAITING"), name="rulebook_one_waiting_text"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "WITHDRAWN"]) | ~Q(proposed_by=F("decided_by")),
                name="rulebook_text_proposal_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.first_day}"
