"""The recall window: signed now, recalled or done at its end, whatever happens meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.actors import DESK, Actor
from accounts.models import Post, User
from accounts.roles import Role
from cases import policies
from cases.models import Case, Signature
from cases.models.signature import SignatureStanding as Standing
from cases.services import intake, keeping, signing
from cases.states import RepairState as S
from clocks import services as clocks
from clocks.models import Deadline
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Refusal
from journal.verify import findings
from tests.acts.reading import unit_of
from tests.conftest import Deliver
from tests.factories.cases import REFUSED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from workflows import desks, signatures
from workflows.acts import SERVICES
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _five_minutes(settings: Settings) -> None:
    settings.RECALL_MINUTES = 5


def proposed() -> FiledCase:
    return make_filed_case(S.PROPOSED)


def decider(made: FiledCase) -> Actor:
    return actor_of_user(made.decider)


def signed(made: FiledCase, act: str = "approve") -> Signature:
    found = signatures.sign(
        case_id=made.case.pk, act=act, actor=decider(made), at=made.at, version=made.case.version
    )
    assert found is not None
    return found


def standing(signature: Signature) -> str:
    signature.refresh_from_db()
    return signature.standing


def refused(made: FiledCase, act: str, actor: Actor, **facts: Any) -> str:
    with pytest.raises(Refusal) as caught:
        desks.perform(case_id=made.case.pk, act=act, actor=actor, at=made.at + WINDOW / 2, **facts)
    return caught.value.code


def verbs(made: FiledCase) -> list[str]:
    return list(Entry.objects.filter(stream=made.case.stream).order_by("seq").values_list("verb", flat=True))


def test_a_signature_changes_nothing_until_its_window_is_over() -> None:
    made = proposed()
    before = verbs(made)
    signature = signed(made)
    made = made.later()
    assert (made.case.state, made.case.record.listing.state) == (S.PROPOSED, "PUBLISHED")
    assert verbs(made)[len(before) :] == ["desk.claimed", "case.signed"]
    assert signature.takes_effect_at == made.at + WINDOW
    assert signatures.take_effect(at=made.at + WINDOW - timedelta(seconds=1)) == 0
    assert standing(signature) == Standing.WAITING


def test_at_the_end_the_very_act_is_done_as_its_signer_at_that_moment(deliver: Deliver) -> None:
    made = proposed()
    signature = signed(made)
    a_day_later = made.at + timedelta(days=1)
    assert signatures.take_effect(at=a_day_later) == 1
    made = made.later()
    entry = Entry.objects.get(stream=made.case.stream, verb="case.approved")
    assert (entry.at, entry.actor_ref) == (signature.takes_effect_at, decider(made).ref)
    assert (made.case.state, made.case.record.listing.state) == (S.CLOSED_REPAIRED, "ENDED")
    assert made.case.closed_at == signature.takes_effect_at
    decision = made.case.decisions.get()
    assert (decision.signed_at, decision.signed_by_ref) == (signature.takes_effect_at, decider(made).ref)
    assert standing(signature) == Standing.EFFECTIVE
    assert signatures.take_effect(at=a_day_later) == 0
    deliver(a_day_later)
    assert list(drifts()) == []
    assert list(findings()) == []


def test_signing_again_after_the_window_lets_the_first_signature_take_effect() -> None:
    made = proposed()
    signature = signed(made)
    late = made.at + WINDOW + timedelta(minutes=1)
    again = signatures.sign(case_id=made.case.pk, act="approve", actor=decider(made), at=late)
    assert again is None
    assert (made.later().case.state, standing(signature)) == (S.CLOSED_REPAIRED, Standing.EFFECTIVE)
    assert made.case.signatures.count() == 1


@pytest.mark.parametrize(
    "fault", [RuntimeError("a fault of the house"), Refusal("busy", "somebody is at it")]
)
def test_signing_again_ends_no_signature_whose_act_was_not_done(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed()
    signature = signed(made)
    real, failing = desks.perform, [fault]

    def fails_once(**facts: object) -> Case:
        if failing:
            raise failing.pop()
        return real(**facts)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(desks, "perform", fails_once)
    late = made.at + WINDOW + timedelta(minutes=1)
    with pytest.raises(type(fault)):
        signatures.sign(case_id=made.case.pk, act="approve", actor=decider(made), at=late)
    assert (standing(signature), made.case.signatures.count()) == (Standing.WAITING, 1)
    assert signatures.take_effect(at=late) == 1
    assert (made.later().case.state, standing(signature)) == (S.CLOSED_REPAIRED, Standing.EFFECTIVE)


def test_what_could_not_be_done_now_cannot_be_signed() -> None:
    made = proposed()
    with pytest.raises(Refusal) as caught:
        signatures.sign(case_id=made.case.pk, act="refuse", actor=decider(made), at=made.at)
    assert caught.value.code == "wrong-outcome"
    with pytest.raises(Refusal) as caught:
        signatures.sign(
            case_id=made.case.pk,
            act="approve",
            actor=decider(made),
            at=made.at,
            version=made.case.version - 1,
        )
    assert caught.value.code == "stale"
    with pytest.raises(Refusal) as caught:
        signatures.sign(case_id=made.case.pk, act="approve", actor=actor_of_user(made.reviewer), at=made.at)
    assert caught.value.code == "not-countersigner"
    assert not Signature.objects.exists()


def test_without_a_window_it_is_done_at_once(settings: Settings) -> None:
    settings.RECALL_MINUTES = 0
    made = proposed()
    assert signatures.sign(case_id=made.case.pk, act="approve", actor=decider(made), at=made.at) is None
    assert made.later().case.state == S.CLOSED_REPAIRED


@pytest.mark.parametrize(
    ("before_midnight", "waits"),
    [(timedelta(minutes=5), False), (timedelta(minutes=5, seconds=1), True), (timedelta(seconds=1), False)],
)
def test_a_window_that_would_outlast_the_term_is_none(before_midnight: timedelta, *, waits: bool) -> None:
    made = proposed()
    due = Deadline.objects.get(owner_kind="case", owner_id=made.case.pk, term="decide", goal="law")
    at = due.due_at - before_midnight
    found = signatures.sign(case_id=made.case.pk, act="approve", actor=decider(made), at=at)
    assert (found is not None) == waits
    assert (made.later().case.state == S.PROPOSED) == waits
    if waits:
        signatures.take_effect(at=due.due_at)
    assert made.later().case.state == S.CLOSED_REPAIRED
    assert not made.later().case.late


def test_after_the_term_a_window_harms_no_more() -> None:
    made = proposed()
    due = (
        Deadline.objects.filter(owner_kind="case", owner_id=made.case.pk, goal="law")
        .order_by("due_at")
        .last()
    )
    assert due is not None
    made = made.later(at=due.due_at + timedelta(hours=9))
    assert signed(made).takes_effect_at == made.at + WINDOW


def signed_an_hour_before_the_end(deliver: Deliver) -> tuple[FiledCase, datetime]:
    """A decision signed in its term, and the morning after the term ran out, its end told, the signature not yet."""
    made = proposed()
    due = Deadline.objects.get(owner_kind="case", owner_id=made.case.pk, term="decide", goal="law")
    made = made.later(at=due.due_at - timedelta(hours=1))
    signed(made)
    morning = due.due_at + timedelta(hours=9)
    clocks.sweep(at=morning)
    deliver(morning)
    return made, morning


def test_a_house_that_stood_still_over_the_end_of_the_term_calls_nobody_late(deliver: Deliver) -> None:
    made, morning = signed_an_hour_before_the_end(deliver)
    assert signatures.take_effect(at=morning) == 1
    deliver(morning)
    made = made.later()
    assert (made.case.state, made.case.late) == (S.CLOSED_REPAIRED, False)
    told = Entry.objects.filter(stream=made.case.stream, verb="case.breached")
    assert not told.filter(payload__term="decide", payload__goal="law").exists()


@pytest.mark.parametrize("how", ["falls", "is recalled"])
def test_lateness_that_a_signature_would_have_spared_is_told_where_it_comes_to_nothing(
    how: str, deliver: Deliver
) -> None:
    made, morning = signed_an_hour_before_the_end(deliver)
    if how == "falls":
        User.objects.filter(pk=made.decider.pk).update(is_active=False)
        assert signatures.take_effect(at=morning) == 0
    else:
        signing.recall(case_id=made.case.pk, actor=decider(made), at=morning)
    for _again in range(2):
        deliver(morning)
    told = Entry.objects.filter(stream=made.case.stream, verb="case.breached")
    assert told.filter(payload__term="decide", payload__goal="law").count() == 1
    made = made.later()
    assert (made.case.state, made.case.late) == (S.PROPOSED, True)


def test_the_signer_recalls_and_may_send_back_then() -> None:
    made = proposed()
    signature = signed(made)
    signing.recall(case_id=made.case.pk, actor=decider(made), at=made.at + WINDOW / 2)
    assert standing(signature) == Standing.RECALLED
    assert signatures.take_effect(at=made.at + WINDOW) == 0
    desks.perform(
        case_id=made.case.pk, act="send_back", actor=decider(made), at=made.at + WINDOW, reason="请补充理由。"
    )
    assert made.later().case.state == S.VERIFYING
    assert verbs(made)[-2:] == ["case.signature_recalled", "case.sent_back"]


def test_another_decider_recalls_whoever_could_not_sign_does_not() -> None:
    made = proposed()
    signature = signed(made)
    proposer_with_both = make_officer(Role.DECIDER, unit_of(made.case), user=made.reviewer)
    elsewhere = make_officer(Role.DECIDER, make_filed_case().case.record.department)
    for person in (proposer_with_both, elsewhere, made.owner):
        with pytest.raises(Refusal):
            signing.recall(case_id=made.case.pk, actor=actor_of_user(person), at=made.at)
    colleague = make_officer(Role.DECIDER, unit_of(made.case))
    signing.recall(case_id=made.case.pk, actor=actor_of_user(colleague), at=made.at)
    assert standing(signature) == Standing.RECALLED
    assert signature.ended_by_ref == f"user:{colleague.pk}"


def test_what_took_effect_is_not_recalled() -> None:
    made = proposed()
    signed(made)
    signatures.take_effect(at=made.at + WINDOW)
    with pytest.raises(Refusal) as caught:
        signing.recall(case_id=made.case.pk, actor=decider(made), at=made.at + WINDOW)
    assert caught.value.code == "no-signature"


def test_meanwhile_no_officer_does_anything_else() -> None:
    made = proposed()
    signed(made)
    colleague = actor_of_user(make_officer(Role.DECIDER, unit_of(made.case)))
    hold = {"cause": "competence", "document": "枣编办〔2026〕3号"}
    assert refused(made, "approve", decider(made)) == "signed"
    assert refused(made, "send_back", decider(made), reason="再看") == "signed"
    assert refused(made, "hold", actor_of_user(made.reviewer), **hold) == "signed"
    assert refused(made, "approve", colleague) in {"signed", "taken"}
    assert policies.acts_open_to(made.case, decider(made)) == ()
    with pytest.raises(Refusal) as caught:
        signatures.sign(case_id=made.case.pk, act="approve", actor=decider(made), at=made.at + WINDOW / 2)
    assert caught.value.code == "signed"
    assert Signature.objects.count() == 1


def test_a_signed_decision_is_withdrawn_by_the_subject_no_more() -> None:
    made = proposed()
    signature = signed(made)
    with pytest.raises(Refusal) as caught:
        intake.withdraw(
            case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at + WINDOW / 2, reason="另行处理"
        )
    assert caught.value.code == "signed-decision"
    assert "approve" not in str(caught.value)
    assert standing(signature) == Standing.WAITING


def test_a_record_withdrawn_by_its_authority_wins_and_the_signature_falls(deliver: Deliver) -> None:
    made = proposed()
    signature = signed(made)
    keeping.terminate(case_id=made.case.pk, cause="record-withdrawn", actor=DESK, at=made.at + WINDOW / 2)
    made = made.later()
    assert made.case.state == S.TERMINATED
    assert (standing(signature), signature.why) == (Standing.FALLEN, "terminate")
    entry = Entry.objects.get(verb="case.signature_fell")
    assert entry.payload["signed_by"] == decider(made).ref
    assert signatures.take_effect(at=made.at + WINDOW) == 0
    deliver(made.at + WINDOW)
    assert list(drifts()) == []


def test_a_hold_by_a_courts_document_lets_it_fall_too() -> None:
    made = proposed()
    signature = signed(made)
    keeping.hold(
        case_id=made.case.pk,
        cause="execution-stayed",
        document="（2026）鲁04行保1号",
        actor=DESK,
        at=made.at + WINDOW / 2,
    )
    assert standing(signature) == Standing.FALLEN
    assert made.later().case.state == S.PROPOSED


def test_that_a_term_ran_out_changes_nothing() -> None:
    made = proposed()
    signature = signed(made)
    keeping.breach(
        case_id=made.case.pk, term="total", goal="law", due_on="2026-09-30", at=made.at + WINDOW / 2
    )
    assert standing(signature) == Standing.WAITING
    assert signatures.take_effect(at=made.at + WINDOW) == 1


def test_a_signer_who_left_the_post_signs_nothing_and_everybody_is_told(deliver: Deliver) -> None:
    made = proposed()
    signature = signed(made)
    Post.objects.filter(user=made.decider).update(to_on=made.at.astimezone(SHANGHAI).date())
    assert signatures.take_effect(at=made.at + WINDOW) == 0
    assert standing(signature) == Standing.FALLEN
    assert "签" in signature.why
    assert made.later().case.state == S.PROPOSED
    assert verbs(made)[-1] == "case.signature_fell"
    deliver(made.at + WINDOW)


def test_a_closed_account_signs_nothing() -> None:
    made = proposed()
    signature = signed(made)
    User.objects.filter(pk=made.decider.pk).update(is_active=False)
    assert signatures.take_effect(at=made.at + WINDOW) == 0
    assert standing(signature) == Standing.FALLEN


def test_a_lock_that_is_held_for_a_moment_lets_nothing_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    made = proposed()
    signature = signed(made)

    def busy(**_facts: object) -> Case:
        raise Refusal("busy", "zu tun")

    with monkeypatch.context() as patched:
        patched.setattr(desks, "perform", busy)
        assert signatures.take_effect(at=made.at + WINDOW) == 0
    assert standing(signature) == Standing.WAITING
    assert signatures.take_effect(at=made.at + WINDOW) == 1


def test_one_that_fails_keeps_no_other_from_its_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = proposed(), proposed()
    signed(first)
    signed(second)
    real = desks.perform

    def broken(**facts: object) -> Case:
        if facts["case_id"] == first.case.pk:
            raise RuntimeError("a fault of the house")
        return real(**facts)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(desks, "perform", broken)
    assert signatures.take_effect(at=second.at + WINDOW) == 1
    assert (first.later().case.state, second.later().case.state) == (S.PROPOSED, S.CLOSED_REPAIRED)


def test_a_refusal_waits_like_a_grant() -> None:
    made = make_filed_case(S.VERIFYING).check_all().perform("propose", **REFUSED)
    signed(made, "refuse")
    signatures.take_effect(at=made.at + WINDOW)
    assert made.later().case.state == S.CLOSED_REFUSED


def test_what_is_signed_is_what_a_countersigner_does_but_sending_back() -> None:
    found = {
        act
        for kind, services in SERVICES.items()
        for act in services
        if policies.who_of(act, kind) == "countersigner"
    }
    assert found - {"send_back"} == set(signatures.SIGNED)
