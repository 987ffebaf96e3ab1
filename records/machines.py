"""The machines of a listing (公示) and of a measure (惩戒措施): their states and the acts that change them.

Services perform the acts through `journal.moves`; a delivery performs the first ones on rows that are not yet
written.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition


class ListingState(models.TextChoices):
    PENDING = "PENDING", _("To be published")
    PUBLISHED = "PUBLISHED", _("Published")
    UNPUBLISHED = "UNPUBLISHED", _("Kept, not published")
    EXPIRED = "EXPIRED", _("Publication ended at its longest period")
    HIDDEN = "HIDDEN", _("Publication suspended")
    ENDED = "ENDED", _("Publication ended by repair")
    KEPT_ON = "KEPT_ON", _("Published on because duties are open")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class MeasureState(models.TextChoices):
    IN_FORCE = "IN_FORCE", _("In force")
    SUSPENDED = "SUSPENDED", _("Suspended")
    LIFTED = "LIFTED", _("Lifted")


class ListingMachine(models.Model):
    """States of a publication; guards that need the law or the day stand in `records.services.listing`."""

    state = FSMField(max_length=12, choices=ListingState.choices, default=ListingState.PENDING)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @transition(
        field="state", source=[ListingState.PENDING, ListingState.UNPUBLISHED], target=ListingState.PUBLISHED
    )
    def publish(self) -> None:
        """公示: the class is published, or the department found it necessary."""

    @transition(
        field="state",
        source=[
            ListingState.PENDING,
            ListingState.PUBLISHED,
            ListingState.HIDDEN,
            ListingState.KEPT_ON,
        ],
        target=ListingState.UNPUBLISHED,
    )
    def withhold(self) -> None:
        """不予公示（留存）: the class is not published (any more), or cannot be determined yet."""

    @transition(
        field="state",
        source=[ListingState.UNPUBLISHED, ListingState.PUBLISHED, ListingState.HIDDEN],
        target=ListingState.EXPIRED,
    )
    def run_out(self) -> None:
        """届满: the longest period is over."""

    @transition(field="state", source=ListingState.PUBLISHED, target=ListingState.KEPT_ON)
    def keep_on(self) -> None:
        """继续公示: duties are open at the longest period and the department cites its rule."""

    @transition(field="state", source=ListingState.KEPT_ON, target=ListingState.EXPIRED)
    def duties_done(self) -> None:
        """履行完毕: nothing keeps it published any more."""

    @transition(
        field="state",
        source=[ListingState.PUBLISHED, ListingState.HIDDEN, ListingState.KEPT_ON],
        target=ListingState.ENDED,
    )
    def end(self) -> None:
        """终止公示: the repair was granted."""

    @transition(
        field="state", source=[ListingState.PUBLISHED, ListingState.KEPT_ON], target=ListingState.HIDDEN
    )
    def hide(self) -> None:
        """暂停公示（临时屏蔽）: by a court, a reviewing authority or a ruling in insolvency."""

    @transition(field="state", source=ListingState.HIDDEN, target=ListingState.PUBLISHED)
    def show_again(self) -> None:
        """恢复公示: before the longest period is over."""

    @transition(field="state", source=ListingState.ENDED, target=ListingState.PUBLISHED)
    def restore(self) -> None:
        """恢复公示（撤销修复）: the repair was revoked and days are left."""

    @transition(field="state", source=ListingState.ENDED, target=ListingState.EXPIRED)
    def restore_past_end(self) -> None:
        """撤销修复时已届满: the repair was revoked and no day is left."""

    @transition(
        field="state",
        source=[state for state in ListingState if state != ListingState.WITHDRAWN],
        target=ListingState.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """撤回: the determination was annulled; ended listings too."""


class MeasureMachine(models.Model):
    """States of a measure."""

    state = FSMField(max_length=10, choices=MeasureState.choices, default=MeasureState.IN_FORCE)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @transition(field="state", source=MeasureState.IN_FORCE, target=MeasureState.SUSPENDED)
    def suspend(self) -> None:
        """暂时解除: while a reorganisation plan or settlement is carried out."""

    @transition(field="state", source=MeasureState.SUSPENDED, target=MeasureState.IN_FORCE)
    def resume(self) -> None:
        """恢复实施: the reason of the suspension fell away."""

    @transition(
        field="state", source=[MeasureState.IN_FORCE, MeasureState.SUSPENDED], target=MeasureState.LIFTED
    )
    def lift(self) -> None:
        """解除: with the end of the record's publication."""

    @transition(field="state", source=MeasureState.LIFTED, target=MeasureState.IN_FORCE)
    def reimpose(self) -> None:
        """恢复实施（撤销修复）: the repair was revoked and the record is published again."""
