"""无故缺席: what a missed talk does is the text's word: the next one, the same again, none; a bar where it says so."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cases.models.talk import TalkStanding
from cases.services.eligibility import refuse_ineligible
from cases.states import RectificationState as S
from journal.refusals import Refusal
from records.models import Bar, CreditRecord
from records.services.bars import standing_bars
from tests.acts.reading import owed
from tests.factories.rectifications import Ordered, make_rectification
from tests.factories.texts import bent
from tests.rectification.asking import TEXT, refused

pytestmark = pytest.mark.django_db
NEXT = 'absence             = { value = "next-talk"'
NO_BAR = 'absence_bars_repair = { value = "no"'
BARRED = 'absence_bars_repair = { value = "yes"'
UNTIL_HELD = ("[talks]\n", '[talks]\nabsence_bar = { value = "next-talk-held", article = "", mark = "K" }\n')
SIX_MONTHS = (
    "[talks]\n",
    '[talks]\nabsence_bar = { count = 6, unit = "M", trigger = "absent", article = "", mark = "K" }\n',
)


def absence(word: str) -> tuple[str, str]:
    return NEXT, NEXT.replace("next-talk", word)


def missed() -> Ordered:
    return make_rectification(S.TALK_SET).missed()


def bars(made: Ordered) -> list[Bar]:
    return list(standing_bars(made.case.subject_id, on=made.talk.set_for.date()))


def test_the_next_talk_of_the_ladder_falls_due() -> None:
    made = missed()
    assert (made.case.state, made.talk.standing) == (S.TALK_DUE, TalkStanding.ABSENT)
    assert made.case.order.talks_left == 1
    assert list(owed(made.case)) == ["rectification.set-talk"]
    made = made.set_talk()
    assert made.talk.kind == "warning"
    assert made.missed().case.state == S.EXHAUSTED
    assert bars(made) == []


def test_where_the_text_says_so_the_same_talk_is_set_again(tmp_path: Path) -> None:
    with bent(tmp_path, TEXT, absence("same-talk")):
        made = missed()
        assert (made.case.state, made.case.order.talks_left) == (S.TALK_DUE, 2)
        assert made.set_talk().talk.kind == "prompting"


def test_where_the_text_says_so_no_talk_is_left(tmp_path: Path) -> None:
    with bent(tmp_path, TEXT, absence("exhausted")):
        made = missed()
        assert (made.case.state, list(owed(made.case))) == (S.EXHAUSTED, ["rectification.close"])


def test_before_the_hour_nobody_is_absent() -> None:
    made = make_rectification(S.TALK_SET)
    assert refused(made, "record_absence") == "talk-not-yet"
    early = made.later(at=made.talk.set_for - timedelta(minutes=20))
    assert refused(early, "record_absence") == "talk-not-yet"


def test_what_the_subject_said_of_it_is_kept() -> None:
    made = make_rectification(S.TALK_SET).at_the_talk()
    made = made.perform("record_absence", reason_shown="称忘记时间，无证明。")
    assert made.talk.absence_reason == "称忘记时间，无证明。"


def test_a_missed_talk_bars_a_repair_until_the_next_one_is_held(tmp_path: Path) -> None:
    with bent(tmp_path, TEXT, (NO_BAR, BARRED), UNTIL_HELD):
        made = missed()
        (bar,) = bars(made)
        assert (bar.bar_id, bar.until_on, bar.case_number) == ("missed-talk", None, made.case.number)
        record = CreditRecord.objects.select_related("listing", "department", "subject").get(
            pk=made.case.record_id
        )
        with pytest.raises(Refusal) as told:
            refuse_ineligible(record, on=date(2026, 9, 1))
        assert told.value.code == "barred-until-lifted"
        made = made.set_talk().hold_talk()
        assert bars(made) == []
        assert Bar.objects.get().lifted_cause == "talk-held"


def test_a_bar_that_waits_for_a_talk_ends_with_the_case(tmp_path: Path) -> None:
    with bent(tmp_path, TEXT, (NO_BAR, BARRED), UNTIL_HELD):
        made = missed().countersign("cancel_order", reason="处罚已变更", document="枣交撤〔2026〕1号")
        assert bars(made) == []


def test_a_bar_with_a_limit_stands_for_it_whatever_becomes_of_the_talk(tmp_path: Path) -> None:
    with bent(tmp_path, TEXT, (NO_BAR, BARRED), SIX_MONTHS):
        made = missed()
        (bar,) = bars(made)
        assert bar.until_on == date(2027, 1, 8)
        assert bars(made.set_talk().hold_talk()) == [bar]
