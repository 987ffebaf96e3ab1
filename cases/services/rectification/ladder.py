"""约谈次序: which talks a text still allows after those that were held or missed. Pure, no database."""

from __future__ import annotations

from collections.abc import Sequence

from cases.models.talk import TalkStanding
from rulebook.proceedings import Talks

NEXT_TALK, SAME_TALK, EXHAUSTED = "next-talk", "same-talk", "exhausted"
ALLOWED = "allowed"


def counted(talks: Talks) -> frozenset[str]:
    """In which standings a talk is used up: held, and missed unless the text sets a missed one again."""
    used = {TalkStanding.HELD}
    if talks.absence.value != SAME_TALK:
        used.add(TalkStanding.ABSENT)
    return frozenset(str(standing) for standing in used)


def left(talks: Talks, past: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The kinds of the talks that are left, the one that is due first; `past` are (kind, standing) of earlier ones.

    The ladder is never gone down: after a warning no prompting talk is left (国办发〔2019〕35号 item 9).
    """
    if talks.absence.value == EXHAUSTED and any(standing == TalkStanding.ABSENT for _kind, standing in past):
        return ()
    used = [kind for kind, standing in past if standing in counted(talks)]
    furthest = max((talks.ladder.index(kind) for kind in used), default=0)
    return tuple(
        kind
        for rung, kind in enumerate(talks.ladder)
        if rung >= furthest
        for _time in range(talks.maximum_of_each.count - used.count(kind))
    )
