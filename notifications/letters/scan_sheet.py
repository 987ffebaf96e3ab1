"""The sheet a company signs at the window, as plain values; drawing it loads the PDF library."""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION = "信用修复申请核对表（窗口办理）"
OBJECTION = "异议申诉核对表（窗口办理）"
GROUP = "信用修复批量申请核对表（窗口办理）"


@dataclass(frozen=True)
class ScanSheet:
    """What is printed: `parts` are titles with rows of label and value, `mark` the digest of what is confirmed."""

    title: str
    number: str
    company: str
    code: str
    unit: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    mark: str
    printed_at: str

    def texts(self) -> tuple[str, ...]:
        """Every text that is printed from the values, for the check of characters."""
        rows = [
            text for title, facts in self.parts for text in (title, *(one for row in facts for one in row))
        ]
        return (
            self.title,
            self.number,
            self.company,
            self.code,
            self.unit,
            self.mark,
            self.printed_at,
            *rows,
        )


def scan_sheet(sheet: ScanSheet) -> bytes:
    """The PDF of a sheet, the same bytes each time. Raises MissingCharacter for a character without glyph."""
    from notifications.letters.cover import draw_sheet  # noqa: PLC0415 - loads the PDF library

    return draw_sheet(sheet)
