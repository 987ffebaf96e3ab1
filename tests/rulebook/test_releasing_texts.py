"""A legal text is proposed by one and released by another; it counts from then on, and never replaces what was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from journal.models import Entry
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from rulebook.editions_in_use import TextAltered, editions_in_use, look_again, version_in_use
from rulebook.in_force import SHIPPED, Editions, shipped_editions
from rulebook.models import NeverChanged, ProposalState, ReleasedText, TextProposal
from rulebook.releasing_texts import propose, reject, release, source_proposed, withdraw
from rulebook.source import EditionFault
from tests.factories.gazettes import ONE, OTHER, RELEASED_AT, Keeper
from tests.factories.texts_released import promise_of, scenario_of, text_proposed, text_released

pytestmark = pytest.mark.django_db
JINAN, ZAOZHUANG = "370102", "370403"


def promised(place: str, on: date) -> int | None:
    edition = editions_in_use().in_force(route="credit-china", jurisdiction=place, on=on)
    return next((promise.limit.count for promise in edition.promises if promise.term == "decide"), None)


def test_without_a_release_the_shipped_texts_are_in_use() -> None:
    assert look_again().every_key() == shipped_editions().every_key()


def test_a_released_promise_counts_in_its_place_from_its_first_day() -> None:
    assert promised(JINAN, date(2027, 1, 4)) is None
    text_released()
    assert promised(JINAN, date(2027, 1, 4)) == 3
    assert promised(JINAN, date(2026, 12, 31)) is None
    assert promised(ZAOZHUANG, date(2027, 1, 4)) != 3
    assert "NDRC-36+jinan-invented" in editions_in_use().every_key()


def test_a_later_version_ends_the_one_before_and_an_old_key_keeps_its_meaning() -> None:
    text_released()
    text_released(promise_of(days=2, since=date(2027, 7, 1)))
    assert promised(JINAN, date(2027, 6, 30)) == 3
    assert promised(JINAN, date(2027, 7, 1)) == 2
    first = editions_in_use().by_key("NDRC-36+jinan-invented")
    second = editions_in_use().by_key("NDRC-36+jinan-invented@2027-07-01")
    assert [edition.promises[-1].limit.count for edition in (first, second)] == [3, 2]
    assert editions_in_use().overlays["jinan-invented"].in_force_to == date(2027, 6, 30)


def test_a_new_version_of_a_shipped_text_leaves_the_shipped_one_to_its_days() -> None:
    text = (SHIPPED / "zaozhuang.toml").read_text(encoding="utf-8")
    text_released(
        text.replace("in_force_from = 2022-12-13", "in_force_from = 2027-03-01").replace(
            "count      = 1", "count = 4"
        )
    )
    assert promised(ZAOZHUANG, date(2027, 2, 28)) == 1
    assert promised(ZAOZHUANG, date(2027, 3, 1)) == 4


@pytest.mark.parametrize(("days", "since"), [(3, date(2027, 1, 1)), (5, date(2027, 1, 1))])
def test_a_version_in_use_is_not_released_again_not_even_corrected(days: int, since: date) -> None:
    text_released()
    with pytest.raises(Crossed, match=r"更晚|later") as told:
        text_proposed(promise_of(days=days, since=since))
    assert told.value.code == "text-in-use"


def test_days_of_an_older_open_version_may_not_be_taken() -> None:
    text_released()
    with pytest.raises(EditionFault, match="in force on such a day by released-"):
        text_proposed(promise_of(since=date(2026, 6, 1)))


def test_a_second_text_of_the_whole_country_that_repeals_nothing_is_refused_by_name() -> None:
    text = (SHIPPED / "ndrc-36.toml").read_text(encoding="utf-8").replace('"NDRC-36"', '"NDRC-99"', 1)
    with pytest.raises(Refusal, match="NDRC-36, NDRC-99") as told:
        text_proposed(text)
    assert told.value.code == "text-rivals"


def test_a_faulty_text_names_its_line_and_nothing_waits() -> None:
    with pytest.raises(EditionFault, match=r"proposed\.toml:16: .*unit"):
        text_proposed(promise_of().replace('unit = "WD"', 'unit = "weeks"'))
    with pytest.raises(EditionFault, match=r"scenarios\.toml"):
        text_proposed(scenarios="scenario = 1")
    assert not TextProposal.objects.exists()


def test_four_eyes_and_only_system_administrators() -> None:
    clerk = Keeper("user:3", frozenset({(1, "clerk")}))
    with pytest.raises(NotAllowed):
        propose(text=promise_of(), scenarios="", actor=clerk, at=RELEASED_AT)
    proposal = text_proposed()
    seen = version_in_use()
    for actor in (ONE, clerk):
        with pytest.raises(NotAllowed):
            release(proposal_id=proposal.pk, seen=seen, actor=actor, at=RELEASED_AT)
        with pytest.raises(NotAllowed):
            reject(proposal_id=proposal.pk, reason="x", actor=actor, at=RELEASED_AT)
    with pytest.raises(NotAllowed):
        withdraw(proposal_id=proposal.pk, actor=OTHER, at=RELEASED_AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasedText(
            key="x",
            first_day=date(2027, 1, 1),
            proposed_by="user:1",
            released_by="user:1",
            proposed_at=RELEASED_AT,
            released_at=RELEASED_AT,
        ).save()


def test_one_proposal_of_a_key_waits_and_is_decided_on_once() -> None:
    proposal = text_proposed()
    with pytest.raises(Crossed, match="jinan-invented"):
        text_proposed(promise_of(days=9))
    with pytest.raises(Refusal) as told:
        reject(proposal_id=proposal.pk, reason=" ", actor=OTHER, at=RELEASED_AT)
    assert told.value.code == "text-reason"
    reject(proposal_id=proposal.pk, reason="与原文不符", actor=OTHER, at=RELEASED_AT)
    with pytest.raises(Crossed):
        release(proposal_id=proposal.pk, seen=version_in_use(), actor=OTHER, at=RELEASED_AT)
    with pytest.raises(NotFound):
        withdraw(proposal_id=proposal.pk + 100, actor=ONE, at=RELEASED_AT)
    again = text_proposed(promise_of(days=9))
    withdraw(proposal_id=again.pk, actor=ONE, at=RELEASED_AT)
    assert set(TextProposal.objects.values_list("state", flat=True)) == {
        ProposalState.REJECTED,
        ProposalState.WITHDRAWN,
    }


def test_what_was_looked_at_under_other_texts_is_not_released() -> None:
    proposal = text_proposed()
    seen = version_in_use()
    text_released(promise_of("3702", key="qingdao-invented"))
    with pytest.raises(Crossed) as told:
        release(proposal_id=proposal.pk, seen=seen, actor=OTHER, at=RELEASED_AT)
    assert told.value.code == "text-stale"


def test_every_act_is_journalled_with_text_and_people() -> None:
    row = text_released()
    told = Entry.objects.filter(stream="law").order_by("seq")
    assert [(entry.verb, entry.actor_ref) for entry in told] == [
        ("text.proposed", ONE.ref),
        ("text.released", OTHER.ref),
    ]
    assert told[1].payload["text_id"] == row.pk
    assert told[1].payload["first_day"] == "2027-01-01"


def test_what_was_released_is_never_changed_and_an_altered_row_is_not_read() -> None:
    row = text_released()
    with pytest.raises(NeverChanged):
        row.save()
    with pytest.raises(NeverChanged):
        row.delete()
    with pytest.raises(NeverChanged):
        ReleasedText.objects.update(text="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rulebook_releasedtext SET text = 'schema = 1', digest = %s", ["0" * 64])
    with pytest.raises(TextAltered):
        look_again()
    proposal = text_proposed(promise_of("3702", key="qingdao-invented"))
    TextProposal.objects.filter(pk=proposal.pk).update(text="schema = 1")
    proposal.refresh_from_db()
    with pytest.raises(TextAltered):
        source_proposed(proposal)


def test_another_process_sees_a_release_within_its_time_and_asks_no_more_often(settings: Settings) -> None:
    text_released()
    with CaptureQueriesContext(connection) as asked:
        editions_in_use()
    assert len(asked) == 0
    settings.LAW_FRESH_SECONDS = 0
    with CaptureQueriesContext(connection) as asked:
        assert "jinan-invented" in editions_in_use().overlays
    assert len(asked) == 1


def test_scenarios_come_with_the_text() -> None:
    proposal = text_proposed(scenarios=scenario_of(last_day=date(2026, 11, 19)))
    row = release(proposal_id=proposal.pk, seen=version_in_use(), actor=OTHER, at=RELEASED_AT)
    assert row.scenarios == proposal.scenarios


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    firsts=st.lists(st.integers(min_value=0, max_value=900), min_size=1, max_size=5, unique=True).map(sorted),
    on=st.integers(min_value=-5, max_value=1000),
)
def test_of_any_versions_the_last_that_has_begun_counts(firsts: list[int], on: int) -> None:
    from pathlib import Path

    from rulebook.source import TomlSource

    start = date(2027, 1, 1)
    sources = [
        TomlSource(
            Path(f"released-{number}.toml"), promise_of(days=number + 1, since=start + timedelta(days=first))
        )
        for number, first in enumerate(firsts)
    ]
    editions: Editions = shipped_editions().with_released(*sources)
    day = start + timedelta(days=on)
    edition = editions.in_force(route="credit-china", jurisdiction=JINAN, on=day)
    found = [promise.limit.count for promise in edition.promises if promise.term == "decide"]
    begun = [number + 1 for number, first in enumerate(firsts) if first <= on]
    assert found == begun[-1:]
