from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from journal.models import Entry
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from rulebook.calendar_book import CalendarBook
from rulebook.calendar_in_use import GazetteAltered, book_in_use, calendar_in_use, digest_of, held
from rulebook.models import GazetteProposal, NeverChanged, ProposalState, ReleasedGazette
from rulebook.releasing import propose, reject, release, version_with, withdraw
from rulebook.source import EditionFault
from rulebook.working_days import Gazette, gazette_of, shipped_calendar
from tests.factories.gazettes import (
    NOTICE_2027,
    ONE,
    OTHER,
    RELEASED_AT,
    Keeper,
    closures,
    proposed,
    released,
    source_of,
)


def version_2027() -> str:
    return version_with(gazette_of(source_of(NOTICE_2027)))


STORM = closures("3704", date(2026, 8, 10), date(2026, 8, 11), worked="2026-08-15")


@pytest.mark.django_db
def test_without_a_release_the_shipped_calendar_is_in_use() -> None:
    assert calendar_in_use().digest == shipped_calendar().digest
    assert calendar_in_use("370403").digest == shipped_calendar().digest


@pytest.mark.django_db
def test_a_released_notice_makes_its_year_firm() -> None:
    before = calendar_in_use()
    assert before.is_provisional(2027)
    released()
    after = calendar_in_use()
    assert not after.is_provisional(2027)
    assert after.why_off(date(2027, 2, 9)) == "春节"
    assert after.is_made_up(date(2027, 1, 30))
    assert after.digest != before.digest
    assert after.gazettes[2026] == before.gazettes[2026]


@pytest.mark.django_db
def test_the_release_counts_within_its_own_transaction_and_not_after_a_rollback() -> None:
    with transaction.atomic():
        released()
        assert not calendar_in_use().is_provisional(2027)
        transaction.set_rollback(True)
    assert calendar_in_use().is_provisional(2027)


@pytest.mark.django_db
def test_a_later_release_takes_the_place_of_the_one_of_its_year() -> None:
    first = released()
    second = released(NOTICE_2027.replace("last = 2027-02-10", "last = 2027-02-11"))
    assert second.replaces == first
    assert ReleasedGazette.objects.filter(replaced_by__isnull=True).get() == second
    assert calendar_in_use().why_off(date(2027, 2, 11)) == "春节"


@pytest.mark.django_db
def test_the_same_text_again_is_refused() -> None:
    released()
    with pytest.raises(Crossed) as refused:
        proposed()
    assert refused.value.code == "gazette-in-force"
    assert ReleasedGazette.objects.count() == 1
    assert Entry.objects.filter(verb="gazette.released").count() == 1


@pytest.mark.django_db
def test_the_release_is_journalled_with_both_people_and_the_digest() -> None:
    row = released()
    entry = Entry.objects.get(verb="gazette.released")
    assert entry.stream == "calendar"
    assert entry.actor_ref == "user:2"
    assert entry.payload["proposed_by"] == "user:1"
    assert entry.payload["digest"] == row.digest == digest_of(NOTICE_2027)


@pytest.mark.django_db
def test_one_person_alone_releases_nothing() -> None:
    proposal = proposed()
    with pytest.raises(NotAllowed) as refused:
        release(proposal_id=proposal.pk, seen=version_2027(), actor=ONE, at=RELEASED_AT)
    assert refused.value.code == "gazette-four-eyes"
    assert not ReleasedGazette.objects.exists()


@pytest.mark.django_db
def test_a_proposal_counts_for_nothing_until_it_is_released() -> None:
    proposal = proposed()
    assert calendar_in_use().is_provisional(2027)
    row = release(proposal_id=proposal.pk, seen=version_2027(), actor=OTHER, at=RELEASED_AT)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.released, proposal.decided_by) == ("RELEASED", row, "user:2")
    assert not calendar_in_use().is_provisional(2027)


@pytest.mark.django_db
def test_the_version_seen_is_the_version_in_use_after_the_release() -> None:
    for text, place in ((NOTICE_2027, ""), (STORM, "3704")):
        seen = version_with(gazette_of(source_of(text)))
        released(text)
        assert calendar_in_use(place).digest == seen


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["audit-admin", "security-admin", "supervisor", "reviewer"])
def test_only_a_system_administrator_proposes_and_decides(role: str) -> None:
    somebody = Keeper("user:3", frozenset({(1, role)}))
    with pytest.raises(NotAllowed):
        propose(source=source_of(NOTICE_2027), actor=somebody, at=RELEASED_AT)
    pk = proposed().pk
    with pytest.raises(NotAllowed):
        release(proposal_id=pk, seen=version_2027(), actor=somebody, at=RELEASED_AT)
    with pytest.raises(NotAllowed):
        reject(proposal_id=pk, reason="错", actor=somebody, at=RELEASED_AT)
    with pytest.raises(NotAllowed):
        withdraw(proposal_id=pk, actor=somebody, at=RELEASED_AT)
    assert GazetteProposal.objects.get().state == ProposalState.WAITING


