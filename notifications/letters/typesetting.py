"""Lines of Chinese text: no closing mark begins one, no opening mark ends one, words and numbers stay whole.

After GB/T 15834-2011 section 5 (位置和书写形式). reportlab's own breaker follows Japanese rules and lets
semicolons and closing book-title marks begin a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

NEVER_FIRST = "，。、；：？！）》〉」』】〕”’…—％%,.;:?!)]}"
NEVER_LAST = "（《〈「『【〔“‘([{"
# a bracketed year or mark; a number with its 年, 月, 日, 号, 个; a word or an address
_PIECES = re.compile(
    r"〔[^〕]{1,6}〕|[0-9]+[年月日号个条项元次]|[A-Za-z0-9][A-Za-z0-9./:_@&'+-]*|\s|.", re.DOTALL
)


def pieces(text: str) -> list[str]:
    """The text cut where a line may end; joined again it is the text."""
    found: list[str] = []
    glue = False
    for piece in _PIECES.findall(text):
        if found and (glue or piece[0] in NEVER_FIRST):
            found[-1] += piece
        else:
            found.append(piece)
        glue = piece[-1] in NEVER_LAST
    return found


def lines(text: str, width: float, measure: Callable[[str], float], *, first: float = 0) -> list[str]:
    """The text in lines no wider than `width` points; `first` is the indent of each paragraph's first line.

    A piece wider than a whole line is cut by characters. A line break in the text stays one.
    """
    out: list[str] = []
    for paragraph in text.split("\n"):
        out += _fill(paragraph, width, measure, first if not out else 0)
    return out


def _fill(text: str, width: float, measure: Callable[[str], float], first: float) -> list[str]:
    out: list[str] = []
    line, room = "", width - first
    for piece in _cut(text, width, measure):
        if line and measure((line + piece).rstrip()) > room:
            out.append(line.rstrip())
            line, room = "", width
        line += piece if line else piece.lstrip(" ")
    return [*out, line.rstrip()]


def _cut(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    fitting: list[str] = []
    for piece in pieces(text):
        if measure(piece) <= width:
            fitting.append(piece)
        else:
            fitting.extend(piece)
    return fitting


def breaks_well(broken: list[str]) -> bool:
    """Whether no line begins or ends with a mark that may not stand there."""
    return all(
        not (after and after[0] in NEVER_FIRST) and not (before and before[-1] in NEVER_LAST)
        for before, after in pairwise(broken)
    )
