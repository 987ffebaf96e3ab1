"""C13, C14: plan approved, carried out, terminated; with both orders of commit."""

from __future__ import annotations

import pytest

from cases.services.eligibility import refuse_ineligible
from cases.states import RepairState as S
from journal.now import noon_of
from records.models.entered import DocumentKind
from records.services import listing as listings
from rulebook.in_force import shipped_editions
from tests.conftest import Deliver
from tests.crossing.papers import coherent, day, refused, scene
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db
APPROVED, EXECUTED = DocumentKind.PLAN_APPROVED, DocumentKind.PLAN_EXECUTED
TERMINATED = DocumentKind.PLAN_TERMINATED


def test_an_approved_plan_hides_suspends_and_lets_the_case_go_on(deliver: Deliver) -> None:
    shown = scene(deliver)
    ends_on = shown.record.listing.ends_on
    shown.enter(APPROVED)
    listing = shown.hear().record.listing
    assert (listing.state, listing.hidden_cause, listing.ends_on) == ("HIDDEN", "insolvency", ends_on)
    assert (shown.measure, shown.held, shown.case.state) == ("SUSPENDED", [], S.VERIFYING)
    assert shown.orders == [("hide", "open")]
    coherent(shown)


def test_a_terminated_plan_brings_everything_back(deliver: Deliver) -> None:
    shown = scene(deliver)
    shown.enter(APPROVED)
    shown.hear().enter(TERMINATED)
    assert shown.hear().record.listing.state == "PUBLISHED"
    assert shown.measure == "IN_FORCE"
    assert shown.orders == [("hide", "superseded"), ("restore", "open")]
    coherent(shown)


def test_a_plan_terminated_after_the_longest_period_brings_nothing_back(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    shown.enter(APPROVED)
    shown.made = shown.made.later(at=noon_of(day(5, 16).replace(year=2027)))
    shown.enter(TERMINATED)
    assert shown.hear().record.listing.state == "EXPIRED"
    assert shown.measure == "LIFTED"
    coherent(shown)


def test_the_period_ends_first_and_the_ruling_is_refused(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    shown.enter(APPROVED)
    over = noon_of(day(5, 16).replace(year=2027))
    listings.run_out(record_id=shown.record.pk, at=over, actor_ref="system:clock")
    shown.made = shown.made.later(at=over)
    assert refused(lambda: shown.enter(TERMINATED)) == "listing-over"
    coherent(shown.hear())


def test_carried_out_a_repair_is_filed_without_the_minimum(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    record = make_record(determined_on=day(8, 20))
    assert refused(lambda: refuse_ineligible(record, on=day(9, 2))) == "too-early"
    shown.made = shown.made.later(at=shown.at)
    from cases.services import crossing
    from tests.crossing.papers import paper
    from tests.factories.people import actor_of_user, make_officer

    officer = actor_of_user(make_officer("reviewer", record.department))
    for kind in (APPROVED, EXECUTED):
        at = shown.step()
        crossing.enter_insolvency_ruling(record_id=record.pk, paper=paper(kind, at=at), actor=officer, at=at)
    record.refresh_from_db()
    assert record.listing.state == "HIDDEN"
    refuse_ineligible(record, on=day(9, 2))


def test_a_repair_granted_before_and_after_the_plan(deliver: Deliver) -> None:
    first, second = scene(deliver, S.PROPOSED), scene(deliver, S.PROPOSED)
    first.enter(APPROVED)
    first.hear()
    first.made = first.made.later(at=first.at).countersign("approve")
    first.hear()
    assert (first.record.listing.state, first.measure) == ("ENDED", "LIFTED")
    assert first.orders == [("hide", "superseded"), ("end", "open")]
    second.made = second.made.countersign("approve")
    assert refused(lambda: second.enter(APPROVED)) == "listing-over"
    coherent(first)
    coherent(second.hear())


@pytest.mark.parametrize("first_ends", ["stay", "plan"])
def test_a_stay_and_a_plan_together_hide_until_both_are_over(first_ends: str, deliver: Deliver) -> None:
    shown = scene(deliver)
    shown.enter(DocumentKind.STAY)
    shown.enter(APPROVED)
    ends = [DocumentKind.STAY_ENDED, TERMINATED]
    one, other = ends if first_ends == "stay" else reversed(ends)
    shown.enter(one)
    assert shown.hear().record.listing.state == "HIDDEN"
    shown.enter(other)
    assert shown.hear().record.listing.state == "PUBLISHED"
    assert (shown.measure, shown.held) == ("IN_FORCE", [])
    coherent(shown)


def test_an_edition_without_the_rule_refuses_the_ruling(deliver: Deliver) -> None:
    assert shipped_editions().by_key("NDRC-58").bankruptcy.temporary_hide.value == "none"
    shown = scene(deliver, S.CLOSED_REFUSED)
    type(shown.record).objects.filter(pk=shown.record.pk).update(edition_key="NDRC-58")
    assert refused(lambda: shown.enter(APPROVED)) == "no-temporary-hide"
    assert not shown.record.entered_documents.exists()
