"""A person's own messages and letters."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.states import RepairState
from notifications.models import Letter, Message
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.factories.complaints import make_complaint
from tests.factories.people import make_owner
from tests.factories.records import make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> FiledCase:
    return make_filed_case(RepairState.ROUTED)


@pytest.fixture
def letter(made: FiledCase) -> Letter:
    return Letter.objects.create(
        number="XF-2026-0001",
        kind="receipt",
        case=made.case,
        record=made.case.record,
        subject=made.case.subject,
        caused_by_entry=1,
        content={},
        pdf=b"%PDF-1.4 the letter",
        sha256="0" * 64,
        check_code="7K3MQ9ABCDEF",
        issued_at=FILED_AT,
    )


def test_an_empty_inbox_says_what_it_is_for(sign_in: SignIn, made: FiledCase) -> None:
    assert "No messages" in sign_in(made.owner).get(reverse("portal:inbox")).content.decode()


def test_a_letter_is_given_byte_for_byte_and_sealed(sign_in: SignIn, made: FiledCase, letter: Letter) -> None:
    page = sign_in(made.owner).get(reverse("portal:letter", args=[letter.number]))
    assert page.content == b"%PDF-1.4 the letter"
    assert page["Content-Type"] == "application/pdf"
    assert page["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page["Content-Security-Policy"]


def test_a_letter_stands_on_the_case_page(sign_in: SignIn, made: FiledCase, letter: Letter) -> None:
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert reverse("portal:letter", args=[letter.number]) in words
    assert letter.check_code in words
    assert "Not yet served" in words


def test_a_letter_is_served_when_it_reached_the_inbox(
    sign_in: SignIn, made: FiledCase, letter: Letter
) -> None:
    Message.objects.create(
        user=made.owner,
        channel="inbox",
        template="filed",
        context={"number": made.case.number, "decision": made.case.record.decision_number},
        letter=letter,
        case=made.case,
        caused_by_entry=1,
        created_at=FILED_AT,
    )
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert "Not yet served" not in words


def test_a_foreign_letter_is_not_found(sign_in: SignIn, letter: Letter) -> None:
    stranger = sign_in(make_owner(make_subject()))
    page = stranger.get(reverse("portal:letter", args=[letter.number]))
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_a_foreign_message_cannot_be_marked_as_read(sign_in: SignIn, made: FiledCase) -> None:
    message = Message.objects.create(
        user=made.owner, channel="inbox", template="x", context={}, caused_by_entry=1, created_at=FILED_AT
    )
    stranger = sign_in(make_owner(make_subject()))
    page = stranger.post(reverse("portal:read_message", args=[message.pk]))
    assert page.status_code == HTTPStatus.NOT_FOUND
    message.refresh_from_db()
    assert message.read_at is None


def message_to(user: User, case: Case | None, **facts: Any) -> Message:
    """A message by mail, with its twin in the inbox."""
    told: dict[str, Any] = {
        "template": "resumed",
        "context": {"number": "XF-1"},
        "case": case,
        "caused_by_entry": 7,
        "created_at": FILED_AT,
        **facts,
    }
    Message.objects.create(user=user, channel="inbox", sent_at=FILED_AT, **told)
    return Message.objects.create(user=user, channel="mail", **told)


def test_a_link_in_a_mail_leads_to_the_case_and_counts_as_read(sign_in: SignIn, made: FiledCase) -> None:
    message = message_to(made.owner, made.case)
    answer = sign_in(made.owner).get(reverse("portal:open_message", args=[message.pk]))
    assert answer["Location"] == reverse("portal:case", args=[made.case.number])
    assert Message.objects.get(channel="inbox").read_at == FILED_AT


def test_an_officers_link_leads_to_the_desk(sign_in: SignIn, made: FiledCase) -> None:
    message = message_to(made.reviewer, made.case)
    answer = sign_in(made.reviewer).get(reverse("portal:open_message", args=[message.pk]))
    assert answer["Location"] == reverse("desk:case", args=[made.case.number])


def test_a_link_about_what_one_may_not_see_any_more_leads_to_the_inbox(
    sign_in: SignIn, made: FiledCase
) -> None:
    message = message_to(made.owner, made.case)
    made.owner.mandates.update(to_on=made.at.date())
    answer = sign_in(made.owner).get(reverse("portal:open_message", args=[message.pk]))
    assert answer["Location"] == reverse("portal:inbox")


def test_a_link_to_the_message_of_another_is_not_found(sign_in: SignIn, made: FiledCase) -> None:
    message = message_to(made.owner, made.case)
    answer = sign_in(made.reviewer).get(reverse("portal:open_message", args=[message.pk]))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert Message.objects.get(channel="inbox").read_at is None


def test_a_link_about_a_complaint_leads_to_the_complaint(sign_in: SignIn) -> None:
    complained = make_complaint()
    facts = {"context": {"number": complained.complaint.number, "complaint": complained.complaint.number}}
    places = {complained.owner: "portal:complaint", complained.supervisor: "desk:complaint"}
    for user, place in places.items():
        message = message_to(user, None, **facts)
        answer = sign_in(user).get(reverse("portal:open_message", args=[message.pk]))
        assert answer["Location"] == reverse(place, args=[complained.complaint.number])
