"""Filing an objection, supplying what is missing, withdrawing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases.services.objection import drafting, filing
from cases.services.objection.admission import handler_of
from cases.services.objection.preflight import gaps
from cases.states import ObjectionState as S
from journal.now import day_of
from journal.refusals import Refusal
from records.models import Department
from rulebook.in_force import shipped_editions
from tests.factories.cases import FILED_AT, confirm_at_the_window
from tests.factories.objections import complete_objection, make_objection
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_record
from tests.objections.reading import field_of, record_of, refused_to, said, spoken, terms

pytestmark = pytest.mark.django_db


def test_filing_pins_the_text_and_puts_the_case_on_the_platforms_desk() -> None:
    made = make_objection(S.FILED)
    case = made.case
    assert case.filed_at == FILED_AT
    assert case.handling_department is not None
    assert case.handling_department.is_platform
    assert case.handling_reason == "platform"
    assert terms(made) == {"accept": "running 2026-09-03"}
    assert said(made, "case.filed")["fields"] == {"fine": {"shown": "5", "right": "2"}}
    assert case.filing.filed_by_ref == f"user:{made.owner.pk}"
    assert not record_of(made).listing.is_contested


def test_a_place_without_a_platform_takes_no_objection_silently() -> None:
    made = make_objection(S.DRAFT)
    complete_objection(made)
    made.case.record.department.__class__.objects.filter(is_platform=True).update(is_platform=False)
    assert refused_to(made, filing.file) == "no-platform"


def test_a_text_may_let_the_determining_unit_handle_it_or_its_successor_or_who_takes_care() -> None:
    made = make_objection(S.FILED)
    unit = made.case.record.department
    edition = shipped_editions().by_key(made.case.edition_key)
    switch = replace(edition.objection.handled_by, value="determining-unit")
    theirs = replace(edition, objection=replace(edition.objection, handled_by=switch))
    on = day_of(made.at)
    assert handler_of(made.case, theirs, on=on) == (unit, "determined")
    successor = make_department()
    gone = {"valid_to": on, "successor": successor}
    Department.objects.filter(pk=unit.pk).update(**gone)
    again = made.later().case
    assert handler_of(again, theirs, on=on) == (successor, "successor")
    Department.objects.filter(pk=unit.pk).update(successor=None)
    lead = Department.objects.get(is_lead=True)
    assert handler_of(made.later().case, theirs, on=on) == (lead, "caretaker")
    Department.objects.filter(pk=lead.pk).update(is_lead=False)
    with pytest.raises(Refusal) as told:
        handler_of(made.later().case, theirs, on=on)
    assert told.value.code == "no-department"


def test_what_is_missing_is_named_at_once() -> None:
    made = make_objection(S.DRAFT)
    found = gaps(made.case, on=day_of(made.at))
    assert [(gap.code, gap.part) for gap in found] == [
        ("contested-fields", "fields"),
        ("grounds", "statement"),
        ("no-statement", "statement"),
        ("contact-name", "statement"),
        ("contact-phone", "statement"),
    ]
    assert refused_to(made, filing.file) == "objection-gaps"
    complete_objection(made)
    assert gaps(made.case.__class__.objects.get(pk=made.case.pk), on=day_of(made.at)) == ()


def test_a_clerk_at_the_window_files_for_the_subject_and_is_named() -> None:
    made = make_objection(S.DRAFT)
    complete_objection(made)
    clerk = actor_of_user(make_officer("window-clerk", make_department())).serving(made.case.subject_id)
    confirm_at_the_window(made.case.pk, clerk, at=made.at)
    filing.file(case_id=made.case.pk, actor=clerk, at=made.at)
    assert made.later().case.filing.served_by_ref == clerk.ref
    assert said(made, "case.filed")["acting_for"] == made.case.subject_id


def test_only_while_valid_is_asked_again_at_filing() -> None:
    guangzhou = make_department(name_zh="广州市交通运输局", jurisdiction="440100")
    made = make_objection(S.DRAFT, record=make_record(department=guangzhou))
    complete_objection(made)
    made.case.record.listing.__class__.objects.update(state="EXPIRED", ended_at=made.at)
    assert refused_to(made, filing.file) == "only-while-valid"


def test_missing_items_let_the_acceptance_term_stand_still() -> None:
    made = make_objection(S.SUPPLEMENTING)
    assert terms(made) == {"accept": "paused", "supplement": "running 2026-09-15"}
    who: dict[str, Any] = {"case_id": made.case.pk, "actor": actor_of_user(made.owner)}
    drafting.contest_field(field="content", right_value="罚款2万元", reason="见原件", at=made.at, **who)
    back = made.after(days=7)
    filing.supplement(answer="已补充原件", at=back.at, **who)
    back = back.later()
    assert back.case.state == S.FILED
    assert terms(back) == {"accept": "running 2026-09-10"}
    assert field_of(back, "content").right_value == "罚款2万元"


def test_nothing_goes_back_to_the_desk_that_contests_nothing() -> None:
    made = make_objection(S.SUPPLEMENTING)
    drafting.drop_field(case_id=made.case.pk, field="fine", actor=actor_of_user(made.owner), at=made.at)
    assert refused_to(made, filing.supplement, answer="不再异议") == "contested-fields"


def test_what_was_asked_and_never_came_lets_the_objection_count_as_withdrawn() -> None:
    made = make_objection(S.LAPSED)
    assert made.case.cause == "term:objection.supplement"
    assert terms(made) == {}


@pytest.mark.parametrize(
    "state", [S.FILED, S.SUPPLEMENTING, S.CHECKING, S.INQUIRING, S.REVIEWING, S.PROPOSED]
)
def test_it_is_withdrawn_until_the_decision_is_signed_and_the_mark_goes_with_it(state: str) -> None:
    made = make_objection(state)
    assert record_of(made).listing.is_contested == (made.case.accepted_on is not None)
    filing.withdraw(case_id=made.case.pk, reason="另行处理", actor=actor_of_user(made.owner), at=made.at)
    made = made.later()
    assert made.case.state == S.WITHDRAWN
    assert terms(made) == {}
    assert not record_of(made).listing.is_contested


def test_after_the_decision_nothing_is_withdrawn() -> None:
    made = make_objection(S.CLOSED_UPHELD)
    assert refused_to(made, filing.withdraw, reason="") == "not-now"


def test_an_error_that_was_found_is_corrected_though_the_objection_is_withdrawn() -> None:
    """C1: 依职权更正."""
    made = make_objection(S.REVIEWING)
    filing.withdraw(case_id=made.case.pk, reason="", actor=actor_of_user(made.owner), at=made.at)
    assert record_of(made).fine == 2
    assert said(made, "case.corrected_of_own_motion")["fields"] == {"fine": "2"}


def test_where_nobody_found_an_error_nothing_is_corrected() -> None:
    made = make_objection(S.INQUIRING).answer("confirmed-right")
    filing.withdraw(case_id=made.case.pk, reason="", actor=actor_of_user(made.owner), at=made.at)
    assert record_of(made).fine == 5
    assert "case.corrected_of_own_motion" not in spoken(made)


def test_a_wrong_record_as_a_whole_is_named_for_the_desk_and_not_withdrawn_by_itself() -> None:
    made = make_objection(S.INQUIRING, fields={"whole-record": ""}).answer()
    filing.withdraw(case_id=made.case.pk, reason="", actor=actor_of_user(made.owner), at=made.at)
    assert said(made, "case.corrected_of_own_motion")["left_open"] == ["whole-record"]
    assert record_of(made).listing.state == "PUBLISHED"
