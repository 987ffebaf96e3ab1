"""The recall window on the pages: signed, shown, recalled by one button, told when it falls."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.actors import DESK
from accounts.roles import Role
from cases.models import Signature
from cases.services import keeping
from cases.states import RepairState as S
from journal.now import standing_at
from notifications.models import Letter, Message
from tests.acts.reading import unit_of
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import make_officer
from workflows import signatures

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _five_minutes(settings: Settings) -> None:
    settings.RECALL_MINUTES = 5


@pytest.fixture
def made() -> FiledCase:
    return make_filed_case(S.PROPOSED)


def page(client: Client, made: FiledCase) -> str:
    return client.get(f"/desk/cases/{made.case.number}/").content.decode()


def sign(client: Client, made: FiledCase) -> str:
    answer = client.post(
        f"/desk/cases/{made.case.number}/approve/", {"version": made.case.version}, follow=True
    )
    return answer.content.decode()


def recall(client: Client, made: FiledCase) -> str:
    return client.post(f"/desk/cases/{made.case.number}/recall/", follow=True).content.decode()


def test_the_act_page_says_how_long_it_can_be_recalled(sign_in: SignIn, made: FiledCase) -> None:
    client = sign_in(made.decider)
    text = client.get(f"/desk/cases/{made.case.number}/approve/").content.decode()
    assert "You can recall your signature for 5 minutes" in text
    assert (
        "recall your signature"
        not in client.get(f"/desk/cases/{made.case.number}/send_back/").content.decode()
    )


def test_signing_says_when_it_takes_effect_and_no_letter_leaves(
    sign_in: SignIn, made: FiledCase, deliver: Deliver
) -> None:
    text = sign(sign_in(made.decider), made)
    assert "It takes effect at 15:05" in text
    assert "Signed by" in text
    assert "Recall the signature" in text
    deliver(NOW)
    assert not Letter.objects.filter(kind="approval").exists()
    signatures.take_effect(at=NOW + WINDOW)
    deliver(NOW + WINDOW)
    assert Letter.objects.filter(kind="approval").count() == 1
    assert made.later().case.state == S.CLOSED_REPAIRED


def test_while_it_waits_the_page_has_one_button(sign_in: SignIn, made: FiledCase) -> None:
    client = sign_in(made.decider)
    sign(client, made)
    main = page(client, made).partition("<main")[2]
    assert main.count("btn-primary") == 1
    assert "/approve/" not in main
    assert "Give back to the team" not in main
    assert "nothing for you to do" not in main


def test_recalled_the_decider_may_sign_anew(sign_in: SignIn, made: FiledCase) -> None:
    client = sign_in(made.decider)
    sign(client, made)
    text = recall(client, made)
    assert "The signature was recalled. No letter has left." in text
    assert "Countersign and grant the repair" in text
    with standing_at(NOW + WINDOW):
        sign(client, made)
    assert Signature.objects.filter(standing="waiting").count() == 1


def test_a_recall_too_late_is_told_in_a_sentence(sign_in: SignIn, made: FiledCase) -> None:
    client = sign_in(made.decider)
    sign(client, made)
    signatures.take_effect(at=NOW + WINDOW)
    answer = client.post(f"/desk/cases/{made.case.number}/recall/")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "No signature waits on this case any more" in answer.content.decode()


def test_who_recalls_and_who_does_not(sign_in: SignIn, made: FiledCase) -> None:
    sign(sign_in(made.decider), made)
    address = f"/desk/cases/{made.case.number}/recall/"
    assert Client().post(address).status_code == HTTPStatus.FOUND
    assert sign_in(made.owner).post(address).status_code == HTTPStatus.FORBIDDEN
    reviewer = sign_in(made.reviewer)
    assert reviewer.post(address).status_code == HTTPStatus.FORBIDDEN
    assert "Recall the signature" not in page(reviewer, made)
    elsewhere = make_officer(Role.DECIDER, make_filed_case().case.record.department)
    assert sign_in(elsewhere).post(address).status_code == HTTPStatus.NOT_FOUND
    assert sign_in(made.decider).get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert Signature.objects.get().standing == "waiting"
    colleague = sign_in(make_officer(Role.DECIDER, unit_of(made.case)))
    assert "was recalled" in recall(colleague, made)


def test_the_subject_sees_nothing_of_it_until_it_takes_effect(sign_in: SignIn, made: FiledCase) -> None:
    def seen() -> str:
        return sign_in(made.owner).get(f"/my/cases/{made.case.number}/").content.decode()

    before = seen()
    sign(sign_in(made.decider), made)
    after = seen()
    assert "/withdraw/" in before
    assert "/withdraw/" not in after
    assert before.count("timeline-entry") == after.count("timeline-entry")
    assert str(made.decider) not in after


def test_the_signer_is_told_when_a_signature_falls(
    sign_in: SignIn, made: FiledCase, deliver: Deliver
) -> None:
    client = sign_in(made.decider)
    sign(client, made)
    keeping.terminate(case_id=made.case.pk, cause="record-withdrawn", actor=DESK, at=NOW + WINDOW / 2)
    deliver(NOW + WINDOW)
    told = Message.objects.filter(template="signature-fell", channel="inbox")
    assert [message.user_id for message in told] == [made.decider.pk]
    text = page(client, made)
    assert "The signature fell before it took effect" in text
    assert "Countersign and grant the repair: Terminate the case" in text


def test_a_page_of_before_is_refused_with_who_signed(sign_in: SignIn, made: FiledCase) -> None:
    sign(sign_in(made.decider), made)
    colleague = sign_in(make_officer(Role.DECIDER, unit_of(made.case)))
    answer = colleague.post(f"/desk/cases/{made.case.number}/approve/", {"version": made.case.version})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert str(made.decider) in answer.content.decode()
