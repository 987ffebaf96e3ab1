"""What a planner says of an ordered rectification: the step that counts, the talk that is due, the bar (C24)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from cases.services.planner import RecordPlan, plan_subject
from cases.states import RectificationState as S
from tests.factories.rectifications import Ordered, make_rectification
from tests.factories.texts import bent

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)
BARS = (
    ('absence_bars_repair = { value = "no"', 'absence_bars_repair = { value = "yes"'),
    ("[talks]\n", '[talks]\nabsence_bar = { value = "next-talk-held", article = "", mark = "K" }\n'),
)


def plan_of(made: Ordered, *, public_only: bool = False) -> RecordPlan:
    with translation.override("en"):
        (plan,) = plan_subject(made.case.subject.code, on=SEPTEMBER, public_only=public_only)
    return plan


def test_a_running_order_is_told_with_its_number() -> None:
    made = make_rectification(S.RECTIFYING)
    (reason,) = plan_of(made).reasons
    assert reason == (
        f"Rectification is ordered ({made.case.number}); the step counts once it is found satisfied."
    )
    assert plan_of(made).done == ()


@pytest.mark.parametrize("state", [S.TALK_DUE, S.TALK_SET])
def test_a_due_talk_is_told_and_does_not_bar_where_the_text_does_not(state: str) -> None:
    made = make_rectification(state)
    plan = plan_of(made)
    assert plan.reasons == (f"A talk about the ordered rectification {made.case.number} is due.",)
    assert plan.file_now(SEPTEMBER)


def test_where_a_missed_talk_bars_the_planner_says_what_it_costs_and_then_that_it_bars(
    tmp_path: Path,
) -> None:
    with bent(tmp_path, "ndrc-36.toml", *BARS):
        due = plan_of(make_rectification(S.TALK_DUE))
        assert due.reasons[-1].endswith("is due; who misses it may not file a repair.")
        assert due.file_now(SEPTEMBER)
        missed = plan_of(make_rectification(S.TALK_SET).missed())
        assert missed.reasons[-1].startswith("A talk is due before you can file")
        assert not missed.file_now(SEPTEMBER)


def test_a_satisfied_rectification_counts_as_gone() -> None:
    plan = plan_of(make_rectification(S.SATISFIED))
    assert plan.reasons == ()
    assert "rectification" in {way.id for way in plan.owed}
    assert plan.done == ("rectification",)


def test_the_public_hears_nothing_of_it() -> None:
    assert plan_of(make_rectification(S.TALK_DUE), public_only=True).reasons == ()
