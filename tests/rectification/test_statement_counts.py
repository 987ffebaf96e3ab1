"""How many SQL statements each act of a rectification costs, as a table: a change must be noticed, and wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.services.rectification import minutes, reporting, talks
from cases.services.rectification.demands import owed
from cases.services.rectification.ordering import order
from cases.states import RectificationState as S
from journal.now import day_of
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_record
from tests.factories.rectifications import BETWEEN_ACTS, ORDER, ORDERED_AT, Ordered, make_rectification
from workflows import desks

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "见案卷。"}
AT_THE_DESK = {
    "serve": 48,
    "add_demands": 23,
    "extend": 30,
    "check_demand": 21,
    "find_satisfied": 49,
    "find_insufficient": 51,
    "set_talk": 59,
    "hold_talk": 78,
    "postpone": 51,
    "record_absence": 53,
    "last_limit": 48,
    "hand_on": 50,
    "cancel_order": 47,
    "recuse": 22,
}
BESIDE_THE_DESK = {
    "order": 27,
    "report": 31,
    "overdue": 26,
    "choose_slot": 17,
    "read_back": 15,
}


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def cost(made: Ordered, act: str, *, signed: bool = False, **facts: Any) -> int:
    actor = actor_of_user(made.decider if signed else made.reviewer)
    return statements(
        lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor, at=made.at + BETWEEN_ACTS, **facts)
    )


def test_an_officers_act_at_the_desk_costs_what_is_written_here() -> None:
    served: dict[str, Any] = {"how": "desk", "served_on": day_of(ORDERED_AT)}
    issued, running = make_rectification(S.ISSUED), make_rectification(S.RECTIFYING)
    reported, due = make_rectification(S.REPORTED), make_rectification(S.TALK_DUE)
    announced, spent = make_rectification(S.TALK_SET), make_rectification(S.EXHAUSTED)
    others = [make_rectification(S.TALK_SET).at_the_talk() for _place in range(2)]
    talk = announced.at_the_talk()
    first = reported.demands[0]
    found = {
        "serve": cost(issued, "serve", **served),
        "add_demands": cost(running, "add_demands", demands=ORDER["demands"]),
        "extend": cost(running, "extend", **WHY),
        "check_demand": cost(reported, "check_demand", demand=first.pk, finding="done"),
        "find_satisfied": cost(make_rectification(S.REPORTED).check_all(), "find_satisfied"),
        "find_insufficient": cost(reported.check_all("not-done"), "find_insufficient", **WHY),
        "set_talk": cost(due, "set_talk", **due.talk_facts("prompting")),
        "hold_talk": cost(talk, "hold_talk", **talk.minutes_facts()),
        "postpone": cost(others[0], "postpone", **WHY),
        "record_absence": cost(others[1], "record_absence"),
        "last_limit": cost(spent, "last_limit", signed=True, **WHY),
        "hand_on": cost(make_rectification(S.EXHAUSTED), "hand_on", signed=True, to="执法支队", **WHY),
        "cancel_order": cost(due, "cancel_order", signed=True, document="1号", **WHY),
        "recuse": cost(talk, "recuse", officer=f"user:{talk.reviewer.pk}", **WHY),
    }
    assert found == AT_THE_DESK


def test_what_is_done_beside_the_desk_costs_what_is_written_here() -> None:
    record = make_record()
    reviewer = actor_of_user(make_officer("reviewer", record.department))
    found = {
        "order": statements(lambda: order(record_id=record.pk, actor=reviewer, at=ORDERED_AT, **ORDER)),
    }
    made, late = make_rectification(S.RECTIFYING), make_rectification(S.RECTIFYING)
    answers = {one.pk: "已整改" for one in owed(made.case)}
    found["report"] = statements(
        lambda: reporting.report(case_id=made.case.pk, answers=answers, actor=made.subject, at=made.at)
    )
    found["overdue"] = statements(
        lambda: reporting.overdue(case_id=late.case.pk, term="rectification.rectify", at=late.at)
    )
    due = make_rectification(S.TALK_DUE)
    facts = due.talk_facts("prompting")
    hour = facts.pop("set_for")
    chosen = due.perform("set_talk", **facts, slots=[hour, hour.replace(hour=15)])
    found["choose_slot"] = statements(
        lambda: talks.choose_slot(
            case_id=chosen.case.pk, slot=hour.replace(hour=15), actor=chosen.subject, at=chosen.at
        )
    )
    talked = make_rectification(S.TALK_SET).hold_talk()
    found["read_back"] = statements(
        lambda: minutes.read_back(case_id=talked.case.pk, actor=talked.subject, at=talked.at)
    )
    assert found == BESIDE_THE_DESK
