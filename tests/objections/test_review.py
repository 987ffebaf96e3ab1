"""The proposal for every field, by an officer who did not answer for the provider; the extension of the term."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models.decision import Outcome
from cases.models.objection import FieldOutcome
from cases.services.objection.review import outcome_of
from cases.states import ObjectionState as S
from journal.refusals import Refusal
from tests.factories.objections import REASONS, make_objection
from tests.factories.people import actor_of_user, make_officer
from tests.objections.reading import field_of, refused, said, terms
from workflows import desks


@given(st.lists(st.sampled_from(list(FieldOutcome)), min_size=1, max_size=6))
def test_mixed_fields_close_by_the_gravest_of_them(outcomes: list[str]) -> None:
    rank = ["withdrawn", "corrected", "noted", "upheld"]
    closes = dict(zip(rank, ["withdraw_record", "correct", "note", "uphold"], strict=True))
    found = outcome_of({str(place): outcome for place, outcome in enumerate(outcomes)})
    assert found == closes[min(outcomes, key=rank.index)]


def test_an_objection_without_fields_has_no_outcome() -> None:
    with pytest.raises(Refusal) as told:
        outcome_of({})
    assert told.value.code == "outcomes"


def test_every_pair_of_outcomes_has_one_end() -> None:
    ends = {outcome_of({"fine": one, "content": other}) for one, other in product(FieldOutcome, repeat=2)}
    assert ends == {Outcome.WITHDRAW_RECORD, Outcome.CORRECT, Outcome.NOTE, Outcome.UPHOLD}


@pytest.mark.django_db
def test_a_proposal_says_what_becomes_of_every_field() -> None:
    made = make_objection(S.INQUIRING, fields={"fine": "2", "content": "罚款2万元"}).answer(
        "confirmed-wrong", "2"
    )
    done = made.perform(
        "propose", outcomes={"fine": "corrected", "content": "upheld"}, values={"fine": "2.5"}, **REASONS
    )
    assert done.case.state == S.PROPOSED
    assert done.case.decisions.get().outcome == "correct"
    assert (field_of(done).proposed, field_of(done).proposed_value) == ("corrected", "2.5")
    assert field_of(done).outcome == ""
    assert said(done, "case.proposed")["fields"]["content"] == {"outcome": "upheld", "value": ""}
    assert terms(done) == terms(made)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "outcomes", "values", "code"),
    [
        ("fine", {}, {}, "outcomes"),
        ("fine", {"fine": "perhaps"}, {}, "field-outcome"),
        ("fine", {"fine": "corrected"}, {}, "value"),
        ("fine", {"fine": "corrected"}, {"fine": "5"}, "same-value"),
        ("fine", {"fine": "corrected"}, {"fine": "a lot"}, "amount"),
        ("whole-record", {"whole-record": "corrected"}, {}, "field-outcome"),
    ],
)
def test_a_proposal_that_cannot_be_carried_out_is_refused(
    field: str, outcomes: dict[str, str], values: dict[str, str], code: str
) -> None:
    made = make_objection(S.REVIEWING, fields={field: "2"})
    assert refused(made, "propose", outcomes=outcomes, values=values, **REASONS).code == code


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["reasons", "clause"])
def test_a_proposal_gives_its_reasons_and_its_clause(missing: str) -> None:
    made = make_objection(S.REVIEWING)
    facts: dict[str, Any] = {"outcomes": {"fine": "upheld"}, **REASONS, missing: " "}
    assert refused(made, "propose", **facts).code in {"reason", "clause"}


@pytest.mark.django_db
def test_whoever_answered_for_the_provider_decides_nothing_alone() -> None:
    made = make_objection(S.REVIEWING)
    platform = made.case.handling_department
    assert platform is not None
    both = make_officer("reviewer", platform, user=made.provider)
    told = refused(made, "propose", by=both, outcomes={"fine": "upheld"}, **REASONS)
    assert told.code == "provider-decides"
    proposed = made.propose()
    signer = make_officer("decider", platform, user=made.provider)
    assert refused(proposed, "correct", by=signer).code == "own-hand"


@pytest.mark.django_db
def test_whoever_sent_the_inquiry_alone_may_not_countersign() -> None:
    made = make_objection(S.CHECKING)
    platform = made.case.handling_department
    assert platform is not None
    colleague = make_officer("reviewer", platform)
    desks.release(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)
    asked = made.by(colleague, "inquire", question="请核实。").answer()
    desks.release(case_id=made.case.pk, actor=actor_of_user(colleague), at=asked.at)
    asked = asked.propose()
    signer = make_officer("decider", platform, user=colleague)
    assert refused(asked, "correct", by=signer).code == "own-hand"


@pytest.mark.django_db
def test_the_handling_term_is_extended_once_with_a_reason() -> None:
    made = make_objection(S.REVIEWING)
    assert refused(made, "extend", reason=" ").code == "reason"
    longer = made.perform("extend", reason="需调取原始案卷。")
    assert terms(longer) == {"handle": "running 2026-09-23"}
    assert refused(longer, "extend", reason="再次延长。").code == "extension-spent"


@pytest.mark.django_db
def test_what_was_sent_back_is_proposed_anew() -> None:
    made = make_objection(S.PROPOSED).countersign("send_back", reason="请补充理由。")
    assert made.case.state == S.REVIEWING
    again = made.propose("upheld")
    assert (field_of(again).proposed, field_of(again).proposed_value) == ("upheld", "")
    assert again.case.decisions.filter(sent_back_at=None).get().outcome == "uphold"
