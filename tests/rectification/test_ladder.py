"""约谈次序: prompting before warning, each as often as the text says, never down the ladder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.services.rectification.ladder import left
from rulebook.in_force import shipped_editions
from rulebook.proceedings import Talks

P, W = "prompting", "warning"


def talks(*, each: int = 1, absence: str = "next-talk") -> Talks:
    found = shipped_editions().by_key("NDRC-36").talks
    return replace(
        found,
        maximum_of_each=replace(found.maximum_of_each, count=each),
        absence=replace(found.absence, value=absence),
    )


@pytest.mark.parametrize(
    ("past", "remaining"),
    [
        ((), (P, W)),
        (((P, "held"),), (W,)),
        (((P, "absent"),), (W,)),
        (((P, "postponed"),), (P, W)),
        (((P, "cancelled"),), (P, W)),
        (((P, "held"), (W, "held")), ()),
        (((W, "held"),), ()),
    ],
)
def test_what_is_left_after_each_talk(past: tuple[tuple[str, str], ...], remaining: tuple[str, ...]) -> None:
    assert left(talks(), past) == remaining


def test_a_text_may_allow_two_of_each() -> None:
    assert left(talks(each=2), ()) == (P, P, W, W)
    assert left(talks(each=2), ((P, "held"),)) == (P, W, W)
    # after a warning no prompting talk is left, though one was never held
    assert left(talks(each=2), ((P, "held"), (W, "held"))) == (W,)


def test_a_missed_talk_is_set_again_or_was_the_last_where_the_text_says_so() -> None:
    assert left(talks(absence="same-talk"), ((P, "absent"),)) == (P, W)
    assert left(talks(absence="exhausted"), ((P, "absent"),)) == ()
    assert left(talks(absence="exhausted"), ((P, "held"),)) == (W,)
