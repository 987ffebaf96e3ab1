"""What crosses a revocation, told in both orders of commit: what commits first stands, the later one meets it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.actors import DESK
from cases.models import Case
from cases.services import crossing, drafting, intake, keeping
from cases.services.revocation import deciding, opening
from cases.states import RepairState
from cases.states import RevocationState as S
from clocks import services as clocks
from clocks.models import Deadline
from delisting.models import Order
from journal.verify import findings
from records.models import Bar, Department, Listing
from records.models.entered import DocumentKind
from records.services import departments
from records.services import listing as listings
from records.services.departments import DepartmentFacts
from tests.acts.reading import at_day, owed
from tests.conftest import Deliver
from tests.crossing.papers import paper, refused
from tests.factories.cases import complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_platform, make_record, make_subject
from tests.factories.revocations import GROUND, OpenedRevocation, make_granted_repair, make_revocation

pytestmark = pytest.mark.django_db


def enter(made: OpenedRevocation, kind: DocumentKind) -> None:
    crossing.enter_court_document(
        record_id=made.case.record_id,
        paper=paper(kind, at=made.at),
        actor=actor_of_user(made.opener),
        at=made.at,
    )


def revoke(made: OpenedRevocation) -> Case:
    return deciding.revoke(case_id=made.case.pk, actor=actor_of_user(made.decider), at=made.at)


def state_of(made: OpenedRevocation) -> str:
    return str(Case.objects.get(pk=made.case.pk).state)


def listing_of(made: OpenedRevocation) -> str:
    return str(Listing.objects.get(record_id=made.case.record_id).state)


def coherent(made: OpenedRevocation) -> None:
    """The chain is whole, a closed case owes nothing, the last order agrees with the listing."""
    assert list(findings()) == []
    case = Case.objects.get(pk=made.case.pk)
    if case.closed_at is not None:
        assert not Deadline.objects.filter(owner_kind="case", owner_id=case.pk, stopped_at=None).exists()
        assert not case.holds.filter(to_at__isnull=True).exists()
    last = Order.objects.filter(record_id=case.record_id).order_by("-sequence").first()
    if last is not None:
        assert (last.kind == "restore") == made.record.listing.is_public


def test_c4_the_record_falls_first_and_the_revocation_ends_with_it(deliver: Deliver) -> None:
    made = make_revocation(S.PROPOSED)
    enter(made, DocumentKind.ANNULLED)
    assert refused(lambda: revoke(made)) == "withdrawn-already"
    deliver(made.at)
    case = Case.objects.get(pk=made.case.pk)
    assert (case.state, case.cause, listing_of(made)) == ("TERMINATED", "record-withdrawn", "WITHDRAWN")
    assert not Bar.objects.exists()
    coherent(made)


def test_c4_the_repair_is_revoked_first_and_what_it_entered_falls_with_the_record(deliver: Deliver) -> None:
    made = make_revocation(S.PROPOSED)
    revoke(made)
    deliver(made.at)
    enter(made, DocumentKind.ANNULLED)
    deliver(made.at)
    assert (state_of(made), listing_of(made)) == ("REVOKED", "WITHDRAWN")
    bar = Bar.objects.get()
    assert (bar.lifted_cause, bar.stands_on(date(2026, 9, 9))) == ("record-withdrawn", False)
    coherent(made)


def test_c6_a_stay_first_holds_the_revocation_and_nobody_signs(deliver: Deliver) -> None:
    made = make_revocation(S.PROPOSED)
    enter(made, DocumentKind.STAY)
    assert refused(lambda: revoke(made)) == "held"
    assert owed(made.case)["revocation.decide"] == "paused"
    enter(made, DocumentKind.STAY_ENDED)
    assert revoke(made).state == S.REVOKED
    deliver(made.at)
    coherent(made)


def test_c6_the_signature_first_and_the_stay_hides_what_is_shown_again(deliver: Deliver) -> None:
    made = make_revocation(S.PROPOSED)
    revoke(made)
    enter(made, DocumentKind.STAY)
    deliver(made.at)
    assert (state_of(made), listing_of(made)) == ("REVOKED", "HIDDEN")
    coherent(made)


def test_c6_a_revocation_opened_under_a_stay_is_held_from_the_start(deliver: Deliver) -> None:
    repair = make_granted_repair()
    crossing.enter_court_document(
        record_id=repair.case.record_id,
        paper=paper(DocumentKind.STAY, at=repair.at),
        actor=actor_of_user(repair.reviewer),
        at=repair.at,
    )
    made = make_revocation(repair=repair)
    assert made.case.holds.get().cause == "execution-stayed"
    assert owed(made.case)["revocation.defence"] == "paused"


def test_c2_the_longest_period_ends_before_and_after_the_signature(deliver: Deliver) -> None:
    over = at_day(5, 20).replace(year=2027)
    first = make_revocation(S.PROPOSED).later(at=over)
    revoke(first)
    assert listing_of(first) == "EXPIRED"
    second = make_revocation(S.REVOKED)
    deliver(second.at)
    clocks.sweep(at=over)
    deliver(over)
    assert (state_of(second), listing_of(second)) == ("REVOKED", "EXPIRED")
    assert Bar.objects.filter(lifted_at__isnull=True).count() == 2, "the bar outlives the publication"


def test_c25_an_application_filed_before_the_bar_goes_on_and_one_after_it_is_refused(
    deliver: Deliver,
) -> None:
    made = make_revocation(S.PROPOSED)
    before, after = (make_record(subject=made.case.subject) for _place in range(2))
    running = make_filed_case(RepairState.ROUTED, record=before, owner=made.owner)
    draft = make_filed_case(RepairState.DRAFT, record=after, owner=made.owner, at=made.at)
    complete_draft(draft)
    revoke(made)
    deliver(made.at)
    owner = actor_of_user(made.owner)
    assert running.perform("accept").case.state == RepairState.VERIFYING
    assert refused(lambda: intake.file(case_id=draft.case.pk, actor=owner, at=made.at)) == "barred"
    third = make_record(subject=made.case.subject)
    assert refused(lambda: drafting.draft(record_id=third.pk, actor=owner, at=made.at)) == "barred"
    later = at_day(9, 9).replace(year=2029)
    listing = third.listing
    Listing.objects.filter(pk=listing.pk).update(lapses_on=date(2030, 1, 1), ends_on=date(2029, 12, 31))
    free = drafting.draft(record_id=third.pk, actor=owner, at=later)
    assert free.state == RepairState.DRAFT, "the day after its last one is free"


def test_c25_a_revocation_cannot_be_opened_twice_nor_on_what_is_open_again() -> None:
    made = make_revocation(S.REVOKED)
    again = make_filed_case(RepairState.DRAFT, record=make_record())
    actor = actor_of_user(made.opener)

    def opened(case: Case) -> str:
        return refused(
            lambda: opening.open_revocation(repair_case_id=case.pk, actor=actor, at=made.at, **GROUND)
        )

    assert opened(made.repair.case) == "revoked-already"
    assert opened(again.case) == "no-case"


def test_c8_on_the_day_of_a_merger_the_case_moves_with_its_running_term(deliver: Deliver) -> None:
    made = make_revocation()
    deliver(made.at)
    successor = make_department()
    unit = made.case.record.department
    facts = DepartmentFacts(
        name_zh=unit.name_zh,
        name_en=unit.name_en,
        field=unit.field,
        address=unit.address,
        phone=unit.phone,
        valid_to=date(2026, 9, 10),
        successor_id=successor.pk,
    )
    departments.change(department_id=unit.pk, facts=facts, at=made.at, actor_ref="user:1")
    clocks.sweep(at=at_day(9, 10))
    deliver(at_day(9, 10))
    case = Case.objects.get(pk=made.case.pk)
    assert case.handling_department_id == successor.pk
    assert owed(case) == {"revocation.defence": "running 2026-09-15"}


def test_c9_without_a_successor_the_caretaker_does_everything_but_sign(deliver: Deliver) -> None:
    platform = make_platform()
    made = make_revocation(S.PROPOSED)
    unit = made.case.record.department
    Department.objects.filter(pk=unit.pk).update(valid_to=date(2026, 9, 8))
    crossing.hand_over(department_id=unit.pk, at=made.at)
    decider = make_officer("decider", platform)
    caretaken = made.later()
    assert caretaken.case.handling_department_id == platform.pk
    assert (
        refused(lambda: deciding.revoke(case_id=made.case.pk, actor=actor_of_user(decider), at=made.at))
        == "caretaker"
    )


def test_c10_the_successor_of_the_party_is_heard_and_barred_after_it_took_the_record() -> None:
    made = make_revocation(S.PROPOSED)
    successor = make_subject()
    enter_party: dict[str, Any] = {
        "record_id": made.case.record_id,
        "successor_code": successor.code,
        "document": "枣市监合〔2026〕1号",
        "passes_on": True,
        "actor": actor_of_user(made.opener),
        "at": made.at,
    }
    assert refused(lambda: crossing.substitute_party(**enter_party)) == "listing-over", (
        "while the record is repaired nothing passes on"
    )
    revoke(made)
    crossing.substitute_party(**enter_party)
    assert made.record.subject_id == successor.pk
    assert Bar.objects.get().subject_id == made.case.subject_id, "the bar stays with who broke its word"


def test_c11_with_a_party_that_ceased_the_revocation_ends(deliver: Deliver) -> None:
    made = make_revocation(S.REVIEWING)
    crossing.deregister(
        record_id=made.case.record_id,
        document="枣市监销〔2026〕1号",
        on=date(2026, 9, 8),
        actor=actor_of_user(made.opener),
        at=made.at,
    )
    case = Case.objects.get(pk=made.case.pk)
    assert (case.state, case.cause) == ("TERMINATED", "subject-ceased")
    deliver(made.at)
    coherent(made)


def test_nothing_befalls_a_revocation_that_has_ended(deliver: Deliver) -> None:
    made = make_revocation(S.KEPT)
    listings.withdraw(record_id=made.record.pk, document="3号", at=made.at, actor_ref="system:tests")
    deliver(made.at)
    assert state_of(made) == S.KEPT
    assert (
        refused(
            lambda: keeping.terminate(case_id=made.case.pk, cause="record-withdrawn", actor=DESK, at=made.at)
        )
        == "not-now"
    )
