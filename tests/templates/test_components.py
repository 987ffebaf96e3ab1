"""The other components, each drawn from its plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import translation

from look.parts import (
    CaseHeader,
    Evidence,
    LedgerPlace,
    LetterCard,
    Link,
    Refusal,
    SummaryRow,
    Tab,
    TaskItem,
    TimelineEntry,
    TimeShare,
)
from look.shares import WIDTH, bar_of
from tests.templates.drawing import draw, draw_at

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def test_state_badge_has_shape_and_words() -> None:
    badge = draw('{% state_badge "CLOSED_REPAIRED" "Repaired" "good" %}')
    assert "●" in badge
    assert "Repaired" in badge
    assert 'data-state="CLOSED_REPAIRED"' in badge


def test_unknown_tone_is_refused() -> None:
    with pytest.raises(KeyError, match="cheerful"):
        draw('{% state_badge "X" "X" "cheerful" %}')


@pytest.mark.django_db
def test_ledger_counts_confirmed_places() -> None:
    places = [
        LedgerPlace("Credit China", "Confirmed", "good", confirmed_on=ON),
        LedgerPlace("City platform", "Sent", "accent", due_on=date(2026, 11, 20)),
    ]
    ledger = draw("{% delisting_ledger places on %}", places=places, on=ON)
    assert "1 of 2 places confirmed" in ledger
    assert "1 working day overdue" in ledger


def test_ledger_without_places_says_so() -> None:
    assert "No other place holds this record." in draw("{% delisting_ledger places on %}", places=[], on=ON)


def test_task_list_groups_tasks_and_counts_the_done_ones() -> None:
    items = [
        TaskItem("Commitment letter", "done", "/1", group="Materials"),
        TaskItem("Proof", "returned", "/2", group="Materials", hint="The receipt cannot be read."),
        TaskItem("Send", "cannot_start", group="Filing"),
    ]
    listed = draw("{% task_list items %}", items=items)
    assert "1 of 3 tasks done" in listed
    assert listed.count('class="task-group"') == 2
    assert "Returned to you" in listed
    assert "Cannot start yet" in listed


def test_summary_list_marks_numbers_to_confirm() -> None:
    rows = [SummaryRow("Term", "7 working days", change_url="/change", mark="K")]
    listed = draw("{% summary_list rows %}", rows=rows)
    assert "to confirm" in listed
    assert 'Change<span class="visually-hidden"> Term</span>' in listed


def test_timeline_keeps_the_order_given() -> None:
    entries = [
        TimelineEntry(AT, "Filed", "Li", article="art. 19", digest="abcdef0123456789ffff"),
        TimelineEntry(AT, "Pushed", links=(Link("/letter", "Receipt"),)),
    ]
    drawn = draw("{% timeline entries %}", entries=entries)
    assert drawn.index("Filed") < drawn.index("Pushed")
    assert "<code>abcdef0123456789</code>" in drawn
    assert 'href="/letter"' in drawn


@pytest.mark.django_db
def test_case_header_tells_whose_turn_and_the_next_date() -> None:
    header = CaseHeader("XF-1", "Repair", "Firm", "Accepted", "accent", "The department", "Decision", ON)
    drawn = draw("{% case_header header on %}", header=header, on=ON)
    for words in ("The department", "Due today", "Monday 23 November 2026", "Decision"):
        assert words in drawn


def test_pager_keeps_the_filters() -> None:
    drawn = draw_at("/list?state=open&after=5", "{% pager following %}", following="9")
    assert 'href="?state=open&amp;after=9"' in drawn
    assert 'href="?state=open"' in drawn


def test_pager_on_a_single_page_draws_nothing() -> None:
    assert draw_at("/list", "{% pager following %}", following=None) == ""


def test_danger_act_posts_with_the_token() -> None:
    drawn = draw('{% danger_act "/withdraw" "Withdraw" "The case ends." %}', csrf_token="t0ken")
    assert 'method="post" action="/withdraw"' in drawn
    assert 'value="t0ken"' in drawn


def test_letter_that_was_not_served_says_so() -> None:
    drawn = draw("{% letter_card letter %}", letter=LetterCard("Decision", ON, "AB-12", "/d.pdf", sent_at=AT))
    assert "Not yet served" in drawn
    assert "Not yet sent" not in drawn


def test_evidence_is_shown_in_place_only_with_a_preview() -> None:
    bare = Evidence("Receipt", "/e", "PDF", 2048, AT, "Li")
    assert "<iframe" not in draw("{% evidence items %}", items=[bare])
    assert "<iframe" in draw("{% evidence items %}", items=[replace(bare, preview_url="/p")])


def test_refusal_tells_reason_clause_and_remedy() -> None:
    refused = Refusal("Not accepted", "The minimum period runs.", "art. 11", "File again.", ON)
    drawn = draw("{% refusal refused %}", refused=refused)
    for words in ("Not accepted", "The minimum period runs.", "art. 11", "File again."):
        assert words in drawn


def test_each_remedy_of_a_refusal_stands_in_a_line_of_its_own() -> None:
    refused = Refusal("Refused", "A duty is open.", "art. 11", "Ask for review.\nGo to court.")
    assert "Ask for review.<br>Go to court." in draw("{% refusal refused %}", refused=refused)


def test_tabs_name_the_current_one() -> None:
    drawn = draw(
        '{% tabs items "Lists" %}', items=[Tab("Mine", "/m", active=True, count=0), Tab("Team", "/t")]
    )
    assert '<a href="/m" aria-current="page">Mine <span class="tab-count">0</span></a>' in drawn


def test_filter_bar_labels_its_fields() -> None:
    class Filters(forms.Form):
        state = forms.CharField(required=False)

    assert '<label for="id_state">' in draw("{% filter_bar form %}", form=Filters())


def test_bar_is_filled_exactly() -> None:
    bar = bar_of([TimeShare("Subject", 1), TimeShare("Us", 0), TimeShare("Other", 2)])
    assert sum(segment.width for segment in bar) == WIDTH
    assert [segment.share.label for segment in bar] == ["Subject", "Other"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{% confirmation_panel "Filed" "XF-1" "We push it." %}', ("Filed", "XF-1", "We push it.")),
        ('{% notice_banner "For Firm" heading="Acting" tone="care" %}', ("For Firm", "Acting", "▲")),
        (
            '{% empty_state "No cases" "They come here." "/f" "File" %}',
            ("No cases", "They come here.", "File"),
        ),
        ('{% job_progress "Import" 3 10 %}', ("Import", "3 of 10", 'max="10"')),
        ("{% time_ledger shares %}", ("Subject", "2 working days in all")),
    ],
)
def test_component_shows_what_it_is_given(source: str, words: tuple[str, ...]) -> None:
    drawn = draw(source, shares=[TimeShare("Subject", 2)])
    for word in words:
        assert word in drawn
