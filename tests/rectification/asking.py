"""How tests of rectifications ask: the refusal of an act at the desk, after a look that it wrote nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from tests.acts.reading import refusal_of
from tests.factories.people import actor_of_user
from tests.factories.rectifications import BETWEEN_ACTS, Ordered
from workflows import desks

TEXT = "ndrc-36.toml"


def refused(made: Ordered, act: str, *, by: User | None = None, **facts: Any) -> str:
    """The code with which an officer's act at the desk is refused."""
    actor, at = actor_of_user(by or made.reviewer), made.at + BETWEEN_ACTS
    return code_of(
        lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor, at=at, **facts), made=made
    )


def code_of(call: Callable[[], object], *, made: Ordered) -> str:
    """The code with which a call is refused; it wrote nothing."""
    return refusal_of(call, case=made.case).code
