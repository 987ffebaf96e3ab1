"""What time causes is told in working hours, one mail a person a day, to whoever has to act or to answer for it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import User
from accounts.roles import Role
from cases.services.keeping import breach
from cases.states import RepairState as S
from clocks.services import start_until, sweep
from journal.deliver import deliver_all
from journal.now import SHANGHAI, noon_of
from journal.record import record as journal
from notifications.hours import is_open, opening
from notifications.models import Message
from notifications.services import Sent, send_due
from notifications.wording import told
from records.services.terms import owner_of
from rulebook.terms import working_days_between
from rulebook.working_days import shipped_calendar
from tests.factories.at_once import at_once
from tests.factories.cases import make_filed_case
from tests.factories.people import make_officer, make_owner, make_user
from tests.factories.records import make_platform, make_record
from tests.notifications.telling import tell_all, templates_to


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def by_mail(user: User) -> User:
    user.email = f"{user.username}@example.cn"
    user.save()
    return user


def reminder(user: User, at_: datetime, *, caused_by: int, template: str = "term-near-desk") -> Message:
    """A reminder as the handler stores it, due at an instant."""
    return Message.objects.create(
        user=user,
        channel="mail",
        template=template,
        context={"number": f"XF-2026-{caused_by}", "term": "decide", "due": "2026-09-29"},
        caused_by_entry=caused_by,
        created_at=at_,
        next_attempt_at=at_,
        reminder=True,
    )


# ---- working hours ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (at(9, 15, 8, 30), at(9, 15, 8, 30)),
        (at(9, 15, 17, 29), at(9, 15, 17, 29)),
        (at(9, 15, 17, 30), at(9, 16, 8, 30)),
        (at(9, 15, 0), at(9, 15, 8, 30)),
        (at(9, 18, 20), at(9, 20, 8, 30)),  # a Sunday that is worked
        (at(9, 19, 12), at(9, 20, 8, 30)),
        (at(9, 30, 18), at(10, 8, 8, 30)),  # over the National Day holiday
    ],
)
def test_a_reminder_waits_for_the_next_working_hour(asked: datetime, answer: datetime) -> None:
    calendar = shipped_calendar()
    assert opening(asked, calendar) == answer
    assert is_open(answer, calendar)
    assert is_open(asked, calendar) == (asked == answer)


def test_working_hours_are_those_of_shanghai_whatever_zone_an_instant_is_told_in() -> None:
    early = datetime.fromisoformat("2026-09-15T00:29:00+00:00")
    assert not is_open(early, shipped_calendar())
    assert is_open(early + timedelta(minutes=1), shipped_calendar())


# ---- one mail a person a day -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_reminders_of_a_day_leave_in_one_mail() -> None:
    officer, other = by_mail(make_user()), by_mail(make_user())
    for number in range(3):
        reminder(officer, at(9, 15, 8, 30), caused_by=number)
    reminder(other, at(9, 15, 8, 30), caused_by=9)
    assert send_due(at=at(9, 15, 8, 29)) == Sent(sent=0, failed=0)
    assert send_due(at=at(9, 15, 8, 30)) == Sent(sent=2, failed=0)
    bundle = next(one for one in mail.outbox if one.to == [officer.email])
    assert bundle.subject == "您有3条提醒"
    assert all(f"XF-2026-{number}" in bundle.body for number in range(3))
    alone = next(one for one in mail.outbox if one.to == [other.email])
    assert alone.subject == "期限即将届满"
    assert alone.extra_headers["Message-ID"].startswith(f"<reminders-{other.pk}-20260915@")
    assert not Message.objects.filter(sent_at__isnull=True).exists()


@pytest.mark.django_db
def test_who_was_reminded_today_is_reminded_again_tomorrow() -> None:
    officer = by_mail(make_user())
    reminder(officer, at(9, 15, 8, 30), caused_by=1)
    send_due(at=at(9, 15, 9))
    reminder(officer, at(9, 15, 11), caused_by=2)
    assert send_due(at=at(9, 15, 17)) == Sent(sent=0, failed=0)
    assert send_due(at=at(9, 15, 23)) == Sent(sent=0, failed=0)
    assert send_due(at=at(9, 16, 8, 30)) == Sent(sent=1, failed=0)


@pytest.mark.django_db
def test_a_bundle_that_failed_is_tried_again_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = by_mail(make_user())
    reminder(officer, at(9, 15, 8, 30), caused_by=1)

    def refuse(*_mails: object) -> int:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert send_due(at=at(9, 15, 9)) == Sent(sent=0, failed=1)
    reminder(officer, at(9, 15, 9), caused_by=2)
    assert send_due(at=at(9, 15, 9, 0)) == Sent(sent=0, failed=0)
    assert send_due(at=at(9, 15, 9, 1)) == Sent(sent=1, failed=0)
    assert "XF-2026-1" in mail.outbox[0].body
    assert "XF-2026-2" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_one_bundle() -> None:
    officer = by_mail(make_user())
    for number in range(4):
        reminder(officer, at(9, 15, 8, 30), caused_by=number)
    done = at_once(*[lambda: send_due(at=at(9, 15, 9))] * 3)
    assert Counter(done) == {Sent(sent=1, failed=0): 1, Sent(sent=0, failed=0): 2}
    assert len(mail.outbox) == 1
    assert Message.objects.get(caused_by_entry=3).attempts == 1


@pytest.mark.django_db
def test_what_the_sweep_finds_at_midnight_is_in_the_inbox_at_once_and_in_the_mail_in_the_morning() -> None:
    made = make_filed_case(S.ROUTED)
    by_mail(made.reviewer)
    sweep(at=at(9, 4))  # the last day of acceptance
    tell_all()
    inbox = Message.objects.get(user=made.reviewer, channel="inbox", template="term-near-desk")
    post = Message.objects.get(user=made.reviewer, channel="mail", template="term-near-desk")
    assert inbox.sent_at == at(9, 4)
    assert (post.reminder, post.next_attempt_at) == (True, at(9, 4, 8, 30))


@pytest.mark.django_db
def test_what_an_officer_did_is_told_at_once_and_so_is_a_letter_that_time_caused() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    by_mail(made.owner)
    sweep(at=at(9, 16))  # the items were due on the 15th
    deliver_all(at=at(9, 16))
    lapsed = Message.objects.get(user=made.owner, channel="mail", template="lapsed")
    assert lapsed.letter is not None
    assert (lapsed.reminder, lapsed.next_attempt_at) == (False, at(9, 16))
    asked = Message.objects.get(user=made.owner, channel="inbox", template="supplement")
    assert not asked.reminder


# ---- promise and legal limit -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_promise_and_legal_limit_are_told_side_by_side_and_named() -> None:
    """Accepted on 1 September: one working day is promised, seven are the legal limit."""
    made = make_filed_case(S.VERIFYING)
    tell_all()
    accepted = Message.objects.get(user=made.owner, channel="inbox", template="accepted")
    assert (accepted.context["due"], accepted.context["promised"]) == ("2026-09-10", "2026-09-02")
    words = told(accepted.template, accepted.context).text
    assert "2026年9月10日" in words
    assert "法定期限；承诺时限为2026年9月2日" in words
    assert "promised" not in Message.objects.get(user=made.owner, channel="inbox", template="filed").context


@pytest.mark.django_db
def test_a_promise_is_the_units_own_affair() -> None:
    made = make_filed_case(S.VERIFYING)
    supervisor = make_officer(Role.SUPERVISOR, made.case.record.department)
    sweep(at=at(9, 2))
    deliver_all(at=at(9, 2))
    near = Message.objects.get(user=made.reviewer, template="promise-near")
    assert (near.context["due"], near.context["legal"]) == ("2026-09-02", "2026-09-10")
    sweep(at=at(9, 3))
    deliver_all(at=at(9, 3))
    for person in (supervisor, made.reviewer):
        assert templates_to(person.pk)[-1] == "promise-late"
    assert not {"promise-near", "promise-late"} & set(templates_to(made.owner.pk))


# ---- overdue ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_late_case_reaches_its_officers_the_supervisor_and_then_the_lead_department() -> None:
    """Acceptance was due on 4 September; 7, 8 and 9 September are the three working days of lateness."""
    made = make_filed_case(S.ROUTED)
    supervisor = make_officer(Role.SUPERVISOR, made.case.record.department)
    leader = make_officer(Role.SUPERVISOR, make_platform())
    reviewer_there = make_officer(Role.REVIEWER, make_platform())
    for day in range(4, 10):
        sweep(at=at(9, day))
        deliver_all(at=at(9, day))
    for person in (supervisor, made.reviewer):
        assert templates_to(person.pk).count("case-late") == 1
    assert templates_to(made.decider.pk) == []
    assert templates_to(leader.pk) == []
    sweep(at=at(9, 10))
    deliver_all(at=at(9, 10))
    assert templates_to(leader.pk) == ["case-late-lead"]
    assert templates_to(reviewer_there.pk) == []
    assert Message.objects.get(user=leader).context == {
        "number": made.case.number,
        "term": "accept",
        "due": "2026-09-04",
    }


@pytest.mark.django_db
def test_a_proposal_that_waits_is_told_to_those_who_countersign() -> None:
    made = make_filed_case(S.PROPOSED)
    breach(case_id=made.case.pk, term="decide", goal="law", due_on="2026-09-10", at=at(9, 11))
    deliver_all(at=at(9, 11))
    assert templates_to(made.decider.pk)[-1] == "case-late"


# ---- the subject of a record -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_subject_is_told_the_first_filing_day_even_where_the_sweep_slept() -> None:
    record = make_record()
    owner = make_owner(record.subject)
    facts = {
        "owner_kind": "record",
        "owner_id": record.pk,
        "goal": "law",
        "deadline_id": 0,
        "term": "minimum",
    }
    journal(
        stream=record.stream,
        verb="deadline.breached",
        actor_ref="system:clock",
        at=at(8, 26),
        payload={**facts, "due_on": "2026-08-15"},
    )
    tell_all()
    assert Message.objects.get(user=owner).context["due"] == "2026-08-16"


@pytest.mark.django_db
def test_the_subject_is_told_that_publication_goes_on_for_open_duties() -> None:
    record = make_record()
    owner = make_owner(record.subject)
    journal(
        stream=record.stream,
        verb="listing.kept_on",
        actor_ref="system:clock",
        at=at(8, 26),
        payload={"record_id": record.pk, "rule": "样例"},
    )
    tell_all()
    assert templates_to(owner.pk) == ["kept-on"]


@pytest.mark.django_db
def test_the_subject_is_told_ten_working_days_before_publication_ends_and_when_it_ended() -> None:
    record = make_record()
    owner = make_owner(record.subject)
    lapses_on = record.listing.lapses_on
    assert lapses_on is not None
    last = lapses_on - timedelta(days=1)
    start_until(
        owner=owner_of(record),
        term_id="maximum",
        edition_key=record.edition_key,
        last_day=last,
        at=noon_of(record.determined_on),
        actor_ref="system:tests",
        receipt={"started_on": record.determined_on.isoformat()},
        to_confirm=False,
    )
    told_on: dict[str, date] = {}
    for back in range(25, -2, -1):
        day = last - timedelta(days=back)
        sweep(at=noon_of(day))
        deliver_all(at=noon_of(day))
        for template in templates_to(owner.pk):
            told_on.setdefault(template, day)
    assert templates_to(owner.pk)[:2] == ["end-near", "ended-longest-period"]
    assert len(told_on) == len(templates_to(owner.pk))
    before_near, before_last = told_on["end-near"] - timedelta(days=1), last - timedelta(days=1)
    assert working_days_between(before_near, before_last, shipped_calendar()) == 10
    assert told_on["ended-longest-period"] == lapses_on
