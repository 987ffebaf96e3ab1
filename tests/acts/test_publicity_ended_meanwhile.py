"""公示届满 and 撤回 of the record while a repair is open: the act that commits first decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.models import Hold
from cases.states import RepairState as S
from journal.models import Entry
from journal.verify import findings
from records.services import listing as listings
from tests.acts.reading import at_day, make_six_ways_record, owed, refused_at_the_desk, six_ways
from tests.conftest import Deliver
from tests.factories.cases import REPAIR_ENDS, REPAIR_RUNNING, FiledCase, make_filed_case
from tests.factories.records import make_measure, make_record
from workflows import desks
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

CLOCK_REF = "system:clock"


def about_to_run_out(state: str, *, rule: str = "") -> FiledCase:
    """A case on a record whose longest period ends on 15 May 2027; the rest happens on the day after."""
    record = make_record(duties_open=bool(rule))
    record.listing.keeping_rule = rule
    record.listing.save(update_fields=["keeping_rule"])
    made = make_filed_case(state, record=record)
    assert record.listing.lapses_on is not None
    return made.later(at=at_day(9, 1) + (record.listing.lapses_on - at_day(9, 1).date()))


def run_out(made: FiledCase) -> FiledCase:
    listings.run_out(record_id=made.case.record_id, at=made.at, actor_ref=CLOCK_REF)
    return made.later()


@pytest.mark.parametrize("state", REPAIR_RUNNING)
def test_the_period_ends_first_and_the_case_has_lost_its_object(state: str, deliver: Deliver) -> None:
    with six_ways():
        record = make_six_ways_record() if state == S.UNDER_REPAIR else make_record()
        made = make_filed_case(state, record=record)
        deliver(made.at)
        made = made.later(at=made.at + timedelta(days=300))
        assert run_out(made).case.record.listing.state == "EXPIRED"
        deliver(made.at)
    made = made.later()
    assert (made.case.state, made.case.cause) == (S.TERMINATED, "publicity-ended")
    assert owed(made.case) == {}
    assert desks.desk_of(made.case) is None
    assert list(drifts()) == []


def test_the_signature_commits_first_and_stands(deliver: Deliver) -> None:
    made = about_to_run_out(S.PROPOSED).countersign("approve")
    made = run_out(made)
    deliver(made.at)
    assert made.later().case.state == S.CLOSED_REPAIRED
    assert made.case.record.listing.state == "ENDED"
    assert made.case.record.listing.end_cause == "repaired"
    assert Entry.objects.filter(stream=made.case.record.stream, verb="listing.ended").count() == 1


def test_the_period_commits_first_and_the_signature_is_refused(deliver: Deliver) -> None:
    made = run_out(about_to_run_out(S.PROPOSED))
    assert refused_at_the_desk(made, "approve", by=made.decider).code == "listing-over"
    deliver(made.at)
    made = made.later()
    assert (made.case.state, made.case.record.listing.state) == (S.TERMINATED, "EXPIRED")
    assert made.case.decisions.get().signed_at is None
    assert list(findings()) == []


def test_a_draft_ends_with_its_record(deliver: Deliver) -> None:
    made = run_out(about_to_run_out(S.DRAFT))
    deliver(made.at)
    assert made.later().case.state == S.DISCARDED
    assert owed(made.case) == {}


def test_a_case_on_hold_ends_too_and_so_does_the_hold(deliver: Deliver) -> None:
    made = about_to_run_out(S.VERIFYING).perform("hold", cause="other-proceeding", document="枣法〔2026〕9号")
    made = run_out(made)
    deliver(made.at)
    assert made.later().case.state == S.TERMINATED
    assert not Hold.objects.filter(case=made.case, to_at__isnull=True).exists()


def test_a_record_that_stays_published_because_duties_are_open_keeps_its_case(deliver: Deliver) -> None:
    made = run_out(about_to_run_out(S.VERIFYING, rule="《枣庄市交通运输信用管理办法》第十条"))
    deliver(made.at)
    made = made.later()
    assert (made.case.state, made.case.record.listing.state) == (S.VERIFYING, "KEPT_ON")
    assert (
        made.check_all()
        .perform("propose", outcome="approve", reasons="齐全", clause="第三章")
        .countersign("approve")
        .case.record.listing.state
        == "ENDED"
    )


def test_a_withdrawn_record_terminates_its_case_and_lifts_its_measures(deliver: Deliver) -> None:
    record = make_record()
    measure = make_measure(record)
    made = make_filed_case(S.VERIFYING, record=record)
    listings.withdraw(record_id=record.pk, document="枣行复〔2026〕7号", at=made.at, actor_ref=CLOCK_REF)
    deliver(made.at)
    measure.refresh_from_db()
    made = made.later()
    assert (made.case.state, made.case.cause) == (S.TERMINATED, "record-withdrawn")
    assert (made.case.record.listing.state, measure.state) == ("WITHDRAWN", "LIFTED")


def test_a_withdrawal_after_the_repair_changes_the_listing_and_not_the_case(deliver: Deliver) -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    listings.withdraw(
        record_id=made.case.record_id, document="枣行复〔2026〕7号", at=made.at, actor_ref=CLOCK_REF
    )
    deliver(made.at)
    made = made.later()
    assert (made.case.state, made.case.record.listing.state) == (S.CLOSED_REPAIRED, "WITHDRAWN")


def test_the_end_told_twice_terminates_once(deliver: Deliver) -> None:
    made = run_out(about_to_run_out(S.ROUTED))
    deliver(made.at)
    run_out(made)
    deliver(made.at)
    assert Entry.objects.filter(stream=made.case.stream, verb="case.terminated").count() == 1


def test_every_open_state_is_spoken_of_here() -> None:
    assert {*REPAIR_RUNNING, *REPAIR_ENDS, S.DRAFT} == set(S)
