"""News in one mail a day or a week: in working hours, once, and nothing lost when the person chooses otherwise."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from notifications.choosing import Wanted, choose
from notifications.hours import is_open
from notifications.models import Message, News
from notifications.services import Sent, send_due
from notifications.writing import summary_at
from rulebook.working_days import shipped_calendar
from tests.factories.at_once import at_once
from tests.notifications.choices import at, person, tell, waiting

NEWS = "resumed"


@pytest.mark.parametrize(
    ("news", "happened", "leaves"),
    [
        ("daily", at(9, 15, 10), at(9, 16, 8, 30)),
        ("daily", at(9, 15, 0), at(9, 16, 8, 30)),
        ("daily", at(9, 30, 10), at(10, 8, 8, 30)),  # over the National Day holiday
        ("weekly", at(9, 14, 0), at(9, 21, 8, 30)),  # Monday to Monday
        ("weekly", at(9, 20, 23, 59), at(9, 21, 8, 30)),
        ("weekly", at(9, 30, 10), at(10, 8, 8, 30)),  # Monday the fifth is no working day
    ],
)
def test_a_summary_leaves_after_the_end_of_its_day_or_week(
    news: str, happened: datetime, leaves: datetime
) -> None:
    assert summary_at(news, happened, shipped_calendar()) == leaves


@given(
    minutes=some.integers(0, 525_000),
    news=some.sampled_from([News.DAILY, News.WEEKLY]),
)
def test_a_summary_leaves_in_working_hours_and_after_what_it_tells(minutes: int, news: str) -> None:
    happened = at(1, 1) + timedelta(minutes=minutes)
    leaves = summary_at(news, happened, shipped_calendar())
    assert is_open(leaves, shipped_calendar())
    assert leaves > happened
    later = summary_at(news, happened + timedelta(hours=5), shipped_calendar())
    assert later >= leaves


@pytest.mark.django_db
@override_settings(DESK_ADDRESS="https://desk.example.cn")
def test_the_news_of_a_day_leave_together_with_a_link_each() -> None:
    user = person(news_mail="daily")
    user.language = "en"
    user.save()
    for number in (1, 2, 3):
        tell(user, NEWS, at(9, 15, 9 + number), number=number)
    assert send_due(at=at(9, 15, 17)) == Sent(sent=0, failed=0)
    assert send_due(at=at(9, 16, 8, 29)) == Sent(sent=0, failed=0)
    assert send_due(at=at(9, 16, 8, 30)) == Sent(sent=1, failed=0)
    assert send_due(at=at(9, 16, 8, 31)) == Sent(sent=0, failed=0)
    (summary,) = mail.outbox
    assert summary.subject == "You have 3 messages"
    for message in Message.objects.filter(channel="mail"):
        assert message.context["number"] in summary.body
        assert f"https://desk.example.cn/my/inbox/{message.pk}/\n" in summary.body
        assert (message.sent_at, message.receipt) == (
            at(9, 16, 8, 30),
            f"<news-{user.pk}-20260916@desk.example.cn>",
        )
    assert "https://desk.example.cn/my/inbox/choices/" in summary.body


@pytest.mark.django_db
def test_terms_do_not_wait_for_the_summary() -> None:
    user = person(news_mail="weekly")
    tell(user, "to-accept", at(9, 15, 10), number=1)
    assert send_due(at=at(9, 15, 10)) == Sent(sent=1, failed=0)


@pytest.mark.django_db
def test_a_week_of_silence_is_made_up_for_in_one_mail() -> None:
    user = person(news_mail="daily")
    for day in (14, 15, 16, 17):
        tell(user, NEWS, at(9, day, 10), number=day)
    assert send_due(at=at(9, 21, 11)) == Sent(sent=1, failed=0)
    assert all(f"XF-2026-000{day}" in mail.outbox[0].body for day in (14, 15, 16, 17))
    assert waiting(user, "mail") == []


@pytest.mark.django_db
@pytest.mark.parametrize(("news", "next_one"), [("daily", at(9, 22, 8, 30)), ("weekly", at(9, 28, 8, 30))])
def test_what_was_told_late_waits_for_the_next_one(news: str, next_one: datetime) -> None:
    user = person(news_mail=news)
    tell(user, NEWS, at(9, 18, 10), number=1)
    assert send_due(at=at(9, 21, 8, 30)).sent == 1
    tell(user, NEWS, at(9, 18, 11), number=2)  # the outbox was slow
    late = next_one - timedelta(minutes=1)
    assert [send_due(at=moment).sent for moment in (at(9, 21, 9), at(9, 21, 17), late)] == [0, 0, 0]
    assert send_due(at=next_one).sent == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("news", "leaves"),
    [
        ("at-once", at(9, 15, 11)),
        ("off", at(9, 15, 11)),
        ("daily", at(9, 16, 8, 30)),
    ],
)
def test_whoever_chooses_otherwise_loses_nothing(news: str, leaves: datetime) -> None:
    user = person(news_mail="weekly")
    for number in (1, 2):
        tell(user, NEWS, at(9, 14, 10), number=number)
    choose(user_id=user.pk, wanted=Wanted(news_mail=news), at=at(9, 15, 11))
    assert send_due(at=leaves - timedelta(minutes=1)).sent == 0
    assert send_due(at=leaves) == Sent(sent=1, failed=0)
    assert all(f"XF-2026-000{number}" in mail.outbox[0].body for number in (1, 2))


@pytest.mark.django_db
def test_at_night_the_last_summary_waits_for_the_morning() -> None:
    user = person(news_mail="weekly")
    tell(user, NEWS, at(9, 14, 10), number=1)
    choose(user_id=user.pk, wanted=Wanted(news_mail="off"), at=at(9, 15, 22))
    assert [one.next_attempt_at for one in waiting(user, "mail")] == [at(9, 16, 8, 30)]


@pytest.mark.django_db
def test_a_summary_that_failed_is_tried_again_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person(news_mail="daily")
    tell(user, NEWS, at(9, 14, 10), number=1)

    def refuse(*_mails: object) -> int:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert send_due(at=at(9, 15, 9)) == Sent(sent=0, failed=1)
    choose(user_id=user.pk, wanted=Wanted(news_mail="weekly"), at=at(9, 15, 9))
    assert send_due(at=at(9, 15, 9, 1)) == Sent(sent=1, failed=0)
    assert send_due(at=at(9, 15, 9, 2)) == Sent(sent=0, failed=0)


@pytest.mark.django_db
@given(
    steps=some.lists(
        some.tuples(some.sampled_from(["tell", "choose", "send"]), some.integers(0, 3)),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_chosen_meanwhile_each_piece_of_news_is_mailed_once(steps: list[tuple[str, int]]) -> None:
    mail.outbox = []
    user, moment, told = person(), at(9, 14, 9), 0
    wanted_by_mail = []
    for act, which in steps:
        moment += timedelta(hours=7)
        if act == "tell":
            told += 1
            tell(user, NEWS, moment, number=user.pk * 1000 + told)
            wanted_by_mail += [
                str(user.pk * 1000 + told)
                for _row in Message.objects.filter(
                    user=user, channel="mail", caused_by_entry=user.pk * 1000 + told
                )
            ]
        elif act == "choose":
            choose(user_id=user.pk, wanted=Wanted(news_mail=News.values[which]), at=moment)
        else:
            send_due(at=moment)
    for day in range(24):
        send_due(at=at(10, 8, 10) + timedelta(days=day))
    text = "".join(str(one.body) for one in mail.outbox if one.to == [user.email])
    assert [text.count(f"XF-2026-000{number}") for number in wanted_by_mail] == [1] * len(wanted_by_mail)


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_one_summary() -> None:
    user = person(news_mail="daily")
    for number in range(1, 5):
        tell(user, NEWS, at(9, 14, 10), number=number)
    done = at_once(*[lambda: send_due(at=at(9, 15, 9))] * 3)
    assert Counter(done) == {Sent(sent=1, failed=0): 1, Sent(sent=0, failed=0): 2}
    assert len(mail.outbox) == 1