@pytest.mark.django_db
def test_a_calendar_nobody_looked_at_is_not_released() -> None:
    """Another notice came in between: what the releaser saw is not what would be applied."""
    seen = version_2027()
    pk = proposed().pk
    released(
        NOTICE_2027.replace("year = 2027", "year = 2028")
        .replace("2027-", "2028-")
        .replace("working = [2028-01-30, 2028-02-20, 2028-04-25, 2028-05-08]", "working = []")
    )
    with pytest.raises(Crossed) as refused:
        release(proposal_id=pk, seen=seen, actor=OTHER, at=RELEASED_AT)
    assert refused.value.code == "gazette-stale"
    assert calendar_in_use().is_provisional(2027)


@pytest.mark.django_db
def test_a_rejection_needs_a_reason_and_a_second_person() -> None:
    pk = proposed().pk
    with pytest.raises(Refusal) as refused:
        reject(proposal_id=pk, reason="  ", actor=OTHER, at=RELEASED_AT)
    assert refused.value.code == "gazette-reason"
    with pytest.raises(NotAllowed):
        reject(proposal_id=pk, reason="2月20日应为21日", actor=ONE, at=RELEASED_AT)
    reject(proposal_id=pk, reason="2月20日应为21日", actor=OTHER, at=RELEASED_AT)
    entry = Entry.objects.get(verb="gazette.rejected")
    assert (entry.actor_ref, entry.payload["reason"]) == ("user:2", "2月20日应为21日")
    assert proposed().state == ProposalState.WAITING  # mended or not, it may be proposed again


@pytest.mark.django_db
def test_only_the_proposer_takes_a_proposal_back() -> None:
    pk = proposed().pk
    with pytest.raises(NotAllowed):
        withdraw(proposal_id=pk, actor=OTHER, at=RELEASED_AT)
    withdraw(proposal_id=pk, actor=ONE, at=RELEASED_AT)
    assert Entry.objects.get(verb="gazette.withdrawn").actor_ref == "user:1"
    with pytest.raises(Crossed):
        release(proposal_id=pk, seen=version_2027(), actor=OTHER, at=RELEASED_AT)


@pytest.mark.django_db
def test_a_proposal_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        release(proposal_id=7, seen="", actor=OTHER, at=RELEASED_AT)


@pytest.mark.django_db
def test_one_proposal_waits_for_a_year_and_place() -> None:
    proposed()
    proposed(STORM)
    with pytest.raises(Crossed) as refused:
        proposed(NOTICE_2027 + "\n")
    assert refused.value.code == "gazette-waiting"
    assert GazetteProposal.objects.count() == 2


@pytest.mark.django_db
def test_an_earlier_text_may_take_the_place_of_a_later_one() -> None:
    """Undoing is a newer version: the chain grows, nothing is removed."""
    first = released()
    second = released(NOTICE_2027.replace("last = 2027-02-10", "last = 2027-02-11"))
    third = released()
    assert (third.replaces, second.replaces) == (second, first)
    assert calendar_in_use().why_off(date(2027, 2, 11)) is None


@pytest.mark.django_db
def test_the_table_of_proposals_refuses_one_person_in_both_parts() -> None:
    pk = proposed().pk
    with pytest.raises(IntegrityError):
        GazetteProposal.objects.filter(pk=pk).update(state="RELEASED", decided_by="user:1")


@pytest.mark.django_db
def test_the_table_refuses_one_person_in_both_parts() -> None:
    with pytest.raises(IntegrityError):
        ReleasedGazette.objects.create(
            year=2027,
            text="",
            digest="",
            notice="",
            proposed_by="user:1",
            released_by="user:1",
            proposed_at=RELEASED_AT,
            released_at=RELEASED_AT,
        )


@pytest.mark.django_db
def test_the_table_refuses_a_second_beginning_of_a_year() -> None:
    row = released()
    with pytest.raises(IntegrityError):
        ReleasedGazette.objects.create(
            year=2027,
            text=row.text,
            digest=row.digest,
            notice=row.notice,
            proposed_by="user:3",
            released_by="user:4",
            proposed_at=RELEASED_AT,
            released_at=RELEASED_AT,
        )


@pytest.mark.django_db
def test_a_provisional_calendar_is_not_released() -> None:
    with pytest.raises(Refusal) as refused:
        released(NOTICE_2027.replace('"official"', '"provisional"'))
    assert refused.value.code == "gazette-provisional"


@pytest.mark.django_db
def test_a_released_row_is_never_changed_or_removed() -> None:
    row = released()
    row.year = 2028
    with pytest.raises(NeverChanged):
        row.save()
    with pytest.raises(NeverChanged):
        row.delete()
    with pytest.raises(NeverChanged):
        ReleasedGazette.objects.update(year=2028)
    with pytest.raises(NeverChanged):
        ReleasedGazette.objects.all().delete()


