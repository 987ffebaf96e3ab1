"""Terms of objections, rectification, revocation and complaints run, warn, stand still and grow as a repair's do."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from clocks import services as clocks
from clocks.models import Deadline, Standing
from clocks.receipts import from_json, recompute, sentence
from journal.now import SHANGHAI
from rulebook.in_force import shipped_editions
from rulebook.known_terms import PROCEEDINGS

pytestmark = pytest.mark.django_db

NAMES = [f"{of}.{id_}" for of, ids in PROCEEDINGS.items() for id_ in ids]
CASE = clocks.Owner(kind="case", id=1, stream="case:1")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def start(id_: str, day: date, key: str = "NDRC-36") -> Deadline:
    law = shipped_editions().by_key(key)
    return clocks.start(
        owner=CASE, term=law.term(id_), edition=law, trigger_on=day, at=at(day), actor_ref="user:7"
    )


@pytest.mark.parametrize("id_", NAMES)
def test_each_warns_before_its_end_and_tells_why_it_ends_then(id_: str) -> None:
    row = start(id_, date(2026, 9, 9))
    assert row.warn_at is not None
    assert at(date(2026, 9, 9)) < row.warn_at < row.due_at
    assert recompute(row.receipt) == row.due_on
    assert row.to_confirm
    assert "2026" in sentence(from_json(row.receipt))


def test_an_objection_stands_still_while_the_provider_is_asked() -> None:
    # 7 working days of 2 September: 3, 4 | still to the 24th | 28, 29, 30 September, 8 and 9 October
    start("objection.handle", date(2026, 9, 2))
    clocks.pause(owner=CASE, cause="inquiry", at=at(date(2026, 9, 4)), actor_ref="user:7")
    assert clocks.next_due_at(CASE) is None
    clocks.resume(owner=CASE, cause="inquiry", at=at(date(2026, 9, 24)), actor_ref="user:7")
    row = Deadline.objects.get()
    assert (row.standing, row.due_on) == (Standing.RUNNING, date(2026, 10, 9))


def test_rectification_is_lengthened_once_in_calendar_days() -> None:
    # 30 days of 22 June end on 22 July, 15 more on 6 August
    assert start("rectification.rectify", date(2026, 6, 22)).due_on == date(2026, 7, 22)
    row = clocks.extend(
        owner=CASE,
        term_id="rectification.rectify",
        reason="设备到货延误",
        at=at(date(2026, 7, 20)),
        actor_ref="user:7",
    )
    assert row.due_on == date(2026, 8, 6)


def test_a_place_may_promise_a_shorter_time_for_an_objection() -> None:
    row = start("objection.handle", date(2026, 9, 24), "NDRC-36+extra-ways")
    promised = Deadline.objects.get(goal="promise")
    assert (row.due_on, promised.due_on) == (date(2026, 10, 12), date(2026, 10, 9))
