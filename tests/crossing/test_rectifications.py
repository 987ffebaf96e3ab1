"""Acts that cross an ordered rectification: its record, its party, its desk, its repair; with both orders of commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from cases.models import Case
from cases.models.talk import TalkStanding
from cases.services import crossing, intake
from cases.states import FINAL_STATES
from cases.states import RectificationState as S
from cases.states import RepairState as R
from clocks.models import Deadline
from clocks.services import sweep
from journal.models import Entry
from journal.verify import findings
from records.models import Bar, CreditRecord, Department, Subject, TalkEntry
from records.models.entered import INSOLVENCY_KINDS, DocumentKind
from records.services import listing as listings
from records.services.departments import DepartmentFacts, change
from rulebook.terms import midnight_after
from tests.acts.reading import at_day, owed, refused_at_the_desk
from tests.conftest import Deliver
from tests.crossing.papers import CHANGES, paper
from tests.crossing.papers import refused as refused_call
from tests.factories.cases import FiledCase, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_record, make_subject
from tests.factories.rectifications import BETWEEN_ACTS, Ordered, make_rectification
from tests.rectification.asking import refused
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db
PROOF = "枣市监合〔2026〕1号"


@dataclass
class Scene:
    """One rectification and what crosses it; everybody hears of everything after each act."""

    made: Ordered
    deliver: Deliver

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.made.case.pk)

    @property
    def record(self) -> CreditRecord:
        return self.made.case.record

    @property
    def held(self) -> list[str]:
        return list(self.case.holds.filter(to_at__isnull=True).values_list("cause", flat=True))

    def hear(self) -> Scene:
        self.deliver(self.made.at)
        self.made = self.made.later()
        return self

    def enter(self, kind: DocumentKind) -> Scene:
        """An officer of the unit enters a document."""
        at, actor = self.made.at + BETWEEN_ACTS, actor_of_user(self.made.reviewer)
        what = paper(kind, at=at)
        if kind in INSOLVENCY_KINDS:
            crossing.enter_insolvency_ruling(record_id=self.record.pk, paper=what, actor=actor, at=at)
        else:
            changes = CHANGES if kind == DocumentKind.CHANGED else None
            crossing.enter_court_document(
                record_id=self.record.pk, paper=what, actor=actor, at=at, changes=changes
            )
        self.made = self.made.later(at=at)
        return self

    def act(self, does: Callable[[Ordered], Ordered]) -> Scene:
        self.made = does(self.made)
        return self

    def coherent(self) -> None:
        """The chain is whole, a closed case owes nothing, every desk is where its case stands."""
        assert list(findings()) == []
        assert list(drifts()) == []
        if self.case.state in FINAL_STATES:
            open_terms = Deadline.objects.filter(owner_kind="case", owner_id=self.case.pk, stopped_at=None)
            assert not open_terms.exists()
            assert self.held == []
            assert not self.case.talks.filter(standing=TalkStanding.SET).exists()


@pytest.fixture
def scene(deliver: Deliver) -> Callable[..., Scene]:
    def made(state: str = S.RECTIFYING, **facts: object) -> Scene:
        return Scene(make_rectification(state, **facts), deliver).hear()  # type: ignore[arg-type]  # the factory's own facts

    return made


Made = Callable[..., Scene]


# ---- C3, C5: the record is corrected -----------------------------------------------------------------


def test_after_a_correction_every_open_demand_is_looked_at_again(scene: Made) -> None:
    shown = scene(S.REPORTED).enter(DocumentKind.CHANGED).hear()
    first, second = shown.made.demands
    assert [first.recheck, second.recheck] == [True, True]
    made = shown.made.perform("check_demand", demand=first.pk, finding="done")
    made = made.perform(
        "recheck_demand", demand=first.pk, outcome="changed", wording="缴清罚款2万元", reason="罚款已变更"
    )
    assert refused(made, "recheck_demand", demand=first.pk, outcome="stands", reason="无") == "not-flagged"
    assert (
        refused(made, "recheck_demand", demand=second.pk, outcome="perhaps", reason="无") == "recheck-outcome"
    )
    made = made.perform("recheck_demand", demand=second.pk, outcome="dropped", reason="已无必要")
    assert [(one.text, one.recheck, one.dropped_at is None) for one in made.demands] == [
        ("缴清罚款2万元", False, True),
        ("消除超限运输的不良影响", False, False),
    ]
    told = Entry.objects.filter(verb="case.demand_rechecked").first()
    assert told is not None
    assert told.payload["before"] == "缴清罚款5万元"
    assert refused(made, "find_satisfied") == "unchecked-demands"
    assert made.perform("check_demand", demand=first.pk, finding="done").perform(
        "find_satisfied"
    ).case.state == (S.SATISFIED)


def test_while_demands_are_flagged_nothing_is_found(scene: Made) -> None:
    shown = scene(S.REPORTED).enter(DocumentKind.CHANGED).hear()
    made = shown.made.check_all("not-done")
    assert refused(made, "find_insufficient", reason="未整改") == "recheck-owed"


def test_the_last_demand_is_not_dropped(scene: Made) -> None:
    one = [{"text": "缴清罚款5万元", "kind": "duty", "proof_owed": ""}]
    shown = scene(S.RECTIFYING, demands=one).enter(DocumentKind.CHANGED).hear()
    (demand,) = shown.made.demands
    facts: dict[str, Any] = {"demand": demand.pk, "outcome": "dropped", "reason": "已无必要"}
    assert refused(shown.made, "recheck_demand", **facts) == "last-demand"


# ---- C4: the record falls ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.ISSUED, S.RECTIFYING, S.REPORTED, S.TALK_DUE, S.TALK_SET, S.EXHAUSTED])
def test_a_record_that_fell_ends_its_order_at_any_stage(state: str, scene: Made) -> None:
    shown = scene(state).enter(DocumentKind.ANNULLED).hear()
    assert (shown.case.state, shown.case.cause) == (S.TERMINATED, "record-withdrawn")
    shown.coherent()


def test_a_held_talk_keeps_its_place_with_the_note_that_its_basis_fell(scene: Made) -> None:
    shown = scene(S.TALK_SET).act(Ordered.hold_talk).hear().enter(DocumentKind.ANNULLED).hear()
    entry = TalkEntry.objects.get(record=shown.record)
    assert entry.basis_fell_on == shown.made.at.date()
    assert Entry.objects.get(verb="minutes.basis_fell").payload["talks"] == 1


def test_annulled_before_and_after_the_finding(scene: Made) -> None:
    first, second = scene(S.REPORTED), scene(S.REPORTED)
    first.act(Ordered.check_all).enter(DocumentKind.ANNULLED).hear()
    assert refused(first.made, "find_satisfied") == "overtaken"
    second.act(Ordered.check_all).act(lambda made: made.perform("find_satisfied"))
    second.enter(DocumentKind.ANNULLED).hear()
    assert (first.case.state, second.case.state) == (S.TERMINATED, S.SATISFIED)
    first.coherent()
    second.coherent()


def test_annulled_but_not_yet_heard_of_the_finding_stands_and_the_end_comes_too_late(scene: Made) -> None:
    shown = scene(S.REPORTED).act(Ordered.check_all).enter(DocumentKind.ANNULLED)
    shown.act(lambda made: made.perform("find_satisfied")).hear()
    assert shown.case.state == S.SATISFIED
    shown.coherent()


# ---- C6: a stay --------------------------------------------------------------------------------------


def test_a_stay_holds_the_order_and_its_end_gives_the_days_back(scene: Made) -> None:
    shown = scene(S.RECTIFYING).enter(DocumentKind.STAY).hear()
    assert shown.held == ["execution-stayed"]
    assert owed(shown.case)["rectification.rectify"] == "paused"
    shown.made = shown.made.later(at=shown.made.at + timedelta(days=5))
    shown.enter(DocumentKind.STAY_ENDED).hear()
    assert (shown.held, owed(shown.case)) == ([], {"rectification.rectify": "running 2026-07-06"})
    shown.coherent()


def test_an_order_made_while_a_stay_stands_waits_for_its_end(scene: Made) -> None:
    first = scene(S.CANCELLED).enter(DocumentKind.STAY).hear()
    again = Scene(
        make_rectification(S.ISSUED, record=first.record, reviewer=first.made.reviewer, at=first.made.at),
        first.deliver,
    ).hear()
    assert again.held == ["execution-stayed"]
    again.coherent()


def test_a_talk_and_a_stay_in_both_orders(scene: Made) -> None:
    first, second = scene(S.TALK_SET), scene(S.TALK_SET)
    first.act(Ordered.at_the_talk).enter(DocumentKind.STAY).hear()
    assert refused(first.made, "hold_talk", **first.made.minutes_facts()) == "held"
    second.act(Ordered.hold_talk).enter(DocumentKind.STAY).hear()
    assert (first.case.state, second.case.state) == (S.TALK_SET, S.RECTIFYING)
    assert first.held == second.held == ["execution-stayed"]
    first.enter(DocumentKind.STAY_ENDED).hear()
    # its hour passed while nothing could be done: putting it off does not count
    first.act(lambda made: made.perform("postpone", reason="停止执行期间未能约谈"))
    assert first.made.talk.free
    first.hear().coherent()
    second.coherent()


# ---- C8, C9: the department --------------------------------------------------------------------------


def end_department(shown: Scene, successor: Department | None) -> Scene:
    unit = shown.record.department
    facts = DepartmentFacts(
        name_zh=unit.name_zh,
        name_en=unit.name_en,
        field=unit.field,
        address=unit.address,
        phone=unit.phone,
        valid_to=shown.made.at.date(),
        successor_id=successor.pk if successor else None,
    )
    change(department_id=unit.pk, facts=facts, at=shown.made.at + BETWEEN_ACTS, actor_ref="user:1")
    shown.made = shown.made.later(at=shown.made.at + BETWEEN_ACTS)
    return shown


def test_a_talk_that_is_set_stays_and_is_held_by_the_successor(scene: Made) -> None:
    heir = make_department()
    shown = end_department(scene(S.TALK_SET), heir).hear()
    before = owed(shown.case)
    assert (shown.case.handling_department, shown.case.handling_reason) == (heir, "successor")
    talk = shown.made.talk
    assert (talk.standing, talk.department, owed(shown.case)) == (TalkStanding.SET, heir, before)
    pair = [make_officer("reviewer", heir) for _place in range(2)]
    refs = [f"user:{one.pk}" for one in pair]
    made = shown.made.at_the_talk()
    facts = {**made.minutes_facts(chair=refs[0], recorder=refs[1]), "officers": refs}
    assert made.perform("hold_talk", by=pair[0], **facts).case.state == S.RECTIFYING


def test_a_talk_before_the_merger_stands_and_one_after_it_is_the_successors(scene: Made) -> None:
    first, second = scene(S.TALK_SET), scene(S.TALK_SET)
    end_department(first.act(Ordered.hold_talk), make_department()).hear()
    second.act(Ordered.at_the_talk)
    end_department(second, make_department())
    # the day has come and the desk has not moved: nobody acts for a department that has ended
    assert refused(second.made, "hold_talk", **second.made.minutes_facts()) == "unit-ended"
    second.hear()
    assert refused(second.made, "hold_talk", **second.made.minutes_facts()) == "not-officer"
    assert (first.case.state, second.case.state) == (S.RECTIFYING, S.TALK_SET)
    first.coherent()
    second.coherent()


def test_without_a_successor_the_talk_waits_and_its_limit_stands_still(scene: Made) -> None:
    lead = make_platform()
    keeper = make_officer("reviewer", lead)
    shown = end_department(scene(S.TALK_DUE), None).hear()
    assert (shown.case.handling_department, shown.case.handling_reason) == (lead, "caretaker")
    assert owed(shown.case) == {"rectification.set-talk": "paused"}
    facts = shown.made.talk_facts("prompting")
    assert refused(shown.made, "set_talk", by=keeper, **facts) == "caretaker"
    # what begins meanwhile stands still as well
    reported = shown.made.report()
    assert owed(reported.case) == {"rectification.check": "paused"}
    heir = make_department()
    shown.made = reported.later(at=reported.at + timedelta(days=7))
    end_department(shown, heir).hear()
    assert (shown.case.handling_department, shown.case.handling_reason) == (heir, "successor")
    assert owed(shown.case)["rectification.check"].startswith("running")
    shown.coherent()


# ---- C10, C11: the party -----------------------------------------------------------------------------


def substitute(shown: Scene, successor: Subject, *, passes_on: bool = True) -> Scene:
    crossing.substitute_party(
        record_id=shown.record.pk,
        successor_code=successor.code,
        document=PROOF,
        passes_on=passes_on,
        actor=actor_of_user(shown.made.reviewer),
        at=shown.made.at + BETWEEN_ACTS,
    )
    shown.made = shown.made.later(at=shown.made.at + BETWEEN_ACTS)
    return shown.hear()


def test_the_order_is_served_anew_on_the_successor_of_the_party(scene: Made) -> None:
    successor = make_subject()
    shown = substitute(scene(S.RECTIFYING), successor)
    assert (shown.case.subject, shown.held) == (successor, ["succession"])
    shown.made = shown.made.later(at=at_day(6, 10))
    shown.act(lambda made: made.perform("serve_anew", how="desk", served_on=made.at.date())).hear()
    assert (shown.held, owed(shown.case)) == ([], {"rectification.rectify": "running 2026-07-10"})
    order = shown.made.case.order
    assert (order.served_to, order.served_on) == (successor.name, shown.made.at.date())
    shown.coherent()


def test_an_order_not_yet_served_goes_to_the_successor_without_waiting(scene: Made) -> None:
    successor = make_subject()
    shown = substitute(scene(S.ISSUED), successor)
    assert shown.held == []
    assert shown.act(Ordered.serve).made.case.order.served_to == successor.name


def test_where_the_penalty_does_not_pass_on_and_where_the_party_is_gone_the_order_ends(scene: Made) -> None:
    ended = substitute(scene(S.TALK_SET), make_subject(), passes_on=False)
    gone = scene(S.TALK_DUE)
    crossing.deregister(
        record_id=gone.record.pk,
        document="枣市监销〔2026〕1号",
        on=gone.made.at.date(),
        actor=actor_of_user(gone.made.reviewer),
        at=gone.made.at,
    )
    for shown in (ended, gone.hear()):
        assert (shown.case.state, shown.case.cause) == (S.TERMINATED, "subject-ceased")
        shown.coherent()


# ---- C2, C13, C14 ------------------------------------------------------------------------------------


def test_duties_outlive_publication(scene: Made) -> None:
    shown = scene(S.RECTIFYING)
    listing = shown.record.listing
    assert listing.lapses_on is not None
    crossing_at = midnight_after(listing.lapses_on)
    listings.run_out(record_id=shown.record.pk, at=crossing_at, actor_ref="system:clock")
    shown.deliver(shown.made.at)
    assert shown.case.state == S.RECTIFYING


@pytest.mark.parametrize("end", [DocumentKind.PLAN_EXECUTED, DocumentKind.PLAN_TERMINATED])
def test_a_plan_holds_the_order_until_it_is_over(end: DocumentKind, scene: Made) -> None:
    shown = scene(S.RECTIFYING).enter(DocumentKind.PLAN_APPROVED).hear()
    assert shown.held == ["reorganisation"]
    shown.made = shown.made.later(at=shown.made.at + timedelta(days=2))
    shown.enter(end).hear()
    assert shown.held == []
    shown.coherent()


# ---- C24: the repair of the record -------------------------------------------------------------------


def both(scene: Made, state: str = S.REPORTED) -> tuple[Scene, FiledCase]:
    """A record with an order reported, and a repair under examination."""
    record = make_record()
    shown = scene(state, record=record, at=at_day(8, 18))
    repair = make_filed_case(R.VERIFYING, record=record, reviewer=make_officer("reviewer", record.department))
    shown.deliver(repair.at)
    return shown, repair


def step(repair: FiledCase) -> str:
    return str(repair.case.steps.get(way="rectification").finding)


def test_the_step_of_the_repair_counts_only_when_the_order_is_satisfied(scene: Made) -> None:
    shown, repair = both(scene)
    facts: dict[str, Any] = {"way": "rectification", "finding": "satisfied"}
    assert refused_at_the_desk(repair, "check_step", **facts).code == "rectification-open"
    shown.made = shown.made.later(at=repair.at)
    shown.act(Ordered.check_all).act(lambda made: made.perform("find_satisfied")).hear()
    assert step(repair) == "satisfied"
    told = Entry.objects.filter(stream=repair.case.stream, verb="case.step_checked").latest("seq").payload
    assert told["document"] == shown.case.number
    shown.coherent()


def test_a_repair_filed_after_it_has_gone_that_way_already(scene: Made) -> None:
    record = make_record()
    scene(S.SATISFIED, record=record, at=at_day(8, 18))
    draft = make_filed_case(R.DRAFT, record=record)
    complete_draft(draft)
    intake.file(case_id=draft.case.pk, actor=actor_of_user(draft.owner), at=draft.at)
    assert step(draft) == "satisfied"
    # a later order that is open opens the question again
    assert step(make_filed_case(R.FILED)) == "submitted"


def test_the_repair_and_the_finding_in_both_orders(scene: Made) -> None:
    granted_first, satisfied_first = (
        scene(S.RECTIFYING, at=at_day(8, 18)),
        scene(S.REPORTED, at=at_day(8, 18)),
    )
    for shown in (granted_first, satisfied_first):
        repair = make_filed_case(R.VERIFYING, record=shown.record)
        if shown is satisfied_first:
            shown.made = shown.made.later(at=repair.at)
            shown.act(Ordered.check_all).act(lambda made: made.perform("find_satisfied")).hear()
        repair.case.steps.update(finding="satisfied")
        repair = repair.later(at=repair.at + timedelta(hours=6)).perform(
            "propose", outcome="approve", reasons="齐全", clause="第三章"
        )
        repair.countersign("approve")
        shown.made = shown.made.later(at=repair.at + timedelta(hours=7))
        shown.hear().coherent()
    assert (granted_first.case.state, granted_first.case.cause) == (S.TERMINATED, "repaired")
    assert satisfied_first.case.state == S.SATISFIED


def test_a_case_that_ends_while_its_sweep_runs_owes_nothing(scene: Made) -> None:
    shown = scene(S.TALK_SET)
    at = midnight_after(shown.made.talk.set_for.date()) + timedelta(days=3)
    sweep(at=at)
    shown.made = shown.made.later(at=at)
    shown.enter(DocumentKind.VOID).hear()
    assert shown.case.state == S.TERMINATED
    assert not Bar.objects.filter(lifted_at__isnull=True).exists()
    shown.coherent()


def test_the_former_owner_reports_no_more_once_the_party_was_replaced(scene: Made) -> None:
    shown = substitute(scene(S.ISSUED), make_subject()).act(Ordered.serve)
    assert refused_call(shown.made.report) == "not-subject"
    shown.made = Ordered(
        **{**shown.made.__dict__, "owner": make_owner(shown.case.subject)},
    )
    assert shown.made.report().case.state == S.REPORTED
