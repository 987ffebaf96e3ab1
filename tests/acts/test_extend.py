"""延长: the decision term grows once, before it ends."""

from __future__ import annotations

import pytest

from cases.policies import acts_open_to
from cases.states import RepairState as S
from clocks import services as clocks
from journal.models import Entry
from tests.acts.reading import at_day, entry_of, owed, owner_of, promised, refused_at_the_desk
from tests.factories.cases import make_filed_case
from tests.factories.people import actor_of_user

pytestmark = pytest.mark.django_db

WHY = "案情复杂，需实地核查。"


def test_the_decision_term_grows_by_ten_working_days_from_its_end() -> None:
    made = make_filed_case(S.VERIFYING)
    assert owed(made.case)["decide"] == "running 2026-09-10"
    made = made.perform("extend", reason=WHY)
    assert made.case.state == S.VERIFYING
    assert made.case.extended
    # 11, 14 to 18, 20 (a working Sunday) to 23 September
    assert owed(made.case)["decide"] == "running 2026-09-23"
    assert entry_of(made.case, "case.extended").payload["reason"] == WHY


def test_the_whole_term_goes_on_and_grows_by_the_same_days() -> None:
    """Its text leaves extensions out of it: it never stands still for one, and runs out like any other."""
    made = make_filed_case(S.VERIFYING)
    assert owed(made.case)["total"] == "running 2026-09-15"
    made = made.perform("extend", reason=WHY)
    # 16 to 18, 20 to 24, 28 and 29 September: 25 to 27 are off
    assert owed(made.case)["total"] == "running 2026-09-29"
    told = entry_of(made.case, "deadline.extended").payload["terms"]
    assert {term["term"] for term in told} == {"decide", "total"}
    clocks.sweep(at=at_day(9, 30))
    assert owed(made.case)["total"] == "breached 2026-09-29"


def test_a_hold_after_the_extension_stops_the_whole_term_and_gives_it_back() -> None:
    made = make_filed_case(S.VERIFYING).perform("extend", reason=WHY)
    made = made.later(at=at_day(9, 3)).perform("hold", cause="other-proceeding", document="1号")
    assert owed(made.case)["total"] == "paused"
    made = made.later(at=at_day(9, 7)).perform("resume")
    assert owed(made.case)["total"] == "running 2026-10-08"


def test_the_promise_of_the_city_stays_where_it_was() -> None:
    made = make_filed_case(S.VERIFYING).perform("extend", reason=WHY)
    assert promised(made.case) == {"decide": "running 2026-09-02"}


def test_the_warning_is_told_anew_before_the_new_end() -> None:
    made = make_filed_case(S.VERIFYING)
    clocks.sweep(at=at_day(9, 9))
    made = made.later(at=at_day(9, 9)).perform("extend", reason=WHY)
    clocks.sweep(at=at_day(9, 22))
    warned = Entry.objects.filter(stream=made.case.stream, verb="deadline.approaching")
    told = [entry.payload["due_on"] for entry in warned.order_by("seq") if entry.payload["term"] == "decide"]
    assert told == ["2026-09-10", "2026-09-23"]


def test_a_reason_is_owed() -> None:
    assert refused_at_the_desk(make_filed_case(S.VERIFYING), "extend", reason=" ").code == "reason"


def test_it_is_extended_only_once() -> None:
    made = make_filed_case(S.VERIFYING).perform("extend", reason=WHY)
    assert refused_at_the_desk(made, "extend", reason=WHY).code == "extension-spent"
    assert "extend" not in acts_open_to(made.case, actor_of_user(made.reviewer))


def test_a_term_that_has_ended_is_not_extended_even_before_any_sweep() -> None:
    made = make_filed_case(S.VERIFYING).later(at=at_day(9, 11, 0))
    assert refused_at_the_desk(made, "extend", reason=WHY).code == "extension-late"


def test_on_its_last_day_it_still_is() -> None:
    made = make_filed_case(S.VERIFYING).later(at=at_day(9, 10, 23)).perform("extend", reason=WHY)
    assert owed(made.case)["decide"] == "running 2026-09-23"


def test_after_a_send_back_the_extension_is_spent_all_the_same() -> None:
    made = make_filed_case(S.VERIFYING).perform("extend", reason=WHY).check_all()
    made = made.perform("propose", outcome="approve", reasons="齐全", clause="第三章")
    made = made.countersign("send_back", reason="请说明核查情况。")
    assert refused_at_the_desk(made, "extend", reason=WHY).code == "extension-spent"


def test_before_acceptance_there_is_nothing_to_extend() -> None:
    assert refused_at_the_desk(make_filed_case(S.ROUTED), "extend", reason=WHY).code == "overtaken"


def test_on_hold_nothing_is_extended() -> None:
    made = make_filed_case(S.VERIFYING).perform(
        "hold", cause="execution-stayed", document="枣行复〔2026〕1号"
    )
    assert refused_at_the_desk(made, "extend", reason=WHY).code == "held"


def test_a_decider_does_not_extend() -> None:
    made = make_filed_case(S.VERIFYING)
    assert refused_at_the_desk(made, "extend", by=made.decider, reason=WHY).code == "not-officer"
    assert clocks.open_terms(owner_of(made.case))
