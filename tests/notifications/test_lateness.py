"""A legal term that the unit lets pass is told to the subject by letter, with consequence and remedies."""

from __future__ import annotations

from datetime import date

import pytest

from cases.states import RepairState as S
from clocks import services as clocks
from clocks.receipts import recompute
from look.cards import letter_cards
from notifications.letters import LetterKind
from notifications.letters.paper import Paper
from notifications.models import Letter, Message
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.records import make_platform
from tests.notifications.telling import letter_of, text_of

pytestmark = pytest.mark.django_db


def slept_over(deliver: Deliver, state: S, month: int, day: int) -> FiledCase:
    """A case on which nobody acts until a day, with everything told that was to be told."""
    made = make_filed_case(state)
    deliver(made.at)
    clocks.sweep(at=at_day(month, day))
    deliver(at_day(month, day))
    return made


def test_the_notice_names_term_consequence_and_remedies_with_their_last_days(deliver: Deliver) -> None:
    platform = make_platform()
    made = slept_over(deliver, S.ROUTED, 9, 5)
    letter = letter_of(made.case, "lateness")
    text = text_of(letter)
    assert platform.name_zh in text
    assert "决定是否受理2026年9月4日" in text
    assert "申请仍在办理，您单位无需重新提出" in text
    assert "申请行政复议2026年11月3日" in text
    assert "《中华人民共和国行政复议法实施条例》第十六条" in text
    assert "提起行政诉讼2027年3月4日" in text
    days = [line for line in Paper.from_json(letter.content).last_days if line.receipt]
    assert [recompute(line.receipt or {}) for line in days] == [
        date(2026, 9, 4),
        date(2026, 11, 3),
        date(2027, 3, 4),
    ]


def test_it_stands_in_the_list_of_letters_and_in_the_inbox(deliver: Deliver) -> None:
    made = slept_over(deliver, S.ROUTED, 9, 5)
    assert str(LetterKind.LATENESS.label) in [card.title for card in letter_cards(made.case.pk)]
    told = Message.objects.get(user=made.owner, template="unit-late", channel="inbox")
    assert told.context == {"number": made.case.number, "due": "2026-09-04", "term": "accept"}


def test_each_term_that_passed_has_its_own_notice(deliver: Deliver) -> None:
    made = slept_over(deliver, S.VERIFYING, 11, 2)
    (letter,) = Letter.objects.filter(case=made.case, kind="lateness")
    assert "作出决定2026年9月10日" in text_of(letter)


def test_neither_a_promise_nor_the_reported_total_brings_a_notice(deliver: Deliver) -> None:
    made = slept_over(deliver, S.VERIFYING, 9, 3)
    assert not Letter.objects.filter(case=made.case, kind="lateness").exists()


def test_the_subjects_own_lapse_brings_no_notice_of_lateness(deliver: Deliver) -> None:
    made = slept_over(deliver, S.SUPPLEMENTING, 10, 12)
    assert set(Letter.objects.filter(case=made.case).values_list("kind", flat=True)) == {
        "receipt",
        "supplement",
        "termination",
    }
