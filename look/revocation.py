"""Revocations and commitments in words that every face shares: tones, and what their entries add to their verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.labels import GROUNDS_OF_REVOCATION
from cases.models.commitment import CheckFinding, CommitmentStanding
from cases.states import RevocationState
from journal.days import short_day_words
from look.joining import listed, paired
from look.parts import Tone

STATE_TONES: Mapping[str, Tone] = {
    RevocationState.NOTIFIED: "care",
    RevocationState.REVOKED: "late",
    RevocationState.KEPT: "good",
}
ENTRY_TONES: Mapping[str, Tone] = {
    "case.revocation_opened": "care",
    "case.defence_stated": "accent",
    "case.revoked": "late",
    "case.kept": "good",
    "commitment.honoured": "good",
    "commitment.broken": "late",
}
COMMITMENT_TONES: Mapping[str, Tone] = {
    CommitmentStanding.WATCHED: "accent",
    CommitmentStanding.HONOURED: "good",
    CommitmentStanding.BROKEN: "late",
    CommitmentStanding.RELEASED: "quiet",
}


def _ground(payload: Mapping[str, Any]) -> str:
    words = capfirst(str(GROUNDS_OF_REVOCATION[payload["ground"]]))
    return paired(words, payload["facts"])


def _revoked(payload: Mapping[str, Any]) -> str:
    told = str(payload.get("reasons", "")).rstrip("。.")
    if not payload.get("bar_until"):
        return told
    until = _("no repair may be applied for until %(day)s") % {
        "day": short_day_words(date.fromisoformat(payload["bar_until"]))
    }
    return listed((told, until))


def _checked(payload: Mapping[str, Any]) -> str:
    words = str(CheckFinding(payload["finding"]).label)
    return paired(words, payload["note"])


DETAILS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "case.revocation_opened": _ground,
    "case.defence_stated": lambda payload: str(payload["statement"]),
    "case.revoked": _revoked,
    "case.kept": lambda payload: str(payload.get("reasons", "")),
    "commitment.checked": _checked,
    "commitment.honoured": lambda payload: str(payload.get("note", "")),
}
