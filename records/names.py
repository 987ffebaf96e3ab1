"""Names of companies as the search knows them: one way of writing, cut into pairs of neighbouring signs. Pure.

A name that differs in a sign or two still shares most pairs, wherever it differs; two signs are enough to ask.
"""

from __future__ import annotations

import unicodedata
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

SHORTEST = 2
"""Signs that a question needs: one pair."""

LONGEST = 60
"""Signs of a question that are looked at; no name in use is longer."""

ALIKE_PAIRS = 0.4
ALIKE_SIGNS = 0.75

# 大写数字与繁体数字: the digits of cheques and of older seals, as names write them today
_DIGITS = str.maketrans(
    "〇零壹貳贰叁參肆伍陸陆柒捌玖拾佰仟萬億兩", "〇〇一二二三三四五六六七八九十百千万亿两"
)
# what nearly every company is called says nothing about which one is meant
_FORMS = ("股份有限责任公司", "有限公司", "分公司", "股份公司")
_PLANE = 21  # bits of a Unicode sign


def plain(name: str) -> str:
    """A name in one way of writing: half-width capitals, plain digits, no brackets, blanks or points."""
    folded = unicodedata.normalize("NFKC", name).upper().translate(_DIGITS)
    return "".join(sign for sign in folded if sign.isalnum())


def pairs(written: str) -> frozenset[int]:
    """The pairs of neighbouring signs of a name in one way of writing, as numbers."""
    return frozenset((ord(first) << _PLANE) | ord(second) for first, second in pairwise(written))


_COMMON = frozenset[int]().union(*(pairs(form) for form in _FORMS))


def telling(written: str) -> frozenset[int]:
    """The pairs that tell companies apart: those of the legal form are left out."""
    return pairs(written) - _COMMON


def whole(written: str) -> int:
    """One number for the whole name, below zero, where no pair is: a full name is found among any number of others."""
    return -1 - (int.from_bytes(blake2b(written.encode(), digest_size=8).digest()) >> 2)


def grams_of(name: str) -> frozenset[int]:
    """What a name is found by."""
    written = plain(name)
    return telling(written) | {whole(written)}


class Fit(NamedTuple):
    """How well a name fits what was asked; of two, the greater one fits better."""

    same: bool
    contains: bool
    share: float
    """of the asked pairs, those that the name has"""
    both: float
    """of all pairs of the two, those that they share"""
    signs: float
    """of the asked signs, those that the name has"""

    @property
    def alike(self) -> bool:
        """Whether the name may be the one meant: two fifths of the asked pairs, or three quarters of the signs.

        One wrong sign spoils two pairs, in a short name nearly all of them; the signs that are left still tell.
        """
        return self.contains or self.share >= ALIKE_PAIRS or (self.share > 0 and self.signs >= ALIKE_SIGNS)


def likeness(asked: str, name: str) -> Fit:
    """How well a name fits what was asked, both in one way of writing."""
    wanted, has = telling(asked) or pairs(asked), telling(name) or pairs(name)
    both = len(wanted & has)
    return Fit(
        same=asked == name,
        contains=asked in name,
        share=both / max(len(wanted), 1),
        both=2 * both / max(len(wanted) + len(has), 1),
        signs=sum(sign in name for sign in asked) / max(len(asked), 1),
    )
