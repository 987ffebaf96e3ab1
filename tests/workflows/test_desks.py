"""The one door of officers: claim, release, perform; and what is told to whoever comes second."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.actors import Actor
from cases.services import intake
from cases.states import RepairState as S
from journal.models import Entry
from journal.refusals import Crossed, NotAllowed, NotFound
from tests.acts.reading import (
    at_day,
    make_six_ways_record,
    refusal_of,
    refused_at_the_desk,
    six_ways,
    unit_of,
)
from tests.factories.cases import GRANTED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer, make_user
from tests.factories.records import make_department
from workflows import router
from workflows.desks import claim, desk_of, perform, release
from workflows.flows.repair import RepairFlow
from workflows.worklists.asked import Asked
from workflows.worklists.pages import worklist

pytestmark = pytest.mark.django_db


def colleague_of(made: FiledCase, role: str = "reviewer", name: str = "") -> Actor:
    return actor_of_user(make_officer(role, unit_of(made.case), user=make_user(full_name=name)))


def taken(made: FiledCase) -> Actor:
    """The reviewer, who has taken the case's work."""
    actor = actor_of_user(made.reviewer)
    claim(case_id=made.case.pk, actor=actor, at=made.at)
    return actor


# ---- the desk of a case ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "node"),
    [
        (S.ROUTED, "acceptance"),
        (S.SUPPLEMENTING, "awaiting_supplement"),
        (S.UNDER_REPAIR, "awaiting_steps"),
        (S.VERIFYING, "verification"),
        (S.PROPOSED, "countersignature"),
    ],
)
def test_a_case_is_on_the_desk_of_its_state(state: str, node: str) -> None:
    with six_ways():
        record = make_six_ways_record() if state == S.UNDER_REPAIR else None
        desk = desk_of(make_filed_case(state, record=record).case)
    assert desk is not None
    assert desk.node == node
    assert str(desk.label)


@pytest.mark.parametrize("state", [S.DRAFT, S.FILED, S.CLOSED_REPAIRED, S.DECLINED, S.WITHDRAWN, S.LAPSED])
def test_a_draft_and_a_closed_case_are_on_nobodys_desk(state: str) -> None:
    assert desk_of(make_filed_case(state).case) is None


# ---- claim and release -------------------------------------------------------------------------------


def test_whoever_claims_has_the_work_and_it_is_journalled() -> None:
    made = make_filed_case(S.ROUTED)
    actor = actor_of_user(made.reviewer)
    desk = claim(case_id=made.case.pk, actor=actor, at=made.at)
    assert (desk.node, desk.owner_id, desk.owner_name) == ("acceptance", actor.user_id, str(made.reviewer))
    assert Entry.objects.get(stream=made.case.stream, verb="desk.claimed").actor_ref == actor.ref
    assert [row.case.pk for row in worklist(actor, Asked(tab="mine"), at=made.at).rows] == [made.case.pk]


def test_claiming_twice_changes_nothing() -> None:
    made = make_filed_case(S.ROUTED)
    actor = taken(made)
    assert claim(case_id=made.case.pk, actor=actor, at=made.at).owner_id == actor.user_id
    assert Entry.objects.filter(stream=made.case.stream, verb="desk.claimed").count() == 1


def test_what_somebody_has_taken_is_not_taken_from_him_and_he_is_named() -> None:
    made = make_filed_case(S.ROUTED)
    taken(made)
    other = colleague_of(made)
    refusal = refusal_of(lambda: claim(case_id=made.case.pk, actor=other, at=made.at), case=made.case)
    assert refusal.code == "taken"
    assert str(made.reviewer) in str(refusal)


def test_a_reviewer_does_not_claim_the_countersignature() -> None:
    made = make_filed_case(S.PROPOSED)
    other = colleague_of(made)
    refusal = refusal_of(lambda: claim(case_id=made.case.pk, actor=other, at=made.at), case=made.case)
    assert isinstance(refusal, NotAllowed)


def test_whoever_proposed_does_not_claim_the_countersignature() -> None:
    made = make_filed_case(S.PROPOSED)
    make_officer("decider", unit_of(made.case), user=made.reviewer)
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(lambda: claim(case_id=made.case.pk, actor=actor, at=made.at), case=made.case)
    assert refusal.code == "own-hand"


def test_nobody_claims_what_waits_for_the_subject() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(lambda: claim(case_id=made.case.pk, actor=actor, at=made.at), case=made.case)
    assert isinstance(refusal, Crossed)


