"""时限: what the end of each term of a rectification does: a report, or the order counts as not followed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.services.rectification.crossing import on_limit_over
from cases.states import RectificationState as S
from clocks.models import Deadline
from clocks.services import sweep
from journal.models import Entry
from rulebook.terms import midnight_after
from tests.acts.reading import owed
from tests.conftest import Deliver
from tests.factories.rectifications import Ordered, make_rectification
from workflows import desks

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def after(made: Ordered, deliver: Deliver, *, swept: bool = True) -> Ordered:
    """An hour into the day after the term that is owed."""
    running = Deadline.objects.filter(
        owner_kind="case", owner_id=made.case.pk, goal="law", stopped_at=None
    ).latest("due_at")
    at = midnight_after(running.due_on) + HOUR
    if swept:
        sweep(at=at)
    deliver(at)
    return made.later(at=at)


@pytest.mark.parametrize(
    ("state", "term"),
    [
        (S.ISSUED, "rectification.serve"),
        (S.REPORTED, "rectification.check"),
        (S.TALK_DUE, "rectification.set-talk"),
        (S.TALK_SET, "rectification.hold-talk"),
        (S.EXHAUSTED, "rectification.close"),
    ],
)
def test_the_departments_lateness_is_told_and_changes_nothing(
    state: str, term: str, deliver: Deliver
) -> None:
    made = make_rectification(state)
    made = after(made, deliver)
    assert (made.case.state, made.case.late) == (state, True)
    told = Entry.objects.get(stream=made.case.stream, verb="case.breached").payload
    assert told["term"] == term
    assert list(owed(made.case)) == [term]


def test_the_limit_of_an_order_passes_and_a_talk_falls_due(deliver: Deliver) -> None:
    made = after(make_rectification(S.RECTIFYING), deliver)
    assert (made.case.state, made.case.late) == (S.TALK_DUE, False)
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert desk.node == "talk_setting"
    assert owed(made.case) == {"rectification.set-talk": "running 2026-07-09"}


def test_the_limit_after_the_last_talk_passes_and_none_is_left(deliver: Deliver) -> None:
    made = make_rectification(S.TALK_SET).hold_talk()
    made = after(made, deliver).set_talk().hold_talk()
    assert after(made, deliver).case.state == S.EXHAUSTED


def test_a_report_that_committed_first_stands_though_the_sweep_had_seen_the_end(deliver: Deliver) -> None:
    made = make_rectification(S.RECTIFYING)
    at = midnight_after(date(2026, 7, 1)) + HOUR
    sweep(at=at)
    made = made.later(at=at).report()
    deliver(made.at)
    assert (made.later().case.state, made.later().case.late) == (S.REPORTED, False)


def test_a_limit_that_was_set_anew_is_not_over_with_the_old_one(deliver: Deliver) -> None:
    made = make_rectification(S.RECTIFYING)
    at = midnight_after(date(2026, 7, 1)) + HOUR
    sweep(at=at)
    late = Entry.objects.get(verb="deadline.breached")
    made = made.later(at=at).found_insufficient().set_talk().hold_talk()
    on_limit_over(made.case, late)
    assert made.later().case.state == S.RECTIFYING


def test_a_limit_that_ran_out_just_before_a_hold_is_over_when_the_case_goes_on(deliver: Deliver) -> None:
    made = make_rectification(S.RECTIFYING)
    at = midnight_after(date(2026, 7, 1)) + HOUR
    sweep(at=at)
    made = made.later(at=at).perform("hold", cause="competence", document="枣编办函〔2026〕3号")
    deliver(made.at)
    assert made.later().case.state == S.RECTIFYING
    made = made.perform("resume")
    deliver(made.at)
    assert made.later().case.state == S.TALK_DUE


def test_a_hold_stops_the_limit_and_gives_its_days_back() -> None:
    made = make_rectification(S.RECTIFYING).later(at=make_rectification(S.RECTIFYING).at + timedelta(days=10))
    held = made.perform("hold", cause="competence", document="枣编办函〔2026〕3号")
    assert owed(held.case)["rectification.rectify"] == "paused"
    resumed = held.later(at=held.at + timedelta(days=10)).perform("resume")
    assert owed(resumed.case) == {"rectification.rectify": "running 2026-07-13"}
