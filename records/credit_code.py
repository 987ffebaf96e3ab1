"""The unified social credit code (统一社会信用代码, GB 32100-2015): reading, checking, inventing one.

Eighteen signs: registering department, kind of body, division code (GB/T 2260, six digits), identifier of
nine signs (GB 11714, with its own check character), check character (GB/T 17710).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, Z, S, V
LENGTH = 18
DIVISION = slice(2, 8)
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_WEIGHTS = tuple(3**place % 31 for place in range(LENGTH - 1))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class CodeCheck:
    """What a check found: `fault` is "" or the first of length, sign, division, check-character.

    `inner_ok` tells of the identifier's own check character; codes converted from old registers may fail it,
    so it only warns.
    """

    code: str
    outer_ok: bool
    inner_ok: bool
    fault: str = ""


def normalise(raw: str) -> str:
    """The code as it is stored: half-width capitals without blanks, hyphens or invisible signs."""
    folded = unicodedata.normalize("NFKC", raw).upper()
    return "".join(sign for sign in folded if sign.isalnum())


def check(code: str) -> CodeCheck:
    """Check a normalised code; never raises, a wrong one comes back with its fault."""
    fault = _fault(code)
    inner_ok = len(code) == LENGTH and code.isascii() and code[16] == _inner_sign(code[8:16])
    return CodeCheck(code=code, outer_ok=not fault, inner_ok=inner_ok, fault=fault)


def _fault(code: str) -> str:
    if len(code) != LENGTH:
        return "length"
    if any(sign not in _VALUE for sign in code):
        return "sign"
    if not code[DIVISION].isdigit():
        return "division"
    return "" if code[-1] == _check_sign(code[:-1]) else "check-character"


def division_of(code: str) -> str:
    """The division code (GB/T 2260) of the registering authority, e.g. "370400"."""
    return code[DIVISION]


def make(*, prefix: str = "91370400", rng: Random) -> str:
    """An invented code with both check characters right; `prefix` is its first eight signs."""
    body = "".join(rng.choice(ALPHABET) for _ in range(8))
    start = prefix + body + _inner_sign(body)
    return start + _check_sign(start)


def _check_sign(start: str) -> str:
    total = sum(_VALUE[sign] * weight for sign, weight in zip(start, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _inner_sign(body: str) -> str:
    try:
        total = sum(int(sign, 36) * weight for sign, weight in zip(body, _INNER_WEIGHTS, strict=True))
    except ValueError:
        return ""
    rest = (11 - total % 11) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - GB 11714 writes ten as X
