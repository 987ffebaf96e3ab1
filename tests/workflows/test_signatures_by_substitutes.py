"""A substitute signs on an officer's work: done in the officer's place when the window is over, or it falls by name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings

from accounts.actors import Actor
from accounts.models import Substitution, User
from accounts.roles import Role
from cases.models import Signature
from cases.models.signature import SignatureStanding as Standing
from cases.services import signing
from cases.services.waiting_signature import officer_name
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Refusal
from tests.acts.reading import unit_of
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_user
from workflows import desks, signatures
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _five_minutes(settings: Settings) -> None:
    settings.RECALL_MINUTES = 5


def stood_in(*, until: date | None = None) -> tuple[FiledCase, User]:
    """A proposed case that the decider has taken, and the colleague who stands in up to and including a day."""
    made = make_filed_case(S.PROPOSED)
    desks.claim(case_id=made.case.pk, actor=actor_of_user(made.decider), at=made.at)
    colleague = make_officer(Role.DECIDER, unit_of(made.case), user=make_user(full_name="赵代理"))
    on = made.at.astimezone(SHANGHAI).date()
    Substitution.objects.create(
        officer=made.decider,
        substitute=colleague,
        department=unit_of(made.case),
        role=Role.DECIDER,
        from_on=on,
        to_on=(until or on + timedelta(days=6)) + timedelta(days=1),
        made_by_ref="user:1",
    )
    return made.later(), colleague


def signed_by(made: FiledCase, signer: User, at: datetime | None = None) -> Signature:
    found = signatures.sign(
        case_id=made.case.pk, act="approve", actor=actor_of_user(signer), at=at or made.at
    )
    assert found is not None
    return found


def standing(signature: Signature) -> str:
    signature.refresh_from_db()
    return signature.standing


def payload_of(made: FiledCase, verb: str) -> dict[str, object]:
    entry = Entry.objects.get(stream=made.case.stream, verb=verb)
    return {"actor": entry.actor_ref, **entry.payload}


def test_the_signature_and_its_effect_say_for_whom_the_substitute_acted(deliver: Deliver) -> None:
    made, colleague = stood_in()
    signature = signed_by(made, colleague)
    officer = f"user:{made.decider.pk}"
    assert (signature.in_place_of_ref, officer_name(signature)) == (officer, str(made.decider))
    assert payload_of(made, "case.signed")["in_place_of"] == officer
    assert signatures.take_effect(at=made.at + WINDOW) == 1
    done = payload_of(made, "case.approved")
    assert (done["actor"], done["in_place_of"]) == (f"user:{colleague.pk}", officer)
    assert made.later().case.state == S.CLOSED_REPAIRED
    assert made.case.decisions.get().signed_by_ref == f"user:{colleague.pk}"
    deliver(made.at + WINDOW)
    assert list(drifts()) == []


def test_the_work_stays_the_officers_while_the_signature_waits() -> None:
    made, colleague = stood_in()
    signed_by(made, colleague)
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert desk.owner_id == made.decider.pk
    assert Entry.objects.filter(stream=made.case.stream, verb="desk.claimed").count() == 1


def test_work_that_nobody_has_taken_is_signed_by_the_colleague_for_nobody_else() -> None:
    made = make_filed_case(S.PROPOSED)
    colleague = make_officer(Role.DECIDER, unit_of(made.case))
    assert signed_by(made, colleague).in_place_of_ref == ""


def test_the_days_of_the_substitute_end_before_the_effect_and_it_falls_by_name(deliver: Deliver) -> None:
    made, colleague = stood_in(until=FILED_AT.date())
    late = FILED_AT.replace(hour=23, minute=58)
    signature = signed_by(made, colleague, at=late)
    assert signatures.take_effect(at=late + WINDOW) == 0
    assert standing(signature) == Standing.FALLEN
    assert str(colleague) in signature.why
    assert str(made.decider) in signature.why
    fell = payload_of(made, "case.signature_fell")
    assert (fell["signed_by"], fell["in_place_of"]) == (f"user:{colleague.pk}", f"user:{made.decider.pk}")
    assert made.later().case.state == S.PROPOSED
    deliver(late + WINDOW)
    assert list(drifts()) == []
    again = late + WINDOW
    assert signed_by(made, made.decider, at=again).in_place_of_ref == "", "the officer goes on"


def test_a_substitution_that_is_ended_in_between_lets_it_fall() -> None:
    made, colleague = stood_in()
    signature = signed_by(made, colleague)
    Substitution.objects.update(to_on=made.at.astimezone(SHANGHAI).date())
    assert signatures.take_effect(at=made.at + WINDOW) == 0
    assert standing(signature) == Standing.FALLEN
    assert str(colleague) in signature.why


def test_before_the_window_is_over_both_recall_it() -> None:
    for who in ("officer", "substitute"):
        made, colleague = stood_in()
        signature = signed_by(made, colleague)
        recaller = made.decider if who == "officer" else colleague
        signing.recall(case_id=made.case.pk, actor=actor_of_user(recaller), at=made.at + WINDOW / 2)
        assert standing(signature) == Standing.RECALLED


def test_the_officer_who_is_back_signs_nothing_beside_the_substitute() -> None:
    made, colleague = stood_in()
    signed_by(made, colleague)
    with pytest.raises(Refusal) as caught:
        signed_by(made, made.decider, at=made.at + WINDOW / 2)
    assert caught.value.code == "signed"
    assert str(colleague) in str(caught.value)


def test_a_colleague_who_stands_in_for_nobody_signs_no_taken_work() -> None:
    made, _colleague = stood_in()
    other: Actor = actor_of_user(make_officer(Role.DECIDER, unit_of(made.case)))
    with pytest.raises(Refusal) as caught:
        signatures.sign(case_id=made.case.pk, act="approve", actor=other, at=made.at)
    assert caught.value.code == "taken"


def test_a_substitute_who_had_a_hand_in_the_case_signs_nothing() -> None:
    made, _colleague = stood_in()
    both = make_officer(Role.DECIDER, unit_of(made.case), user=made.reviewer)
    Substitution.objects.update(substitute=both)
    with pytest.raises(Refusal) as caught:
        signed_by(made, both)
    assert caught.value.code == "own-hand"