def test_an_officer_of_the_company_does_not_claim_its_case() -> None:
    made = make_filed_case(S.ROUTED)
    make_agent(made.case.subject, user=made.reviewer)
    actor = actor_of_user(made.reviewer)
    refusal = refusal_of(lambda: claim(case_id=made.case.pk, actor=actor, at=made.at), case=made.case)
    assert refusal.code == "own-company"


def test_work_given_back_is_the_teams_again() -> None:
    made = make_filed_case(S.ROUTED)
    release(case_id=made.case.pk, actor=taken(made), at=made.at)
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.owner_id is None
    assert Entry.objects.filter(stream=made.case.stream, verb="desk.released").count() == 1
    assert claim(case_id=made.case.pk, actor=colleague_of(made), at=made.at).owner_id


def test_nobody_gives_back_what_is_not_his() -> None:
    made = make_filed_case(S.ROUTED)
    taken(made)
    other = colleague_of(made)
    refusal = refusal_of(lambda: release(case_id=made.case.pk, actor=other, at=made.at), case=made.case)
    assert refusal.code == "not-yours"


def test_a_supervisor_gives_back_the_work_of_somebody_who_is_away() -> None:
    made = make_filed_case(S.ROUTED)
    taken(made)
    supervisor = colleague_of(made, "supervisor")
    release(case_id=made.case.pk, actor=supervisor, at=made.at)
    assert Entry.objects.get(stream=made.case.stream, verb="desk.released").actor_ref == supervisor.ref
    assert claim(case_id=made.case.pk, actor=colleague_of(made), at=made.at).owner_id


def test_what_nobody_has_taken_is_not_given_back() -> None:
    made = make_filed_case(S.ROUTED)
    supervisor = colleague_of(made, "supervisor")
    refusal = refusal_of(lambda: release(case_id=made.case.pk, actor=supervisor, at=made.at), case=made.case)
    assert refusal.code == "not-taken"


# ---- perform -----------------------------------------------------------------------------------------


def test_whoever_acts_on_work_that_nobody_has_takes_it() -> None:
    made = make_filed_case(S.VERIFYING).perform("check_step", way="commitment", finding="satisfied")
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.owner_id == made.reviewer.pk


def test_a_closing_act_moves_the_work_to_the_next_desk_in_the_same_transaction() -> None:
    made = make_filed_case(S.ROUTED).perform("accept")
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.node == "verification"


def test_whoever_accepted_goes_on_with_the_examination() -> None:
    made = make_filed_case(S.VERIFYING)
    desk = desk_of(made.case)
    assert desk is not None
    assert (desk.owner_id, desk.owner_name) == (made.reviewer.pk, str(made.reviewer))


def test_whoever_proposed_has_the_case_again_when_it_is_sent_back() -> None:
    made = make_filed_case(S.PROPOSED).countersign("send_back", reason="请补充理由")
    desk = desk_of(made.case)
    assert desk is not None
    assert (desk.node, desk.owner_id) == ("verification", made.reviewer.pk)


def test_whoever_may_no_longer_act_does_not_get_it_back() -> None:
    made = make_filed_case(S.PROPOSED)
    make_agent(made.case.subject, user=made.reviewer)
    desk = desk_of(made.countersign("send_back", reason="请补充理由").case)
    assert desk is not None
    assert (desk.node, desk.owner_id) == ("verification", None)


def test_the_countersignature_is_nobodys_until_a_decider_takes_it() -> None:
    desk = desk_of(make_filed_case(S.PROPOSED).case)
    assert desk is not None
    assert desk.owner_id is None


def test_a_refused_act_takes_no_work() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "decline", reason="", clause="第三章").code == "reason"
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.owner_id is None


def test_a_colleagues_work_is_not_acted_on() -> None:
    made = make_filed_case(S.ROUTED)
    taken(made)
    other = make_officer("reviewer", unit_of(made.case))
    refusal = refused_at_the_desk(made, "accept", by=other)
    assert refusal.code == "taken"
    assert str(made.reviewer) in str(refusal)


def test_what_befalls_a_case_does_not_wait_for_whoever_has_taken_it() -> None:
    made = make_filed_case(S.ROUTED)
    taken(made)
    other = colleague_of(made)
    perform(case_id=made.case.pk, act="hold", actor=other, at=made.at, cause="succession", document="2号")
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.owner_id == made.reviewer.pk, "the work stays with whoever took it"


def test_an_overtaken_officer_is_told_what_was_done_by_whom_and_when() -> None:
    made = make_filed_case(S.ROUTED).later(at=at_day(9, 3, 9))
    first = colleague_of(made, name="王审核")
    perform(case_id=made.case.pk, act="accept", actor=first, at=at_day(9, 3, 15))
    refusal = refused_at_the_desk(made, "accept")
    assert refusal.code == "overtaken"
    assert "王审核" in str(refusal)
    assert "2026-09-03 15:00" in str(refusal)


