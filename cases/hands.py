"""What an officer did on a case before, as far as it keeps them from an act: the journal and the recusals know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounts.actors import Actor
from cases.models import Case
from cases.states import CaseKind
from journal.models import Entry

# whoever did one of these on a case may not countersign it
HANDS_ON = (
    *("case.accepted", "case.step_checked", "case.found_insufficient", "case.extended", "case.proposed"),
    "case.revocation_opened",
    # of an objection
    *("case.inquired", "case.inquired_again", "case.concluded", "case.answered"),
    # of an ordered rectification
    *("case.ordered", "case.demands_added", "case.served", "case.demand_checked", "case.demand_rechecked"),
    *("case.rectification_extended", "case.talk_set", "case.talk_held", "case.talk_postponed"),
    "case.absence_recorded",
)

ANSWERED = "case.answered"  # whoever answered for the providing unit decides nothing alone


@dataclass(frozen=True)
class Hands:
    """The hand that an actor had in a case, asked once however many acts are weighed."""

    case: Case
    actor: Actor

    @cached_property
    def had(self) -> bool:
        return had_a_hand(self.case, self.actor)

    @cached_property
    def answered(self) -> bool:
        return answered_for_the_provider(self.case, self.actor)

    @cached_property
    def recused(self) -> bool:
        return is_recused(self.case, self.actor)


def is_recused(case: Case, actor: Actor) -> bool:
    """Whether an officer had to stand back from a case (回避)."""
    return case.recusals.filter(officer_ref=actor.ref).exists()


def had_a_hand(case: Case, actor: Actor) -> bool:
    """Whether the actor accepted, checked, extended or proposed on this case: the journal knows."""
    return Entry.objects.filter(stream=case.stream, actor_ref=actor.ref, verb__in=HANDS_ON).exists()


def answered_for_the_provider(case: Case, actor: Actor) -> bool:
    """Whether the actor answered the inquiry of an objection: that officer neither proposes nor countersigns."""
    if case.kind != CaseKind.OBJECTION:
        return False
    return Entry.objects.filter(stream=case.stream, actor_ref=actor.ref, verb=ANSWERED).exists()
