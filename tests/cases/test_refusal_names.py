"""Refusals name units, texts, papers, terms and days in the reader's language."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils.translation import override

from accounts.refusals import refusal as of_people
from cases.refusals import refusal as of_cases
from cases.services.preflight import gaps
from cases.states import RepairState
from clocks.refusals import refusal as of_clocks
from journal.names import lazy_name, lazy_title
from journal.refusals import Refusal
from rulebook.in_force import shipped_editions
from tests.factories.cases import FILED_AT, make_filed_case
from tests.factories.records import make_department

CHINESE = re.compile(r"[一-鿿《》]")
TEXT = shipped_editions().by_key("NDRC-36")
DAY = date(2026, 9, 30)


def refusals() -> list[Refusal]:
    unit = make_department(name_zh="枣庄市应急管理局", name_en="Zaozhuang Emergency Bureau")
    return [
        of_cases("not-repairable-no-end", edition=lazy_title(TEXT), department=lazy_name(unit)),
        of_clocks("extension-spent", term="decide", edition=lazy_title(TEXT)),
        of_clocks("extension-late", term="objection.handle", day=DAY),
        of_people("department-closed", department=lazy_name(unit), day=DAY),
    ]


@pytest.mark.django_db
def test_an_english_refusal_says_nothing_in_chinese_and_no_code() -> None:
    with override("en"):
        told = [str(refused) for refused in refusals()]
    assert not [sentence for sentence in told if CHINESE.search(sentence)]
    assert "“Decision”" in told[1]
    assert "decision on the objection" in told[2]
    assert "30 September 2026" in told[2]
    assert "30 September 2026" in told[3]


@pytest.mark.django_db
def test_a_chinese_refusal_names_the_text_in_its_marks_once() -> None:
    with override("zh-hans"):
        told = [str(refused) for refused in refusals()]
    assert told[0].count("《信用修复管理办法》") == 1
    assert "《《" not in told[0]
    assert "“决定”" in told[1]
    assert "2026年9月30日" in told[3]


@pytest.mark.django_db
def test_a_missing_paper_is_named_in_the_readers_language() -> None:
    missing = [
        gap
        for gap in gaps(make_filed_case(RepairState.DRAFT).case, on=FILED_AT.date())
        if gap.code == "material"
    ]
    assert missing
    with override("en"):
        assert not [gap for gap in missing if CHINESE.search(str(gap.sentence))]
    with override("zh-hans"):
        assert all(CHINESE.search(str(gap.sentence)) for gap in missing)
