"""The closures of a place as the text of a gazette: one more order laid beside those of its year. Pure."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rulebook.working_days import Notice


@dataclass(frozen=True)
class Closure:
    """Days from `first` to `last` of one year on which a place does not work, for which cause, by which order.

    `worked` are weekend days that the order lets be worked instead.
    """

    first: date
    last: date
    cause: str
    order: Notice
    worked: tuple[date, ...] = ()


def with_closure(closure: Closure, *, jurisdiction: str, before: str = "") -> str:
    """The text of the place's year with one more closure; `before` is the text in force, empty for none.

    A gazette holds all days of its year and place, so the new text replaces the one before. Whether its days
    fit together is told when it is read (`gazette_of`).
    """
    facts = tomllib.loads(before) if before else {}
    working = sorted({*facts.get("working", []), *closure.worked})
    notice = {
        "title": closure.order.title,
        "number": closure.order.number,
        "issued_on": closure.order.issued_on,
        "mark": closure.order.mark,
    }
    notices = [*facts.get("notice", [])]
    if notice not in notices:
        notices.append(notice)
    off = [*facts.get("off", []), {"name": closure.cause, "first": closure.first, "last": closure.last}]
    return _text(closure.first.year, jurisdiction, working, notices, sorted(off, key=_begins))


def _begins(span: Mapping[str, Any]) -> date:
    first: date = span["first"]
    return first


def _text(
    year: int,
    jurisdiction: str,
    working: Sequence[date],
    notices: Sequence[Mapping[str, Any]],
    off: Sequence[Mapping[str, Any]],
) -> str:
    days = ", ".join(day.isoformat() for day in working)
    head = [
        f"year = {year}",
        f'jurisdiction = "{jurisdiction}"',
        'status = "official"',
        f"working = [{days}]",
    ]
    tables = [_table("notice", row) for row in notices] + [_table("off", row) for row in off]
    return "\n\n".join(["\n".join(head), *tables]) + "\n"


def _table(name: str, row: Mapping[str, Any]) -> str:
    lines = [
        # a JSON text is a TOML text; a day stands without quotes
        f"{key} = {value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)}"
        for key, value in row.items()
    ]
    return "\n".join([f"[[{name}]]", *lines])
