"""Signing, recalling and taking effect at the same moment, on real transactions: one of them is done, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.actors import DESK
from cases.models import Case, Signature
from cases.services import intake, keeping, signing
from cases.states import RepairState as S
from journal.models import Entry
from journal.refusals import Refusal
from journal.verify import findings
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from tests.workflows.test_two_at_once import colleague, deliver, done, together
from workflows import signatures
from workflows.alignment import drifts

WINDOW = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _five_minutes(settings: Settings) -> None:
    settings.RECALL_MINUTES = 5


def signed() -> FiledCase:
    made = make_filed_case(S.PROPOSED)
    signatures.sign(case_id=made.case.pk, act="approve", actor=actor_of_user(made.decider), at=made.at)
    return made.later(at=made.at + WINDOW)


def whole(made: FiledCase) -> None:
    """Signature, state, decision, publication and journal tell the same."""
    made = made.later()
    standing = made.case.signatures.get().standing
    assert (made.case.state == S.CLOSED_REPAIRED) == (standing == "effective")
    assert (made.case.record.listing.state == "ENDED") == (standing == "effective")
    assert done(made, "case.approved") == (standing == "effective")
    assert done(made, "case.signature_recalled") == (standing == "recalled")
    assert done(made, "case.signature_fell") == (standing == "fallen")
    assert list(findings()) == []


@pytest.mark.django_db(transaction=True)
def test_it_is_recalled_while_it_takes_effect() -> None:
    made = signed()
    actor = actor_of_user(made.decider)
    together(
        lambda: signatures.take_effect(at=made.at),
        lambda: signing.recall(case_id=made.case.pk, actor=actor, at=made.at),
    )
    signatures.take_effect(at=made.at)  # a lock that was held lets the look pass; the next one finds it
    assert Signature.objects.get().standing in {"effective", "recalled"}
    whole(made)
    deliver()
    assert list(drifts()) == []


@pytest.mark.django_db(transaction=True)
def test_three_workers_look_at_once_and_it_takes_effect_once() -> None:
    made = signed()
    together(*[lambda: signatures.take_effect(at=made.at)] * 3)
    signatures.take_effect(at=made.at)
    assert Signature.objects.get().standing == "effective"
    whole(made)
    deliver()
    assert list(drifts()) == []


@pytest.mark.django_db(transaction=True)
def test_the_record_is_withdrawn_while_it_takes_effect() -> None:
    made = signed()
    refusals = together(
        lambda: signatures.take_effect(at=made.at),
        lambda: keeping.terminate(case_id=made.case.pk, cause="record-withdrawn", actor=DESK, at=made.at),
    )
    signatures.take_effect(at=made.at)
    standing = Signature.objects.get().standing
    assert standing == ("fallen" if refusals[1] is None else "effective")
    whole(made)
    deliver()
    assert list(drifts()) == []


@pytest.mark.django_db(transaction=True)
def test_two_deciders_sign_at_once_and_one_signature_waits() -> None:
    made = make_filed_case(S.PROPOSED)
    actors = (actor_of_user(made.decider), colleague(made, "decider"))

    def sign(number: int) -> object:
        return signatures.sign(case_id=made.case.pk, act="approve", actor=actors[number], at=made.at)

    refusals = together(lambda: sign(0), lambda: sign(1))
    assert sorted(refused is None for refused in refusals) == [False, True]
    assert Signature.objects.filter(standing="waiting").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_subject_withdraws_while_the_decider_signs() -> None:
    made = make_filed_case(S.PROPOSED)
    owner, decider = actor_of_user(made.owner), actor_of_user(made.decider)
    together(
        lambda: signatures.sign(case_id=made.case.pk, act="approve", actor=decider, at=made.at),
        lambda: intake.withdraw(case_id=made.case.pk, actor=owner, at=made.at, reason="另行处理"),
    )
    waits = Signature.objects.filter(standing="waiting").exists()
    assert (made.later().case.state == S.PROPOSED) == waits


STEPS = st.lists(
    st.sampled_from(["sign", "recall", "look", "withdraw", "terminate", "breach", "later"]),
    min_size=1,
    max_size=8,
)


@pytest.mark.django_db
@settings(max_examples=25)
@given(steps=STEPS)
def test_whatever_comes_in_whatever_order_signature_and_case_agree(steps: list[str]) -> None:
    made = make_filed_case(S.PROPOSED)
    owner, decider, at = actor_of_user(made.owner), actor_of_user(made.decider), made.at
    pk = made.case.pk
    acts: dict[str, Callable[[], object]] = {
        "sign": lambda: signatures.sign(case_id=pk, act="approve", actor=decider, at=at),
        "recall": lambda: signing.recall(case_id=pk, actor=decider, at=at),
        "look": lambda: signatures.take_effect(at=at),
        "withdraw": lambda: intake.withdraw(case_id=pk, actor=owner, at=at, reason="另行处理"),
        "terminate": lambda: keeping.terminate(case_id=pk, cause="record-withdrawn", actor=DESK, at=at),
        "breach": lambda: keeping.breach(case_id=pk, term="total", goal="law", due_on="2026-09-30", at=at),
        "later": lambda: None,
    }
    for step in steps:
        at += timedelta(minutes=3)
        before = Case.objects.get(pk=pk)
        waits = Signature.objects.filter(case=pk, standing="waiting").exists()
        try:
            acts[step]()
        except Refusal:
            assert Case.objects.get(pk=pk).version == before.version
        if waits and step == "withdraw":
            assert Case.objects.get(pk=pk).state == S.PROPOSED
    signatures.take_effect(at=at + WINDOW)
    standings = list(Signature.objects.filter(case=pk).values_list("standing", flat=True))
    assert "waiting" not in standings
    closed = Case.objects.get(pk=pk).state == S.CLOSED_REPAIRED
    assert standings.count("effective") == closed
    assert Entry.objects.filter(stream=made.case.stream, verb="case.approved").count() == closed
