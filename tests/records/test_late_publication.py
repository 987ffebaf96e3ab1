from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.now import SHANGHAI
from journal.refusals import NotFound
from records.importer import import_file
from records.late_publication import PAGE, late_records
from records.models import CreditRecord, Department, Listing
from records.services import listing as listings
from tests.factories.deliveries import MARKET, delivered, penalty_row

pytestmark = pytest.mark.django_db

ON = date(2026, 7, 1)


def came(tmp_path: Path, on: date, *rows: dict[str, str], delivered_from: str = "") -> None:
    path = tmp_path / "penalties.csv"
    path.write_bytes(delivered(rows))
    at = datetime(on.year, on.month, on.day, 10, tzinfo=SHANGHAI)
    import_file(path, at=at, actor_ref="user:1", delivered_from=delivered_from)


def everywhere() -> list[int]:
    return list(Department.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(("came_on", "days"), [(date(2026, 5, 26), []), (date(2026, 5, 27), [1])])
def test_seven_working_days_after_the_decision_a_record_is_late(
    tmp_path: Path, came_on: date, days: list[int]
) -> None:
    # decided on Friday 15 May: 18, 19, 20, 21, 22, 25, 26 May
    came(tmp_path, came_on, penalty_row())
    page = late_records(everywhere(), on=ON)
    assert [row.days_late for row in page.rows] == days
    assert (page.late, page.unpublished) == (len(days), 0)


def test_market_regulation_has_twenty_working_days(tmp_path: Path) -> None:
    came(
        tmp_path,
        date(2026, 5, 30),
        penalty_row(处罚机关="枣庄市市场监督管理局", 处罚机关统一社会信用代码=MARKET),
    )
    assert Listing.objects.get().publish_by == date(2026, 6, 12)
    assert late_records(everywhere(), on=ON).rows == ()


def test_a_record_that_waits_for_its_class_grows_later_every_day(tmp_path: Path) -> None:
    came(tmp_path, date(2026, 5, 20), penalty_row(处罚类别="其他"))
    assert late_records(everywhere(), on=date(2026, 5, 26)).late == 0
    page = late_records(everywhere(), on=date(2026, 5, 29))
    assert (page.rows[0].published_on, page.rows[0].days_late, page.unpublished) == (None, 3, 1)


def test_a_class_that_is_not_published_is_never_late(tmp_path: Path) -> None:
    came(tmp_path, ON, penalty_row(**{"处罚类别": "警告", "罚款金额（万元）": ""}))
    assert late_records(everywhere(), on=ON).late == 0


def test_a_copy_of_another_routes_decision_is_nobodys_delay(tmp_path: Path) -> None:
    row = penalty_row(处罚机关="枣庄市市场监督管理局", 处罚机关统一社会信用代码=MARKET)
    came(tmp_path, ON, row, delivered_from="credit-china")
    assert late_records(everywhere(), on=ON).late == 0


def test_a_withdrawn_record_need_not_be_published(tmp_path: Path) -> None:
    came(tmp_path, date(2026, 5, 20), penalty_row(处罚类别="其他"))
    record = CreditRecord.objects.get()
    at = datetime(2026, 5, 21, 10, tzinfo=SHANGHAI)
    listings.withdraw(record_id=record.pk, document="枣中行终字〔2026〕1号", at=at, actor_ref="user:1")
    assert late_records(everywhere(), on=ON).late == 0


def test_another_department_sees_nothing_of_it(tmp_path: Path) -> None:
    came(tmp_path, ON, penalty_row())
    others = [pk for pk in everywhere() if pk != CreditRecord.objects.get().department_id]
    assert late_records(others, on=ON).late == 0


def test_the_list_goes_on_behind_its_cursor_with_two_statements(tmp_path: Path) -> None:
    rows = [
        penalty_row(
            行政处罚决定书文号=f"枣交罚字〔2026〕{number:04d}号",
            处罚决定日期=(date(2026, 5, 1) + timedelta(days=number % 7)).isoformat(),
        )
        for number in range(PAGE + 5)
    ]
    came(tmp_path, ON, *rows)
    departments = everywhere()
    with CaptureQueriesContext(connection) as asked:
        first = late_records(departments, on=ON)
    assert (len(asked), len(first.rows), first.late) == (2, PAGE, PAGE + 5)
    rest = late_records(departments, on=ON, after=first.next_cursor)
    assert (len(rest.rows), rest.next_cursor) == (5, "")
    seen = [row.record.pk for row in (*first.rows, *rest.rows)]
    assert len(set(seen)) == PAGE + 5
    days = [row.publish_by for row in (*first.rows, *rest.rows)]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("after", ["x", "2026-05-01", "2026-05-01.x", ".1"])
def test_a_cursor_that_is_none_is_refused(after: str) -> None:
    with pytest.raises(NotFound):
        late_records([1], on=ON, after=after)
