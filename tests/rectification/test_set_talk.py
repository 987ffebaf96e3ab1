"""约谈通知: a prompting talk, then a warning; whole working days between notice and hour; officers of the unit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases.models.talk import TalkStanding
from cases.services.rectification import talks
from cases.services.rectification.talks import Notice, choose_slot
from cases.states import RectificationState as S
from journal.now import SHANGHAI
from rulebook.in_force import shipped_editions
from tests.acts.reading import at_day, owed
from tests.factories.people import actor_of_user, make_agent, make_officer
from tests.factories.records import make_department
from tests.factories.rectifications import BETWEEN_ACTS, Ordered, make_rectification
from tests.factories.texts import bent
from tests.rectification.asking import TEXT, code_of, refused

pytestmark = pytest.mark.django_db
# the limit ran out on the first of July, the factory notices it on the second: a Thursday
FIRST_DAY = date(2026, 7, 8)


def hour(month: int, day: int, at: int = 10) -> datetime:
    return datetime(2026, month, day, at, tzinfo=SHANGHAI)


def due() -> Ordered:
    return make_rectification(S.TALK_DUE)


def test_a_talk_is_announced_with_all_that_its_notice_says() -> None:
    made = due().set_talk()
    talk = made.talk
    assert made.case.state == S.TALK_SET
    assert (talk.kind, talk.standing, talk.ordinal) == ("prompting", "set", 1)
    assert talk.department == made.case.handling_department
    assert talk.set_for == hour(7, 8)
    assert talk.notice_served_on == date(2026, 7, 2)
    assert [one["ref"] for one in talk.officers] == [f"user:{made.reviewer.pk}", f"user:{made.colleague.pk}"]
    assert owed(made.case) == {"rectification.hold-talk": "running 2026-07-09"}


def test_three_whole_working_days_lie_between_the_notice_and_the_hour() -> None:
    edition = shipped_editions().by_key("NDRC-36")
    first = talks.first_talk_day(edition, jurisdiction="370400", served_on=date(2026, 7, 2))
    assert first == FIRST_DAY  # Friday, Monday, Tuesday
    made = due()
    facts = made.talk_facts("prompting")
    assert refused(made, "set_talk", **{**facts, "set_for": hour(7, 7, 16)}) == "talk-too-soon"
    earlier = Notice(served_on=date(2026, 7, 1), how="mail", proof="EMS 1")
    served = made.perform("set_talk", **{**facts, "set_for": hour(7, 7, 16), "notice": earlier})
    assert served.talk.notice_proof == "EMS 1"


def test_a_notice_served_tomorrow_or_without_proof_is_none() -> None:
    made = due()
    facts = made.talk_facts("prompting")
    tomorrow = Notice(served_on=date(2026, 7, 3))
    assert refused(made, "set_talk", **{**facts, "notice": tomorrow}) == "served-day"
    assert refused(made, "set_talk", **{**facts, "notice": Notice(how="mail")}) == "served-proof"


def test_the_prompting_talk_comes_first_and_the_warning_after_it() -> None:
    made = due()
    warning = made.talk_facts("warning")
    assert refused(made, "set_talk", **warning) == "straight-reason"
    straight = made.perform("set_talk", **warning, straight_reason="情节严重，拒不配合。")
    assert (straight.talk.kind, straight.talk.straight_reason) == ("warning", "情节严重，拒不配合。")
    # after a warning nothing is left, though no prompting talk was held
    assert straight.hold_talk().limit_passes().case.state == S.EXHAUSTED
    later = make_rectification(S.TALK_DUE).set_talk().hold_talk().limit_passes()
    assert refused(later, "set_talk", **later.talk_facts("prompting")) == "talk-order"
    assert later.set_talk().talk.kind == "warning"


def test_where_the_text_does_not_allow_it_nothing_goes_straight_to_a_warning(tmp_path: Path) -> None:
    place = ('straight_to_warning = { value = "allowed"', 'straight_to_warning = { value = "not-allowed"')
    with bent(tmp_path, TEXT, place):
        made = due()
        facts = {**made.talk_facts("warning"), "straight_reason": "情节严重"}
        assert refused(made, "set_talk", **facts) == "straight-not-allowed"


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"place": " "}, "talk-place"),
        ({"purpose": ""}, "talk-purpose"),
        ({"basis": ""}, "basis"),
        ({"set_for": None}, "talk-hours"),
        ({"slots": [hour(7, 8), hour(7, 9)]}, "talk-hours"),
        ({"set_for": None, "slots": [hour(7, 8) + timedelta(hours=n) for n in range(9)]}, "many-slots"),
        ({"officers": ["user:0"]}, "talk-officers"),
    ],
)
def test_what_a_notice_must_say(facts: dict[str, Any], why: str) -> None:
    made = due()
    assert refused(made, "set_talk", **{**made.talk_facts("prompting"), **facts}) == why


def test_only_officers_of_the_unit_without_a_stake_hold_it() -> None:
    made = due()
    unit = made.case.handling_department
    assert unit is not None
    partial = make_agent(made.case.subject, user=make_officer("reviewer", unit))
    for wrong in (
        make_officer("reviewer", make_department()),
        make_officer("window-clerk", unit),
        partial,
        made.owner,
    ):
        facts = {
            **made.talk_facts("prompting"),
            "officers": [f"user:{made.reviewer.pk}", f"user:{wrong.pk}"],
        }
        assert refused(made, "set_talk", **facts) == "talk-officer-unfit"
    twice = [f"user:{made.reviewer.pk}"] * 2
    assert refused(made, "set_talk", **{**made.talk_facts("prompting"), "officers": twice}) == "talk-officers"
    facts = {**made.talk_facts("prompting"), "officers": [f"user:{made.reviewer.pk}", "system:desk"]}
    assert refused(made, "set_talk", **facts) == "talk-officer-unfit"


# ---- choosing among the hours proposed ---------------------------------------------------------------


def proposed() -> Ordered:
    made = due()
    slots = [hour(7, 9), hour(7, 8), hour(7, 10, 15)]
    facts = {**made.talk_facts("prompting"), "set_for": None, "slots": slots}
    return made.perform("set_talk", **facts)


def choose(made: Ordered, slot: datetime, *, at: datetime | None = None) -> object:
    return choose_slot(case_id=made.case.pk, slot=slot, actor=made.subject, at=at or made.at + BETWEEN_ACTS)


def test_the_earliest_hour_stands_until_the_subject_chooses_another() -> None:
    made = proposed()
    assert made.talk.set_for == hour(7, 8)
    choose(made, hour(7, 10, 15))
    talk = made.talk
    assert (talk.set_for, talk.chosen_by_ref) == (hour(7, 10, 15), made.subject.ref)
    assert owed(made.later().case) == {"rectification.hold-talk": "running 2026-07-13"}
    assert code_of(lambda: choose(made, hour(7, 9)), made=made.later()) == "not-now"


def test_it_is_chosen_by_the_end_of_the_day_before_the_earliest() -> None:
    made = proposed()
    late = hour(7, 8, 0)
    assert code_of(lambda: choose(made, hour(7, 9), at=late), made=made) == "slot-late"
    choose(made, hour(7, 9), at=late - timedelta(minutes=1))
    assert made.talk.set_for == hour(7, 9)


def test_no_other_hour_and_nobody_else_chooses() -> None:
    made = proposed()
    assert code_of(lambda: choose(made, hour(7, 11)), made=made) == "no-slot"
    officer = actor_of_user(made.reviewer)
    assert (
        code_of(
            lambda: choose_slot(case_id=made.case.pk, slot=hour(7, 9), actor=officer, at=made.at), made=made
        )
        == "not-subject"
    )
    single = due().set_talk()
    assert code_of(lambda: choose(single, single.talk.set_for), made=single) == "not-now"


# ---- putting it off ----------------------------------------------------------------------------------


def test_a_talk_is_put_off_once_and_set_anew() -> None:
    made = due().set_talk().perform("postpone", reason="法定代表人住院，提交了证明。")
    assert (made.case.state, made.talk.standing) == (S.TALK_DUE, TalkStanding.POSTPONED)
    assert list(owed(made.case)) == ["rectification.set-talk"]
    again = made.set_talk()
    assert (again.talk.ordinal, again.talk.kind) == (2, "prompting")
    assert refused(again, "postpone", reason="再次改期") == "postponements-spent"
    assert refused(again, "postpone", reason="") == "reason"


def test_a_warning_put_off_keeps_the_reason_for_it() -> None:
    made = due()
    made = made.perform("set_talk", **made.talk_facts("warning"), straight_reason="拒不配合")
    made = made.perform("postpone", reason="会议室另有安排")
    again = made.perform("set_talk", **made.talk_facts("warning"))
    assert (again.talk.kind, again.talk.straight_reason) == ("warning", "拒不配合")


def test_each_kind_may_be_put_off_by_itself() -> None:
    made = due().set_talk().perform("postpone", reason="住院").set_talk().hold_talk().limit_passes()
    assert made.set_talk().perform("postpone", reason="台风停工").case.state == S.TALK_DUE


def test_the_day_it_was_noticed_late_is_no_excuse() -> None:
    made = due().later(at=at_day(7, 10)).set_talk()
    assert made.case.late
