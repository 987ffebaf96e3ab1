from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from django.db import transaction

from clocks import services as clocks
from clocks.models import Deadline, Standing
from clocks.sweeping import Swept
from clocks.tasks import sweep_terms
from journal.models import Entry
from journal.now import SHANGHAI, standing_at
from journal.verify import findings
from rulebook.in_force import Editions, shipped_editions, using
from rulebook.reminders import Point, Reminders
from tests.factories.at_once import at_once

CASE = clocks.Owner(kind="case", id=1, stream="case:1")
FRIDAY = date(2026, 9, 18)
LAST = date(2026, 9, 29)


def at(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def start(number: int = 1, term: str = "decide") -> Deadline:
    law = shipped_editions().by_key("NDRC-36")
    return clocks.start(
        owner=clocks.Owner(kind="case", id=number, stream=f"case:{number}"),
        term=law.term(term),
        edition=law,
        trigger_on=FRIDAY,
        at=at(FRIDAY, 10),
        actor_ref="user:7",
    )


def told(verb: str) -> list[str]:
    return [entry.payload["term"] for entry in Entry.objects.filter(verb=verb).order_by("pk")]


@pytest.mark.django_db
def test_a_term_is_warned_of_at_half_time_two_working_days_before_and_on_its_last_day() -> None:
    """18 September + 7: 20 (a worked Sunday), 21, 22, 23, 24, 28, 29; half of them is left after the 23rd."""
    assert start().warn_at == at(date(2026, 9, 23))
    assert clocks.sweep(at=at(date(2026, 9, 23)) - timedelta(seconds=1)) == Swept(0, 0)
    for day in (date(2026, 9, 23), date(2026, 9, 24), LAST):
        assert clocks.sweep(at=at(day)) == Swept(1, 0)
        assert clocks.sweep(at=at(day, 9)) == Swept(0, 0)
    entries = Entry.objects.filter(verb="deadline.approaching").order_by("pk")
    assert [entry.payload["point"] for entry in entries] == ["half", "2 WD", "last-day"]
    assert entries[0].actor_ref == "system:clock"
    assert entries[0].payload == {
        "owner_kind": "case",
        "owner_id": 1,
        "deadline_id": Deadline.objects.get().pk,
        "term": "decide",
        "goal": "law",
        "due_on": "2026-09-29",
        "on_breach": "escalate",
        "point": "half",
    }


@pytest.mark.django_db
def test_a_point_that_was_slept_over_is_not_told_where_a_later_one_is_due_too() -> None:
    start()
    assert clocks.sweep(at=at(LAST, 9)) == Swept(1, 0)
    assert Entry.objects.get(verb="deadline.approaching").payload["point"] == "last-day"
    assert Deadline.objects.get().warned == ["half", "2 WD", "last-day"]
    assert clocks.sweep(at=at(LAST, 10)) == Swept(0, 0)


@pytest.mark.django_db
def test_a_term_runs_out_at_the_midnight_after_its_last_day() -> None:
    start()
    assert clocks.sweep(at=at(LAST, 23)).breached == 0
    assert clocks.sweep(at=at(LAST + timedelta(days=1))).breached == 1
    row = Deadline.objects.get()
    assert row.standing == Standing.BREACHED
    assert row.stopped_at is None
    assert clocks.sweep(at=at(LAST + timedelta(days=1), 9)) == Swept(0, 0)
    assert told("deadline.breached") == ["decide"]


@pytest.mark.django_db
def test_a_term_that_stays_unmet_is_told_higher_up_after_three_working_days() -> None:
    """Due on 29 September; 30 September, 8 and 9 October are the working days of lateness."""
    start()
    clocks.sweep(at=at(LAST + timedelta(days=1)))
    assert clocks.sweep(at=at(date(2026, 10, 9), 23)) == Swept(0, 0, 0)
    assert clocks.sweep(at=at(date(2026, 10, 10))) == Swept(0, 0, 1)
    assert clocks.sweep(at=at(date(2026, 10, 20))) == Swept(0, 0, 0)
    assert told("deadline.escalated") == ["decide"]


@pytest.mark.django_db
def test_a_term_that_was_met_late_is_told_no_higher() -> None:
    start()
    clocks.sweep(at=at(LAST + timedelta(days=1)))
    clocks.stop(owner=CASE, at=at(date(2026, 10, 9), 9), actor_ref="user:7", reason="approved")
    assert clocks.sweep(at=at(date(2026, 10, 20))) == Swept(0, 0, 0)


@pytest.mark.django_db
def test_an_edition_sets_its_own_points() -> None:
    law = shipped_editions().by_key("NDRC-36")
    own = Reminders(points=(Point("1 WD"), Point("3 D")), ending=(), lead_after=1)
    text = Path(law.file).read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.toml"
        path.write_text(
            text + '\n[reminders]\npoints = ["1 WD", "3 D"]\nending = []\nlead_after = 1\n', encoding="utf-8"
        )
        with using(Editions.read(path)):
            assert shipped_editions().by_key("NDRC-36").reminders == own
            start()
            days = [at(LAST - timedelta(days=days)) for days in (3, 1)]
            assert [clocks.sweep(at=day).warned for day in days] == [1, 1]
            clocks.sweep(at=at(LAST + timedelta(days=1)))
            assert clocks.sweep(at=at(date(2026, 10, 1))).escalated == 1
    points = Entry.objects.filter(verb="deadline.approaching").order_by("pk")
    assert [entry.payload["point"] for entry in points] == ["3 D", "1 WD"]


@pytest.mark.django_db
def test_after_an_outage_an_ended_term_is_told_as_ended_only() -> None:
    start()
    assert clocks.sweep(at=at(date(2026, 10, 20))) == Swept(warned=0, breached=1, escalated=1)
    assert told("deadline.approaching") == []


@pytest.mark.django_db
def test_a_term_of_one_day_is_warned_of_on_that_day_alone() -> None:
    law = shipped_editions().by_key("NDRC-36")
    short = clocks.start_until(
        owner=CASE,
        term_id="accept",
        edition_key=law.key,
        last_day=date(2026, 9, 21),
        at=at(FRIDAY, 10),
        actor_ref="user:7",
        receipt={"started_on": FRIDAY.isoformat()},
        to_confirm=False,
        on_breach="escalate",
    )
    assert short.warn_at == at(date(2026, 9, 21))
    assert clocks.sweep(at=at(date(2026, 9, 21))) == Swept(1, 0)
    assert Deadline.objects.get().warn_at is None


@pytest.mark.django_db
def test_a_paused_term_neither_warns_nor_runs_out() -> None:
    start()
    clocks.pause(owner=CASE, cause="supplement", at=at(date(2026, 9, 22), 9), actor_ref="user:7")
    assert clocks.sweep(at=at(date(2026, 12, 1))) == Swept(0, 0)
    clocks.resume(owner=CASE, at=at(date(2026, 12, 1), 9), actor_ref="user:7")
    due = Deadline.objects.get().due_on
    assert clocks.sweep(at=at(due, 23)) == Swept(1, 0)
    assert clocks.sweep(at=at(due + timedelta(days=1))) == Swept(0, 1)


@pytest.mark.django_db
def test_after_a_standstill_only_what_was_not_told_yet_is_told() -> None:
    """Two days before its end it stood still; on 1 December it went on with those two: 2 and 3 December."""
    start()
    clocks.sweep(at=at(date(2026, 9, 24), 1))
    clocks.pause(owner=CASE, cause="supplement", at=at(date(2026, 9, 24), 9), actor_ref="user:7")
    clocks.resume(owner=CASE, at=at(date(2026, 12, 1), 9), actor_ref="user:7")
    assert clocks.sweep(at=at(date(2026, 12, 2), 9)) == Swept(0, 0)
    assert clocks.sweep(at=at(date(2026, 12, 3), 9)) == Swept(1, 0)
    points = Entry.objects.filter(verb="deadline.approaching").order_by("pk")
    assert [entry.payload["point"] for entry in points] == ["2 WD", "last-day"]


@pytest.mark.django_db
def test_an_extended_term_is_warned_of_before_its_new_end() -> None:
    start()
    clocks.sweep(at=at(date(2026, 9, 24), 1))
    clocks.extend(
        owner=CASE, term_id="decide", reason="核查需要", at=at(date(2026, 9, 24), 9), actor_ref="user:7"
    )
    assert clocks.sweep(at=at(Deadline.objects.get().due_on, 9)) == Swept(1, 0)


@pytest.mark.django_db
def test_a_year_of_days_tells_each_term_once_whenever_the_sweep_sleeps() -> None:
    for number in range(1, 21):
        start(number)
    awake = [day for day in range(60) if day % 11 == 0 or day in {6, 12}]
    for day in awake:
        for _again in range(2):
            clocks.sweep(at=at(FRIDAY + timedelta(days=day), 3), limit=7)
    counts = Counter(
        (entry.stream, entry.verb)
        for entry in Entry.objects.filter(verb__in=["deadline.approaching", "deadline.breached"])
    )
    ended = {stream: count for (stream, verb), count in counts.items() if verb == "deadline.breached"}
    assert set(ended.values()) == {1}
    points = Counter(
        (entry.stream, entry.payload["point"]) for entry in Entry.objects.filter(verb="deadline.approaching")
    )
    assert set(points.values()) == {1}
    assert {stream for stream, verb in counts if verb == "deadline.breached"} == {
        f"case:{number}" for number in range(1, 21)
    }


@pytest.mark.django_db
def test_a_limited_sweep_takes_the_earliest_end_first() -> None:
    start(1, "decide")
    start(2, "accept")
    assert clocks.sweep(at=at(date(2026, 10, 20)), limit=1).breached == 1
    assert told("deadline.breached") == ["accept"]


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_tell_nothing_twice() -> None:
    with transaction.atomic():
        for number in range(1, 13):
            start(number)
    counted = at_once(*[lambda: clocks.sweep(at=at(date(2026, 10, 20)))] * 3)
    assert sum(swept.breached for swept in counted if isinstance(swept, Swept)) == 12
    assert all(isinstance(swept, Swept) for swept in counted)
    assert len(told("deadline.breached")) == 12
    assert list(findings()) == []


@pytest.mark.django_db(transaction=True)
def test_a_sweep_and_an_officer_at_once_end_a_term_once() -> None:
    with transaction.atomic():
        start()
    moment = at(date(2026, 9, 30), 9)

    def approve() -> None:
        with transaction.atomic():
            clocks.stop(owner=CASE, at=moment, actor_ref="user:7", reason="approved")

    _stopped, swept = at_once(approve, lambda: clocks.sweep(at=moment))
    assert isinstance(swept, Swept)
    row = Deadline.objects.get()
    assert row.standing == Standing.BREACHED
    assert row.breached_at == moment
    assert row.stopped_at == moment
    assert Entry.objects.filter(verb="deadline.stopped").get().payload["late"] == ["decide"]
    assert list(findings()) == []


@pytest.mark.django_db
def test_the_task_and_the_command_sweep_at_the_clocks_time() -> None:
    start(1)
    start(2, "accept")
    with standing_at(at(date(2026, 9, 24), 9)):
        sweep_terms()
    assert told("deadline.breached") == ["accept"]
    out = StringIO()
    with standing_at(at(date(2026, 10, 20))):
        call_command("sweep_terms", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"warned": 0, "breached": 1, "escalated": 2}


@pytest.mark.django_db
def test_receipts_that_hold_are_found_in_order() -> None:
    start()
    out = StringIO()
    call_command("verify_receipts", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"deadlines": 1, "findings": []}


def _found() -> list[dict[str, object]]:
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_receipts", "--json", stdout=out)
    assert left.value.code == 1
    findings_: list[dict[str, object]] = json.loads(out.getvalue())["findings"]
    return findings_


@pytest.mark.django_db
def test_a_date_that_was_moved_by_hand_is_found() -> None:
    row = start()
    Deadline.objects.filter(pk=row.pk).update(due_on=LAST + timedelta(days=1))
    assert "leads to 2026-09-29" in str(_found()[0]["reason"])


@pytest.mark.django_db
def test_an_instant_that_was_moved_by_hand_is_found() -> None:
    row = start()
    Deadline.objects.filter(pk=row.pk).update(due_at=at(LAST))
    assert "last day" in str(_found()[0]["reason"])


@pytest.mark.django_db
def test_a_receipt_that_bends_its_calendar_is_found() -> None:
    row = start()
    bent = dict(row.receipt)
    bent["off"] = [*bent["off"], {"on": "2026-09-21", "reason": "节"}]
    bent["due_on"] = "2026-09-30"
    Deadline.objects.filter(pk=row.pk).update(
        receipt=bent, due_on=date(2026, 9, 30), due_at=at(date(2026, 10, 1))
    )
    assert "bends the calendar on 2026-09-21" in str(_found()[0]["reason"])


@pytest.mark.django_db
def test_a_receipt_that_cannot_be_read_is_found() -> None:
    row = start()
    Deadline.objects.filter(pk=row.pk).update(receipt={})
    assert "schema" in str(_found()[0]["reason"])
