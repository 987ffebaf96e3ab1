"""限制期: a bar stands from its first to its last day, ends by itself, and can be lifted before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clocks import services as clocks
from clocks.models import Deadline
from clocks.services import sweep
from clocks.verify import findings as clock_findings
from journal.models import Entry
from journal.now import SHANGHAI, noon_of
from journal.refusals import NotFound, Refusal
from journal.verify import findings
from records.handlers import on_deadline_breached
from records.models import Bar, Subject
from records.services import bars
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db

ON = date(2026, 9, 1)
AT = noon_of(ON)
LAST = date(2029, 9, 1)
NUMBER = "CX-2026-AAAAAAAA"


def enter(
    subject: Subject,
    *,
    bar_id: str = "false-materials",
    until_on: date | None = LAST,
    number: str = NUMBER,
    edition_key: str = "NDRC-36",
    published: bool = True,
) -> Bar:
    return bars.enter(
        subject_id=subject.pk,
        bar_id=bar_id,
        edition_key=edition_key,
        on=ON,
        case_number=number,
        until_on=until_on,
        published=published,
        at=AT,
        actor_ref="user:2",
    )


def verbs(bar: Bar) -> list[str]:
    spoken = Entry.objects.filter(stream=bar.stream, verb__startswith="bar.").order_by("seq")
    return list(spoken.values_list("verb", flat=True))


def hear_the_sweep(at: datetime) -> None:
    sweep(at=at)
    for entry in Entry.objects.filter(verb="deadline.breached"):
        on_deadline_breached(entry)
        on_deadline_breached(entry)


def test_a_bar_stands_from_its_first_to_its_last_day() -> None:
    subject = make_subject()
    bar = enter(subject)
    assert [bar.stands_on(day) for day in (date(2026, 8, 31), ON, LAST, date(2029, 9, 2))] == [
        False,
        True,
        True,
        False,
    ]
    assert bars.standing_bars(subject.pk, ON) == [bar]
    assert bars.standing_bars(subject.pk, date(2029, 9, 2)) == []
    assert verbs(bar) == ["bar.entered"]


def test_its_term_says_from_which_clause_its_last_day_comes() -> None:
    bar = enter(make_subject())
    (term,) = clocks.terms_of(clocks.Owner("bar", bar.pk, bar.stream))
    assert (term.due_on, term.to_confirm) == (LAST, True)
    assert (term.receipt["count"], term.receipt["unit"], term.receipt["mark"]) == (3, "Y", "I")
    assert list(clock_findings()) == []


def test_it_ends_by_itself_on_the_exact_day_and_once() -> None:
    subject = make_subject()
    bar = enter(subject)
    hear_the_sweep(datetime(2029, 9, 1, 23, 59, tzinfo=SHANGHAI))
    assert verbs(bar) == ["bar.entered"]
    hear_the_sweep(datetime(2029, 9, 2, 0, 0, tzinfo=SHANGHAI))
    assert verbs(bar) == ["bar.entered", "bar.ended"]
    ended = Bar.objects.get(pk=bar.pk)
    assert (ended.lifted_cause, ended.lifted_at) == ("over", datetime(2029, 9, 2, 0, 0, tzinfo=SHANGHAI))
    assert not Deadline.objects.filter(stopped_at__isnull=True).exists()
    assert list(findings()) == []


def test_nobody_is_warned_of_the_end_of_a_bar() -> None:
    bar = enter(make_subject())
    sweep(at=noon_of(LAST))
    assert not Entry.objects.filter(stream=bar.stream, verb="deadline.approaching").exists()


def test_a_bar_without_a_last_day_stands_until_it_is_lifted() -> None:
    subject = make_subject()
    bar = enter(subject, until_on=None)
    assert bars.standing_bars(subject.pk, date(2050, 1, 1)) == [bar]
    assert not Deadline.objects.exists()
    lifted = bars.lift(pk=bar.pk, cause="talk-held", at=AT, actor_ref="user:3")
    assert (lifted.lifted_at, lifted.lifted_cause) == (AT, "talk-held")
    assert bars.standing_bars(subject.pk, ON) == []


def test_a_lifted_bar_is_told_once_and_its_term_falls_away() -> None:
    bar = enter(make_subject())
    bars.lift(pk=bar.pk, cause="record-withdrawn", at=AT, actor_ref="user:3")
    bars.lift(pk=bar.pk, cause="record-withdrawn", at=AT, actor_ref="user:3")
    assert verbs(bar) == ["bar.entered", "bar.ended"]
    assert Entry.objects.get(verb="bar.ended").payload["cause"] == "record-withdrawn"
    assert not Deadline.objects.filter(stopped_at__isnull=True).exists()
    hear_the_sweep(datetime(2029, 9, 2, 0, 0, tzinfo=SHANGHAI))
    assert verbs(bar).count("bar.ended") == 1


def test_every_bar_of_a_case_falls_with_its_ground_and_no_other() -> None:
    subject = make_subject()
    enter(subject)
    enter(subject, bar_id="timed-measure-running", until_on=None)
    other = enter(subject, number="CX-2026-BBBBBBBB")
    told: dict[str, Any] = {
        "case_number": NUMBER,
        "cause": "record-withdrawn",
        "at": AT,
        "actor_ref": "user:3",
    }
    assert bars.lift_of_case(**told) == 2
    assert bars.lift_of_case(**told) == 0
    assert bars.standing_bars(subject.pk, ON) == [other]


def test_one_case_enters_one_bar_of_a_kind() -> None:
    subject = make_subject()
    first = enter(subject)
    assert enter(subject) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Bar.objects.create(
            subject=subject,
            bar_id="false-materials",
            edition_key="NDRC-36",
            from_on=ON,
            case_number=NUMBER,
        )
    bars.lift(pk=first.pk, cause="quashed", at=AT, actor_ref="user:3")
    assert enter(subject) != first


def test_bars_come_with_the_one_that_keeps_on_longest_first() -> None:
    subject = make_subject()
    three_years = enter(subject)
    for_good = enter(subject, number="CX-2026-CCCCCCCC", until_on=None)
    assert bars.standing_bars(subject.pk, ON) == [for_good, three_years]


def test_a_day_that_is_not_the_text_s_limit_bears_no_count() -> None:
    bar = enter(make_subject(), until_on=date(2026, 12, 31))
    (term,) = clocks.terms_of(clocks.Owner("bar", bar.pk, bar.stream))
    assert (term.due_on, term.receipt["count"]) == (date(2026, 12, 31), None)
    assert list(clock_findings()) == []


def test_only_a_bar_of_the_text_is_entered() -> None:
    subject = make_subject()
    with pytest.raises(Refusal) as refused:
        enter(subject, bar_id="disliked")
    assert refused.value.code == "unknown-bar"
    with pytest.raises(Refusal) as missed:
        enter(subject, bar_id="missed-talk")  # NDRC-36 knows no bar after a missed talk
    assert missed.value.code == "unknown-bar"
    assert not Bar.objects.exists()


def test_a_place_may_bar_after_a_missed_talk_until_the_next_one_is_held() -> None:
    bar = enter(make_subject(), bar_id="missed-talk", edition_key="NDRC-36+extra-ways", until_on=None)
    assert bar.name


def test_no_bar_ends_before_it_begins_and_none_falls_without_a_cause() -> None:
    subject = make_subject()
    with pytest.raises(Refusal):
        enter(subject, until_on=date(2026, 8, 31))
    bar = enter(subject)
    with pytest.raises(Refusal):
        bars.lift(pk=bar.pk, cause=" ", at=AT, actor_ref="user:3")
    with pytest.raises(NotFound):
        bars.lift(pk=0, cause="x", at=AT, actor_ref="user:3")
    assert bars.standing_bars(subject.pk, ON) == [bar]
