"""The sheet: same content, same bytes; fonts embedded; every character there; pages counted."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from notifications.letters import LetterKind, render
from notifications.letters.glyphs import BOLD, REGULAR, MissingCharacter, heading_font
from notifications.letters.paper import Paper, Section
from tests.notifications.letters import make_paper


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_same_content_makes_the_same_bytes() -> None:
    content = json.loads(json.dumps(make_paper().to_json()))
    assert render("supplement", content) == render("supplement", make_paper().to_json())


def test_another_day_makes_other_bytes() -> None:
    paper = make_paper()
    later = make_paper(number="BZ-2026-7K3MQ9AC")
    assert render("supplement", paper.to_json()) != render("supplement", later.to_json())


def test_content_comes_back_from_json_unchanged() -> None:
    paper = make_paper()
    assert Paper.from_json(json.loads(json.dumps(paper.to_json()))) == paper


def test_the_letter_shows_what_its_content_says() -> None:
    text = text_of(render("supplement", make_paper().to_json()))
    for expected in (
        "枣庄市应急管理局",
        "信用修复申请补正通知书",
        "提供全部罚款缴纳凭证",
        "2026年10月20日",
        "〔待确认〕",
        "尚待主管部门核对原文",
        "7K3M-Q9AB-7K3M-Q9AB",
        "第 1 页",
        "共 1 页",
        "English summary",
    ):
        assert expected in text, expected


def test_a_letter_without_doubtful_numbers_bears_no_mark_to_confirm() -> None:
    paper = make_paper(sections=(Section("事实", paragraphs=("已经履行。",)),))
    assert "待确认" not in text_of(render("receipt", paper.to_json()))


def test_every_font_is_embedded() -> None:
    page = PdfReader(BytesIO(render("supplement", make_paper().to_json()))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    used = {str(font["/BaseFont"]) for font in fonts if "/FontDescriptor" in font}
    assert used
    assert all("NotoSansSC" in name for name in used)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts if "/FontDescriptor" in font)


def test_a_long_letter_counts_its_pages() -> None:
    section = Section("事实", paragraphs=("当事人已经履行行政处罚决定书确定的全部义务。" * 30,) * 4)
    text = text_of(render("approval", make_paper(sections=(section,)).to_json()))
    assert "第 1 页" in text
    assert "第 2 页" in text


def test_a_missing_character_is_refused_by_name() -> None:
    with pytest.raises(MissingCharacter) as refused:
        render("supplement", make_paper(addressee="枣庄𪚥业有限公司").to_json())
    assert refused.value.character == "𪚥"
    assert "U+2A6A5" in str(refused.value)


def test_a_rare_character_of_a_heading_is_printed_in_the_regular_weight() -> None:
    assert heading_font("枣庄市应急管理局") == BOLD
    assert heading_font("枣庄市喆镕局") == REGULAR


def test_marks_of_markup_are_printed_as_they_are() -> None:
    text = text_of(render("supplement", make_paper(opening=("甲<b>乙</b>&amp;丙",)).to_json()))
    assert "甲<b>乙</b>&amp;丙" in text


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="greeting"):
        render("greeting", make_paper().to_json())


def test_every_kind_can_be_rendered() -> None:
    for kind in LetterKind:
        assert render(kind, make_paper().to_json()).startswith(b"%PDF")


@pytest.mark.parametrize("lines", range(24, 34))
def test_what_leads_to_a_table_of_days_stands_on_its_page(lines: int) -> None:
    days = make_paper().last_days
    filler = Section("事实", paragraphs=("已经履行。",) * lines)
    remedy = Section("救济途径", paragraphs=("可以在下列期限内寻求救济：",), last_days=days)
    pdf = render("receipt", make_paper(sections=(filler, remedy)).to_json())
    pages = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
    (of_the_words,) = [place for place, text in enumerate(pages) if "下列期限内寻求救济" in text]
    assert "救济途径" in pages[of_the_words]
    assert "最后日期" in pages[of_the_words]


def test_a_letter_stored_before_its_head_named_the_number_is_printed_as_it_was() -> None:
    content = make_paper(case_number="XF-2026-7K3MQ9AB").to_json()
    del content["numbered_as"]
    assert "案件编号：XF-2026-7K3MQ9AB" in text_of(render("receipt", content))
