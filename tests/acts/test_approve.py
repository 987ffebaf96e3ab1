"""准予信用修复: publication ends and measures are lifted by the same signature."""

from __future__ import annotations

from datetime import date

import pytest

from cases.services import decision, drafting
from cases.states import RepairState as S
from delisting.models import Order
from journal.models import Entry
from journal.verify import findings
from records.models.holder import HolderKind
from records.services import listing as listings
from tests.acts.reading import entry_of, owed, refusal_of, refused_at_the_desk, unit_of
from tests.conftest import Deliver
from tests.factories.cases import GRANTED, REFUSED, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer
from tests.factories.records import make_department, make_holder, make_measure, make_record
from workflows import desks

pytestmark = pytest.mark.django_db


def test_a_granted_repair_ends_publication_lifts_measures_and_owes_nothing() -> None:
    record = make_record()
    measure = make_measure(record)
    made = make_filed_case(S.PROPOSED, record=record).countersign("approve")
    assert made.case.state == S.CLOSED_REPAIRED
    assert made.case.closed_at == made.at
    listing = made.case.record.listing
    assert (listing.state, listing.end_cause, listing.ended_at) == ("ENDED", "repaired", made.at)
    measure.refresh_from_db()
    assert (measure.state, measure.lifted_at) == ("LIFTED", made.at)
    assert owed(made.case) == {}
    assert made.case.next_due_at is None
    assert desks.desk_of(made.case) is None


def test_signature_and_end_of_publication_are_journalled_by_the_same_hand() -> None:
    made = make_filed_case(S.PROPOSED).countersign("approve")
    signed = entry_of(made.case, "case.approved")
    ended = Entry.objects.get(stream=made.case.record.stream, verb="listing.ended")
    assert signed.actor_ref == ended.actor_ref == actor_of_user(made.decider).ref
    assert signed.at == ended.at
    assert signed.payload["reasons"] == GRANTED["reasons"]
    assert ended.payload["case_id"] == made.case.pk
    assert ended.payload["edition_key"] == made.case.edition_key
    assert list(findings()) == []


def test_the_signature_stands_on_the_decision() -> None:
    made = make_filed_case(S.PROPOSED).countersign("approve")
    signed = made.case.decisions.get()
    assert (signed.signed_by_ref, signed.signed_at) == (actor_of_user(made.decider).ref, made.at)


def test_every_holder_is_told_by_itself(deliver: Deliver) -> None:
    record = make_record()
    make_holder()
    make_holder(kind=HolderKind.DEPARTMENT_SITE, department=record.department, name_zh="门户网站")
    made = make_filed_case(S.PROPOSED, record=record).countersign("approve")
    deliver(made.at)
    order = Order.objects.get(record=record)
    assert order.releases.count() == 2


def test_a_record_that_was_kept_and_never_shown_is_over_as_well() -> None:
    record = make_record(class_name="minor", determined_on=date(2026, 8, 10))
    made = make_filed_case(S.PROPOSED, record=record).countersign("approve")
    assert made.case.record.listing.state == "UNPUBLISHED"
    assert made.case.record.listing.is_over
    refusal = refusal_of(
        lambda: drafting.draft(record_id=record.pk, actor=actor_of_user(made.owner), at=made.at),
        case=made.case,
    )
    assert refusal.code == "record-over"


def test_a_hidden_record_is_repaired_too() -> None:
    made = make_filed_case(S.PROPOSED, record=make_record(state="HIDDEN")).countersign("approve")
    assert made.case.record.listing.state == "ENDED"


def test_the_proposal_says_refuse_so_it_is_not_granted() -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient").perform("propose", **REFUSED)
    assert refused_at_the_desk(made, "approve", by=made.decider).code == "wrong-outcome"
    assert made.case.record.listing.state == "PUBLISHED"


def test_whoever_proposed_does_not_countersign() -> None:
    made = make_filed_case(S.PROPOSED)
    make_officer("decider", unit_of(made.case), user=made.reviewer)
    assert refused_at_the_desk(made, "approve").code == "own-hand"


def test_whoever_only_accepted_does_not_countersign() -> None:
    made = make_filed_case(S.ROUTED)
    both = make_officer("reviewer", unit_of(made.case))
    make_officer("decider", unit_of(made.case), user=both)
    desks.perform(case_id=made.case.pk, act="accept", actor=actor_of_user(both), at=made.at)
    desks.release(case_id=made.case.pk, actor=actor_of_user(both), at=made.at)  # somebody else goes on
    made = made.later().check_all().perform("propose", **GRANTED)
    assert refused_at_the_desk(made, "approve", by=both).code == "own-hand"


def test_a_decider_with_a_mandate_for_the_company_does_not_countersign() -> None:
    made = make_filed_case(S.PROPOSED)
    make_agent(made.case.subject, user=made.decider)
    assert refused_at_the_desk(made, "approve", by=made.decider).code == "own-company"


def test_a_decider_of_another_unit_does_not_countersign() -> None:
    made = make_filed_case(S.PROPOSED)
    stranger = make_officer("decider", make_department())
    actor = actor_of_user(stranger)
    refusal = refusal_of(
        lambda: decision.approve(case_id=made.case.pk, actor=actor, at=made.at), case=made.case
    )
    assert refusal.code == "not-countersigner"


def test_a_second_click_is_told_who_signed() -> None:
    made = make_filed_case(S.PROPOSED).countersign("approve")
    refusal = refused_at_the_desk(made, "approve", by=made.decider)
    assert refusal.code == "overtaken"
    assert str(made.decider) in str(refusal)


def test_where_publication_is_over_already_nothing_of_the_signature_is_written() -> None:
    made = make_filed_case(S.PROPOSED)
    listings.withdraw(
        record_id=made.case.record_id, document="枣行复〔2026〕7号", at=made.at, actor_ref="system:tests"
    )
    refusal = refused_at_the_desk(made, "approve", by=made.decider)
    assert refusal.code == "listing-over"
    assert made.case.decisions.get().signed_at is None
