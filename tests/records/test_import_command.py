"""The contract of `manage.py import_records`: one line of JSON on standard output, everything else on error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from records.models import CreditRecord
from tests.factories.deliveries import delivered, penalty_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "penalties.csv"
    path.write_bytes(delivered([penalty_row(), penalty_row(处罚决定日期="x")]))
    return path


def test_json_is_one_line_with_every_row_in_one_count(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_records", str(file), "--json")
    written = capsys.readouterr()
    assert written.out.count("\n") == 1
    told = json.loads(written.out)
    assert set(told) == {"rows", "created", "unchanged", "updated", "rejected", "warnings"}
    assert told["rows"] == told["created"] + told["unchanged"] + told["updated"] + told["rejected"] == 2
    assert "处罚决定日期" in written.err


def test_a_dry_run_stores_nothing_and_still_writes_the_rejects(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "rejects.csv"
    call_command("import_records", str(file), "--dry-run", "--rejects", str(out))
    assert not CreditRecord.objects.exists()
    assert "处罚决定日期" in out.read_text(encoding="utf-8-sig")


def test_the_delivered_file_is_never_overwritten_by_its_rejects(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(CommandError):
        call_command("import_records", str(file), "--rejects", str(file))
    assert file.read_bytes() == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.csv"):
        call_command("import_records", str(tmp_path / "missing.csv"))
