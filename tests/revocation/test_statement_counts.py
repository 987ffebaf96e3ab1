"""How many SQL statements each act of a revocation costs, as a table: a change must be noticed, and wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.services import commitments
from cases.services.revocation import hearing, opening
from cases.states import RevocationState as S
from tests.factories.cases import FiledCase
from tests.factories.people import actor_of_user
from tests.factories.records import make_measure, make_record
from tests.factories.revocations import (
    GROUND,
    KEEP,
    REVOKE,
    STATEMENT,
    OpenedRevocation,
    make_granted_repair,
    make_revocation,
)
from workflows import desks

pytestmark = pytest.mark.django_db

COSTS = {
    "check": 14,
    "honour": 15,
    "open_revocation": 29,
    "state_defence": 27,
    "defence_over": 25,
    "propose": 30,
    "send_back": 36,
    "revoke": 95,
    "keep": 47,
}


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def granted() -> FiledCase:
    record = make_record()
    make_measure(record)
    return make_granted_repair(record)


def at_the_desk(made: OpenedRevocation, act: str, **facts: Any) -> int:
    user = made.opener if act == "propose" else made.decider
    return statements(
        lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor_of_user(user), at=made.at, **facts)
    )


def test_every_act_costs_what_is_written_here() -> None:
    looked_at, honoured, doubted = granted(), granted(), granted()

    def by_officer(repair: FiledCase) -> dict[str, Any]:
        return {"actor": actor_of_user(repair.reviewer), "at": repair.at}

    def heard(repair: FiledCase) -> OpenedRevocation:
        return make_revocation(S.REVIEWING, repair=repair)

    told, silent = make_revocation(repair=granted()), make_revocation(repair=granted())
    owner = actor_of_user(told.owner)
    found = {
        "check": statements(
            lambda: commitments.check(
                commitment_id=looked_at.case.commitment.pk,
                finding="kept",
                note="无异常",
                **by_officer(looked_at),
            )
        ),
        "honour": statements(
            lambda: commitments.honour(
                commitment_id=honoured.case.commitment.pk, note="已履行", **by_officer(honoured)
            )
        ),
        "open_revocation": statements(
            lambda: opening.open_revocation(repair_case_id=doubted.case.pk, **GROUND, **by_officer(doubted))
        ),
        "state_defence": statements(
            lambda: hearing.state_defence(case_id=told.case.pk, statement=STATEMENT, actor=owner, at=told.at)
        ),
        "defence_over": statements(lambda: hearing.defence_over(case_id=silent.case.pk, at=silent.at)),
        "propose": at_the_desk(heard(granted()), "propose", **REVOKE),
        "send_back": at_the_desk(heard(granted()).perform("propose", **REVOKE), "send_back", reason="请核实"),
        "revoke": at_the_desk(heard(granted()).perform("propose", **REVOKE), "revoke"),
        "keep": at_the_desk(heard(granted()).perform("propose", **KEEP), "keep"),
    }
    assert found == COSTS
