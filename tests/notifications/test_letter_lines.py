"""Lines of Chinese text: marks where they may stand, words whole, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notifications.letters.typesetting import breaks_well, lines, pieces


def measure(text: str) -> float:
    return sum(0.5 if ord(character) < 0x2E80 else 1 for character in text)


def test_no_closing_mark_begins_a_line_and_no_opening_mark_ends_one() -> None:
    text = "依据《信用修复管理办法》第三章（以下称办法），现告知如下；请按期办理。"
    for width in range(6, 20):
        assert breaks_well(lines(text, width, measure)), width


def test_a_word_and_a_number_stay_whole() -> None:
    broken = lines("代码 91370400MA3ABCDEF1 于2026年10月20日到期", 12, measure)
    assert any("91370400MA3ABCDEF1" in line for line in broken)
    assert any("2026年" in line for line in broken)


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert lines("A" * 30, 5, measure) == ["A" * 10] * 3


def test_the_first_line_leaves_room_for_its_indent() -> None:
    assert lines("一二三四五六七八", 5, measure, first=2) == ["一二三", "四五六七八"]


def test_a_line_break_of_the_text_stays() -> None:
    assert lines("一\n二", 5, measure) == ["一", "二"]


@given(st.text(alphabet="一二三四五，。；《》（）“”AB12 年月日", max_size=80), st.integers(4, 30))
def test_breaking_loses_nothing_but_spaces_and_never_overruns(text: str, width: int) -> None:
    broken = lines(text, width, measure)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line) <= width for line in broken)


@given(st.text(max_size=60))
def test_pieces_join_to_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
