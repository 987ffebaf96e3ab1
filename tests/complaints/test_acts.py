"""受理、不予受理、延长、答复、撤回: what each act of a complaint does and refuses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from cases.models.complaint import ComplaintState as S
from cases.services.complaint import answering
from journal.models import Entry
from journal.now import SHANGHAI
from tests.complaints.reading import owed, refused, verbs
from tests.factories.complaints import ANSWER, make_complaint
from tests.factories.people import actor_of_user

pytestmark = pytest.mark.django_db


def test_taken_up_the_term_of_the_answer_begins() -> None:
    made = make_complaint(S.ACCEPTED)
    # fifteen working days after Tuesday 1 September: Sunday the 20th is worked
    assert owed(made.complaint) == {"complaint.answer": "running 2026-09-21"}
    assert made.complaint.accepted_on is not None
    assert verbs(made.complaint) == ["complaint.filed", "complaint.accepted"]


def test_what_is_not_taken_up_says_why_and_ends() -> None:
    made = make_complaint(S.DECLINED)
    complaint = made.complaint
    assert complaint.decline_reason.startswith("不属于")
    assert complaint.closed_at == made.at
    assert owed(complaint) == {}
    assert complaint.next_due_at is None
    assert not complaint.late


def test_the_term_of_the_answer_grows_once_and_before_its_end() -> None:
    made = make_complaint(S.ACCEPTED).perform("extend", reason="需向多个单位核实。")
    # ten working days after 21 September: the 25th to 27th and 1 to 7 October are off, Saturday 10 October is worked
    assert owed(made.complaint) == {"complaint.answer": "running 2026-10-12"}
    assert made.complaint.extended
    assert Entry.objects.get(verb="complaint.extended").payload["due_on"] == "2026-10-12"
    assert refused(lambda: made.perform("extend", reason="再延。")) == "extension-spent"


def test_an_extension_after_the_end_comes_too_late() -> None:
    made = make_complaint(S.ACCEPTED)
    late = datetime(2026, 9, 22, 9, tzinfo=SHANGHAI)
    assert refused(lambda: made.perform("extend", at=late, reason="需核实。")) == "extension-late"


def test_the_answer_says_what_was_found_what_was_done_and_what_the_company_gets() -> None:
    made = make_complaint(S.ANSWERED)
    complaint = made.complaint
    assert (complaint.finding, complaint.answer_text) == (ANSWER["finding"], ANSWER["answer"])
    assert (complaint.done, complaint.remedy) == (ANSWER["done"], ANSWER["remedy"])
    assert (complaint.answered_by, complaint.answered_by_ref) == (made.lead, f"user:{made.supervisor.pk}")
    assert owed(complaint) == {}
    assert verbs(complaint)[-1] == "complaint.answered"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"finding": "perhaps"}, "unknown-answer"),
        ({"answer": " "}, "no-answer"),
        ({"done": ""}, "nothing-done"),
        ({"remedy": ""}, "no-remedy"),
    ],
)
def test_an_answer_is_whole_or_none(facts: dict[str, Any], code: str) -> None:
    made = make_complaint(S.ACCEPTED)
    assert refused(lambda: made.perform("answer", **{**ANSWER, **facts})) == code
    assert made.later().complaint.state == S.ACCEPTED


def test_an_answer_after_the_end_is_valid_and_late() -> None:
    made = make_complaint(S.ACCEPTED)
    made = made.perform("answer", at=datetime(2026, 9, 22, 9, tzinfo=SHANGHAI), **ANSWER)
    assert made.complaint.state == S.ANSWERED
    assert made.complaint.late


def test_withdrawn_while_it_is_looked_into() -> None:
    made = make_complaint(S.ACCEPTED).perform("withdraw", reason="已经受理，问题解决。")
    assert made.complaint.state == S.WITHDRAWN
    assert owed(made.complaint) == {}
    assert Entry.objects.get(verb="complaint.withdrawn").payload["reason"] == "已经受理，问题解决。"


@pytest.mark.parametrize(
    ("state", "act", "facts"),
    [
        (S.RECEIVED, "answer", ANSWER),
        (S.RECEIVED, "extend", {"reason": "需核实。"}),
        (S.ACCEPTED, "accept", {}),
        (S.ACCEPTED, "decline", {"reason": "不属于投诉。"}),
        (S.ANSWERED, "withdraw", {}),
        (S.DECLINED, "accept", {}),
        (S.WITHDRAWN, "answer", ANSWER),
    ],
)
def test_what_the_state_does_not_allow_is_told_with_the_state(
    state: str, act: str, facts: dict[str, Any]
) -> None:
    made = make_complaint(state)
    code = refused(lambda: made.perform(act, **facts))
    # an answer that was never begun has no term to extend either
    assert code in {"complaint-not-now", "no-open-term"}
    assert made.later().complaint.version == made.complaint.version


def test_a_page_that_is_out_of_date_is_refused() -> None:
    made = make_complaint(S.ACCEPTED)
    actor = actor_of_user(made.supervisor)
    stale = refused(
        lambda: answering.answer(complaint_id=made.complaint.pk, actor=actor, at=made.at, version=0, **ANSWER)
    )
    assert stale == "complaint-stale"


def test_a_complaint_that_nobody_knows_is_absent() -> None:
    made = make_complaint()
    actor = actor_of_user(made.supervisor)
    assert refused(lambda: answering.accept(complaint_id=0, actor=actor, at=made.at)) == "no-complaint"
