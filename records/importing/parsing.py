"""Reading single cells: days, amounts, codes, texts. Each refuses with a sentence that says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records import credit_code

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MIDNIGHT = re.compile(r"[T\s]+0{1,2}:00(:00(\.0+)?)?$")
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,6})?")
_NO_END = {"长期", "永久", "无固定期限"}
EARLIEST = date(1949, 10, 1)

CODE_FAULTS: dict[str, Promise] = {
    "length": _("A unified social credit code has 18 signs; this one has another length."),
    "sign": _("A unified social credit code has digits and capitals without I, O, S, V, Z only."),
    "division": _("Signs 3 to 8 of a unified social credit code are the digits of a division code."),
    "check-character": _(
        "The check character of the unified social credit code does not fit; look for a typing error."
    ),
}


class CellFault(ValueError):
    """A cell that cannot be taken: `sentence` says why."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def day(raw: str) -> date | None:
    """A day as delivered (2026-04-01, 2026/4/1, 2026年4月1日, 20260401); None where empty.

    Raises CellFault.
    """
    plain = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", raw).strip())
    if not plain:
        return None
    found = _DAY.fullmatch(plain) or _PLAIN_DAY.fullmatch(plain)
    if found is None:
        raise CellFault(_("This is no date; write it as 2026-04-01."))
    try:
        read = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as fault:
        raise CellFault(_("This day is not in the calendar.")) from fault
    if read < EARLIEST:
        raise CellFault(_("This day is too long ago; look for a typing error."))
    return read


def day_needed(raw: str) -> date:
    """A day that must be there. Raises CellFault."""
    read = day(raw)
    if read is None:
        raise CellFault(_("This must be filled in."))
    return read


def open_ended_day(raw: str) -> date | None:
    """A day until which something holds; None where empty or without end (长期). Raises CellFault."""
    return None if raw in _NO_END else day(raw)


def amount(raw: str) -> Decimal | None:
    """An amount in 10,000 yuan (万元), at most six decimals; None where empty. Raises CellFault."""
    plain = unicodedata.normalize("NFKC", raw).strip()
    if not plain:
        return None
    if not _AMOUNT.fullmatch(plain):
        raise CellFault(
            _("This is no amount in 10,000 yuan; write digits and a point, at most six decimals.")
        )
    return Decimal(plain)


def code(raw: str) -> credit_code.CodeCheck:
    """A unified social credit code whose check character holds. Raises CellFault."""
    checked = credit_code.check(credit_code.normalise(raw))
    if checked.fault:
        raise CellFault(CODE_FAULTS[checked.fault])
    return checked


def text(raw: str, longest: int) -> str:
    """A text that can be stored. Raises CellFault where it is too long or has control signs."""
    if len(raw) > longest:
        raise CellFault(
            _("This text is too long: %(length)s signs, at most %(longest)s.")
            % {"length": len(raw), "longest": longest}
        )
    if not raw.isprintable() and any(
        unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in raw
    ):
        raise CellFault(_("This text has signs that cannot be shown; type it again."))
    return raw
