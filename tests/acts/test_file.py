"""提出申请: filing a repair."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cases.models import Case
from cases.models.application import Finding
from cases.services import drafting, intake
from cases.services.preflight import gaps
from cases.states import RepairState
from clocks import services as clocks
from journal.days import plain_day_words
from journal.models import Entry
from journal.now import day_of
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from records.models import CreditRecord
from rulebook.in_force import shipped_editions, using
from tests.conftest import Deliver
from tests.factories.cases import (
    FILED_AT,
    FiledCase,
    add_document,
    answer_steps,
    complete_draft,
    make_filed_case,
)
from tests.factories.people import actor_of_user, make_owner, make_user
from tests.factories.records import make_record
from tests.factories.texts_released import report_owed_in

pytestmark = pytest.mark.django_db


def owner_of(case: Case) -> clocks.Owner:
    return clocks.Owner("case", case.pk, case.stream)


def open_draft(record: CreditRecord | None = None) -> FiledCase:
    return make_filed_case(RepairState.DRAFT, record=record)


def refused_draft(record: CreditRecord) -> Refusal:
    actor = actor_of_user(make_owner(record.subject))
    with pytest.raises(Refusal) as refused:
        drafting.draft(record_id=record.pk, actor=actor, at=FILED_AT)
    return refused.value


def test_a_complete_application_is_filed_under_the_edition_of_the_day() -> None:
    made = open_draft()
    complete_draft(made)
    assert gaps(made.later().case, on=day_of(FILED_AT)) == ()

    filed = intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=FILED_AT)

    assert filed.state == RepairState.FILED
    assert filed.filed_at == FILED_AT
    assert filed.edition_key.startswith("NDRC-36")
    assert [term.term for term in clocks.open_terms(owner_of(filed))] == ["total"]
    assert set(filed.steps.values_list("finding", flat=True)) == {Finding.SUBMITTED}


def test_a_draft_goes_by_the_text_that_came_into_force_since_it_was_begun(tmp_path: Path) -> None:
    made = open_draft()
    tomorrow = FILED_AT + timedelta(days=1)
    text = tmp_path / "late.toml"
    text.write_text(report_owed_in(made.case.record.jurisdiction, since=day_of(tomorrow)), encoding="utf-8")
    where: dict[str, Any] = {"case_id": made.case.pk, "actor": actor_of_user(made.owner), "at": tomorrow}

    def missing() -> set[str]:
        return {gap.code for gap in gaps(made.later().case, on=day_of(tomorrow))}

    with using(shipped_editions().with_files(text)):
        complete_draft(made)
        assert gaps(made.later().case, on=day_of(FILED_AT)) == ()
        assert missing() == {"text-changed", "material"}
        with pytest.raises(Refusal) as refused:
            intake.file(**where)
        assert refused.value.code == "gaps"
        drafting.save_application(**where, contact_name="张某某")
        made = made.later(at=tomorrow)
        assert "late-invented" in made.case.edition_key
        assert missing() == {"step", "material"}
        answer_steps(made, phase="before-filing")
        add_document(made, material="M6")
        assert missing() == set()
        assert intake.file(**where).edition_key == made.case.edition_key


def test_what_was_filed_reaches_the_unit_by_itself(deliver: Deliver) -> None:
    made = make_filed_case(RepairState.FILED)
    deliver(FILED_AT)
    case = made.later().case
    assert case.state == RepairState.ROUTED
    assert case.handling_department_id == case.record.department_id
    assert case.handling_reason == "determined"
    assert {term.term for term in clocks.open_terms(owner_of(case))} == {"total", "accept"}
    assert case.next_due_at is not None


def test_every_act_is_one_journal_entry_with_the_plain_facts() -> None:
    made = make_filed_case(RepairState.FILED)
    filed = Entry.objects.get(stream=made.case.stream, verb="case.filed")
    assert filed.actor_ref == actor_of_user(made.owner).ref
    assert filed.payload["number"] == made.case.number
    assert (filed.payload["from"], filed.payload["to"]) == ("DRAFT", "FILED")


def test_an_incomplete_application_is_refused_and_names_everything_missing() -> None:
    made = open_draft()
    with pytest.raises(Refusal) as refused:
        intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=FILED_AT)
    assert refused.value.code == "gaps"
    assert {gap.code for gap in gaps(made.case, on=day_of(FILED_AT))} == {
        "contact-name",
        "contact-phone",
        "performance",
        "performed-on",
        "commitment",
        "material",
    }
    assert made.later().case.state == RepairState.DRAFT


def test_before_the_first_day_no_draft_is_opened_and_the_day_is_named() -> None:
    record = make_record(determined_on=day_of(FILED_AT) - timedelta(days=10))
    refusal = refused_draft(record)
    assert refusal.code == "too-early"
    first_day = record.listing.earliest_filing_on
    assert first_day is not None
    assert plain_day_words(first_day) in str(refusal)


def test_a_foreign_record_looks_like_none() -> None:
    record = make_record()
    stranger = actor_of_user(make_user())
    with pytest.raises(NotFound) as foreign:
        drafting.draft(record_id=record.pk, actor=stranger, at=FILED_AT)
    with pytest.raises(NotFound) as absent:
        drafting.draft(record_id=999_999, actor=stranger, at=FILED_AT)
    assert str(foreign.value) == str(absent.value)


def test_an_open_draft_is_gone_on_with() -> None:
    made = open_draft()
    again = drafting.draft(record_id=made.case.record_id, actor=actor_of_user(made.owner), at=FILED_AT)
    assert again.pk == made.case.pk


def test_a_second_case_on_the_record_is_refused_with_the_number_of_the_first() -> None:
    made = make_filed_case(RepairState.ROUTED)
    with pytest.raises(Crossed) as refused:
        drafting.draft(record_id=made.case.record_id, actor=actor_of_user(made.owner), at=FILED_AT)
    assert made.case.number in str(refused.value)


def test_filing_twice_is_told_that_it_was_filed() -> None:
    made = make_filed_case(RepairState.FILED)
    with pytest.raises(Crossed) as refused:
        intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=FILED_AT)
    assert refused.value.code == "not-now"
    assert Entry.objects.filter(stream=made.case.stream, verb="case.filed").count() == 1


def test_an_officer_cannot_file_for_a_subject() -> None:
    made = open_draft()
    complete_draft(made)
    with pytest.raises(NotAllowed):
        intake.file(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=FILED_AT)


def test_an_undetermined_record_names_who_must_determine_it() -> None:
    record = make_record(class_name="", class_status="undecidable", edition_key="")
    refusal = refused_draft(record)
    assert refusal.code == "undetermined"
    assert record.department.name_zh in str(refusal)


@pytest.mark.parametrize("state", ["ENDED", "EXPIRED", "WITHDRAWN"])
def test_a_record_no_longer_published_has_nothing_to_repair(state: str) -> None:
    assert refused_draft(make_record(state=state)).code == "record-over"


def test_a_performance_before_the_decision_or_in_the_future_is_refused() -> None:
    made = open_draft()
    for day, code in (
        (made.case.record.determined_on - timedelta(days=1), "performed-too-soon"),
        (day_of(FILED_AT) + timedelta(days=1), "performed-in-future"),
    ):
        with pytest.raises(Refusal) as refused:
            drafting.save_application(
                case_id=made.case.pk, actor=actor_of_user(made.owner), at=FILED_AT, performed_on=day
            )
        assert refused.value.code == code


def test_a_draft_that_was_begun_is_kept_at_every_step() -> None:
    made = open_draft()
    drafting.save_application(
        case_id=made.case.pk, actor=actor_of_user(made.owner), at=FILED_AT, contact_name="王会计"
    )
    drafting.save_application(
        case_id=made.case.pk, actor=actor_of_user(made.owner), at=FILED_AT, contact_phone="0632-1"
    )
    form = made.later().case.application
    assert (form.contact_name, form.contact_phone) == ("王会计", "0632-1")


def test_a_discarded_draft_leaves_the_record_free_for_another() -> None:
    made = make_filed_case(RepairState.DISCARDED)
    assert clocks.open_terms(owner_of(made.case)) == []
    again = drafting.draft(record_id=made.case.record_id, actor=actor_of_user(made.owner), at=FILED_AT)
    assert again.pk != made.case.pk
