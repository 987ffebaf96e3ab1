"""The fonts of letters, and the check that they have every character a letter needs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from journal.refusals import Refusal

FONTS = Path(__file__).resolve().parent.parent.parent / "assets" / "fonts"
REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"


class MissingCharacter(Refusal):
    """The letter font lacks a character; the letter is not issued with a hole in it."""

    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(
            "letter-character",
            _(
                "The letter cannot be printed: its font has no character “%(character)s” (%(point)s). "
                "Ask the system administrator to extend the font."
            )
            % {"character": character, "point": f"U+{ord(character):04X}"},
        )


@lru_cache(maxsize=1)
def register() -> dict[str, frozenset[int]]:
    """Register both weights once a process (about 100 ms); the characters each has."""
    known: dict[str, frozenset[int]] = {}
    for name in (REGULAR, BOLD):
        font = TTFont(name, str(FONTS / f"{name}.ttf"))
        pdfmetrics.registerFont(font)
        known[name] = frozenset(font.face.charToGlyph)
    return known


def check(texts: Iterable[str]) -> None:
    """Refuse texts with a character the regular weight lacks. Raises MissingCharacter naming the first."""
    known = register()[REGULAR]
    for text in texts:
        for character in text:
            if character != "\n" and ord(character) not in known:
                raise MissingCharacter(character)


def printable(text: str) -> str:
    """What somebody else wrote, with □ for each character the font lacks: no copy for reading is held up by one."""
    known = register()[REGULAR]
    return "".join(character if character == "\n" or ord(character) in known else "□" for character in text)


def heading_font(text: str) -> str:
    """Bold where it has every character, else regular: rare characters of names are in regular only."""
    known = register()[BOLD]
    return BOLD if all(ord(character) in known for character in text) else REGULAR
