"""The departments, holders and credit records of the demo town."""

from __future__ import annotations

import csv
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from journal.now import day_of
from records.importer import import_file
from records.models import CreditRecord, Department
from records.services.measures import impose
from records.services.town import load_town

DEMO = Path(settings.BASE_DIR) / "demo"
DELIVERED = DEMO / "penalties-zaozhuang-demo.csv"
DECIDED_ON = "处罚决定日期"
STORY_DAYS = 45
ACTOR = "system:demo-town"

PLATFORM = "11370400H3XC2H9T8C"  # 枣庄市发展和改革委员会
STAFFED = "11370400UBK8R1PE6H"  # 枣庄市农业农村局, whose officers can be signed in as
FINANCE = "11370400RJHTPQQF92"  # 枣庄市财政局
TRADING = "12370400QQJE70K23H"  # 枣庄市公共资源交易中心
ROADS = "113704000H6NLNHD6W"  # 枣庄市交通运输局, which orders rectification and holds talks
MARKET = "11370400L30P877478"  # 枣庄市市场监督管理局, whose records the national publicity system shows
MEASURES = (
    ("限制参加政府采购活动", FINANCE),
    ("限制参加工程建设项目招标投标活动", TRADING),
)
CATALOGUE = "全国失信惩戒措施基础清单（2024年版）"
UNDER_MEASURES = 12


def days_before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)


def department(code: str) -> Department:
    return Department.objects.get(code=code)


def load_places() -> None:
    load_town([DEMO / "departments.toml", DEMO / "holders.toml"])


def deliver_records(*, begun: datetime, at: datetime) -> int:
    """Take the delivered file in twice, as a town does: what was decided before the story, and the rest."""
    with tempfile.TemporaryDirectory() as folder:
        early = Path(folder) / DELIVERED.name
        _rows_until(day_of(begun), early)
        import_file(early, at=begun, actor_ref=ACTOR)
    import_file(DELIVERED, at=at, actor_ref=ACTOR)
    _impose_measures(at=begun)
    return CreditRecord.objects.count()


def _rows_until(last: date, target: Path) -> None:
    with (
        DELIVERED.open(encoding="utf-8-sig", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as file,
    ):
        rows = csv.DictReader(source)
        writer = csv.DictWriter(file, fieldnames=list(rows.fieldnames or ()))
        writer.writeheader()
        for row in rows:
            if date.fromisoformat(row[DECIDED_ON].replace("/", "-")) <= last:
                writer.writerow(row)


def _impose_measures(*, at: datetime) -> None:
    """Measures rest on published records of the staffed department."""
    records = CreditRecord.objects.filter(
        department__code=STAFFED, listing__state="PUBLISHED", imported_at__lte=at
    ).order_by("pk")
    for number, record in enumerate(records[:UNDER_MEASURES]):
        name, code = MEASURES[number % len(MEASURES)]
        impose(
            record_id=record.pk,
            name=name,
            catalogue_item=CATALOGUE,
            department_id=department(code).pk,
            at=at,
            actor_ref=ACTOR,
        )
