from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from clocks import recount, recounting, services
from clocks.models import Deadline, Standing
from clocks.receipts import from_json, recompute, sentence
from clocks.recount import Move, Recounted, preview
from clocks.rows import hold_stream
from clocks.services import Owner
from clocks.verify import findings
from clocks.writing import counted_row
from journal.many import Happened, record_many
from journal.models import Entry
from journal.now import SHANGHAI
from rulebook.calendar_in_use import book_in_use, calendar_in_use
from rulebook.in_force import shipped_editions
from rulebook.models import ReleasedGazette
from rulebook.working_days import Gazette, gazette_of
from tests.factories.gazettes import NOTICE_2027, closures, released, source_of

pytestmark = pytest.mark.django_db

WHO = "user:2"
CASE = Owner("case", 1, "case:1", "370403")
RELEASE = Owner("release", 1, "release:1", "370403")
LAW = shipped_editions().by_key("NDRC-36")


def on(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def start(day: date, term: str = "decide", owner: Owner = CASE) -> Deadline:
    with transaction.atomic():
        return services.start(
            owner=owner, term=LAW.term(term), edition=LAW, trigger_on=day, at=on(day), actor_ref=WHO
        )


def notice(text: str = NOTICE_2027) -> Gazette:
    return gazette_of(source_of(text))


def shown(at: date, text: str = NOTICE_2027) -> list[Move]:
    """What a preview shows before the text is released."""
    return list(preview(book_in_use().with_gazette(notice(text)), notice(text), at=on(at)))


def put_in_force(at: date, text: str = NOTICE_2027, **more: Any) -> Recounted:
    return count_again(released(text), on(at), **more)


def count_again(row: ReleasedGazette, at: datetime, **more: Any) -> Recounted:
    """Walk to the end over whatever the released row touches."""
    run = recounting.finish(recounting.apply(gazette_id=row.pk, actor_ref=WHO, at=at).pk, at=at, **more)
    return Recounted(run.looked, run.moved, run.kept, run.firm)


def in_force() -> ReleasedGazette:
    return ReleasedGazette.objects.get(replaced_by__isnull=True)


def only() -> Deadline:
    return Deadline.objects.get()


def entries(verb: str = "deadline.recounted") -> list[dict[str, Any]]:
    return [entry.payload for entry in Entry.objects.filter(verb=verb).order_by("pk")]


# ---- one term ---------------------------------------------------------------------------------------------


def test_a_day_moves_later_with_the_holiday() -> None:
    """29 Jan 2027 + 10: to 16 Feb with 5-8 Feb off alone; to 18 Feb by the notice (30 Jan worked, 4-10 off)."""
    assert start(date(2027, 1, 29), "supplement").due_on == date(2027, 2, 16)
    (move,) = shown(date(2027, 2, 1))
    assert (move.from_on, move.to_on, move.kept, move.firm) == (
        date(2027, 2, 16),
        date(2027, 2, 18),
        False,
        True,
    )
    assert put_in_force(date(2027, 2, 1)) == Recounted(looked=1, moved=1, kept=0, firm=1)
    assert only().due_on == date(2027, 2, 18)
    assert only().due_at == on(date(2027, 2, 19), 0)
    assert not only().provisional
    assert list(findings()) == []


def test_a_day_that_was_told_never_becomes_an_earlier_one() -> None:
    """25 Jan 2027 + 7: 3 Feb; by the notice 2 Feb, as Saturday 30 January is worked. The 3rd stays."""
    assert start(date(2027, 1, 25)).due_on == date(2027, 2, 3)
    (move,) = shown(date(2027, 1, 26))
    assert (move.from_on, move.to_on, move.counted_on) == (
        date(2027, 2, 3),
        date(2027, 2, 3),
        date(2027, 2, 2),
    )
    assert move.kept
    assert put_in_force(date(2027, 1, 26)) == Recounted(looked=1, moved=0, kept=1, firm=1)
    assert only().due_on == recompute(only().receipt) == date(2027, 2, 3)
    assert list(findings()) == []


@pytest.mark.parametrize(("language", "words"), [("en", "had been told and stays"), ("zh-hans", "已告知")])
def test_the_receipt_says_that_a_day_was_kept(language: str, words: str) -> None:
    start(date(2027, 1, 25))
    put_in_force(date(2027, 1, 26))
    with translation.override(language):
        assert words in sentence(from_json(only().receipt))


def test_the_term_of_a_holder_moves_to_the_earlier_day() -> None:
    """Nobody told the subject when a holder's own term ends."""
    start(date(2027, 1, 25), owner=RELEASE)
    put_in_force(date(2027, 1, 26))
    assert only().due_on == date(2027, 2, 2)


def test_no_term_ends_before_the_day_of_the_recount() -> None:
    start(date(2027, 1, 25), owner=RELEASE)
    put_in_force(date(2027, 2, 3))
    assert only().due_on == date(2027, 2, 3)
    assert list(findings()) == []


def test_a_promise_moves_beside_its_term() -> None:
    place = shipped_editions().by_key("NDRC-36+zaozhuang")
    services.start(
        owner=CASE,
        term=place.term("decide"),
        edition=place,
        trigger_on=date(2027, 2, 3),
        at=on(date(2027, 2, 3)),
        actor_ref=WHO,
    )
    put_in_force(date(2027, 2, 3))
    days = dict(Deadline.objects.values_list("goal", "due_on"))
    assert days["promise"] == date(2027, 2, 11)  # 4-10 Feb off
    assert days["law"] == date(2027, 2, 19)  # 11, 12, 15, 16, 17, 18, 19


def test_the_journal_has_the_old_day_and_the_new_one() -> None:
    row = start(date(2027, 1, 29), "supplement")
    put_in_force(date(2027, 2, 1))
    (told,) = entries()
    assert told["deadline_id"] == row.pk
    assert (told["from"], told["to"], told["counted"]) == ("2027-02-16", "2027-02-18", "2027-02-18")
    assert told["calendar"] == calendar_in_use("370403").digest
    assert Entry.objects.get(verb="deadline.recounted").actor_ref == WHO


def test_a_term_that_only_becomes_firm_is_not_journalled() -> None:
    start(date(2027, 3, 1))
    assert put_in_force(date(2027, 3, 2)) == Recounted(looked=1, moved=0, kept=0, firm=1)
    assert not only().provisional
    assert entries() == []


def test_terms_that_do_not_reach_into_the_year_are_left_alone() -> None:
    before = start(date(2026, 11, 2)).receipt
    assert put_in_force(date(2026, 11, 20)) == Recounted(0, 0, 0, 0)
    assert only().receipt == before
    assert list(findings()) == []


def test_terms_that_have_ended_are_left_alone() -> None:
    start(date(2027, 1, 18), owner=replace(CASE, id=2, stream="case:2"))
    services.stop(
        owner=replace(CASE, id=2, stream="case:2"), at=on(date(2027, 1, 20)), actor_ref=WHO, reason="met"
    )
    start(date(2027, 1, 4))  # ended on 13 January, not swept
    assert put_in_force(date(2027, 1, 26)) == Recounted(0, 0, 0, 0)
    assert set(Deadline.objects.values_list("due_on", flat=True)) == {date(2027, 1, 13), date(2027, 1, 27)}


def test_a_warning_follows_the_new_day_and_one_that_was_given_is_not_given_again() -> None:
    start(date(2027, 1, 29), "supplement")
    put_in_force(date(2027, 2, 1))
    services.sweep(at=on(date(2027, 2, 15)))  # half of its time is over
    assert only().warn_at == on(date(2027, 2, 16), 0)  # two working days before 18 February
    services.sweep(at=on(date(2027, 2, 16)))
    warned = only().warn_at
    count_again(in_force(), on(date(2027, 2, 17)))
    assert (only().warn_at, services.sweep(at=on(date(2027, 2, 17))).warned) == (warned, 0)


# ---- pauses, later releases, what comes between ---------------------------------------------------------------


def test_a_term_that_stands_still_goes_on_with_what_was_left() -> None:
    """25 Jan + 7, asked on the 27th (two used, five left), answered on 12 Feb: 15, 16, 17, 18, 19 Feb."""
    start(date(2027, 1, 25))
    services.pause(owner=CASE, cause="supplement", at=on(date(2027, 1, 27)), actor_ref=WHO)
    put_in_force(date(2027, 1, 28))
    assert only().standing == Standing.PAUSED
    assert not only().provisional
    assert entries() == []
    services.resume(owner=CASE, at=on(date(2027, 2, 12)), actor_ref=WHO)
    assert only().due_on == date(2027, 2, 19)
    assert list(findings()) == []


def test_an_extension_runs_from_the_day_that_was_kept() -> None:
    """From 3 Feb, ten more: 11, 12, 15, 16, 17, 18, 19, 20 (Saturday, worked), 22, 23 Feb."""
    start(date(2027, 1, 25))
    put_in_force(date(2027, 1, 26))
    services.extend(owner=CASE, term_id="decide", reason="核查", at=on(date(2027, 2, 1)), actor_ref=WHO)
    assert only().due_on == date(2027, 2, 23)
    assert list(findings()) == []


def test_an_act_between_release_and_recount_keeps_the_told_day_too() -> None:
    """Paused and resumed on one day under the new calendar, before the batch came: still 3 February."""
    start(date(2027, 1, 25))
    row = released()
    services.pause(owner=CASE, cause="hold", at=on(date(2027, 1, 26), 9), actor_ref=WHO)
    services.resume(owner=CASE, at=on(date(2027, 1, 26), 11), actor_ref=WHO)
    assert only().due_on == date(2027, 2, 3)
    count_again(row, on(date(2027, 1, 26), 12))
    assert only().due_on == date(2027, 2, 3)
    assert list(findings()) == []


def test_a_second_notice_counts_from_the_day_that_was_kept() -> None:
    start(date(2027, 1, 25))
    put_in_force(date(2027, 1, 26))
    longer = NOTICE_2027.replace("first = 2027-02-04", "first = 2027-02-02")
    assert put_in_force(date(2027, 1, 27), longer).moved == 1
    # 26, 27, 28, 29, 30 Jan, 1 Feb; 2-10 Feb off; 11 Feb
    assert only().due_on == date(2027, 2, 11)
    assert list(findings()) == []


def test_a_recount_again_changes_nothing() -> None:
    start(date(2027, 1, 25))
    start(date(2027, 1, 29), "supplement")
    put_in_force(date(2027, 2, 1))
    rows = list(Deadline.objects.order_by("pk").values())
    again = count_again(in_force(), on(date(2027, 2, 1)))
    assert again == Recounted(looked=2, moved=0, kept=0, firm=0)
    assert list(Deadline.objects.order_by("pk").values()) == rows
    assert len(entries()) == 2


def test_the_closures_of_a_place_move_its_terms_alone() -> None:
    """17 Aug 2026 + 7: 26 Aug; with a storm on 19 and 20 August, 28 Aug."""
    there = replace(CASE, id=2, stream="case:2", jurisdiction="110101")
    start(date(2026, 8, 17))
    start(date(2026, 8, 17), owner=there)
    storm = closures("3704", date(2026, 8, 19), date(2026, 8, 20))
    assert put_in_force(date(2026, 8, 18), storm) == Recounted(looked=1, moved=1, kept=0, firm=0)
    days = dict(Deadline.objects.values_list("owner_id", "due_on"))
    assert days == {1: date(2026, 8, 28), 2: date(2026, 8, 26)}
    reasons = [row["reason"] for row in Deadline.objects.get(owner_id=1).receipt["off"]]
    assert reasons.count("台风停工") == 2
    assert list(findings()) == []


def test_a_term_left_behind_is_found_and_taken_up() -> None:
    start(date(2027, 1, 29), "supplement")
    released()
    (finding,) = findings()
    assert "a calendar that was replaced" in finding.reason
    count_again(in_force(), on(date(2027, 2, 1)))
    assert list(findings()) == []


def test_a_busy_term_is_taken_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    start(date(2027, 1, 29), "supplement")
    start(date(2027, 1, 29), "supplement", owner=replace(CASE, id=2, stream="case:2"))
    monkeypatch.setattr(recount, "_free", lambda streams: streams - {"case:1"})
    assert put_in_force(date(2027, 2, 1)).moved == 2
    assert set(Deadline.objects.values_list("due_on", flat=True)) == {date(2027, 2, 18)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")
@pytest.mark.django_db(transaction=True)
def test_an_officer_at_work_is_not_waited_for() -> None:
    """Somebody holds the first case: the other one moves meanwhile, the first one when it is free."""
    start(date(2027, 1, 29), "supplement")
    other = replace(CASE, id=2, stream="case:2")
    start(date(2027, 1, 29), "supplement", owner=other)
    holding, free = threading.Event(), threading.Event()

    def work() -> None:
        with transaction.atomic():
            hold_stream(CASE.stream)
            holding.set()
            free.wait(timeout=20)
        connection.close()

    officer = threading.Thread(target=work)
    officer.start()
    assert holding.wait(timeout=20)
    released()
    recounting = threading.Thread(target=_recount_and_close)
    recounting.start()
    try:
        for _look in range(200):
            if Deadline.objects.get(owner_id=2).due_on == date(2027, 2, 18):
                break
            time.sleep(0.05)
        assert Deadline.objects.get(owner_id=2).due_on == date(2027, 2, 18)
        assert Deadline.objects.get(owner_id=1).due_on == date(2027, 2, 16)
    finally:
        free.set()
        officer.join()
        recounting.join()
    assert Deadline.objects.get(owner_id=1).due_on == date(2027, 2, 18)


def _recount_and_close() -> None:
    count_again(in_force(), on(date(2027, 2, 1)))
    connection.close()


def test_the_preview_writes_nothing() -> None:
    before = start(date(2027, 1, 29), "supplement")
    shown(date(2027, 2, 1))
    assert only().receipt == before.receipt
    assert not ReleasedGazette.objects.exists()
    assert entries() == []


# ---- ten thousand -----------------------------------------------------------------------------------------------

MANY = 10_000


def many() -> None:
    """Terms of six kinds begun on the days from 4 January to 30 April 2027, in sets, each with its stream."""
    kinds = ("decide", "supplement", "accept", "total", "steps", "withdraw-record")
    days = [date(2027, 1, 4) + timedelta(days=n) for n in range(117)]
    calendar = calendar_in_use()
    patterns = [
        counted_row(
            owner=CASE,
            term=LAW.term(kind),
            edition=LAW,
            limit=LAW.term(kind).limit(),
            goal="law",
            trigger_on=day,
            at=on(day),
            calendar=calendar,
        )
        for kind in kinds
        for day in days
    ]
    rows = []
    for number in range(MANY):
        pattern = patterns[number % len(patterns)]
        rows.append(Deadline(**{**_columns(pattern), "owner_id": number, "stream": f"case:{number}"}))
    Deadline.objects.bulk_create(rows, batch_size=1000)
    record_many(
        [Happened(row.stream, "deadline.started") for row in rows], actor_ref=WHO, at=on(date(2027, 1, 4))
    )


def _columns(row: Deadline) -> dict[str, Any]:
    fields = Deadline._meta.fields  # noqa: SLF001
    return {field.attname: getattr(row, field.attname) for field in fields if field.name != "id"}


def test_ten_thousand_open_terms_are_shown_moved_and_verified() -> None:
    many()
    at = date(2027, 1, 4)
    moves = shown(at)
    promised = {move.deadline_id: move.to_on for move in moves}
    told = dict(Deadline.objects.values_list("pk", "due_on"))
    done = put_in_force(at)
    assert done == Recounted.of(moves, looked=MANY)
    assert done.moved > 1000
    assert done.kept > 100
    assert done.firm == MANY
    found = dict(Deadline.objects.values_list("pk", "due_on"))
    assert {pk: found[pk] for pk in promised} == promised
    assert all(found[pk] >= told[pk] for pk in told)
    assert not Deadline.objects.filter(provisional=True).exists()
    assert len(entries()) == sum(move.tells for move in moves)
    assert list(findings()) == []
