"""Who may not work on a case although the post would allow it: who filed it at the window, who decided it before."""

from __future__ import annotations

from accounts.actors import Actor
from cases.models import Case
from cases.refusals import refusal
from journal.models import Entry

# whoever did one of these on a refused case has no part in deciding it again
DECIDED_BY = (
    *("case.accepted", "case.declined", "case.supplement_asked", "case.step_checked"),
    *("case.found_insufficient", "case.extended", "case.proposed", "case.sent_back"),
    *("case.approved", "case.refused"),
)


def refuse_stake(case: Case, actor: Actor) -> None:
    """Refuse, by name, an officer who acted for the subject at the window, or had a part in the annulled decision.

    Whether the clerk's post has ended meanwhile changes nothing. One who may be neither asks the journal nothing.
    """
    if actor.was_clerk and served(case, actor):
        raise refusal("own-window")
    if case.remanded_from_id is not None and decided_before(case, actor):
        raise refusal("decided-before")


def served(case: Case, actor: Actor) -> bool:
    """Whether the actor filed or supplied anything on the case at the window, also for a party that was succeeded."""
    return Entry.objects.filter(
        stream=case.stream, actor_ref=actor.ref, payload__has_key="acting_for"
    ).exists()


def decided_before(case: Case, actor: Actor) -> bool:
    """Whether the actor had a part in the refusal that was annulled (责令重新作出)."""
    return Entry.objects.filter(
        stream=f"case:{case.remanded_from_id}", actor_ref=actor.ref, verb__in=DECIDED_BY
    ).exists()
