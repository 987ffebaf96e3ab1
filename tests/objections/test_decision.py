"""The countersigned ends of an objection, with what they do to the record in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest

from cases.models.objection import Against
from cases.services.acting import Doing
from cases.states import ObjectionState as S
from cases.states import RepairState
from journal.models import Entry
from records.models import CreditRecord, FieldCorrection, Listing, Measure, RecordNote
from rulebook.in_force import shipped_editions
from tests.conftest import Deliver
from tests.factories.cases import add_document, make_filed_case
from tests.factories.objections import OUTCOMES, REASONS, FiledObjection, file_draft, make_objection
from tests.factories.records import make_department, make_holder, make_measure, make_record
from tests.objections.reading import field_of, record_of, refused, said, spoken, terms
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db


def test_a_correction_keeps_both_values_and_tells_every_holder(deliver: Deliver) -> None:
    record = make_record()
    make_holder(department=make_department(name_zh="信用中国网站", field=""))
    made = make_objection(S.CLOSED_CORRECTED, record=record)
    deliver(made.at)
    assert record_of(made).fine == 2
    kept = FieldCorrection.objects.get()
    assert (kept.field, kept.before, kept.after, kept.case_number) == ("fine", "5", "2", made.case.number)
    assert list(record.orders.values_list("kind", flat=True)) == ["correct"]
    assert field_of(made).outcome == "corrected"
    assert made.case.closed_at == made.at
    assert terms(made) == {}


@pytest.mark.parametrize("state", list(OUTCOMES))
def test_the_mark_ends_with_every_end(state: str) -> None:
    made = make_objection(state)
    assert not record_of(made).listing.is_contested
    assert list(drifts()) == []


def test_nothing_wrong_is_shown_again_where_the_place_hid_the_record() -> None:
    nantong = make_department(name_zh="南通市交通运输局", jurisdiction="320600")
    made = make_objection(S.CLOSED_CORRECTED, record=make_record(department=nantong))
    verbs = list(
        Entry.objects.filter(stream=f"record:{made.case.record_id}")
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert verbs.index("record.corrected") < verbs.index("listing.shown_again")
    assert record_of(made).listing.state == "PUBLISHED"


def test_a_withdrawn_record_loses_its_measures_and_its_copies(deliver: Deliver) -> None:
    record = make_record()
    make_measure(record)
    make_holder(department=make_department(name_zh="信用中国网站", field=""))
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN, record=record)
    deliver(made.at)
    listing = record_of(made).listing
    assert (listing.state, listing.end_cause) == ("WITHDRAWN", "withdrawn")
    assert Measure.objects.get().state == "LIFTED"
    assert list(record.orders.values_list("kind", flat=True)) == ["withdraw"]
    withdrawn = Entry.objects.get(stream=record.stream, verb="record.withdrawn")
    assert withdrawn.payload["document"] == made.case.number
    assert made.later().case.state == S.CLOSED_RECORD_WITHDRAWN


def test_an_upheld_record_stays_as_it_was() -> None:
    made = make_objection(S.CLOSED_UPHELD)
    record = record_of(made)
    assert record.fine == 5
    assert record.listing.state == "PUBLISHED"
    assert said(made, "case.upheld")["clause"] == REASONS["clause"]


def test_what_cannot_be_confirmed_keeps_a_note_and_stays_in_the_public() -> None:
    made = make_objection(S.CLOSED_NOTED)
    note = RecordNote.objects.get()
    assert (note.fields, note.case_number, note.hides) == (["fine"], made.case.number, False)
    assert record_of(made).listing.state == "PUBLISHED"


def test_a_place_may_keep_a_doubtful_record_hidden() -> None:
    nantong = make_department(name_zh="南通市交通运输局", jurisdiction="320600")
    made = make_objection(S.CLOSED_NOTED, record=make_record(department=nantong))
    listing = record_of(made).listing
    assert (listing.state, listing.hidden_cause) == ("HIDDEN", "unconfirmed")


def decided(
    made: FiledObjection, outcomes: dict[str, str], values: dict[str, str], act: str
) -> FiledObjection:
    return made.perform("propose", outcomes=outcomes, values=values, **REASONS).countersign(act)


def test_a_text_may_delete_what_nobody_can_confirm() -> None:
    made = make_objection(S.REVIEWING).propose("noted")
    edition = shipped_editions().by_key(made.case.edition_key)
    unconfirmed = replace(edition.objection.unconfirmed, value="delete")
    strict = replace(edition, objection=replace(edition.objection, unconfirmed=unconfirmed))
    with patch.object(Doing, "edition", strict):
        done = made.countersign("note")
    assert done.case.state == S.CLOSED_NOTED
    assert record_of(done).listing.state == "WITHDRAWN"
    assert not RecordNote.objects.exists()


def test_mixed_fields_are_each_done_as_decided() -> None:
    wanted = {"fine": "2", "content": "罚款2万元", "violation": "未超限"}
    made = make_objection(S.REVIEWING, fields=wanted)
    outcomes = {"fine": "corrected", "content": "noted", "violation": "upheld"}
    done = decided(made, outcomes, {"fine": "2"}, "correct")
    assert done.case.state == S.CLOSED_CORRECTED
    assert record_of(done).fine == 2
    assert record_of(done).violation == "超限运输"
    assert RecordNote.objects.get().fields == ["content"]
    assert {row.field: row.outcome for row in done.case.contested.all()} == outcomes


def test_a_publication_that_was_wrong_ends_and_the_record_is_kept() -> None:
    made = make_objection(S.REVIEWING, fields={"publication": ""})
    decided(made, {"publication": "corrected"}, {}, "correct")
    listing = record_of(made).listing
    assert listing.state == "UNPUBLISHED"
    assert not listing.is_contested


def test_a_later_correction_lifts_the_note() -> None:
    first = make_objection(S.CLOSED_NOTED)
    again = make_objection(S.DRAFT, record=first.case.record, owner=first.owner, at=first.at)
    add_document(again, material="fine")  # type: ignore[arg-type]
    done = file_draft(again).perform("accept").perform("conclude", finding="own-error", reason="录入差错。")
    assert RecordNote.objects.get().lifted_at is None
    done.propose().countersign("correct")
    assert RecordNote.objects.get().lifted_by == again.case.number


def test_the_copies_on_other_routes_are_corrected_too() -> None:
    """C20: one inquiry, both corrected."""
    record = make_record()
    copy = make_record(subject=record.subject, department=record.department)
    CreditRecord.objects.filter(pk=copy.pk).update(site="gsxt", follows=record)
    make_objection(S.CLOSED_CORRECTED, record=record)
    assert CreditRecord.objects.get(pk=copy.pk).fine == 2
    assert not Listing.objects.get(record=copy).is_contested


def test_the_copies_on_other_routes_are_withdrawn_with_the_record(deliver: Deliver) -> None:
    record = make_record()
    copy = make_record(subject=record.subject, department=record.department)
    CreditRecord.objects.filter(pk=copy.pk).update(site="gsxt", follows=record)
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN, record=record)
    deliver(made.at)
    assert set(Listing.objects.values_list("state", flat=True)) == {"WITHDRAWN"}


def test_another_outcome_than_the_proposed_one_is_not_signed() -> None:
    made = make_objection(S.PROPOSED)
    assert refused(made, "uphold", by=made.decider).code == "wrong-outcome"
    assert refused(made, "correct", by=made.reviewer).code == "not-countersigner"


def test_a_refused_repair_found_wrong_is_decided_again() -> None:
    """C23: the repair itself is not touched, neither by filing nor by the decision."""
    repair = make_filed_case(RepairState.CLOSED_REFUSED)
    made = make_objection(S.REVIEWING, record=repair.case.record, owner=repair.owner, previous=repair.case)
    assert made.case.filing.against == Against.REPAIR_RESULT
    assert not CreditRecord.objects.get(pk=made.case.record_id).field_corrections.exists()
    assert (
        refused(made, "propose", outcomes={"repair-result": "withdrawn"}, **REASONS).code == "field-outcome"
    )
    done = decided(made, {"repair-result": "corrected"}, {}, "correct")
    assert done.case.state == S.CLOSED_CORRECTED
    assert said(done, "case.decide_again")["previous_id"] == repair.case.pk
    assert repair.later().case.state == RepairState.CLOSED_REFUSED
    assert "case.redress_opened" not in spoken(done)


def test_after_the_decision_nothing_more_is_possible() -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    assert refused(made, "send_back", by=made.decider, reason="再议").code == "overtaken"