@pytest.mark.django_db
def test_a_text_that_was_altered_behind_our_back_is_refused() -> None:
    row = released()
    with connection.cursor() as cursor:
        altered = row.text.replace("2027-02-10", "2027-02-12")
        cursor.execute(
            "UPDATE rulebook_releasedgazette SET text = %s, digest = %s WHERE id = %s",
            [altered, "0" * 64, row.pk],
        )
    with pytest.raises(GazetteAltered):
        calendar_in_use()


@pytest.mark.django_db
def test_asking_costs_one_small_statement_and_a_held_page_asks_once() -> None:
    released()
    calendar_in_use()
    with CaptureQueriesContext(connection) as asked:
        calendar_in_use()
        calendar_in_use("370403")
    assert len(asked) == 2
    assert all("text" not in query["sql"] for query in asked.captured_queries)
    with CaptureQueriesContext(connection) as asked, held():
        calendar_in_use()
        calendar_in_use("370403")
        book_in_use()
    assert len(asked) == 1


@pytest.mark.django_db
def test_the_closures_of_a_place_count_there_and_nowhere_else() -> None:
    released(STORM)
    for place in ("3704", "370403"):
        assert calendar_in_use(place).why_off(date(2026, 8, 10)) == "台风停工"
        assert calendar_in_use(place).is_made_up(date(2026, 8, 15))
        assert "台风" in calendar_in_use(place).gazettes[2026].notice
    for place in ("", "37", "3701"):
        assert calendar_in_use(place).why_off(date(2026, 8, 10)) is None


def test_a_closure_in_a_year_without_notice_leaves_it_provisional() -> None:
    gazette = gazette_of(source_of(closures("37", date(2030, 7, 1), date(2030, 7, 1))))
    calendar = CalendarBook(shipped_calendar()).with_gazette(gazette).of("370403")
    assert calendar.why_off(date(2030, 7, 1)) == "台风停工"
    assert calendar.is_provisional(2030)


def test_the_narrower_place_has_the_last_word() -> None:
    wide = gazette_of(source_of(closures("37", date(2026, 8, 10), date(2026, 8, 16))))
    narrow = gazette_of(
        source_of(closures("3704", date(2026, 8, 10), date(2026, 8, 10), worked="2026-08-16"))
    )
    book = CalendarBook(shipped_calendar()).with_gazette(narrow).with_gazette(wide)
    assert book.of("3704").is_working_day(date(2026, 8, 16))
    assert not book.of("3701").is_working_day(date(2026, 8, 16))
    assert not book.of("3704").is_working_day(date(2026, 8, 12))


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))


@given(off=st.sets(DAYS, max_size=20), asked=DAYS)
def test_closures_only_take_working_days_away(off: set[date], asked: date) -> None:
    closed = Gazette(2026, "official", "x", dict.fromkeys(off, "停工"), frozenset(), "3704")
    book = CalendarBook(shipped_calendar()).with_gazette(closed)
    expected = shipped_calendar().is_working_day(asked) and asked not in off
    assert book.of("3704").is_working_day(asked) is expected
    assert book.of("").digest == shipped_calendar().digest


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("year = 2027\n", 'year = 2027\nmood = "gay"\n', 2, "unknown key `mood`"),
        ("2027-02-20", "2027-02-24", 3, "2027-02-24 is a Wednesday"),
        ("2027-02-20", "2026-02-21", 3, "2026-02-21 is no day of 2027"),
        ("2027-02-20", "2027-02-06", 3, "2027-02-06 is named off (春节) and worked"),
        (
            "first = 2027-02-04",
            "first = 2026-02-04",
            18,
            "2026-02-04 to 2027-02-10 is no span of days of 2027",
        ),
        ("first = 2027-04-03", "first = 2027-02-10", 23, "2027-02-10 is named twice"),
        ("year = 2027", "year = 2018", 1, "`year` must lie in 2019 to 2099"),
        ("year = 2027", 'year = 2027\njurisdiction = "ab"', 2, "region code"),
        ('mark = "R"\n', "", 5, "`mark` is missing"),
    ],
)
def test_a_bad_notice_is_refused_with_its_line_and_reason(old: str, new: str, line: int, reason: str) -> None:
    with pytest.raises(EditionFault) as refused:
        gazette_of(source_of(NOTICE_2027.replace(old, new, 1)))
    assert refused.value.line == line
    assert reason in refused.value.reason
    assert str(refused.value).startswith(f"gazette.toml:{line}: ")


def test_the_line_of_a_worked_day_is_its_own_line() -> None:
    spread = NOTICE_2027.replace("[2027-01-30, 2027-02-20,", "[\n  2027-01-30,\n  2027-02-22,\n ")
    with pytest.raises(EditionFault) as refused:
        gazette_of(source_of(spread))
    assert refused.value.line == 5


def test_the_made_up_notice_gives_back_what_it_takes() -> None:
    """Each holiday of five days or more is paid for, as the notices do: no test rests on an odd calendar."""
    gazette = gazette_of(source_of(NOTICE_2027))
    year = CalendarBook(shipped_calendar()).with_gazette(gazette).of()
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert 245 <= sum(year.is_working_day(day) for day in days) <= 253
