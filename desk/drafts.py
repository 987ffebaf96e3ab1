"""Letters shown before an act is done: which acts send one, and what they would say now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.actors import Actor
from cases.models import Case
from cases.states import CaseKind
from journal.now import now
from notifications.previewing import DraftLetter, drafts
from workflows import desks
from workflows.signatures import SIGNED

EVERYWHERE = ("terminate",)
OF_KINDS: Mapping[str, frozenset[str]] = {
    CaseKind.REPAIR: frozenset({"ask_supplement", "decline", "extend"}),
    CaseKind.REVOCATION: frozenset(),
    CaseKind.OBJECTION: frozenset(
        {"accept", "ask_supplement", "decline", "extend", "inquire", "inquire_again"}
    ),
    CaseKind.RECTIFICATION: frozenset(
        {"add_demands", "extend", "find_satisfied", "find_insufficient", "set_talk", "hold_talk"}
    ),
}
"""Acts that send a letter and hand in no file: a file would stay behind when the act is undone."""


def sends_a_letter(act: str, kind: str) -> bool:
    """Whether an act of an officer sends a letter that can be shown beforehand."""
    return act in EVERYWHERE or act in SIGNED or act in OF_KINDS[kind]


def drafts_of(case: Case, act: str, actor: Actor, facts: Mapping[str, Any]) -> tuple[DraftLetter, ...]:
    """The letters that an act would send now; nothing of it is done. Raises whatever the act is refused with."""
    return drafts(
        lambda: desks.attempt(case_id=case.pk, act=act, actor=actor, at=now(), **facts), stream=case.stream
    )
