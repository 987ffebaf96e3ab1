"""What a page with a letter asks the database: the act is tried, its work is not moved, and nothing is asked twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.models import Case
from cases.states import ObjectionState, RectificationState, RepairState, RevocationState
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import REFUSED, make_filed_case
from tests.factories.objections import make_objection
from tests.factories.records import make_measure
from tests.factories.rectifications import make_rectification
from tests.factories.revocations import KEEP, REVOKE, make_revocation

pytestmark = pytest.mark.django_db
WHY = {"reason": "申请事项不属于本单位职权。", "clause": "《信用修复管理办法》第三章"}
Shown = tuple[Case, User, dict[str, Any] | None]
"""The case, who looks, and the words of the form; None where the letter stands beside the button from the start."""


def approve() -> Shown:
    made = make_filed_case(RepairState.PROPOSED)
    make_measure(made.case.record)
    return made.case, made.decider, None


def refuse() -> Shown:
    made = make_filed_case(RepairState.VERIFYING).check_all().perform("propose", **REFUSED)
    return made.case, made.decider, None


def decline() -> Shown:
    made = make_filed_case(RepairState.ROUTED)
    return made.case, made.reviewer, WHY


def extend() -> Shown:
    made = make_filed_case(RepairState.VERIFYING)
    return made.case, made.reviewer, WHY


def accept() -> Shown:
    made = make_objection(ObjectionState.FILED)
    return made.case, made.reviewer, {}


def find_satisfied() -> Shown:
    made = make_rectification(RectificationState.REPORTED).check_all()
    return made.case, made.reviewer, {}


def keep() -> Shown:
    made = make_revocation(RevocationState.REVIEWING).perform("propose", **KEEP)
    return made.case, made.decider, None


def revoke() -> Shown:
    made = make_revocation(RevocationState.REVIEWING).perform("propose", **REVOKE)
    return made.case, made.decider, None


MOST: dict[Callable[[], Shown], int] = {
    approve: 77,
    refuse: 54,
    decline: 46,
    extend: 48,
    accept: 76,
    find_satisfied: 56,
    keep: 58,
    revoke: 102,
}
"""Statements of a page with its letter at most, savepoints counted; the act itself costs most of them."""


def statements(client: Client, address: str, case: Case, words: dict[str, Any] | None) -> int:
    with CaptureQueriesContext(connection) as seen:
        if words is None:
            page = client.get(address)
        else:
            page = client.post(address, {"version": case.version, "letter": "1", **words})
    assert len(page.context["drafts"]) == 1
    return len(seen)


@pytest.mark.parametrize("shown", MOST)
def test_a_page_with_its_letter_asks_no_more_than_this(
    sign_in: SignIn, deliver: Deliver, shown: Callable[[], Shown]
) -> None:
    case, officer, words = shown()
    deliver(NOW)
    client = sign_in(officer)
    address = f"/desk/cases/{case.number}/{shown.__name__}/"
    statements(client, address, case, words)
    assert statements(client, address, case, words) <= MOST[shown]
