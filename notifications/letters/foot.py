"""What stands on every page of a letter: number of the page, check code with its QR code, or the mark of a draft."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from notifications.letters import glyphs
from notifications.letters.paper import Paper

# margins after GB/T 9704-2012 (公文格式): binding edge 28 mm, right 26 mm; the foot carries the check code
LEFT, RIGHT, FOOT = 28 * mm, 26 * mm, 30 * mm
INK, QUIET, RULE = HexColor("#1b2530"), HexColor("#51606d"), HexColor("#b8c1c8")
QR_SIDE = 20 * mm
GROUP = 4
FOOT_NOTE = "扫描二维码或者打开查验页面并输入查验码，可核对本文书的种类、日期和效力。"
DRAFT_NOTE = "本页为签发前的草稿，无文书编号和查验码，不具有任何效力。"
DRAFT_WORD = "草稿"
DRAFT_SIZE, DRAFT_ANGLE, DRAFT_ALPHA = 150, 50, 0.35


def grouped(check_code: str) -> str:
    """A check code in groups of four, as it is printed and read aloud."""
    return "-".join(check_code[start : start + GROUP] for start in range(0, len(check_code), GROUP))


def counted_pages(paper: Paper) -> Callable[..., Canvas]:
    """The canvas on which a letter is set: page numbers, check code, and the mark of a draft on every page."""

    class CountedPages(Canvas):  # type: ignore[misc] # reportlab ships no types
        """Keeps the pages back until their number is known, then draws the foot of each."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self._kept: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for place, page in enumerate(self._kept, 1):
                self.__dict__.update(page)
                if not paper.check_code:
                    _draft_mark(self)
                _foot(self, paper, place, len(self._kept))
                super().showPage()
            super().save()

    return CountedPages


def _foot(canvas: Canvas, paper: Paper, page: int, pages: int) -> None:
    top = FOOT - 6 * mm
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, top + 2 * mm, A4[0] - RIGHT, top + 2 * mm)
    canvas.setFillColor(QUIET)
    if paper.check_code:
        _check_code(canvas, paper, top)
    else:
        canvas.setFont(glyphs.REGULAR, 8.5)
        canvas.drawString(LEFT, top - 5 * mm, DRAFT_NOTE)
    canvas.setFont(glyphs.REGULAR, 9)
    canvas.drawRightString(A4[0] - RIGHT, 8 * mm, f"第 {page} 页　共 {pages} 页")


def _check_code(canvas: Canvas, paper: Paper, top: float) -> None:
    code = QrCode(paper.check_address, width=QR_SIDE, height=QR_SIDE, qrLevel="M")
    canvas.setFillColor(INK)
    code.drawOn(canvas, LEFT - 2 * mm, top - QR_SIDE)
    canvas.setFillColor(QUIET)
    left = LEFT + QR_SIDE + 3 * mm
    for place, line in enumerate((f"查验码：{grouped(paper.check_code)}", FOOT_NOTE, paper.check_address)):
        canvas.setFont(glyphs.REGULAR, 8.5 if place == 0 else 7.5)
        canvas.drawString(left, top - 5 * mm - place * 4.6 * mm, line)


def _draft_mark(canvas: Canvas) -> None:
    """The word across the page, pale enough to read the letter through it."""
    canvas.saveState()
    canvas.setFillColor(RULE)
    canvas.setFillAlpha(DRAFT_ALPHA)
    canvas.setFont(glyphs.heading_font(DRAFT_WORD), DRAFT_SIZE)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(DRAFT_ANGLE)
    canvas.drawCentredString(0, -DRAFT_SIZE / 3, DRAFT_WORD)
    canvas.restoreState()
