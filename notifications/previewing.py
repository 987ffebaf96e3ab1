"""A letter before it exists: the act is done, the letter composed as it would leave, and everything taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from journal.models import Entry
from journal.undone import undone
from notifications.handlers import letters_caused_by
from notifications.issuing import COMPOSERS, origin_of, paper_of
from notifications.letters import LetterKind, render
from notifications.letters.paper import Paper
from notifications.rules import VERBS
from rulebook.calendar_in_use import held

DRAFT = "草稿"
"""What stands in the place of the number: a draft takes none."""


@dataclass(frozen=True)
class DraftLetter:
    """A letter as it would leave: without number and check code, so that nobody takes it for one."""

    kind: LetterKind
    paper: Paper

    @property
    def title(self) -> str:
        return str(self.kind.label)

    def pdf(self) -> bytes:
        """The draft printed, marked across every page. Raises MissingCharacter."""
        return render(self.kind, self.paper.to_json())


def drafts(act: Callable[[], object], *, stream: str) -> tuple[DraftLetter, ...]:
    """The letters that an act would cause on the stream of its case; the act itself is undone.

    The very services act and the very composers write, so a draft says what the letter will say. Raises whatever
    the act would be refused with. No file may be written by the act: a file is not undone.
    """
    with held(), undone():
        last = Entry.objects.filter(stream=stream).order_by("-seq").values_list("seq", flat=True).first()
        act()
        # what nobody is told of causes no letter
        entries = Entry.objects.filter(stream=stream, seq__gt=last or 0, verb__in=VERBS).order_by("seq")
        return tuple(
            DraftLetter(kind, paper_of(COMPOSERS[kind](about), origin_of(about), number=DRAFT, check_code=""))
            for entry in entries
            for kind, about in letters_caused_by(entry)
        )
