"""The `[reminders]` of a law file: points in plain words, the house's own for what it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.reminders import OF_THE_HOUSE, Point, Reminders, read_reminders
from rulebook.source import EditionFault, TomlSource
from rulebook.terms import Unit


def read(text: str) -> Reminders:
    return read_reminders(TomlSource(Path("own.toml"), "[reminders]\n" + text).root().table("reminders"))


def test_what_a_file_leaves_out_is_as_in_the_house() -> None:
    assert read("") == OF_THE_HOUSE
    assert [point.word for point in OF_THE_HOUSE.points] == ["half", "2 WD", "last-day"]
    assert read('points = ["5 D"]\nlead_after = 1') == Reminders((Point("5 D"),), OF_THE_HOUSE.ending, 1)


def test_a_point_says_how_long_before_the_end_it_lies() -> None:
    assert Point("10 WD").before == (10, Unit.WD)
    assert Point("half").before is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('points = ["noon"]', "'noon' is no point of a term"),
        ('points = ["0 WD"]', "'0 WD' is no point of a term"),
        ('ending = ["2 M"]', "'2 M' is no point of a term"),
        ('points = ["half", "half"]', "names a point twice"),
        ("lead_after = 0", "from 1"),
        ('lead_after = ""', "from 1"),
        ("often = 1", "often"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(EditionFault) as fault:
        read(text)
    assert reason in str(fault.value)
