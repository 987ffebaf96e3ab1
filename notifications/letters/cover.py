"""The sheet for the window on A4: number as bars and QR on every page, answers, papers, the place to sign.

It is no letter: nothing on it is checked in public, and it is worth something only once signed and scanned.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from notifications.letters import glyphs, typesetting
from notifications.letters.scan_sheet import ScanSheet

STATEMENT = (
    "本单位已逐项核对以上内容和材料清单，确认其真实、准确、完整，同意由窗口工作人员代为提交。"
    "办理不收取任何费用。"
)
PLACES = ("法定代表人（负责人）或者受托人签名：", "单位公章：", "日期：________年____月____日")
MARK = "内容摘要值（SHA-256）："
LEFT = RIGHT = 24 * mm
TOP, FOOT = 34 * mm, 18 * mm
WIDTH = A4[0] - LEFT - RIGHT
QR_SIDE = 22 * mm
INK, QUIET, RULE = HexColor("#1b2530"), HexColor("#51606d"), HexColor("#b8c1c8")
PADDING = 4
LABEL_SHARE = 0.32


def draw_sheet(sheet: ScanSheet) -> bytes:
    """The PDF of a sheet. Raises MissingCharacter where the font lacks a character."""
    glyphs.check((*sheet.texts(), STATEMENT, *PLACES, MARK))
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        title=f"{sheet.title} {sheet.number}",
        author=sheet.unit,
        creator="Credit repair desk",
        lang="zh-CN",
        invariant=1,
        initialFontName=glyphs.REGULAR,
    )

    def head(canvas: Canvas, _document: BaseDocTemplate) -> None:
        _head(canvas, sheet)

    frame = Frame(LEFT, FOOT, WIDTH, A4[1] - TOP - FOOT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(id="sheet", frames=[frame], onPage=head)])
    document.build(_flow(sheet))
    return target.getvalue()


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    settings: dict[str, object] = {"fontName": glyphs.REGULAR, "textColor": INK, "wordWrap": "CJK", **more}
    return ParagraphStyle(name, fontSize=size, leading=leading, **settings)


TITLE_STYLE = _style("sheet-title", 17, 26, alignment=TA_CENTER, spaceAfter=4)
HEADING = _style("sheet-heading", 11.5, 18, spaceBefore=8, spaceAfter=2)
BODY = _style("sheet-body", 10.5, 16.5, firstLineIndent=21)
CELL = _style("sheet-cell", 9.5, 13.8)
LABEL = _style("sheet-label", 9.5, 13.8, textColor=QUIET)
SIGN = _style("sheet-sign", 11, 30)


def _flow(sheet: ScanSheet) -> list[Flowable]:
    about = (("申请单位", sheet.company), ("统一社会信用代码", sheet.code), ("打印时间", sheet.printed_at))
    flow: list[Flowable] = [_text(sheet.title, TITLE_STYLE), _rows(about)]
    for title, rows in sheet.parts:
        flow += [_text(title, HEADING), _rows(rows)]
    signing: list[Flowable] = [Spacer(1, 10), _text(STATEMENT, BODY), Spacer(1, 8)]
    return [*flow, KeepTogether([*signing, *(_text(place, SIGN) for place in PLACES)])]


def _head(canvas: Canvas, sheet: ScanSheet) -> None:
    """The number on every page for eyes and for scanners, and the mark of what is signed."""
    top = A4[1] - 9 * mm
    bars = Code128(sheet.number, barHeight=11 * mm, barWidth=0.32 * mm)
    bars.drawOn(canvas, LEFT - 6 * mm, top - 11 * mm)
    code = QrCode(sheet.number, width=QR_SIDE, height=QR_SIDE, qrLevel="M")
    code.drawOn(canvas, A4[0] - RIGHT - QR_SIDE + 2 * mm, top - QR_SIDE + 2 * mm)
    canvas.setFillColor(QUIET)
    canvas.setFont(glyphs.REGULAR, 9)
    canvas.drawString(LEFT, top - 16 * mm, sheet.number)
    canvas.setFont(glyphs.REGULAR, 7.5)
    canvas.drawString(LEFT, 9 * mm, MARK + sheet.mark)


def _rows(rows: Sequence[tuple[str, str]]) -> Table:
    first, second = WIDTH * LABEL_SHARE, WIDTH * (1 - LABEL_SHARE)
    cells = [
        [_text(label, LABEL, first - 2 * PADDING), _text(value or "—", CELL, second - 2 * PADDING)]
        for label, value in rows or (("—", "—"),)
    ]
    table = Table(cells, colWidths=(first, second), spaceBefore=2, spaceAfter=4)
    table.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), glyphs.REGULAR),  # else reportlab lists an unembedded Helvetica
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEABOVE", (0, 0), (-1, 0), 0.6, RULE),
            ("LINEBELOW", (0, 0), (-1, -1), 0.6, RULE),
            *((side, (0, 0), (-1, -1), PADDING) for side in ("LEFTPADDING", "RIGHTPADDING")),
            *((side, (0, 0), (-1, -1), 3) for side in ("TOPPADDING", "BOTTOMPADDING")),
        ]
    )
    return table


def _text(text: str, style: ParagraphStyle, width: float = WIDTH) -> Paragraph:
    def measure(line: str) -> float:
        return float(stringWidth(line, style.fontName, style.fontSize))

    broken = typesetting.lines(text, width - 0.5, measure, first=style.firstLineIndent)
    return Paragraph("<br/>".join(escape(line) for line in broken), style)
