"""The days of a person as events: whose they are, when they go, and that without names nobody is named."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from cases.states import RectificationState
from cases.states import RepairState as S
from clocks.models import Deadline
from journal.now import day_of, noon_of
from notifications.feed_events import Reader, events_for
from notifications.icalendar import Event, Status, calendar_of
from notifications.wording import TERMS
from records.models import Bar
from rulebook.in_force import shipped_editions
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_record, make_subject
from tests.factories.rectifications import Ordered, make_rectification
from workflows import desks
from workflows.taken import cases_taken_by

pytestmark = pytest.mark.django_db


def days_of(
    user: User, at: datetime = FILED_AT, *, with_names: bool = False, language: str = "en"
) -> list[Event]:
    reader = Reader(
        actor=actor_of_user(user, on=day_of(at)),
        taken=cases_taken_by(user.pk),
        with_names=with_names,
        at=at,
    )
    with translation.override(language):
        return events_for(reader)


def uids(user: User, at: datetime = FILED_AT) -> list[str]:
    return sorted(event.uid for event in days_of(user, at))


def take(made: FiledCase | Ordered) -> None:
    desks.claim(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)


def test_the_next_filing_day_stands_in_the_calendar_of_everybody_who_acts_for_the_company() -> None:
    record = make_record()
    opens = record.listing.earliest_filing_on
    assert opens is not None
    at = noon_of(opens - timedelta(days=3))
    for user in (make_owner(record.subject), make_agent(record.subject)):
        (event,) = [one for one in days_of(user, at) if one.uid == f"filing-{record.pk}"]
        assert (event.on, event.alarm_days, event.starts_at) == (opens, 0, None)
        assert event.url.endswith("/my/")
    assert uids(make_user(), at) == []
    assert uids(make_owner(make_subject()), at) == []


def test_an_agent_for_one_record_sees_the_days_of_that_record_only() -> None:
    record = make_record()
    other = make_record(subject=record.subject)
    agent = make_agent(record.subject)
    mandate = agent.mandates.get()
    mandate.limited = True
    mandate.save()
    mandate.records.add(record)
    opens = record.listing.earliest_filing_on
    assert opens is not None
    found = uids(agent, noon_of(opens - timedelta(days=3)))
    assert f"filing-{record.pk}" in found
    assert f"filing-{other.pk}" not in found


def test_a_filing_day_goes_a_month_after_it() -> None:
    record = make_record()
    owner = make_owner(record.subject)
    opens = record.listing.earliest_filing_on
    assert opens is not None
    assert f"filing-{record.pk}" in uids(owner, noon_of(opens + timedelta(days=30)))
    assert f"filing-{record.pk}" not in uids(owner, noon_of(opens + timedelta(days=31)))


def test_the_limit_of_the_company_stands_in_its_calendar_and_that_of_the_unit_does_not() -> None:
    asked = make_filed_case(S.SUPPLEMENTING)
    term = Deadline.objects.get(owner_id=asked.case.pk, term="supplement", stopped_at__isnull=True)
    (event,) = [one for one in days_of(asked.owner, asked.at) if one.uid.startswith("term-")]
    assert (event.uid, event.on, event.alarm_days) == (f"term-{term.pk}", term.due_on, 2)
    assert asked.case.number in event.title
    assert event.url.endswith(f"/my/cases/{asked.case.number}/")
    routed = make_filed_case(S.ROUTED)
    assert not [one for one in uids(routed.owner, routed.at) if one.startswith("term-")]


def test_a_limit_that_was_met_goes() -> None:
    asked = make_filed_case(S.SUPPLEMENTING)
    Deadline.objects.filter(owner_id=asked.case.pk, owner_kind="case").update(stopped_at=asked.at)
    assert not [one for one in uids(asked.owner, asked.at) if one.startswith("term-")]


def test_an_officer_sees_the_days_of_what_lies_on_the_own_desk_only() -> None:
    mine, other = make_filed_case(S.ROUTED), make_filed_case(S.ROUTED)
    assert uids(mine.reviewer, mine.at) == []
    take(mine)
    take(other)
    terms = Deadline.objects.filter(
        owner_kind="case", owner_id=mine.case.pk, goal="law", stopped_at__isnull=True
    ).exclude(who="subject")
    found = days_of(mine.reviewer, mine.at)
    assert sorted(one.uid for one in found) == sorted(f"term-{term.pk}" for term in terms)
    assert found
    assert all(one.url.endswith(f"/desk/cases/{mine.case.number}/") for one in found)
    mine.reviewer.posts.update(to_on=day_of(mine.at))
    assert uids(mine.reviewer, mine.at) == []


def test_a_provisional_day_is_marked() -> None:
    asked = make_filed_case(S.SUPPLEMENTING)
    Deadline.objects.filter(owner_id=asked.case.pk, term="supplement").update(provisional=True)
    (event,) = [one for one in days_of(asked.owner, asked.at) if one.uid.startswith("term-")]
    assert event.title.endswith("(provisional)")
    assert event.status is Status.TENTATIVE


def test_a_talk_stands_in_both_calendars_under_the_name_of_its_invitation() -> None:
    made = make_rectification(RectificationState.TALK_SET)
    talk = made.talk
    called = make_officer(Role.REVIEWER, talk.department)
    talk.officers = [{"ref": f"user:{called.pk}", "name": "李某"}]
    talk.save()
    for user in (made.owner, called):
        (event,) = [one for one in days_of(user, made.at) if one.uid.startswith("talk-")]
        assert (event.uid, event.starts_at, event.alarm_days) == (f"talk-{talk.pk}", talk.set_for, 1)
        assert event.place == ""
    assert not [one for one in uids(make_officer(Role.REVIEWER, talk.department), made.at) if "talk" in one]
    talk.standing = "cancelled"
    talk.save()
    assert not [one for one in uids(made.owner, made.at) if "talk" in one]


def test_the_day_after_a_bar_stands_in_the_calendar() -> None:
    subject = make_subject()
    owner = make_owner(subject)
    bar = Bar.objects.create(
        subject=subject,
        bar_id="false-materials",
        edition_key="NDRC-36",
        from_on=day_of(FILED_AT),
        until_on=day_of(FILED_AT) + timedelta(days=9),
        case_number="XF-2026-7K3MQ9AB",
    )
    (event,) = days_of(owner)
    assert (event.uid, event.on) == (f"bar-{bar.pk}", day_of(FILED_AT) + timedelta(days=10))
    bar.lifted_at = FILED_AT
    bar.save()
    assert days_of(owner) == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nobody_is_named_unless_the_person_wants_it(language: str) -> None:
    asked = make_filed_case(S.SUPPLEMENTING)
    talked = make_rectification(RectificationState.TALK_SET)
    for case, owner, at in (
        (asked.case, asked.owner, asked.at),
        (talked.case, talked.owner, talked.at),
    ):
        private = {case.subject.name, case.subject.code, case.record.decision_number}
        plain = calendar_of(days_of(owner, at, language=language), name="x").decode()
        unfolded = plain.replace("\r\n ", "")
        assert case.number in unfolded
        assert not [name for name in private if name in unfolded]
        with_names = calendar_of(days_of(owner, at, with_names=True, language=language), name="x").decode()
        assert case.subject.name in with_names.replace("\r\n ", "")


def test_every_term_of_a_case_has_words() -> None:
    own = {"publish", "withdraw-record"}  # of records, not of cases
    for key in ("NDRC-36", "NDRC-58", "NDRC-527", "SAMR-107"):
        for term in shipped_editions().by_key(key).terms:
            assert term.id in TERMS or term.id in own


def counted(user: User, at: datetime) -> tuple[int, int]:
    days_of(user, at)
    with CaptureQueriesContext(connection) as asked:
        found = days_of(user, at)
    return len(asked), len(found)


@override_settings(DESK_ADDRESS="https://desk.example.cn")
def test_thirty_cases_cost_no_more_than_three() -> None:
    subject = make_subject()
    owner = make_owner(subject)

    def file(number: int) -> None:
        for _one in range(number):
            make_filed_case(S.SUPPLEMENTING, record=make_record(subject=subject), owner=owner)

    file(3)
    few = counted(owner, FILED_AT + timedelta(hours=3))
    file(27)
    many = counted(owner, FILED_AT + timedelta(hours=3))
    assert many[1] >= few[1] + 27
    assert few[0] == many[0]