def test_where_time_was_first_the_desk_itself_is_named() -> None:
    made = make_filed_case(S.LAPSED)
    refusal = refused_at_the_desk(made, "ask_supplement", items=[{"what": "缴款凭证"}])
    assert refusal.code == "overtaken"
    assert str(made.owner) not in str(refusal)


def test_a_double_click_acts_once() -> None:
    made = make_filed_case(S.PROPOSED)
    actor = actor_of_user(made.decider)
    version = made.case.version
    perform(case_id=made.case.pk, act="approve", actor=actor, at=made.at, version=version)
    with pytest.raises(Crossed):
        perform(
            case_id=made.case.pk,
            act="approve",
            actor=actor,
            at=made.at + timedelta(seconds=1),
            version=version,
        )
    assert Entry.objects.filter(stream=made.case.stream, verb="case.approved").count() == 1


def test_a_double_click_on_the_same_desk_is_stale() -> None:
    made = make_filed_case(S.VERIFYING)
    version = made.case.version
    made.perform("check_step", way="commitment", finding="satisfied", version=version)
    refusal = refused_at_the_desk(made, "check_step", way="commitment", finding="satisfied", version=version)
    assert refusal.code == "stale"


def test_a_page_with_the_present_version_acts() -> None:
    made = make_filed_case(S.ROUTED)
    assert made.perform("accept", version=made.case.version).case.state == S.VERIFYING


@pytest.mark.parametrize("act", ["file", "push", "lapse", "breach", "withdraw", "supplement", "nonsense"])
def test_what_is_no_officers_act_does_not_come_through_this_door(act: str) -> None:
    assert refused_at_the_desk(make_filed_case(S.ROUTED), act).code == "not-system"


def test_a_case_of_another_unit_is_not_there() -> None:
    made = make_filed_case(S.ROUTED)
    stranger = actor_of_user(make_officer("reviewer", make_department()))
    for call in (
        lambda: claim(case_id=made.case.pk, actor=stranger, at=made.at),
        lambda: release(case_id=made.case.pk, actor=stranger, at=made.at),
        lambda: perform(case_id=made.case.pk, act="accept", actor=stranger, at=made.at),
    ):
        assert isinstance(refusal_of(call, case=made.case), NotFound)


def test_a_case_that_does_not_exist_is_not_there_either() -> None:
    made = make_filed_case(S.ROUTED)
    with pytest.raises(NotFound):
        claim(case_id=999_999, actor=actor_of_user(made.reviewer), at=made.at)


def test_a_case_whose_filing_was_not_delivered_yet_has_reached_no_desk() -> None:
    made = make_filed_case(S.FILED)
    refusal = refused_at_the_desk(made, "terminate", cause="filed-in-error")
    assert refusal.code == "not-on-desk"


def test_while_the_token_is_late_the_desk_says_what_happened() -> None:
    """The subject withdrew; the router has not heard of it yet."""
    made = make_filed_case(S.ROUTED)
    intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert refused_at_the_desk(made, "accept").code == "not-now"
    router.align(made.case.pk)
    assert refused_at_the_desk(made, "accept").code == "overtaken"


def test_a_locked_case_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    from viewflow.workflow.exceptions import FlowLockFailed

    made = make_filed_case(S.ROUTED)

    def locked(_process: int) -> None:
        raise FlowLockFailed

    monkeypatch.setattr(RepairFlow, "lock", staticmethod(locked))
    assert refused_at_the_desk(made, "accept").code == "busy"


def test_every_act_of_the_whole_way_leaves_the_case_on_one_desk_at_most() -> None:
    made = make_filed_case(S.ROUTED)
    made = made.perform("accept").check_all().perform("propose", **GRANTED)
    made = made.countersign("send_back", reason="请补充理由").perform("propose", **GRANTED)
    made = made.countersign("approve")
    assert desk_of(made.case) is None


@pytest.mark.parametrize(("day", "kept"), [(9, True), (11, False)])
def test_work_goes_back_to_whoever_had_it_by_the_day_of_the_act(day: int, *, kept: bool) -> None:
    """Not by the day on which a late outbox or a test happens to run."""
    made = make_filed_case(S.PROPOSED)
    made.reviewer.posts.update(to_on=at_day(9, 10).date())
    made = made.later(at=at_day(9, day)).countersign("send_back", reason="请补充核对。")
    desk = desk_of(made.case)
    assert desk is not None
    assert (desk.node, desk.owner_id) == ("verification", made.reviewer.pk if kept else None)
