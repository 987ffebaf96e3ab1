"""C4, C5, C6: stay, its end, annulment, change; each with both orders of commit against the acts of a repair."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.states import RepairState as S
from clocks.models import Deadline
from journal.models import Entry
from journal.now import noon_of
from records.models import EnteredDocument
from records.models.entered import FALLEN, DocumentKind
from records.models.listing import ListingState
from records.services import listing as listings
from tests.acts.reading import make_six_ways_record, owed, refused_at_the_desk, six_ways
from tests.conftest import Deliver
from tests.crossing.papers import Scene, coherent, day, refused, scene
from tests.factories.cases import GRANTED, REPAIR_RUNNING
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db
STAY, STAY_ENDED, ANNULLED = DocumentKind.STAY, DocumentKind.STAY_ENDED, DocumentKind.ANNULLED
CHANGED = DocumentKind.CHANGED


def test_a_stay_hides_the_record_and_holds_its_case_and_the_period_runs_on(deliver: Deliver) -> None:
    shown = scene(deliver)
    ends_on = shown.record.listing.ends_on
    shown.enter(STAY)
    listing = shown.hear().record.listing
    assert (listing.state, listing.hidden_cause, listing.ends_on) == ("HIDDEN", "stay", ends_on)
    assert shown.held == ["execution-stayed"]
    assert owed(shown.case)["decide"] == "paused"
    assert shown.measure == "IN_FORCE"
    assert shown.orders == [("hide", "open")]
    coherent(shown)


def test_whose_document_it_is_stands_apart_from_who_entered_it(deliver: Deliver) -> None:
    shown = scene(deliver)
    shown.enter(STAY)
    row = EnteredDocument.objects.get()
    assert row.issuer == "枣庄市薛城区人民法院"
    assert row.entered_by_ref == f"user:{shown.made.reviewer.pk}"
    assert row.received_on - row.document_on == timedelta(days=3)
    told = Entry.objects.get(verb="court.entered").payload
    assert (told["document_on"], told["received_on"]) == (
        row.document_on.isoformat(),
        row.received_on.isoformat(),
    )


def test_the_end_of_the_stay_shows_it_again_and_the_case_goes_on(deliver: Deliver) -> None:
    shown = scene(deliver)
    shown.enter(STAY)
    shown.hear().on(9, 21).enter(STAY_ENDED)
    shown.hear()
    assert shown.record.listing.state == ListingState.PUBLISHED
    assert shown.held == []
    assert owed(shown.case)["decide"].startswith("running")
    assert shown.orders == [("hide", "superseded"), ("restore", "open")]
    coherent(shown)


def test_a_stay_that_ends_after_the_longest_period_shows_nothing_again(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    shown.enter(STAY)
    shown.hear()
    shown.made = shown.made.later(at=noon_of(day(5, 16).replace(year=2027)))
    shown.enter(STAY_ENDED)
    shown.hear()
    assert shown.record.listing.state == ListingState.EXPIRED
    assert shown.orders == [("hide", "superseded"), ("end", "open")]
    coherent(shown)


@pytest.mark.parametrize("state", REPAIR_RUNNING)
def test_a_stay_holds_a_case_in_every_running_state(state: str, deliver: Deliver) -> None:
    with six_ways():
        record = make_six_ways_record() if state == S.UNDER_REPAIR else None
        shown = scene(deliver, state, record=record)
        shown.enter(STAY)
        assert shown.hear().held == ["execution-stayed"]
        shown.enter(STAY_ENDED)
        assert shown.hear().held == []


def test_the_stay_commits_first_and_the_signature_is_refused(deliver: Deliver) -> None:
    shown = scene(deliver, S.PROPOSED)
    shown.enter(STAY)
    assert refused_at_the_desk(shown.made.later(), "approve", by=shown.made.decider).code == "held"
    coherent(shown.hear())


def test_the_signature_commits_first_and_the_stay_finds_nothing_to_hide(deliver: Deliver) -> None:
    shown = scene(deliver, S.PROPOSED)
    shown.made = shown.made.countersign("approve")
    shown.enter(STAY)
    shown.hear()
    assert (shown.case.state, shown.record.listing.state) == (S.CLOSED_REPAIRED, "ENDED")
    assert shown.orders == [("end", "open")]
    coherent(shown)


def test_the_withdrawal_of_the_application_and_the_stay_in_both_orders(deliver: Deliver) -> None:
    from cases.services import intake

    first, second = scene(deliver), scene(deliver)
    first.enter(STAY)
    for shown in (first, second):
        intake.withdraw(case_id=shown.case.pk, actor=actor_of_user(shown.made.owner), at=shown.step())
    second.enter(STAY)
    for shown in (first, second):
        shown.hear()
        assert (shown.case.state, shown.record.listing.state, shown.held) == (S.WITHDRAWN, "HIDDEN", [])
        coherent(shown)


def test_the_period_ends_before_and_after_the_stay(deliver: Deliver) -> None:
    over = noon_of(day(5, 16).replace(year=2027))
    first, second = scene(deliver, S.CLOSED_REFUSED), scene(deliver, S.CLOSED_REFUSED)
    first.enter(STAY)
    for shown in (first, second):
        shown.made = shown.made.later(at=over)
        listings.run_out(record_id=shown.record.pk, at=over, actor_ref="system:clock")
    second.enter(STAY)
    for shown in (first, second):
        assert shown.hear().record.listing.state == ListingState.EXPIRED
        coherent(shown)


def test_an_application_filed_under_a_stay_is_held_when_it_reaches_its_unit(deliver: Deliver) -> None:
    shown = scene(deliver, S.DRAFT)
    shown.enter(STAY)
    made = shown.made.later()
    from cases.services import intake
    from tests.factories.cases import complete_draft

    complete_draft(made)
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=shown.step())
    shown.hear()
    assert (shown.case.state, shown.held) == (S.ROUTED, ["execution-stayed"])


def test_another_hold_outlasts_the_stay_and_the_stay_outlasts_another_hold(deliver: Deliver) -> None:
    first, second = scene(deliver), scene(deliver)
    other = {"cause": "other-proceeding", "document": "枣法〔2026〕9号"}
    for shown in (first, second):
        shown.made = shown.made.perform("hold", **other)
        shown.enter(STAY)
    first.enter(STAY_ENDED)
    assert first.hear().held == ["other-proceeding"]
    second.step()
    second.made = second.made.perform("resume")
    assert second.hear().held == ["execution-stayed"]


@pytest.mark.parametrize("kind", FALLEN)
def test_a_penalty_that_fell_is_withdrawn_and_everything_that_hung_on_it_ends(
    kind: DocumentKind, deliver: Deliver
) -> None:
    shown = scene(deliver)
    shown.enter(kind)
    shown.hear()
    assert (shown.record.listing.state, shown.measure) == ("WITHDRAWN", "LIFTED")
    assert (shown.case.state, shown.case.cause) == (S.TERMINATED, "record-withdrawn")
    assert shown.orders == [("withdraw", "open")]
    coherent(shown)


@pytest.mark.parametrize("state", [state for state in ListingState if state not in {"PENDING", "WITHDRAWN"}])
def test_it_is_withdrawn_whatever_state_it_was_in(state: str, deliver: Deliver) -> None:
    from tests.factories.records import make_record

    record = make_record()
    shown = scene(deliver, S.CLOSED_REFUSED, record=record)
    type(record.listing).objects.filter(record=record).update(state=state)
    shown.enter(ANNULLED)
    assert shown.hear().record.listing.state == ListingState.WITHDRAWN
    assert shown.orders[-1] == ("withdraw", "open")


def test_the_three_working_days_run_from_arrival_until_the_reasons_are_public(deliver: Deliver) -> None:
    shown = scene(deliver)
    document = shown.enter(ANNULLED, statement="")
    term = Deadline.objects.get(term="withdraw-record", goal="law")
    assert (term.started_on, term.due_on) == (day(9, 1), day(9, 4))
    from cases.services import crossing

    crossing.state_reasons(
        document_id=document.pk,
        statement="判决撤销。",
        actor=actor_of_user(shown.made.reviewer),
        at=shown.step(),
    )
    term.refresh_from_db()
    assert (term.standing, term.stopped_at) == ("stopped", shown.at)
    assert (
        refused(
            lambda: crossing.state_reasons(
                document_id=document.pk,
                statement="又一次",
                actor=actor_of_user(shown.made.reviewer),
                at=shown.step(),
            )
        )
        == "stated-already"
    )


def test_annulled_before_and_after_the_signature(deliver: Deliver) -> None:
    first, second = scene(deliver, S.PROPOSED), scene(deliver, S.PROPOSED)
    first.enter(ANNULLED)
    refusal = refused_at_the_desk(first.made.later(), "approve", by=first.made.decider)
    assert refusal.code == "listing-over"
    second.made = second.made.countersign("approve")
    second.deliver(second.at)
    second.enter(ANNULLED)
    for shown, state in ((first, S.TERMINATED), (second, S.CLOSED_REPAIRED)):
        shown.hear()
        assert (shown.case.state, shown.record.listing.state) == (state, "WITHDRAWN")
        coherent(shown)
    # a withdrawal wins over the open order of the repair
    assert second.orders == [("end", "superseded"), ("withdraw", "open")]


def test_a_late_end_never_wins_over_a_restore(deliver: Deliver) -> None:
    from delisting.services import open_order

    shown = scene(deliver)
    shown.enter(STAY)
    shown.hear().enter(STAY_ENDED)
    shown.hear()
    last = shown.record.orders.order_by("-sequence").first()
    assert last is not None
    late = open_order(
        record_id=shown.record.pk,
        cause="repaired",
        edition_key="NDRC-36",
        entry_id=last.opened_by_entry - 1,
        at=shown.at,
    )
    assert (late.pk, late.kind) == (last.pk, "restore")
    coherent(shown)


def test_a_changed_penalty_is_corrected_with_its_new_number_and_never_lasts_longer(deliver: Deliver) -> None:
    shown = scene(deliver)
    before = shown.record.listing
    document = shown.enter(CHANGED)
    record = shown.hear().record
    assert record.fine == 2
    assert document.new_decision_number == "枣交罚变字〔2026〕1号"
    assert record.determined_on == day(5, 15)
    assert before.lapses_on is not None
    assert record.listing.lapses_on is not None
    assert record.listing.lapses_on <= before.lapses_on
    told = Entry.objects.get(verb="record.corrected").payload
    assert (told["before"]["fine"].startswith("5"), told["after"]) == (True, {"fine": "2"})
    assert (shown.case.state, shown.held) == (S.VERIFYING, [])
    assert shown.orders == [("correct", "open")]
    coherent(shown)


def test_changed_before_and_after_the_signature(deliver: Deliver) -> None:
    first, second = scene(deliver, S.PROPOSED), scene(deliver, S.PROPOSED)
    first.enter(CHANGED)
    first.hear()
    first.made = first.made.later(at=first.at).countersign("approve")
    assert first.hear().orders == [("correct", "superseded"), ("end", "open")]
    second.made = second.made.countersign("approve")
    assert refused(lambda: second.enter(CHANGED)) == "listing-over"
    coherent(first)
    coherent(second.hear())


def test_a_correction_of_a_hidden_record_does_not_bring_it_back(deliver: Deliver) -> None:
    shown = scene(deliver)
    shown.enter(STAY)
    shown.hear().enter(CHANGED)
    assert shown.hear().orders == [("hide", "open")]
    coherent(shown)


def test_what_an_officer_may_not_enter(deliver: Deliver) -> None:
    shown = scene(deliver)
    assert refused(lambda: shown.enter(STAY_ENDED)) == "nothing-stands"
    shown.enter(STAY, number="（2026）鲁0403行初1号")
    assert refused(lambda: shown.enter(STAY, number="（2026）鲁0403行初1号")) == "entered-already"
    stranger = make_officer("reviewer", make_department())
    mine = shown.made.reviewer
    shown.made = type(shown.made)(**{**shown.made.__dict__, "reviewer": stranger})
    assert refused(lambda: shown.enter(ANNULLED)) == "no-record"
    shown.made = type(shown.made)(**{**shown.made.__dict__, "reviewer": mine})
    shown.enter(ANNULLED)
    assert refused(lambda: shown.enter(STAY)) == "withdrawn-already"


def test_a_decision_proposed_before_the_stay_waits_and_is_signed_after_it(deliver: Deliver) -> None:
    shown: Scene = scene(deliver)
    shown.made = shown.made.check_all().perform("propose", **GRANTED)
    shown.enter(STAY)
    shown.hear().on(9, 21).enter(STAY_ENDED)
    shown.hear()
    shown.made = shown.made.later(at=shown.at).countersign("approve")
    assert shown.hear().case.state == S.CLOSED_REPAIRED
    assert shown.orders == [("hide", "superseded"), ("restore", "superseded"), ("end", "open")]
    coherent(shown)
