"""一次性告知补正 and 补正: all missing items are asked for at once, the clock stands still meanwhile."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.models import Supplement
from cases.services import intake
from cases.states import RepairState as S
from clocks import services as clocks
from tests.acts.reading import at_day, entry_of, owed, owner_of, refusal_of, refused_at_the_desk
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from workflows import desks, router

pytestmark = pytest.mark.django_db

ITEMS = [
    {"what": " 缴款凭证 ", "material": "M3", "clause": "第三章"},
    {"what": "停用车辆的照片", "material": "", "clause": ""},
    {"what": "   ", "material": "M1", "clause": ""},
]


def asked() -> FiledCase:
    """A case that was filed on 1 September and asked for items on the second."""
    return make_filed_case(S.ROUTED).later(at=at_day(9, 2)).perform("ask_supplement", items=ITEMS)


def supply(made: FiledCase, at: datetime, answer: str = "已补充。") -> FiledCase:
    intake.supplement(case_id=made.case.pk, answer=answer, actor=actor_of_user(made.owner), at=at)
    router.align(made.case.pk)
    return made.later(at=at)


def test_every_missing_item_is_asked_for_at_once_and_the_clocks_stand_still() -> None:
    made = asked()
    assert made.case.state == S.SUPPLEMENTING
    assert made.case.supplements == 1
    assert owed(made.case) == {
        "accept": "paused",
        "total": "paused",
        "supplement": "running 2026-09-16",
    }
    row = Supplement.objects.get(case=made.case)
    assert [item["what"] for item in row.items] == ["缴款凭证", "停用车辆的照片"]
    assert entry_of(made.case, "case.supplement_asked").payload["items"] == row.items


def test_the_ten_days_of_the_subject_are_counted_over_the_holidays() -> None:
    made = make_filed_case(S.ROUTED, at=at_day(9, 22)).perform("ask_supplement", items=ITEMS)
    assert owed(made.case)["supplement"] == "running 2026-10-13"


def test_after_the_answer_exactly_the_days_that_were_left_are_left() -> None:
    made = supply(asked(), at_day(9, 14))
    assert made.case.state == S.ROUTED
    # 2 September was used: two days of the acceptance term are left and nine of the total
    assert owed(made.case) == {"accept": "running 2026-09-16", "total": "running 2026-09-24"}


def test_an_answer_on_the_same_day_costs_nothing() -> None:
    made = supply(asked(), at_day(9, 2, 18))
    assert owed(made.case) == {"accept": "running 2026-09-04", "total": "running 2026-09-15"}


def test_the_answer_is_kept_with_its_day() -> None:
    made = supply(asked(), at_day(9, 14), answer="  缴款凭证见附件。 ")
    row = Supplement.objects.get(case=made.case)
    assert (row.answer, row.answered_at) == ("缴款凭证见附件。", at_day(9, 14))
    assert entry_of(made.case, "case.supplemented").payload["answer"] == "缴款凭证见附件。"


def test_an_answer_after_the_last_day_wins_while_nothing_has_lapsed() -> None:
    made = supply(asked(), at_day(9, 17))
    assert made.case.state == S.ROUTED
    assert not made.case.late, "it was the subject that was late"
    term = next(term for term in clocks.terms_of(owner_of(made.case)) if term.term == "supplement")
    assert term.breached_at is not None
    assert term.stopped_at is not None


def test_whoever_asked_has_the_case_again_after_the_answer() -> None:
    made = supply(asked(), at_day(9, 14))
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert (desk.node, desk.owner_id) == ("acceptance", made.reviewer.pk)


def test_at_least_one_item_is_named() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "ask_supplement", items=[{"what": " "}]).code == "no-items"


def test_items_are_asked_for_only_once() -> None:
    made = supply(asked(), at_day(9, 14))
    assert refused_at_the_desk(made, "ask_supplement", items=ITEMS).code == "supplement-spent"


def test_while_items_are_awaited_the_desk_has_nothing_to_accept() -> None:
    assert refused_at_the_desk(asked(), "accept").code == "overtaken"


def test_an_officer_does_not_answer_for_the_subject() -> None:
    made = asked()
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(
        lambda: intake.supplement(case_id=made.case.pk, answer="", actor=actor, at=made.at), case=made.case
    )
    assert refusal.code == "not-subject"


def test_nothing_is_answered_that_was_not_asked() -> None:
    made = make_filed_case(S.ROUTED)
    refusal = refusal_of(lambda: supply(made, made.at), case=made.case)
    assert refusal.code == "not-now"


def test_an_answer_given_twice_is_taken_once() -> None:
    made = supply(asked(), at_day(9, 14))
    refusal = refusal_of(lambda: supply(made, at_day(9, 14)), case=made.case)
    assert refusal.code == "not-now"
    assert Supplement.objects.filter(case=made.case).count() == 1


def test_on_hold_the_answer_waits_and_so_does_its_term() -> None:
    made = asked().perform("hold", cause="other-proceeding", document="枣法〔2026〕9号")
    assert owed(made.case) == {
        "accept": "paused",
        "total": "paused",
        "supplement": "paused",
        "hold-review": "running 2026-10-08",
    }
    assert refusal_of(lambda: supply(made, made.at), case=made.case).code == "held"
