from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from journal.refusals import Refusal
from records.models import Department, Holder
from records.selectors import platform_of
from records.services.town import load_town

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).parents[2] / "demo"
ONE = """
[[department]]
code = "113704000H6NLNHD6W"
name_zh = "枣庄市交通运输局"
valid_from = 2019-01-01
"""


def test_the_demo_town_is_entered_once_however_often_it_is_loaded() -> None:
    first = load_town([DEMO])
    assert load_town([DEMO]) == first
    assert (Department.objects.count(), Holder.objects.count()) == (first.departments, first.holders)
    assert platform_of("370400", Department.objects.get(is_lead=True).valid_from).is_platform


def test_the_command_says_what_it_entered(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_departments", str(DEMO))
    assert str(Department.objects.count()) in capsys.readouterr().out


def test_a_successor_may_stand_behind_its_predecessor(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(
        ONE
        + 'valid_to = 2026-01-01\nsuccessor = "11370400D10267GK8L"\n'
        + ONE.replace("113704000H6NLNHD6W", "11370400D10267GK8L"),
        encoding="utf-8",
    )
    load_town([path])
    merged = Department.objects.get(code="113704000H6NLNHD6W")
    assert merged.successor is not None
    assert merged.successor.code == "11370400D10267GK8L"


@pytest.mark.parametrize(
    "change",
    [
        ("113704000H6NLNHD6W", "113704000H6NLNHD6X"),
        ("name_zh", "nom_zh"),
        ("2019-01-01", '"2019"'),
        ("valid_from", "field"),
        ("valid_from = 2019-01-01", 'valid_from = 2019-01-01\nfield = "astrology"'),
        ("valid_from = 2019-01-01", 'valid_from = 2019-01-01\nsuccessor = "11370400D10267GK8L"'),
        ("[[department]]", "[[department"),
    ],
)
def test_a_bad_entry_is_refused_with_file_and_reason_and_nothing_goes_in(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    path = tmp_path / "town.toml"
    path.write_text(ONE.replace("D6W", "D6W") + ONE.replace(*change), encoding="utf-8")
    with pytest.raises(Refusal, match=r"town\.toml"):
        load_town([path])
    assert not Department.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.toml"):
        call_command("load_departments", str(tmp_path / "missing.toml"))
