"""Rows of what is owed to companies after objections, and the line that leads to them from the worklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models.objection import RedressKind
from cases.redress_due import RedressDue
from look.names import name_of
from look.parts import Tone


@dataclass(frozen=True)
class ListedRedress:
    """One thing that is owed: on which case, by whom, by when; `item_id` is its place on the case's list."""

    item_id: int
    number: str
    company: str
    title: str
    unit: str
    due_on: date
    state: str
    tone: Tone
    hint: str


@dataclass(frozen=True)
class OwedWords:
    """How much is owed, in a sentence; `late` where something of it is."""

    words: str
    late: bool


def listed_redress(due: RedressDue) -> ListedRedress:
    """One thing that is owed in the reader's words."""
    state, tone, hint = _standing(due)
    return ListedRedress(
        item_id=due.item.pk,
        number=due.item.case.number,
        company=due.item.case.subject.name,
        title=str(RedressKind(due.item.kind).label),
        unit=name_of(due.item.department),
        due_on=due.due_on,
        state=state,
        tone=tone,
        hint=hint,
    )


def owed_words(due: Sequence[RedressDue]) -> OwedWords | None:
    """The line on the worklist; None where nothing is owed."""
    if not due:
        return None
    late = sum(one.late for one in due)
    owed = ngettext(
        "%(count)s thing is owed to a company after its objection.",
        "%(count)s things are owed to companies after their objections.",
        len(due),
    ) % {"count": len(due)}
    said = ngettext("%(count)s is late.", "%(count)s are late.", late) % {"count": late}
    return OwedWords(f"{owed} {said}" if late else owed, late=bool(late))


def _standing(due: RedressDue) -> tuple[str, Tone, str]:
    if due.unconfirmed:
        return _("Done, not confirmed yet"), "late", _("The company keeps silent: look at the proof.")
    if due.late:
        return _("Late"), "late", _("The supervisor was told")
    return _("Owed"), "care", _("The term ends soon") if due.near else ""
