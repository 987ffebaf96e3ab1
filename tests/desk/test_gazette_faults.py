from __future__ import annotations

import pytest
from django.utils import translation

from desk.gazette_faults import fault_words
from rulebook.source import EditionFault
from rulebook.working_days import gazette_of
from tests.factories.gazettes import NOTICE_2027, source_of

# what is wrong with the text -> a Chinese word of the sentence that must tell it
FAULTS = [
    ("year = 2027", "year = 2018", "年份"),
    ("year = 2027", 'year = "x"', "整数"),
    ("year = 2027", 'year = 2027\nmood = "gay"', "mood"),
    ("year = 2027", 'year = 2027\njurisdiction = "ab"', "区划代码"),
    ("year = 2027", "year = 2027\njurisdiction = 37", "引号"),
    ('"official"', '"maybe"', "maybe"),
    ('"official"', '"provisional"\njurisdiction = "37"', "不得标为暂定"),
    ("2027-02-20", "2027-02-24", "周末"),
    ("2027-02-20", "2026-02-21", "不属于"),
    ("2027-02-20", "2027-02-06", "同时"),
    ("2027-02-20", "2027-01-30", "重复"),
    ("working = [", "working = 3 #", "列表"),
    ("first = 2027-02-04", "first = 2026-02-04", "不是"),
    ("first = 2027-02-04", 'first = "2027-02-04"', "日期"),
    ("first = 2027-04-03", "first = 2027-02-10", "重复"),
    ('mark = "R"\n', "", "缺少"),
    ('name = "元旦"', 'name = ""', "为空"),
    ("[[notice]]", "[notice]", "双方括号"),
    ("[[notice]]", "[[notices]]", "通知"),
    (NOTICE_2027, "year = ", "格式"),
]


@pytest.mark.parametrize(("old", "new", "word"), FAULTS)
def test_every_fault_of_a_notice_is_told_in_chinese_with_its_line(old: str, new: str, word: str) -> None:
    text = NOTICE_2027.replace(old, new, 1)
    with pytest.raises(EditionFault) as refused:
        gazette_of(source_of(text))
    with translation.override("zh-hans"):
        told = fault_words(refused.value, text)
        assert word in told.reason
        assert str(told).startswith(f"第{told.line}行")
    assert told.written == text.splitlines()[told.line - 1].strip()


def test_a_reason_without_a_sentence_is_told_as_it_stands() -> None:
    assert (
        fault_words(EditionFault("x.toml", 9, "the moon is full"), "year = 2027").reason == "the moon is full"
    )
