"""What became of messages is seen by those concerned, and by nobody else; what failed is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.states import RepairState as S
from journal.models import Entry
from journal.refusals import Refusal
from notifications import delivery_status
from notifications.delivery_status import Stage, deliveries_of, failing, send_again
from notifications.models import Message
from notifications.selectors import inbox
from notifications.services import mark_read, send_due
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_record
from tests.notifications.choices import NUMBER, at, person, tell
from tests.notifications.telling import tell_all

pytestmark = pytest.mark.django_db


def with_mail(user: User) -> User:
    user.email = f"{user.username}@example.cn"
    user.save()
    return user


def filed(state: str = S.ROUTED) -> FiledCase:
    """A filed case whose owner has an address, told of."""
    record = make_record()
    made = make_filed_case(state, record=record, owner=with_mail(make_owner(record.subject)))
    tell_all()
    return made


def failed(user: User, case: Case | None, number: int = 1, **facts: object) -> Message:
    """A mail that was tried once and refused."""
    return Message.objects.create(
        user=user,
        channel="mail",
        template="resumed",
        context={"number": case.number if case else "XF-1"},
        case=case,
        caused_by_entry=900_000 + number,
        created_at=at(9, 1, 10),
        next_attempt_at=at(9, 1, 16),
        attempts=3,
        last_error="550 no such mailbox",
        **facts,
    )


def test_a_message_is_not_sent_yet_then_sent_and_read() -> None:
    made = filed()
    with translation.override("en"):
        before = {one.channel: one for one in deliveries_of(made.case)}
        assert (before["Inbox"].stage, before["Mail"].stage) == (Stage.SENT, Stage.WAITING)
        send_due(at=made.at)
        in_inbox = Message.objects.get(channel="inbox", user=made.owner)
        mark_read(message_id=in_inbox.pk, user_id=made.owner.pk, at=made.at)
        after = {one.channel: one for one in deliveries_of(made.case)}
    assert (after["Inbox"].stage, after["Inbox"].read_at) == (Stage.READ, made.at)
    assert (after["Mail"].stage, after["Mail"].at) == (Stage.SENT, made.at)
    assert after["Mail"].letter_number
    assert len(mail.outbox) == 1


def test_a_message_that_failed_says_what_to_do() -> None:
    made = filed()
    message = failed(made.owner, made.case)
    (one,) = [one for one in deliveries_of(made.case) if one.pk == message.pk]
    assert (one.stage, one.at) == (Stage.FAILING, at(9, 1, 16))
    assert one.advice


def test_what_officers_are_told_is_not_what_the_company_was_told() -> None:
    made = filed(S.PROPOSED)
    people = {one.to for one in deliveries_of(made.case)}
    assert people == {str(made.owner)}


def test_the_deliveries_of_a_case_cost_one_statement() -> None:
    made = filed()
    for number in range(40):
        failed(made.owner, made.case, number)
    with CaptureQueriesContext(connection) as asked:
        assert len(deliveries_of(made.case)) >= 40
    assert len(asked) == 1


def test_the_inbox_says_by_which_other_ways_a_message_went() -> None:
    user = person(number=NUMBER, news_sms=True, news_mail="daily")
    tell(user, "resumed", at(9, 1, 10), number=1)
    with translation.override("en"):
        (row,) = inbox(user.pk, at=at(9, 1, 10)).rows
    assert [(way.channel, way.stage) for way in row.ways] == [("Mail", Stage.WAITING)]


def test_the_inbox_costs_the_same_for_three_messages_and_for_thirty() -> None:
    user = person()
    costs = []
    for number in range(1, 31):
        tell(user, "resumed", at(9, 1, 10), number=number)
        if number in {3, 30}:
            with CaptureQueriesContext(connection) as asked:
                assert len(inbox(user.pk, at=at(9, 1, 10)).rows) == number
            costs.append(len(asked))
    assert costs[0] == costs[1] == 3


def test_a_supervisor_sees_what_failed_in_cases_of_the_own_unit_only() -> None:
    made, other = filed(), filed()
    mine, others, nobodys = (
        failed(made.owner, made.case, 1),
        failed(other.owner, other.case, 2),
        failed(person(), None, 3),
    )
    unit = made.case.handling_department
    assert unit is not None
    supervisor = actor_of_user(make_officer(Role.SUPERVISOR, unit))
    (row,) = failing(supervisor).rows
    assert (row.pk, row.case_number, row.to) == (mine.pk, made.case.number, str(made.owner))
    assert row.title
    assert row.address == f"{made.owner.username[:1]}***@example.cn"
    for foreign in (others, nobodys):
        with pytest.raises(Refusal) as refused:
            send_again(message_id=foreign.pk, actor=supervisor, at=at(9, 1, 11))
        assert refused.value.code == "message-sent"


def test_the_system_administrator_sees_all_and_not_what_they_are_about() -> None:
    made = filed()
    failed(made.owner, made.case, 1)
    failed(person(), None, 2)
    rows = failing(actor_of_user(make_officer(Role.SYSTEM_ADMIN, make_department()))).rows
    assert len(rows) == 2
    assert {(row.title, row.to, row.case_number) for row in rows} == {("", "", "")}
    assert all(row.error for row in rows)


@pytest.mark.parametrize(
    "role", [None, Role.REVIEWER, Role.DECIDER, Role.WINDOW_CLERK, Role.AUDIT_ADMIN, Role.SECURITY_ADMIN]
)
def test_nobody_else_sees_them(role: Role | None) -> None:
    user = make_user() if role is None else make_officer(role, make_department())
    with pytest.raises(Refusal) as refused:
        failing(actor_of_user(user))
    assert refused.value.code == "no-failing"


def test_what_waits_for_its_first_try_did_not_fail() -> None:
    filed()
    admin = actor_of_user(make_officer(Role.SYSTEM_ADMIN, make_department()))
    assert failing(admin).rows == ()


def test_a_page_of_failed_messages_costs_the_same_for_three_and_for_thirty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = filed()
    admin = actor_of_user(make_officer(Role.SYSTEM_ADMIN, make_department()))
    costs = []
    for number in range(1, 31):
        failed(made.owner, made.case, number)
        if number in {3, 30}:
            with CaptureQueriesContext(connection) as asked:
                assert len(failing(admin).rows) == number
            costs.append(len(asked))
    assert costs[0] == costs[1] == 2
    monkeypatch.setattr(delivery_status, "PAGE", 20)
    first = failing(admin)
    second = failing(admin, after=first.next_cursor)
    assert (len(first.rows), len(second.rows), second.next_cursor) == (20, 10, "")
    assert first.rows[-1].pk > second.rows[0].pk


def test_what_is_sent_again_leaves_at_once_and_is_journalled() -> None:
    made = filed()
    send_due(at=made.at)
    message = failed(made.owner, made.case)
    admin = actor_of_user(make_officer(Role.SYSTEM_ADMIN, make_department()))
    assert send_due(at=at(9, 1, 11)).sent == 0
    send_again(message_id=message.pk, actor=admin, at=at(9, 1, 11))
    assert send_due(at=at(9, 1, 11)).sent == 1
    assert Entry.objects.get(verb="account.message_sent_again").payload["message_id"] == message.pk
    with pytest.raises(Refusal) as refused:
        send_again(message_id=message.pk, actor=admin, at=at(9, 1, 12))
    assert refused.value.code == "message-sent"


def test_of_a_summary_that_failed_everything_is_sent_again_together() -> None:
    user = person()
    messages = [failed(user, None, number, digest=True) for number in (1, 2, 3)]
    admin = actor_of_user(make_officer(Role.SYSTEM_ADMIN, make_department()))
    send_again(message_id=messages[1].pk, actor=admin, at=at(9, 1, 11))
    assert send_due(at=at(9, 1, 11)).sent == 1
    assert len(mail.outbox) == 1
    assert not Message.objects.filter(sent_at__isnull=True).exists()


def test_a_person_without_an_address_any_more_is_a_failure_that_shows() -> None:
    made = filed()
    User.objects.filter(pk=made.owner.pk).update(email="")
    assert send_due(at=made.at + timedelta(minutes=1)).failed == 1
    admin = actor_of_user(make_officer(Role.SYSTEM_ADMIN, make_department()))
    (row,) = failing(admin).rows
    assert "no e-mail address" in row.error
