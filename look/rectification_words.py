"""Ordered rectifications in words that every face shares: tones, and what their entries add to their verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.models.rectification import DemandFinding
from cases.models.talk import TalkKind
from cases.states import RectificationState
from journal.days import instant_words, short_day_words
from look.joining import bracketed, listed, paired
from look.parts import Tone

STATE_TONES: Mapping[str, Tone] = {
    RectificationState.RECTIFYING: "care",
    RectificationState.TALK_DUE: "care",
    RectificationState.EXHAUSTED: "late",
    RectificationState.SATISFIED: "good",
    RectificationState.CLOSED_UNRECTIFIED: "late",
    RectificationState.CANCELLED: "quiet",
}
ENTRY_TONES: Mapping[str, Tone] = {
    "case.ordered": "care",
    "case.demands_added": "care",
    "case.served": "accent",
    "case.reported": "accent",
    "case.rectification_extended": "care",
    "case.overdue": "late",
    "case.satisfied": "good",
    "case.talk_set": "care",
    "case.talk_held": "accent",
    "case.talk_postponed": "care",
    "case.absence_recorded": "late",
    "case.last_limit_set": "care",
    "case.handed_on": "late",
    "case.unit_recused": "care",
    "case.officer_recused": "care",
}


def _served(payload: Mapping[str, Any]) -> str:
    told = short_day_words(date.fromisoformat(payload["served_on"]))
    parts = (told, str(payload.get("served_to", "")), str(payload.get("proof", "")))
    return listed(parts)


def _checked(payload: Mapping[str, Any]) -> str:
    words = paired(_demand(payload), str(DemandFinding(payload["finding"]).label))
    return listed((words, str(payload.get("reason", ""))))


def _rechecked(payload: Mapping[str, Any]) -> str:
    return paired(_demand(payload), payload["reason"])


def _demand(payload: Mapping[str, Any]) -> str:
    return _("Demand %(number)s") % {"number": payload["demand"]}


def _set(payload: Mapping[str, Any]) -> str:
    return listed((_kind(payload), str(payload["place"])))


def _kind(payload: Mapping[str, Any]) -> str:
    return str(TalkKind(payload["kind"]).label)


def _missed(payload: Mapping[str, Any]) -> str:
    parts = (_kind(payload), str(payload.get("reason_shown", "")))
    return listed(parts)


def _handed_on(payload: Mapping[str, Any]) -> str:
    return paired(payload["to_whom"], payload["reason"])


def _cancelled(payload: Mapping[str, Any]) -> str:
    return bracketed(payload["reason"], payload["document"])


def _reason(payload: Mapping[str, Any]) -> str:
    return str(payload.get("reason", ""))


DETAILS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "case.served": _served,
    "case.demand_checked": _checked,
    "case.demand_rechecked": _rechecked,
    "case.rectification_extended": _reason,
    "case.talk_set": _set,
    "case.slot_chosen": lambda payload: instant_words(datetime.fromisoformat(payload["slot"])),
    "case.talk_postponed": _reason,
    "case.talk_held": _kind,
    "case.absence_recorded": _missed,
    "case.minutes_read_back": lambda payload: str(payload.get("remark", "")),
    "case.minutes_released": lambda payload: str(payload["receipt"]),
    "case.last_limit_set": _reason,
    "case.handed_on": _handed_on,
    "case.order_cancelled": _cancelled,
    "case.officer_recused": _reason,
    "case.unit_recused": _reason,
}
TOLD = (
    *("case.ordered", "case.demands_added", "case.served", "case.rectification_extended", "case.reported"),
    *("case.demand_checked", "case.demands_to_recheck", "case.demand_rechecked", "case.overdue"),
    *("case.satisfied", "case.talk_set", "case.slot_chosen", "case.talk_postponed", "case.talk_held"),
    *("case.absence_recorded", "case.minutes_read_back", "case.minutes_released", "case.last_limit_set"),
    *("case.handed_on", "case.order_cancelled", "case.unit_recused"),
)
"""What the subject reads of it on its own timeline; which officer stood back is the house's own."""
