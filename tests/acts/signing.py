"""Who gives a company's word and who signs for it, and who does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.actors import Actor
from accounts.roles import Role
from journal.refusals import Refusal
from records.models import Subject
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner
from tests.factories.records import make_department, make_subject


def refused_with(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as refused:
        act()
    assert refused.value.code == code


def clerk_serving(subject: Subject) -> Actor:
    """A clerk who acts at the window for a company."""
    return actor_of_user(make_officer(Role.WINDOW_CLERK, make_department())).serving(subject.pk)


def others(subject: Subject) -> dict[str, Callable[[], Actor]]:
    """People who sign second for a company in nothing."""
    return {
        "agent who may file": lambda: actor_of_user(make_agent(subject, scopes="file answer letters")),
        "stranger": lambda: actor_of_user(make_owner(make_subject())),
        "clerk serving the company": lambda: clerk_serving(subject),
    }
