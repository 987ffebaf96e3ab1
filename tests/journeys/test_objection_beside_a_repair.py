"""C22 over HTTP: an objection while a repair runs pauses it only where it decides the repair, and then it goes on."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from cases.models import Case
from cases.states import ObjectionState as S
from cases.states import RepairState
from tests.conftest import Clock, Deliver
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.journeys.objecting import (
    People,
    decide,
    examine,
    file_objection,
    people_around,
    read,
    send,
    visitor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def repair(clock: Clock) -> FiledCase:
    """A repair under examination, the clock an hour later."""
    cache.clear()
    clock.stand_at(FILED_AT)
    made = make_filed_case(RepairState.VERIFYING)
    clock.stand_at(FILED_AT.replace(hour=14))
    return made


@pytest.fixture
def people(repair: FiledCase, clock: Clock, deliver: Deliver) -> People:
    """Everybody around the record of the repair; its own owner is the one who objects."""
    found = people_around(repair.case.record, clock, deliver)
    found.deliver()
    return found


def stands_still(repair: FiledCase) -> bool:
    """Whether the page of the repair says that it is on hold now."""
    page = read(visitor(repair.owner), f"/my/cases/{repair.case.number}/")
    return "the case is on hold" in page


def test_what_decides_the_repair_puts_it_on_hold_until_the_objection_ends(
    repair: FiledCase, people: People
) -> None:
    case = file_objection(people, {"fine": "2"})
    assert not stands_still(repair)
    examine(people, case, {"fine": ("confirmed-right", "")})
    people.deliver()
    assert stands_still(repair)
    decide(people, case, "uphold", {"fine": ("upheld", "")})
    assert Case.objects.get(pk=case.pk).state == S.CLOSED_UPHELD
    assert not stands_still(repair)
    assert Case.objects.get(pk=repair.case.pk).state == RepairState.VERIFYING


def test_what_does_not_decide_it_lets_the_repair_run(repair: FiledCase, people: People) -> None:
    case = file_objection(people, {"facts": "事实经过另有其情。"})
    send(people.reviewer, f"/desk/cases/{case.number}/accept/")
    people.deliver()
    assert not stands_still(repair)
    assert case.number in read(people.owner, "/my/")
    assert repair.case.number in read(people.owner, "/my/")
