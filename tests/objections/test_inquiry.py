"""The providing unit answers per field; silence is reminded once, then the examination goes on without an answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from cases.models.objection import InquiryEnd
from cases.services import crossing
from cases.states import ObjectionState as S
from clocks.sweeping import sweep_all
from records.models import Department
from tests.conftest import Deliver
from tests.factories.objections import QUESTION, FiledObjection, make_objection
from tests.factories.people import make_officer
from tests.factories.records import make_department
from tests.objections.reading import breach, field_of, refused, said, spoken, terms
from workflows import desks
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

WRONG = {"finding": "confirmed-wrong", "value": "2", "note": ""}


def test_the_answer_stands_on_every_field_and_the_handling_term_goes_on() -> None:
    made = make_objection(S.INQUIRING, fields={"fine": "2", "content": "罚款2万元"})
    made = made.after(days=7)
    told = {"fine": WRONG, "content": {"finding": "confirmed-right", "value": "", "note": "原件如此。"}}
    done = made.by(made.provider, "answer", answers=told)
    assert done.case.state == S.REVIEWING
    assert (field_of(done).provider_finding, field_of(done).provider_value) == ("confirmed-wrong", "2")
    assert field_of(done, "content").provider_note == "原件如此。"
    assert terms(done) == {"handle": "running 2026-09-17"}
    inquiry = done.case.inquiries.get()
    assert (inquiry.closed, inquiry.answered_by_ref) == (InquiryEnd.ANSWERED, f"user:{made.provider.pk}")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "unanswered-fields"),
        ({"fine": {"finding": "perhaps"}}, "finding"),
        ({"fine": {"finding": "confirmed-wrong", "value": "5"}}, "same-value"),
        ({"fine": {"finding": "confirmed-wrong", "value": "some"}}, "amount"),
        ({"fine": {"finding": "cannot-confirm"}}, "reason"),
    ],
)
def test_an_answer_that_says_too_little_is_refused(answers: dict[str, Any], code: str) -> None:
    made = make_objection(S.INQUIRING)
    assert refused(made, "answer", by=made.provider, answers=answers).code == code


def test_nobody_but_the_asked_unit_answers() -> None:
    made = make_objection(S.INQUIRING)
    elsewhere = make_officer("reviewer", make_department())
    assert refused(made, "answer", answers={"fine": WRONG}).code == "not-officer"
    assert refused(made, "answer", by=elsewhere, answers={"fine": WRONG}).code == "no-case"


def run(made: FiledObjection, at: datetime, deliver: Deliver) -> FiledObjection:
    sweep_all(at=at)
    deliver(at)
    return made.later(at=at)


def test_silence_is_reminded_once_and_then_the_examination_goes_on(deliver: Deliver) -> None:
    made = make_objection(S.INQUIRING)
    made = run(made, breach(made, "inquiry").at, deliver)
    assert made.case.state == S.INQUIRING
    assert made.case.late
    assert made.case.inquiries.get().reminders == 1
    assert said(made, "case.reminded")["department_asked_id"] == made.case.record.department_id
    assert terms(made)["inquiry-reminded"] == "running 2026-09-20"
    made = run(made, breach(made, "inquiry-reminded").at, deliver)
    assert made.case.state == S.REVIEWING
    assert made.case.inquiries.get().closed == InquiryEnd.NO_ANSWER
    assert set(terms(made)) == {"handle"}
    assert list(drifts()) == []
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert desk.node == "review"


def test_an_answer_after_the_reminder_still_counts(deliver: Deliver) -> None:
    made = make_objection(S.INQUIRING)
    made = run(made, breach(made, "inquiry").at, deliver).answer()
    assert made.case.state == S.REVIEWING
    assert set(terms(made)) == {"handle"}


def test_the_answer_first_and_the_term_over_later(deliver: Deliver) -> None:
    made = make_objection(S.INQUIRING)
    end = breach(made, "inquiry").at
    sweep_all(at=end)
    answered = made.answer()
    deliver(end)
    assert answered.later().case.state == S.REVIEWING
    assert "case.reminded" not in spoken(answered)


def test_what_ran_out_while_the_case_was_held_is_made_up_for_when_it_is_taken_up(deliver: Deliver) -> None:
    made = make_objection(S.INQUIRING)
    end = breach(made, "inquiry").at
    sweep_all(at=end)
    held = made.later(at=end).perform("hold", cause="other-proceeding", document="枣法〔2026〕9号")
    deliver(held.at)
    assert "case.reminded" not in spoken(held)
    assert held.later().case.late
    taken_up = held.perform("resume")
    deliver(taken_up.at)
    assert spoken(taken_up).count("case.reminded") == 1
    assert taken_up.later().case.state == S.INQUIRING


def merge(unit: Department, on: date) -> Department:
    successor = make_department(name_zh="枣庄市综合执法局")
    Department.objects.filter(pk=unit.pk).update(valid_to=on, successor=successor)
    return successor


@pytest.mark.parametrize("held", [False, True])
def test_the_inquiry_follows_a_merged_department_with_a_clock_of_its_own(
    deliver: Deliver, *, held: bool
) -> None:
    """C8: the case's own clock stays as it is."""
    made = make_objection(S.INQUIRING)
    if held:
        made = made.perform("hold", cause="other-proceeding", document="枣法〔2026〕9号")
    handle = terms(made)["handle"]
    successor = merge(made.case.record.department, date(2026, 9, 8))
    made = made.after(days=7)
    crossing.hand_over(department_id=made.case.record.department_id, at=made.at)
    deliver(made.at)
    made = made.later()
    assert made.case.asked_department == successor
    expected = "paused" if held else "running 2026-09-21"
    assert terms(made)["inquiry"] == expected
    assert terms(made)["handle"] == handle
    old, new = made.case.inquiries.all()
    assert (old.closed, new.closed, new.ordinal) == (InquiryEnd.READDRESSED, "", 1)
    if held:
        return
    answers = {"fine": WRONG}
    assert refused(made, "answer", by=made.provider, answers=answers).code == "not-officer"
    officer = make_officer("reviewer", successor)
    assert made.by(officer, "answer", answers=answers).case.state == S.REVIEWING


def test_a_readdressed_inquiry_does_not_count_against_the_number_of_inquiries() -> None:
    made = make_objection(S.INQUIRING)
    successor = merge(made.case.record.department, date(2026, 9, 1))
    crossing.hand_over(department_id=made.case.record.department_id, at=made.at)
    officer = make_officer("reviewer", successor)
    back = made.later().by(officer, "answer", answers={"fine": WRONG})
    assert back.perform("inquire_again", question=QUESTION).case.state == S.INQUIRING


def test_an_answer_before_the_merger_stands() -> None:
    made = make_objection(S.REVIEWING)
    merge(made.case.record.department, date(2026, 9, 1))
    crossing.hand_over(department_id=made.case.record.department_id, at=made.at)
    assert made.later().case.inquiries.get().closed == InquiryEnd.ANSWERED
    assert "case.readdressed" not in spoken(made)
