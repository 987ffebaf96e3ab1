"""A letter on A4 paper: red head, centred title, numbered parts, signature, check code on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from notifications.letters import glyphs, typesetting
from notifications.letters.foot import (
    DRAFT_NOTE,
    FOOT,
    FOOT_NOTE,
    INK,
    LEFT,
    QUIET,
    RIGHT,
    RULE,
    counted_pages,
)
from notifications.letters.paper import Fact, LastDay, Paper, Section

TOP = 16 * mm
WIDTH = A4[0] - LEFT - RIGHT
RED = HexColor("#c00000")
CHINESE_NUMBERS = "一二三四五六七八九十"
TOLERANCE = 0.5  # points by which a set line stays narrower than its column
PADDING = 4

TO_CONFIRM = "〔待确认〕"
TO_CONFIRM_NOTE = "注：标有“待确认”的期限，其条款或者数字尚待主管部门核对原文，以核对后的规定为准。"
RECEIPTS_TITLE = "期限计算凭据（可以据此重新计算各最后日期）"
SUMMARY_TITLE = "English summary (for information only; the Chinese text prevails)"


def draw(paper: Paper) -> bytes:
    """The PDF of a letter; the same letter always makes the same bytes.

    Raises MissingCharacter where a font lacks a character of the text.
    """
    glyphs.check((*paper.texts(), TO_CONFIRM_NOTE, FOOT_NOTE, DRAFT_NOTE, RECEIPTS_TITLE))
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        leftMargin=LEFT,
        rightMargin=RIGHT,
        topMargin=TOP,
        bottomMargin=FOOT,
        title=f"{paper.title} {paper.number}",
        author=paper.unit,
        subject=paper.title,
        creator="Credit repair desk",
        lang="zh-CN",
        invariant=1,
        initialFontName=glyphs.REGULAR,
    )
    frame = Frame(LEFT, FOOT, WIDTH, A4[1] - TOP - FOOT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(id="letter", frames=[frame])])
    document.build(_flow(paper), canvasmaker=counted_pages(paper))
    return target.getvalue()


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    settings: dict[str, object] = {
        "fontName": glyphs.REGULAR,
        "fontSize": size,
        "leading": leading,
        "textColor": INK,
        "wordWrap": "CJK",
        **more,
    }
    return ParagraphStyle(name, **settings)


BODY = _style("body", 11, 16.8, firstLineIndent=22)
LEADING = _style("leading", 11, 16.8, firstLineIndent=22, keepWithNext=1)
PLAIN = _style("plain", 11, 16.8)
CELL = _style("cell", 9.5, 13.8)
LABEL = _style("label", 9.5, 13.8, textColor=QUIET)
SMALL = _style("small", 8.5, 13, textColor=QUIET)
ENGLISH = _style("english", 8.5, 12.5)
SIGNED = _style("signed", 11, 18, alignment=TA_RIGHT, rightIndent=22)


def _flow(paper: Paper) -> list[Flowable]:
    flow: list[Flowable] = [*_head(paper)]
    flow += [_text(text, BODY) for text in paper.opening]
    for place, section in enumerate(paper.sections):
        flow += _part(CHINESE_NUMBERS[place], section)
    if paper.to_confirm:
        flow += [Spacer(1, 4), _text(TO_CONFIRM_NOTE, SMALL)]
    flow += _tail(paper)
    return flow


def _head(paper: Paper) -> list[Flowable]:
    size = 27 if len(paper.unit) <= 13 else 27 * 13 / len(paper.unit)  # noqa: PLR2004 - thirteen signs fill the line
    unit = _style("unit", size, size * 1.4, alignment=TA_CENTER, textColor=RED)
    title = _style("title", 18, 27, alignment=TA_CENTER, spaceBefore=11, spaceAfter=8)
    number = _style("number", 9.5, 14, alignment=TA_CENTER, textColor=QUIET)
    numbers = f"文书编号：{paper.number}"
    if paper.case_number:
        numbers += f" ｜ {paper.numbered_as}：{paper.case_number}"
    return [
        _bold(paper.unit, unit),
        Spacer(1, 6),
        _text(numbers, number),
        HRFlowable(width="100%", thickness=1.6, color=RED, spaceBefore=5, spaceAfter=0),
        _bold(paper.title, title),
        _text(f"{paper.addressee}：", PLAIN),
    ]


def _part(numeral: str, section: Section) -> list[Flowable]:
    heading = _style("heading", 11, 16.8, spaceBefore=5, keepWithNext=1)
    flow: list[Flowable] = [_bold(f"{numeral}、{section.heading}", heading)]
    if section.facts:
        flow.append(_facts(section.facts))
    if section.items:
        flow.append(_items(section))
    flow += [_text(text, BODY) for text in section.paragraphs[:-1]]
    if section.paragraphs:
        # what leads to a table does not stand on the page before it
        flow.append(_text(section.paragraphs[-1], LEADING if section.last_days else BODY))
    if section.last_days:
        flow.append(_last_days(section.last_days))
    return flow


def _facts(facts: tuple[Fact, ...]) -> Table:
    """Two facts a row, read from left to right."""
    flat = [text for fact in facts for text in (fact.label, fact.value)]
    flat += [""] * (-len(flat) % 4)
    rows = [tuple(flat[start : start + 4]) for start in range(0, len(flat), 4)]
    widths = (31 * mm, WIDTH / 2 - 31 * mm) * 2
    return _table(widths, rows, styles=(LABEL, CELL) * 2)


def _items(section: Section) -> Table:
    """Items under their heads; columns beside the first are left out where no item needs them."""
    wide = any(item.material or item.clause for item in section.items)
    heads = section.columns or (("内容", "材料", "依据") if wide else ("内容",))
    parts = [(item.what, item.material or "—", item.clause or "—") for item in section.items]
    rows = [(str(place), *part[: len(heads)]) for place, part in enumerate(parts, 1)]
    beside = (32 * mm, 38 * mm)[: len(heads) - 1]
    return _table((12 * mm, WIDTH - 12 * mm - sum(beside), *beside), rows, head=("序号", *heads))


def _last_days(lines: tuple[LastDay, ...]) -> Table:
    rows = []
    for line in lines:
        why = line.why + (f"\n依据：{line.basis}" if line.basis else "")
        rows.append((line.what, day_words(line.on), why + (TO_CONFIRM if line.to_confirm else "")))
    widths = (30 * mm, 29 * mm, WIDTH - 59 * mm)
    return _table(widths, rows, head=("事项", "最后日期", "计算说明和依据"))


def day_words(on: date | None) -> str:
    """A day as letters write it; a dash where a text gives words instead of a day."""
    return f"{on.year}年{on.month}月{on.day}日" if on else "—"


def _table(
    widths: tuple[float, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    head: tuple[str, ...] = (),
    styles: tuple[ParagraphStyle, ...] = (),
) -> Table:
    looks = styles or (CELL,) * len(widths)
    cells = [_row(head, widths, (LABEL,) * len(widths))] if head else []
    cells += [_row(row, widths, looks) for row in rows]
    table = Table(cells, colWidths=widths, repeatRows=1 if head else 0, spaceBefore=3, spaceAfter=5)
    style: list[tuple[Any, ...]] = [
        ("FONTNAME", (0, 0), (-1, -1), glyphs.REGULAR),  # else reportlab lists an unembedded Helvetica
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEABOVE", (0, 0), (-1, 0), 0.6, RULE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, RULE),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    if head:
        style.append(("BACKGROUND", (0, 0), (-1, 0), HexColor("#f5f7f8")))
    table.setStyle(style)
    return table


def _row(
    texts: tuple[str, ...], widths: tuple[float, ...], styles: tuple[ParagraphStyle, ...]
) -> list[Paragraph]:
    return [
        _text(text, style, width - 2 * PADDING)
        for text, width, style in zip(texts, widths, styles, strict=True)
    ]


def _tail(paper: Paper) -> list[Flowable]:
    signed = paper.signed_on
    lines: list[Flowable] = [
        _text(f"联系方式：{paper.contact}", BODY),
        Spacer(1, 8),
        _text(paper.unit, SIGNED),
        _text(f"{signed.year}年{signed.month}月{signed.day}日", SIGNED),
    ]
    english = [_text(SUMMARY_TITLE, _style("english-head", 8.5, 13, textColor=QUIET))]
    english += [_text(line, ENGLISH, WIDTH - 16) for line in paper.summary]
    box = Table([[english]], colWidths=(WIDTH,))
    box.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), glyphs.REGULAR),
            ("BOX", (0, 0), (-1, -1), 0.6, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ]
    )
    return [Spacer(1, 4), KeepTogether(lines), Spacer(1, 10), KeepTogether([box]), *_receipts(paper)]


def _receipts(paper: Paper) -> list[Flowable]:
    """At the foot: how each last day was counted, day off by day off."""
    told = [f"{line.what}（{day_words(line.on)}）：{line.foot}" for line in paper.last_days if line.foot]
    if not told:
        return []
    head = _text(RECEIPTS_TITLE, _style("receipts", 8, 12, textColor=QUIET, spaceBefore=6))
    style = _style("receipt", 7.5, 11, textColor=QUIET)
    return [KeepTogether([head, *(_text(f"{place}. {text}", style) for place, text in enumerate(told, 1))])]


def _text(text: str, style: ParagraphStyle, width: float = WIDTH) -> Paragraph:
    def measure(line: str) -> float:
        return float(stringWidth(line, style.fontName, style.fontSize))

    room = width - style.leftIndent - style.rightIndent - TOLERANCE
    broken = typesetting.lines(text, room, measure, first=style.firstLineIndent)
    return Paragraph("<br/>".join(escape(line) for line in broken), style)


def _bold(text: str, style: ParagraphStyle) -> Paragraph:
    return _text(text, ParagraphStyle(style.name, style, fontName=glyphs.heading_font(text)))
