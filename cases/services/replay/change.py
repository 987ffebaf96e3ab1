"""What a draft would change: one value of one thing, and the comparison that finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from records.models import Department


@dataclass(frozen=True)
class Thing:
    """Whom a value belongs to: a record, a case, a holder's release; the department that answers for it."""

    kind: str
    id: int
    number: str
    department: Department


@dataclass(frozen=True)
class Change:
    """One value that would be another one under the draft; days as ISO texts, empty where there is none."""

    thing: Thing
    what: str
    before: str
    after: str

    def plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "thing": self.thing.kind,
            "id": self.thing.id,
            "number": self.thing.number,
            "department": self.thing.department.name_zh,
            "what": self.what,
            "from": self.before,
            "to": self.after,
        }


@dataclass
class Looked:
    """What a replay has looked at so far.

    `apart` counts the stored values that the law in force does not give by itself: found by a person, kept on a
    day that was told, or changed since by a correction. They are compared all the same.
    """

    records: int = 0
    cases: int = 0
    terms: int = 0
    apart: int = 0


def changes_of(
    thing: Thing,
    *,
    stored: Mapping[str, str],
    live: Mapping[str, str],
    draft: Mapping[str, str],
    looked: Looked,
) -> Iterator[Change]:
    """The values that differ because of the draft: between the two laws, and from what is stored.

    What is not stored is compared with what the law in force gives. A stored value that stands apart from the law
    in force without the draft touching it is counted and is no change.
    """
    for what in live:
        before = stored.get(what, live[what])
        if before != live[what]:
            looked.apart += 1
        if live[what] != draft[what] != before:
            yield Change(thing, what, before, draft[what])
