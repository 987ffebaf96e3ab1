"""最后限期、移送、撤销: another officer, with no hand in the case, decides what follows where no talk is left."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models.talk import TalkStanding
from cases.states import RectificationState as S
from tests.acts.reading import entry_of, owed
from tests.factories.people import make_officer
from tests.factories.rectifications import Ordered, make_rectification
from tests.rectification.asking import refused

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "企业已筹措资金，给予最后一次机会。"}
PAPER: dict[str, Any] = {"reason": "处罚决定已被撤销。", "document": "枣交撤〔2026〕1号"}


def test_a_last_limit_is_set_once() -> None:
    made = make_rectification(S.EXHAUSTED).countersign("last_limit", days=10, **WHY)
    assert (made.case.state, made.case.order.last_limit_set) == (S.RECTIFYING, True)
    assert list(owed(made.case)) == ["rectification.last-limit"]
    made = made.limit_passes()
    assert made.case.state == S.EXHAUSTED
    assert refused(made, "last_limit", by=made.decider, **WHY) == "not-now"


def test_the_last_limit_has_the_texts_days_unless_others_are_set_within_its_bounds() -> None:
    made = make_rectification(S.EXHAUSTED)
    assert refused(made, "last_limit", by=made.decider, days=5, **WHY) == "limit-days"
    assert refused(made, "last_limit", by=made.decider, reason="") == "reason"
    made = made.countersign("last_limit", **WHY)
    assert entry_of(made.case, "case.last_limit_set").payload["limit_days"] == 15


def test_it_is_handed_on_to_somebody_for_a_reason() -> None:
    made = make_rectification(S.EXHAUSTED)
    assert refused(made, "hand_on", by=made.decider, to=" ", reason="未整改") == "hand-on-to"
    made = made.countersign("hand_on", to="枣庄市交通运输综合执法支队", reason="未整改")
    assert (made.case.state, owed(made.case)) == (S.CLOSED_UNRECTIFIED, {})
    assert made.case.order.handed_on_to == "枣庄市交通运输综合执法支队"


@pytest.mark.parametrize("act", ["last_limit", "hand_on", "cancel_order"])
def test_whoever_had_a_hand_in_it_does_not_sign(act: str) -> None:
    facts: dict[str, Any] = {
        "last_limit": WHY,
        "hand_on": {"to": "执法支队", "reason": "未整改"},
        "cancel_order": PAPER,
    }[act]
    made = make_rectification(S.EXHAUSTED)
    unit = made.case.handling_department
    assert unit is not None
    assert refused(made, act, **facts) == "not-countersigner"
    make_officer("decider", unit, user=made.reviewer)
    assert refused(made, act, **facts) == "own-hand"


@pytest.mark.parametrize("state", [S.ISSUED, S.RECTIFYING, S.REPORTED, S.TALK_DUE, S.TALK_SET, S.EXHAUSTED])
def test_an_order_is_cancelled_by_a_paper_at_any_stage(state: str) -> None:
    made = make_rectification(state)
    assert refused(made, "cancel_order", by=made.decider, reason="误发", document="") == "cancel-document"
    made = made.countersign("cancel_order", **PAPER)
    assert (made.case.state, owed(made.case)) == (S.CANCELLED, {})
    assert not made.case.talks.filter(standing=TalkStanding.SET).exists()


def test_a_held_order_can_be_cancelled() -> None:
    made: Ordered = make_rectification(S.RECTIFYING)
    made = made.perform("hold", cause="competence", document="枣编办函〔2026〕3号")
    made = made.countersign("cancel_order", **PAPER)
    assert made.case.state == S.CANCELLED
    assert not made.case.holds.filter(to_at__isnull=True).exists()
