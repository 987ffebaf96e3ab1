"""The journal of a case as its subject reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from accounts.models import Mandate, User
from cases.models import Case
from journal.models import Entry
from look import rectification_words
from look.case_words import detail_of, entry_tone, entry_words
from look.names import name_of
from look.parts import TimelineEntry
from look.people import acted_for

# the house's own notes, and what is prepared but not yet signed, are not the subject's reading
TOLD = (
    "case.drafted",
    "case.filed",
    "case.pushed",
    "case.rerouted",
    "case.supplement_asked",
    "case.supplemented",
    "case.accepted",
    "case.declined",
    "case.steps_submitted",
    "case.step_checked",
    "case.found_insufficient",
    "case.extended",
    "case.approved",
    "case.refused",
    "case.withdrawn",
    "case.terminated",
    "case.lapsed",
    "case.breached",
    "case.held",
    "case.succession_open",
    "case.resumed",
    "case.document_added",
    "case.document_removed",
    "case.letter_issued",
    "case.discarded",
    "case.draft_expired",
    *("case.revocation_opened", "case.defence_stated", "case.defence_over", "case.revoked", "case.kept"),
    *("commitment.taken_up", "commitment.honoured", "commitment.broken", "commitment.released"),
    *(
        "case.inquired",
        "case.inquired_again",
        "case.readdressed",
        "case.reminded",
        "case.answered",
        "case.unanswered",
        "case.concluded",
        "case.fields_dropped",
        "case.corrected",
        "case.record_withdrawn",
        "case.record_fell",
        "case.upheld",
        "case.noted",
        "case.decide_again",
        "case.corrected_of_own_motion",
        "case.redress_opened",
        "case.apology_asked",
        "case.redressed",
        "case.redress_confirmed",
    ),
    *rectification_words.TOLD,
    "deadline.paused",
    "deadline.resumed",
    "deadline.extended",
)
# what a unit says to another, and weighs, is told by its decision
WITHOUT_DETAIL = ("case.inquired", "case.inquired_again", "case.answered", "case.concluded")


def timeline_of(case: Case) -> tuple[TimelineEntry, ...]:
    """What happened, newest first; officers appear as their unit, the subject's own people by name."""
    entries = list(Entry.objects.filter(stream=case.stream, verb__in=TOLD).order_by("-seq"))
    people = _people_of(case, entries)
    return tuple(
        TimelineEntry(
            at=entry.at,
            title=entry_words(entry),
            actor=_actor(case, entry, people),
            detail="" if entry.verb in WITHOUT_DETAIL else detail_of(entry),
            article=str(entry.payload.get("clause", "")),
            tone=entry_tone(entry.verb),
        )
        for entry in entries
    )


def _people_of(case: Case, entries: Iterable[Entry]) -> dict[str, str]:
    """The subject's people among the actors, by reference: whoever holds or held a mandate for it."""
    refs = {entry.actor_ref for entry in entries if entry.actor_ref.startswith("user:")}
    ids = [int(ref.removeprefix("user:")) for ref in refs]
    held = Mandate.objects.filter(subject_id=case.subject_id, user_id__in=ids).values("user_id")
    return {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=held)}


def _actor(case: Case, entry: Entry, people: Mapping[str, str]) -> str:
    if entry.actor_ref.startswith("system:"):
        return _("By itself")
    if entry.payload.get("acting_for"):
        return _("Service window, for the company")
    if entry.actor_ref in people:
        return acted_for(people[entry.actor_ref], entry, case.subject.name)
    unit = case.handling_department or case.determining_department
    if entry.verb == "case.answered" and case.asked_department is not None:
        unit = case.asked_department
    return name_of(unit)
