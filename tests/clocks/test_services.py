from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from clocks import services as clocks
from clocks.models import Deadline, Standing
from clocks.receipts import from_json, recompute, sentence
from clocks.verify import findings
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Refusal
from rulebook.edition import Edition
from rulebook.in_force import shipped_editions
from rulebook.terms import working_days_between
from rulebook.working_days import shipped_calendar

pytestmark = pytest.mark.django_db

WHO = "user:7"
CASE = clocks.Owner(kind="case", id=1, stream="case:1")
CALENDAR = shipped_calendar()


def on(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def edition(key: str = "NDRC-36") -> Edition:
    return shipped_editions().by_key(key)


def start(
    term_id: str = "decide",
    day: date = date(2026, 9, 18),
    *,
    owner: clocks.Owner = CASE,
    key: str = "NDRC-36",
) -> Deadline:
    law = edition(key)
    return clocks.start(
        owner=owner, term=law.term(term_id), edition=law, trigger_on=day, at=on(day), actor_ref=WHO
    )


def pause(day: date, cause: str = "supplement", hour: int = 10, **more: Any) -> list[Deadline]:
    return clocks.pause(owner=CASE, cause=cause, at=on(day, hour), actor_ref=WHO, **more)


def resume(day: date, hour: int = 10, **more: Any) -> list[Deadline]:
    return clocks.resume(owner=CASE, at=on(day, hour), actor_ref=WHO, **more)


def only() -> Deadline:
    return Deadline.objects.get()


def test_a_term_starts_with_its_receipt() -> None:
    row = start()
    assert (row.term, row.goal, row.standing) == ("decide", "law", Standing.RUNNING)
    # 7 working days over the make-up Sunday of 20 September and the Mid-Autumn days off
    assert row.due_on == date(2026, 9, 29)
    assert row.due_at == datetime(2026, 9, 30, tzinfo=SHANGHAI)
    assert recompute(row.receipt) == row.due_on
    receipt = from_json(row.receipt)
    assert [day.reason for day in receipt.skipped] == ["weekend", "中秋节", "中秋节", "中秋节"]
    assert receipt.made_up == (date(2026, 9, 20),)
    assert receipt.calendar == CALENDAR.digest
    assert row.to_confirm is edition().term("decide").limit().to_confirm


def test_the_start_is_journalled_on_the_owners_stream() -> None:
    row = start()
    entry = Entry.objects.get(stream="case:1")
    assert (entry.verb, entry.actor_ref) == ("deadline.started", WHO)
    assert entry.payload["deadline_id"] == row.pk
    assert entry.payload["due_on"] == "2026-09-29"


def test_starting_an_open_term_again_changes_nothing() -> None:
    first = start()
    again = start(day=date(2026, 9, 22))
    assert again.pk == first.pk
    assert only().due_on == first.due_on
    assert Entry.objects.count() == 1


def test_a_local_promise_runs_beside_the_law() -> None:
    law = shipped_editions().in_force(route="credit-china", jurisdiction="370400", on=date(2026, 9, 18))
    promise = law.promise("decide")
    assert promise is not None
    start(key=law.key)
    legal, promised = Deadline.objects.order_by("-due_on")
    assert (legal.goal, promised.goal) == ("law", "promise")
    assert promised.due_on == date(2026, 9, 20)
    assert promised.on_breach == "report"
    assert clocks.next_due_at(CASE) == legal.due_at


def test_a_term_into_an_unannounced_year_is_provisional() -> None:
    assert start(day=date(2026, 12, 28)).provisional
    assert not start("accept", date(2026, 12, 1)).provisional


def test_a_pause_leaves_exactly_the_working_days_that_were_left() -> None:
    before = start()
    pause(date(2026, 9, 22))
    assert only().standing == Standing.PAUSED
    assert clocks.next_due_at(CASE) is None
    resume(date(2026, 10, 9))
    after = only()
    assert after.standing == Standing.RUNNING
    left = working_days_between(date(2026, 9, 22), before.due_on, CALENDAR)
    assert working_days_between(date(2026, 10, 9), after.due_on, CALENDAR) == left
    assert recompute(after.receipt) == after.due_on
    assert list(findings()) == []


def test_the_days_of_a_pause_are_shown_as_such() -> None:
    start()
    pause(date(2026, 9, 22))
    resume(date(2026, 10, 9))
    receipt = from_json(only().receipt)
    assert [(still.first, still.last, still.causes) for still in receipt.standstills] == [
        (date(2026, 9, 23), date(2026, 10, 9), ("supplement",))
    ]
    assert all(day.on < date(2026, 9, 23) or day.on > date(2026, 10, 9) for day in receipt.skipped)


def test_a_pause_on_the_last_day_leaves_one_day() -> None:
    row = start()
    pause(row.due_on)
    resume(date(2026, 10, 9))
    assert only().due_on == date(2026, 10, 10)  # a worked Saturday


def test_a_pause_after_the_last_day_saves_nothing() -> None:
    row = start()
    assert pause(date(2026, 9, 30)) == []
    assert only().standing == Standing.RUNNING
    assert clocks.sweep(at=on(date(2026, 9, 30))).breached == 1
    assert only().due_on == row.due_on


def test_a_pause_over_the_national_day_holiday() -> None:
    start("decide", date(2026, 9, 28))
    pause(date(2026, 9, 30))
    resume(date(2026, 10, 8))
    # 5 of 7 days were left: 9, 10, 12, 13, 14 October
    assert only().due_on == date(2026, 10, 14)


def test_a_pause_over_the_end_of_the_year_becomes_provisional() -> None:
    start("decide", date(2026, 12, 14))
    assert not only().provisional
    pause(date(2026, 12, 16))
    resume(date(2027, 1, 5))
    assert only().provisional


def test_two_pauses_on_one_day_that_end_the_same_day_change_nothing() -> None:
    row = start()
    for hour in (9, 14):
        pause(date(2026, 9, 22), hour=hour)
        resume(date(2026, 9, 22), hour=hour + 1)
    assert only().due_on == row.due_on
    assert from_json(only().receipt).standstills == ()


def test_several_pauses_add_up() -> None:
    start()
    pause(date(2026, 9, 20))
    resume(date(2026, 9, 22))
    pause(date(2026, 9, 23))
    resume(date(2026, 9, 29))
    # 20 and 23 September were used; 5 of 7 days are left after the 29th
    assert only().due_on == date(2026, 10, 12)


def test_a_term_goes_on_when_the_last_cause_ends() -> None:
    row = start()
    pause(date(2026, 9, 22), "supplement")
    pause(date(2026, 9, 23), "hold")
    resume(date(2026, 9, 24), cause="hold")
    assert only().standing == Standing.PAUSED
    resume(date(2026, 9, 29), cause="supplement")
    assert only().standing == Standing.RUNNING
    left = working_days_between(date(2026, 9, 22), row.due_on, CALENDAR)
    assert working_days_between(date(2026, 9, 29), only().due_on, CALENDAR) == left


def test_the_same_cause_twice_pauses_once() -> None:
    start()
    pause(date(2026, 9, 22))
    assert pause(date(2026, 9, 23)) == []
    resume(date(2026, 9, 29))
    assert only().standing == Standing.RUNNING


def test_only_the_named_terms_stand_still() -> None:
    start("decide")
    start("total")
    changed = pause(date(2026, 9, 22), terms=("decide",))
    assert [row.term for row in changed] == ["decide"]
    assert Deadline.objects.get(term="total").standing == Standing.RUNNING


def test_an_extension_lengthens_the_term_once() -> None:
    row = start()
    longer = clocks.extend(
        owner=CASE, term_id="decide", reason="核查需要", at=on(date(2026, 9, 24)), actor_ref=WHO
    )
    extension = edition().term("decide").extension
    assert extension is not None
    assert working_days_between(row.due_on, longer.due_on, CALENDAR) == extension.limit.count
    assert recompute(longer.receipt) == longer.due_on
    assert Entry.objects.filter(verb="deadline.extended").get().payload["reason"] == "核查需要"
    with pytest.raises(Refusal) as refused:
        _extend(date(2026, 9, 24))
    assert code_of(refused) == "extension-spent"


def _extend(day: date, term_id: str = "decide", reason: str = "核查需要") -> None:
    clocks.extend(owner=CASE, term_id=term_id, reason=reason, at=on(day), actor_ref=WHO)


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


def test_an_extension_after_the_end_is_refused() -> None:
    start()
    with pytest.raises(Refusal) as refused:
        _extend(date(2026, 9, 30))
    assert code_of(refused) == "extension-late"


def test_an_extension_without_a_reason_is_refused() -> None:
    start()
    with pytest.raises(Refusal) as refused:
        _extend(date(2026, 9, 24), reason="  ")
    assert code_of(refused) == "extension-reason"


def test_an_extension_that_the_edition_does_not_know_is_refused() -> None:
    start("accept")
    with pytest.raises(Refusal) as refused:
        _extend(date(2026, 9, 18), "accept")
    assert code_of(refused) == "no-extension"


def test_an_extension_of_no_open_term_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        _extend(date(2026, 9, 24))
    assert code_of(refused) == "no-open-term"


def test_a_term_without_a_number_is_refused_by_name() -> None:
    law = edition()
    term = law.term("decide")
    unread = dataclasses.replace(term, stated=dataclasses.replace(term.stated, count=None))
    with pytest.raises(Refusal, match="“决定”") as refused:
        clocks.start(
            owner=CASE,
            term=unread,
            edition=law,
            trigger_on=date(2026, 9, 18),
            at=on(date(2026, 9, 18)),
            actor_ref=WHO,
        )
    assert code_of(refused) == "number-missing"
    assert not Deadline.objects.exists()


def test_a_day_before_every_calendar_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        start(day=date(2018, 3, 1))
    assert code_of(refused) == "no-calendar"


def test_a_met_term_is_stopped() -> None:
    start()
    ended = clocks.stop(owner=CASE, at=on(date(2026, 9, 24)), actor_ref=WHO, reason="approved")
    assert [row.term for row in ended] == ["decide"]
    assert only().standing == Standing.STOPPED
    assert only().breached_at is None
    assert clocks.open_terms(CASE) == []
    assert clocks.next_due_at(CASE) is None
    assert Entry.objects.filter(verb="deadline.stopped").get().payload["late"] == []


def test_a_term_met_late_keeps_that_fact_though_no_sweep_saw_it() -> None:
    start()
    clocks.stop(owner=CASE, at=on(date(2026, 10, 9)), actor_ref=WHO, reason="approved")
    assert only().breached_at is not None
    assert Entry.objects.filter(verb="deadline.stopped").get().payload["late"] == ["decide"]
    assert clocks.sweep(at=on(date(2026, 10, 10))).breached == 0


def test_a_term_that_ran_out_stays_owed_until_it_is_met() -> None:
    row = start()
    clocks.sweep(at=on(date(2026, 10, 9)))
    assert [term.standing for term in clocks.open_terms(CASE)] == [Standing.BREACHED]
    assert clocks.next_due_at(CASE) == row.due_at
    clocks.stop(owner=CASE, at=on(date(2026, 10, 10)), actor_ref=WHO, reason="approved")
    assert clocks.open_terms(CASE) == []
    assert [term.standing for term in clocks.terms_of(CASE)] == [Standing.BREACHED]


def test_stopping_nothing_writes_nothing() -> None:
    assert clocks.stop(owner=CASE, at=on(date(2026, 9, 24)), actor_ref=WHO, reason="approved") == []
    assert not Entry.objects.exists()


def test_a_stopped_term_may_start_anew() -> None:
    first = start("accept")
    clocks.stop(owner=CASE, at=on(date(2026, 9, 21)), actor_ref=WHO, reason="rerouted", terms=("accept",))
    assert start("accept", date(2026, 9, 21)).pk != first.pk


PUBLISHED = {
    "trigger": "determined",
    "started_on": "2026-05-15",
    "count": 1,
    "unit": "Y",
    "article": "ch. 2",
    "mark": "R",
}
RECORD = clocks.Owner(kind="record", id=5, stream="record:5")


def until(**more: Any) -> Deadline:
    facts: dict[str, Any] = {
        "owner": RECORD,
        "term_id": "maximum",
        "edition_key": "NDRC-36",
        "last_day": date(2027, 5, 15),
        "at": on(date(2026, 5, 20)),
        "actor_ref": "system:import",
        "receipt": PUBLISHED,
        "to_confirm": False,
    }
    return clocks.start_until(**{**facts, **more})


def test_a_publicity_period_ends_on_the_day_that_was_computed() -> None:
    row = until()
    assert row.due_on == date(2027, 5, 15)  # a Saturday: publicity never rolls
    assert row.started_on == date(2026, 5, 15)
    assert not row.provisional
    assert recompute(row.receipt) == row.due_on
    assert until().pk == row.pk


def test_a_period_that_is_reached_is_settled_by_itself() -> None:
    until(term_id="minimum", last_day=date(2026, 8, 15))
    assert clocks.sweep(at=on(date(2026, 8, 16))).breached == 1
    assert clocks.open_terms(RECORD) == []
    assert Entry.objects.get(verb="deadline.breached").payload["term"] == "minimum"


def test_a_delivery_starts_its_periods_at_once() -> None:
    untils = [
        clocks.Until(
            owner=clocks.Owner(kind="record", id=number, stream=f"record:{number}"),
            term_id="maximum",
            edition_key="NDRC-36",
            last_day=date(2027, 5, 15),
            to_confirm=False,
            receipt=PUBLISHED,
        )
        for number in range(3)
    ]
    for _again in range(2):
        assert clocks.start_until_many(untils=untils, at=on(date(2026, 5, 20))) == len(untils)
    assert Deadline.objects.count() == 3
    assert list(findings()) == []


def test_a_broken_transaction_starts_nothing() -> None:
    with transaction.atomic():
        start()
        transaction.set_rollback(True)
    assert not Deadline.objects.exists()


def test_the_receipt_is_told_in_both_languages() -> None:
    start()
    pause(date(2026, 9, 22))
    receipt = from_json(only().receipt)
    with translation.override("en"):
        told = sentence(receipt)
    assert "7 working days" in told
    assert "29 September 2026" in told
    assert "stood still since 23 September 2026" in told
    assert edition().title_en in told
    with translation.override("zh-hans"):
        assert "2026年9月29日" in sentence(receipt)
