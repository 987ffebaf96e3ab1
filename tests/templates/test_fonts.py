"""The letters' fonts hold the characters letters need."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from reportlab.pdfbase.ttfonts import TTFontFile

FONTS = Path(settings.BASE_DIR) / "assets" / "fonts"
WORDS = "信用修复决定书〔2026〕第12号：枣庄市薛城区“光明”有限公司，统一社会信用代码91370400MA3EXAMPLE。●▲■"


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_font_holds_the_words_of_a_letter(name: str) -> None:
    held = TTFontFile(str(FONTS / name)).charToGlyph
    assert [character for character in WORDS if ord(character) not in held] == []


def test_regular_font_holds_rare_characters_of_names() -> None:
    held = TTFontFile(str(FONTS / "NotoSansSC-Regular.ttf")).charToGlyph
    assert [character for character in "喆堃镕淼犇玥祎" if ord(character) not in held] == []


def test_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
