"""Which pairs of a table of powers are tried through the services: the allowed always, the others in turn.

The policies are asked for every pair in every situation; the services stand behind the same policies, so each
pair that is not allowed is tried there in one situation of four. EVERY_TEST=1 tries all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

Person = TypeVar("Person")
ONE_OF = 4


def done_by(
    people: Mapping[str, Person],
    acts: Iterable[str],
    expected: Mapping[str, set[str]],
    *,
    turn: int,
    succeeds: Callable[[str, Person], bool],
) -> dict[str, set[str]]:
    """What each role's person got done of what was tried; `turn` is the situation's number."""
    every = bool(os.environ.get("EVERY_TEST"))
    ordered = sorted(acts)
    return {
        role: {
            act
            for number, act in enumerate(ordered)
            if (every or act in expected[role] or (turn + place + number) % ONE_OF == 0)
            and succeeds(act, person)
        }
        for place, (role, person) in enumerate(people.items())
    }
