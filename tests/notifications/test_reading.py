"""Inboxes, letters and the public check: each shows what it may, to whom it may."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from cases.states import RepairState as S
from journal.refusals import NotFound
from notifications import selectors, services
from notifications.issuing import ALPHABET, CODE_LENGTH, check_address
from notifications.letters import LetterKind
from notifications.models import Letter, Message
from tests.factories.cases import FILED_AT, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject
from tests.notifications.telling import letter_of, tell_all

pytestmark = pytest.mark.django_db


def test_an_inbox_shows_the_own_messages_newest_first_with_case_and_letter() -> None:
    made = make_filed_case(S.DECLINED)
    tell_all()
    with translation.override("en"):
        page = selectors.inbox(made.owner.pk, at=FILED_AT)
    assert [row.title for row in page.rows] == ["Application not accepted", "Application received"]
    assert page.unread == 2
    newest = page.rows[0]
    assert newest.case_number == made.case.number
    assert newest.letter_number == letter_of(made.case, "decline").number
    assert made.case.number in newest.text


def test_pages_of_an_inbox_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    made = make_filed_case(S.CLOSED_REPAIRED)
    tell_all()
    first = selectors.inbox(made.owner.pk, at=FILED_AT)
    second = selectors.inbox(made.owner.pk, at=FILED_AT, after=first.next_cursor)
    assert [len(first.rows), len(second.rows), second.next_cursor] == [2, 1, ""]
    assert first.rows[-1].pk > second.rows[0].pk


def test_a_message_is_marked_read_once_and_only_by_its_reader() -> None:
    made = make_filed_case(S.ROUTED)
    tell_all()
    message = Message.objects.get(user=made.owner)
    with pytest.raises(NotFound):
        services.mark_read(message_id=message.pk, user_id=made.reviewer.pk, at=FILED_AT)
    services.mark_read(message_id=message.pk, user_id=made.owner.pk, at=FILED_AT)
    services.mark_read(message_id=message.pk, user_id=made.owner.pk, at=FILED_AT + timedelta(days=1))
    message.refresh_from_db()
    assert message.read_at == FILED_AT
    assert selectors.inbox(made.owner.pk, at=FILED_AT).unread == 0


def test_a_letter_is_given_to_its_subject_and_the_units_officers_and_absent_for_others() -> None:
    made = make_filed_case(S.DECLINED)
    tell_all()
    letter = letter_of(made.case, "decline")
    clerk = actor_of_user(make_officer(Role.WINDOW_CLERK, make_department()))
    for actor in (
        actor_of_user(made.owner),
        actor_of_user(made.reviewer),
        actor_of_user(made.decider),
        clerk.serving(made.case.subject_id),
    ):
        assert selectors.letter_for(actor, letter.number) == letter
    strangers = (
        actor_of_user(make_user()),
        actor_of_user(make_owner(make_subject())),
        actor_of_user(make_officer(Role.REVIEWER, make_department())),
        actor_of_user(make_officer(Role.AUDIT_ADMIN, made.case.record.department)),
        clerk,
    )
    for actor in strangers:
        with pytest.raises(NotFound):
            selectors.letter_for(actor, letter.number)


def test_letters_of_a_case_come_in_the_order_of_issue() -> None:
    made = make_filed_case(S.DECLINED)
    tell_all()
    assert [letter.kind for letter in selectors.letters_of_case(made.case.pk)] == ["receipt", "decline"]
    assert len(selectors.letters_of_record(made.case.record_id)) == 2


def test_anybody_may_check_a_letter_and_learns_kind_day_and_validity_only() -> None:
    made = make_filed_case(S.DECLINED)
    tell_all()
    letter = letter_of(made.case, "decline")
    code = letter.check_code
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:12]}-{code[12:]}"
    check = selectors.check_letter(typed)
    assert check is not None
    assert (check.kind_label, check.valid) == (LetterKind.DECLINE.label, True)
    assert check.issued_on.isoformat() == "2026-09-01"
    assert set(vars(check)) == {"kind_label", "issued_on", "valid", "contested"}


def test_a_withdrawn_letter_is_known_and_no_longer_valid() -> None:
    made = make_filed_case(S.DECLINED)
    tell_all()
    letter = letter_of(made.case, "decline")
    Letter.objects.filter(pk=letter.pk).update(withdrawn_at=FILED_AT)
    check = selectors.check_letter(letter.check_code)
    assert check is not None
    assert not check.valid


def test_an_unknown_check_code_tells_nothing() -> None:
    assert selectors.check_letter("AAAA-AAAA-AAAA-AAAA") is None
    assert selectors.check_letter("") is None


def test_check_codes_bear_no_sign_that_is_read_for_another() -> None:
    assert not set("0O1I5S2ZUV") & set(ALPHABET) - {"U"}
    made = make_filed_case(S.ROUTED)
    tell_all()
    code = letter_of(made.case, "receipt").check_code
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)
    assert code in letter_of(made.case, "receipt").content["check_address"]


def test_the_printed_address_leads_to_the_public_check() -> None:
    path = urlsplit(check_address("AAAABBBBCCCCDDDD")).path
    assert path == reverse("register:letter_check", args=["AAAABBBBCCCCDDDD"])
