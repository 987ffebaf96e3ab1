"""谁认定、谁约谈: a matrix of departments by acts on a talk by doors. Nobody but the one in charge does any of them.

The rule (国办发〔2019〕35号 item 9, R): the department that determined the record, or whoever succeeded it on that day;
where nobody did, the lead department takes care and holds no talk. The page part stands with the desk's pages.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from accounts.actors import Actor
from cases.models import Case
from cases.services import crossing
from cases.services.rectification import talks
from cases.services.rectification.ordering import order
from cases.states import RectificationState as S
from journal.now import day_of
from journal.refusals import Refusal
from records.models import CreditRecord, Department
from rulebook.in_force import shipped_editions
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_platform, make_record
from tests.factories.rectifications import ORDER, TALK, Ordered, make_rectification
from workflows import desks
from workflows.acts import SERVICES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MERGED_ON = date(2026, 7, 6)
ACTS = ("order", "set_talk", "postpone", "hold_talk", "record_absence", "note_receipt", "cancel_order")
PARTIES = ("determining", "heir", "lead and platform", "superior of the field", "other")
# who may, in each world; nobody else may do any of the acts through any door
RULE = {
    "as determined": {"determining"},
    "merged into another": {"heir"},
    "renamed": {"heir"},
    "merged and merged again": {"heir"},
    "the day has come, its desk has not moved": set[str](),
    "nobody succeeded": set[str](),
}
# an order is signed by whoever is in charge of the record, whether or not desks have moved
ORDERS_ANYWAY = {"the day has come, its desk has not moved": {"heir"}}
FOR_WANT_OF_POWER = {
    *("no-case", "no-record", "not-officer", "not-countersigner", "caretaker", "unit-ended"),
}


@dataclass(frozen=True)
class Pair:
    """Two officers of a department: each reviewer and decider, with no hand in any case."""

    one: Actor
    other: Actor

    @property
    def refs(self) -> list[str]:
        return [self.one.ref, self.other.ref]


@dataclass(frozen=True)
class World:
    """A case before its talk, one at the hour of its talk, one with minutes, a record without an order."""

    due: Ordered
    announced: Ordered
    held: Ordered
    bare: CreditRecord
    pairs: dict[str, Pair]
    at: datetime


def pair(department: Department) -> Pair:
    people = [make_officer("reviewer", department) for _place in range(2)]
    for person in people:
        make_officer("decider", department, user=person)
    return Pair(actor_of_user(people[0]), actor_of_user(people[1]))


def give_back(made: Ordered) -> None:
    """Nobody has taken the work: who may do it is asked, not who was first."""
    desk = desks.desk_of(made.case)
    if desk is not None and desk.owner_id is not None:
        desks.release(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)


def ends(unit: Department, successor: Department | None, at: datetime, *, moved: bool = True) -> None:
    Department.objects.filter(pk=unit.pk).update(valid_to=MERGED_ON, successor=successor)
    if moved:
        crossing.hand_over(department_id=unit.pk, at=at)


@pytest.fixture(params=RULE)
def world(request: pytest.FixtureRequest) -> tuple[str, World]:
    name = str(request.param)
    unit, heir, other = make_department(), make_department(), make_department(field="ecology")
    lead, superior = make_platform(), make_department(jurisdiction="370000")
    bare = make_record(department=unit)
    due = make_rectification(S.TALK_DUE, record=make_record(department=unit))
    announced = make_rectification(S.TALK_SET, record=make_record(department=unit)).at_the_talk()
    held = make_rectification(S.TALK_SET, record=make_record(department=unit)).hold_talk()
    at = announced.at + timedelta(minutes=30)
    for made in (due, announced, held):
        give_back(made)
    if name in {"merged into another", "renamed"}:
        ends(unit, heir, at)
    elif name == "merged and merged again":
        middle = make_department(valid_to=MERGED_ON, successor=heir)
        ends(unit, middle, at)
    elif name == "nobody succeeded":
        ends(unit, None, at)
    elif name != "as determined":
        ends(unit, heir, at, moved=False)
    departments = (unit, heir, lead, superior, other)
    pairs = {party: pair(department) for party, department in zip(PARTIES, departments, strict=True)}
    return name, World(due.later(), announced.later(), held.later(), bare, pairs, at)


def target_of(act: str, shown: World) -> Ordered:
    return {"set_talk": shown.due, "note_receipt": shown.held}.get(act, shown.announced)


def facts_of(act: str, shown: World, officers: Pair) -> dict[str, Any]:
    """Facts with which the act succeeds where it is allowed, with officers of the acting department."""
    if act == "set_talk":
        edition = shipped_editions().by_key(shown.due.case.edition_key)
        first = talks.first_talk_day(edition, jurisdiction="370400", served_on=day_of(shown.at))
        hour = datetime.combine(first, shown.at.timetz())
        return {**TALK, "kind": "prompting", "officers": officers.refs, "set_for": hour}
    if act == "hold_talk":
        chair, recorder = officers.refs
        facts = shown.announced.minutes_facts(chair=chair, recorder=recorder)
        return {**facts, "officers": officers.refs}
    known: dict[str, dict[str, Any]] = {
        "postpone": {"reason": "法定代表人住院"},
        "record_absence": {"reason_shown": ""},
        "note_receipt": {"number": "GX-1", "received_on": day_of(shown.at), "proof": "电话确认"},
        "cancel_order": {"reason": "误发", "document": "枣交撤〔2026〕1号"},
    }
    return known[act]


def by_service(act: str, shown: World, officers: Pair) -> Case:
    """The service called straight, as a shell or a command would."""
    if act == "order":
        return order(record_id=shown.bare.pk, actor=officers.one, at=shown.at, **ORDER)
    service = SERVICES["rectification"][act]
    case_id = target_of(act, shown).case.pk
    return service(case_id=case_id, actor=officers.one, at=shown.at, **facts_of(act, shown, officers))


def by_the_desk(act: str, shown: World, officers: Pair) -> Case:
    """The one door of officers: pages and commands come through it."""
    if act == "order":
        return by_service(act, shown, officers)
    return desks.perform(
        case_id=target_of(act, shown).case.pk,
        act=act,
        actor=officers.one,
        at=shown.at,
        **facts_of(act, shown, officers),
    )


def succeeds(door: Callable[[str, World, Pair], Case], act: str, shown: World, officers: Pair) -> bool:
    """Whether an act goes through; whatever it did is taken back."""
    try:
        with transaction.atomic():
            door(act, shown, officers)
            transaction.set_rollback(True)
    except Refusal as refused:
        if refused.code not in FOR_WANT_OF_POWER:
            raise  # the facts of this test are wrong
        return False
    return True


@pytest.mark.parametrize("door", [by_service, by_the_desk])
def test_only_the_department_in_charge_has_the_talk(
    door: Callable[[str, World, Pair], Case], world: tuple[str, World]
) -> None:
    name, shown = world
    done = {
        (party, act)
        for party, officers in shown.pairs.items()
        for act in ACTS
        if succeeds(door, act, shown, officers)
    }
    expected = {(party, act) for party in RULE[name] for act in ACTS}
    expected |= {(party, "order") for party in ORDERS_ANYWAY.get(name, set())}
    assert done == expected


def test_no_command_acts_on_a_talk_past_the_desk() -> None:
    """Commands may rehearse, with people of their own; none calls the acts of a talk by itself."""
    root = Path(__file__).parents[2]
    calling = [
        path.relative_to(root).as_posix()
        for path in root.glob("*/management/commands/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cases.services.rectification")
    ]
    assert calling == []
