"""A delivery that still says what an objection found wrong brings none of it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from journal.now import SHANGHAI
from records.importer import Imported, import_file
from records.models import CreditRecord
from records.services.contested_fields import correct_fields
from tests.factories.deliveries import delivered, penalty_row

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)
TakeIn = Callable[..., Imported]


@pytest.fixture
def take_in(tmp_path: Path) -> TakeIn:
    def run(*rows: dict[str, str]) -> Imported:
        path = tmp_path / "penalties.csv"
        path.write_bytes(delivered(rows))
        return import_file(path, at=AT, actor_ref="user:1")

    return run


def correct(changes: dict[str, str]) -> CreditRecord:
    record = CreditRecord.objects.get()
    return correct_fields(
        record_id=record.pk, changes=changes, case_id=5, number="YY-1", at=AT, actor_ref="user:2"
    )


def test_a_corrected_value_stays_though_the_row_changes_otherwise(take_in: TakeIn) -> None:
    row = penalty_row()
    take_in(row)
    correct({"fine": "3", "content": "罚款3万元"})
    again = take_in({**row, "备注": "更新"})
    fresh = CreditRecord.objects.get()
    assert (fresh.fine, fresh.content, fresh.remark) == (Decimal(3), "罚款3万元", "更新")
    assert again.updated == 1


def test_what_the_department_says_anew_is_taken(take_in: TakeIn) -> None:
    row = penalty_row()
    take_in(row)
    correct({"fine": "3"})
    take_in({**row, "罚款金额（万元）": "2"})
    assert CreditRecord.objects.get().fine == Decimal(2)


def test_the_row_with_the_wrong_number_is_the_same_record(take_in: TakeIn) -> None:
    row = penalty_row()
    take_in(row)
    correct({"decision_number": "枣交罚字〔2026〕0100号"})
    again = take_in({**row, "备注": "更新"})
    assert (again.created, again.updated) == (0, 1)
    assert CreditRecord.objects.get().decision_number == "枣交罚字〔2026〕0100号"


def test_the_row_with_the_right_number_is_the_same_record_too(take_in: TakeIn) -> None:
    row = penalty_row()
    take_in(row)
    correct({"decision_number": "枣交罚字〔2026〕0100号"})
    again = take_in({**row, "行政处罚决定书文号": "枣交罚字〔2026〕0100号"})
    assert (again.created, CreditRecord.objects.count()) == (0, 1)


def test_another_decision_under_the_wrong_number_is_another_record(take_in: TakeIn) -> None:
    row = penalty_row()
    take_in(row)
    correct({"decision_number": "枣交罚字〔2026〕0100号"})
    again = take_in({**row, "处罚决定日期": "2026/05/20"})
    assert (again.created, CreditRecord.objects.count()) == (1, 2)
