"""How tests of acts read a case: the terms it owes, the entry of an act, the refusal of an act."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cases.models import Case
from clocks import services as clocks
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Refusal
from records.models import CreditRecord, Department
from rulebook.in_force import Editions, shipped_editions, using
from tests.factories.cases import FiledCase
from tests.factories.people import actor_of_user
from tests.factories.records import make_department, make_record
from workflows import desks

SIX_WAYS = Path(__file__).parents[1] / "rulebook" / "editions" / "six-ways.toml"
SIX_WAYS_PLACE = "379900"


def at_day(month: int, day: int, hour: int = 10) -> datetime:
    """An hour of a day of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def owner_of(case: Case) -> clocks.Owner:
    return clocks.Owner("case", case.pk, case.stream)


def unit_of(case: Case) -> Department:
    """The unit that handles a case; fails where none has it yet."""
    assert case.handling_department is not None
    return case.handling_department


def owed(case: Case) -> dict[str, str]:
    """The legal terms a case owes: "running until 2026-09-04", "paused", "breached since …" by term."""
    return {
        term.term: "paused" if term.standing == "paused" else f"{term.standing} {term.due_on.isoformat()}"
        for term in clocks.open_terms(owner_of(case))
        if term.goal == "law"
    }


def promised(case: Case) -> dict[str, str]:
    """The same for the promises beside them."""
    return {
        term.term: f"{term.standing} {term.due_on.isoformat()}"
        for term in clocks.open_terms(owner_of(case))
        if term.goal == "promise"
    }


def entry_of(case: Case, verb: str) -> Entry:
    """The last entry of a verb on a case; raises where there is none."""
    return Entry.objects.filter(stream=case.stream, verb=verb).order_by("seq").latest("seq")


def refusal_of(call: Callable[[], object], *, case: Case) -> Refusal:
    """The refusal with which a call ends, after a look that it wrote nothing at all."""
    before = _rows(case)
    with pytest.raises(Refusal) as refused:
        call()
    assert _rows(case) == before, "a refused act left something behind"
    assert str(refused.value)
    return refused.value


def refused_at_the_desk(made: FiledCase, act: str, *, by: User | None = None, **facts: Any) -> Refusal:
    """The refusal of an officer's act at the desk; the reviewer acts where nobody is named."""
    actor = actor_of_user(by or made.reviewer)
    return refusal_of(
        lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor, at=made.at, **facts),
        case=made.case,
    )


def _rows(case: Case) -> tuple[object, ...]:
    fresh = Case.objects.get(pk=case.pk)
    terms = [(row.pk, row.standing, row.due_on, row.stopped_at) for row in clocks.terms_of(owner_of(case))]
    desk = desks.desk_of(case)
    steps = list(case.steps.order_by("pk").values_list("way", "finding", "reason"))
    return (
        fresh.state,
        fresh.version,
        fresh.next_due_at,
        Entry.objects.count(),
        terms,
        steps,
        case.decisions.count(),
        None if desk is None else (desk.node, desk.owner_id),
    )


def six_ways() -> AbstractContextManager[Editions]:
    """Judge by the shipped editions and by one that asks for all six ways, four of them after acceptance."""
    return using(_with_six_ways())


@cache
def _with_six_ways() -> Editions:
    return shipped_editions().with_files(SIX_WAYS)


def make_six_ways_record() -> CreditRecord:
    """A record in the place whose edition asks for all six ways (inside `six_ways`)."""
    return make_record(
        department=make_department(jurisdiction=SIX_WAYS_PLACE), edition_key="NDRC-36+six-ways"
    )
