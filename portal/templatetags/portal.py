"""States of cases and listings as badges, and the planner's answer for a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from accounts.models import User
from cases.labels import WAYS
from cases.models import Case, Step
from cases.models.application import Finding
from journal.now import now
from look.case_words import FINDING_TONES, state_tone
from look.parts import SHAPES, Tone
from notifications.selectors import messages_about
from portal.milestones import milestones_of
from portal.record_terms import RecordTerm
from records.models.listing import ListingState

register = template.Library()

LISTING_TONES: Mapping[str, Tone] = {
    ListingState.PUBLISHED: "accent",
    ListingState.KEPT_ON: "late",
    ListingState.HIDDEN: "quiet",
    ListingState.ENDED: "good",
    ListingState.EXPIRED: "good",
}


@register.inclusion_tag("components/state_badge.html")
def case_badge(case: Case) -> dict[str, Any]:
    """The state of a case in words."""
    tone = state_tone(case.state)
    return {"state": case.state, "label": case.get_state_display(), "tone": tone, "shape": SHAPES[tone]}


@register.inclusion_tag("components/state_badge.html")
def listing_badge(state: str) -> dict[str, Any]:
    """Whether and how a record is shown in public."""
    tone = LISTING_TONES.get(state, "quiet")
    return {"state": state, "label": ListingState(state).label, "tone": tone, "shape": SHAPES[tone]}


@register.filter
def of_record(terms: Mapping[int, list[RecordTerm]], record_id: int) -> list[RecordTerm]:
    """The terms of one record among those of all; none where no term was started."""
    return terms.get(record_id, [])


@register.filter
def for_record(numbers: Mapping[int, str], record_id: int) -> str:
    """The number of the case on a record among those given; empty where there is none."""
    return numbers.get(record_id, "")


@register.inclusion_tag("components/state_badge.html")
def finding_badge(step: Step) -> dict[str, Any]:
    """What was found of a step."""
    tone = FINDING_TONES[step.finding]
    return {"state": step.finding, "label": Finding(step.finding).label, "tone": tone, "shape": SHAPES[tone]}


@register.inclusion_tag("components/milestones.html")
def milestones(case: Case) -> dict[str, Any]:
    """The way of a case: what is behind it, where it stands, what is to come."""
    return {"marks": milestones_of(case)}


@register.inclusion_tag("portal/case_messages.html")
def case_messages(case: Case, user: User) -> dict[str, Any]:
    """What a person was told about a case."""
    return {"told": messages_about(case.pk, user.pk, at=now())}


@register.filter
def way_label(way: str) -> str:
    """A way of repair in words."""
    return str(WAYS.get(way, way))
