from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.importing import parsing
from records.importing.checking import folded_number
from records.importing.layout import layout_of
from records.importing.parsing import CellFault
from records.importing.reading import look_at, rows_of
from tests.factories.deliveries import HEADINGS


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-01",
        "2026/4/1",
        "2026.04.01",
        "20260401",
        "2026年4月1日",
        "２０２６－０４－０１",
        "2026-04-01 00:00:00",
    ],
)
def test_a_day_is_read_however_offices_write_it(written: str) -> None:
    assert parsing.day(written) == date(2026, 4, 1)


@given(st.dates(min_value=parsing.EARLIEST))
def test_every_day_written_is_the_day_read(day: date) -> None:
    assert parsing.day(day.isoformat()) == day
    assert parsing.day(f"{day.year}/{day.month}/{day.day}") == day


@pytest.mark.parametrize(
    "written", ["2026-13-01", "2026-02-29", "1/4/2026", "45383", "tomorrow", "0202-04-01"]
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(CellFault):
        parsing.day(written)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_days_and_amounts(written: str) -> None:
    for reader in (parsing.day, parsing.amount, parsing.code):
        with suppress(CellFault):
            reader(written)


@given(st.decimals(min_value=0, max_value=9_999_999_999, places=6))
def test_every_amount_written_is_the_amount_read(amount: Decimal) -> None:
    assert parsing.amount(str(amount) if "E" not in str(amount) else f"{amount:f}") == amount


def test_an_open_end_is_no_day() -> None:
    assert parsing.open_ended_day("长期") is None


@pytest.mark.parametrize("written", ["枣交罚字[2026]1号", "枣交罚字（2026）1号", "枣交罚字 〔２０２６〕 1号"])
def test_brackets_and_width_do_not_tell_two_decisions_apart(written: str) -> None:
    assert folded_number(written) == folded_number("枣交罚字〔2026〕1号")


@given(st.permutations(HEADINGS))
def test_headings_are_found_in_any_order(headings: list[str]) -> None:
    layout = layout_of(headings)
    assert layout.heading("fine") == "罚款金额（万元）"
    assert layout.cells(headings)["fine"] == "罚款金额（万元）"


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8))
def test_what_a_spreadsheet_writes_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path: Path = tmp_path_factory.mktemp("csv") / "rows.csv"
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path.write_bytes("\r\n".join(lines).encode())
    read = [row.cells for row in rows_of(look_at(path))]
    assert read == [tuple(row) for row in rows if any(cell.strip() for cell in row)]
