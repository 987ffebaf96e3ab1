"""An act that is only tried: refused as the act itself would be, and the desk stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.actors import Actor
from cases.states import RepairState as S
from journal.refusals import Refusal
from journal.undone import undone
from tests.acts.reading import unit_of
from tests.factories.cases import REFUSED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from workflows.desks import attempt, claim, desk_of, perform

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "申请事项不属于本单位职权。", "clause": "《信用修复管理办法》第三章"}
Tried = tuple[FiledCase, Actor, str]


def of_another_unit() -> Tried:
    return make_filed_case(S.ROUTED), actor_of_user(make_filed_case(S.ROUTED).reviewer), "decline"


def taken_by_a_colleague() -> Tried:
    made = make_filed_case(S.ROUTED)
    colleague = actor_of_user(make_officer("reviewer", unit_of(made.case)))
    claim(case_id=made.case.pk, actor=colleague, at=made.at)
    return made, actor_of_user(made.reviewer), "decline"


def standing_still() -> Tried:
    made = make_filed_case(S.ROUTED).perform("hold", cause="execution-stayed", document="枣行复〔2026〕12号")
    return made, actor_of_user(made.reviewer), "decline"


def at_another_desk() -> Tried:
    made = make_filed_case(S.VERIFYING)
    return made, actor_of_user(made.reviewer), "decline"


def on_nobodys_desk() -> Tried:
    made = make_filed_case(S.DECLINED)
    return made, actor_of_user(made.reviewer), "decline"


def signed_by_a_reviewer() -> Tried:
    made = make_filed_case(S.PROPOSED)
    return made, actor_of_user(made.reviewer), "approve"


def signed_by_whoever_proposed() -> Tried:
    made = make_filed_case(S.PROPOSED)
    make_officer("decider", unit_of(made.case), user=made.reviewer)
    return made, actor_of_user(made.reviewer), "approve"


def signed_otherwise_than_proposed() -> Tried:
    made = make_filed_case(S.VERIFYING).check_all().perform("propose", **REFUSED)
    return made, actor_of_user(made.decider), "approve"


def no_officers_act() -> Tried:
    made = make_filed_case(S.ROUTED)
    return made, actor_of_user(made.reviewer), "withdraw"


@pytest.mark.parametrize(
    ("tried", "code"),
    [
        (of_another_unit, "no-case"),
        (taken_by_a_colleague, "taken"),
        (standing_still, "held"),
        (at_another_desk, "overtaken"),
        (on_nobodys_desk, "overtaken"),
        (signed_by_a_reviewer, "not-countersigner"),
        (signed_by_whoever_proposed, "own-hand"),
        (signed_otherwise_than_proposed, "wrong-outcome"),
        (no_officers_act, "not-system"),
    ],
)
def test_what_is_tried_is_refused_as_the_act_itself(tried: Callable[[], Tried], code: str) -> None:
    made, actor, act = tried()
    facts: dict[str, Any] = WHY if act == "decline" else {}
    said = []
    for way in (attempt, perform):
        with pytest.raises(Refusal) as refused:
            way(case_id=made.case.pk, act=act, actor=actor, at=made.at, **facts)
        said.append((refused.value.code, refused.value.status, str(refused.value)))
    assert said[0] == said[1]
    assert said[0][0] == code


def test_what_is_tried_is_done_by_its_service_and_moves_no_work() -> None:
    made = make_filed_case(S.ROUTED)
    before = desk_of(made.case)
    with undone():
        case = attempt(
            case_id=made.case.pk, act="decline", actor=actor_of_user(made.reviewer), at=made.at, **WHY
        )
        assert case.state == S.DECLINED
        assert desk_of(case) == before
    assert made.later().case.state == S.ROUTED
    assert desk_of(made.case) == before
