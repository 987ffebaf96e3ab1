"""Invented records, posts and mandates for rehearsals; taken in and given by the same rooms as real ones."""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from accounts.models import Mandate, Post, User
from accounts.roles import MandateKind, Role
from journal.now import day_of
from records.credit_code import make
from records.importer import import_file
from records.models import CreditRecord, Department, Holder, Subject
from records.models.holder import HolderKind
from records.services.measures import impose

ACTOR = "system:rehearsal"
HEADINGS = (
    "行政相对人名称",
    "行政相对人类别",
    "行政相对人代码_1(统一社会信用代码)",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
    "处罚有效期",
    "公示截止期",
    "处罚机关",
    "处罚机关统一社会信用代码",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
)


def invent_records(count: int, *, at: datetime) -> None:
    """Take in a delivery of `count` invented penalties that can be repaired on the day, each with a measure."""
    rng = random.Random(f"rehearsal {at.isoformat()} {CreditRecord.objects.count()}")  # noqa: S311 - invented codes guard nothing
    unit, platform = _department(rng, "演练市生态环境局", day_of(at)), _platform(rng, day_of(at))
    _holders(unit, platform)
    determined = day_of(at) - timedelta(days=200)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rehearsal.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows(_row(rng, determined, unit, platform) for _place in range(count))
        import_file(path, at=at, actor_ref=ACTOR)
    fresh = CreditRecord.objects.filter(department=unit, measures__isnull=True)
    for record in fresh:
        impose(
            record_id=record.pk,
            name="限制参加政府采购活动",
            catalogue_item="全国失信惩戒措施基础清单（2024年版）",
            department_id=platform.pk,
            at=at,
            actor_ref=ACTOR,
        )


def _row(rng: random.Random, determined: date, unit: Department, platform: Department) -> tuple[str, ...]:
    code = make(prefix="91370400", rng=rng)
    return (
        f"演练{code[-6:]}有限公司",
        "法人及非法人组织",
        code,
        f"演练罚字〔{determined.year}〕{rng.randrange(10**8):08d}号",
        "超标排放水污染物",
        "演练用的违法事实。",
        "《中华人民共和国水污染防治法》第八十三条",
        "罚款;没收违法所得",
        "罚款5万元",
        "5",
        determined.strftime("%Y/%m/%d"),
        "2099/12/31",
        "",
        unit.name_zh,
        unit.code,
        platform.name_zh,
        platform.code,
    )


def _department(rng: random.Random, name: str, on: date, *, platform: bool = False) -> Department:
    present = Department.objects.filter(name_zh=name).first()
    if present is not None:
        return present
    return Department.objects.create(
        code=make(prefix="11370400", rng=rng),
        name_zh=name,
        name_en="Rehearsal department",
        jurisdiction="370400",
        is_platform=platform,
        valid_from=on - timedelta(days=3650),
    )


def _platform(rng: random.Random, on: date) -> Department:
    present = Department.objects.filter(is_platform=True, jurisdiction="370400").first()
    return present or _department(rng, "演练市信用中心", on, platform=True)


def _holders(unit: Department, platform: Department) -> None:
    for code, kind, name, department in (
        (f"rehearsal-site-{unit.pk}", HolderKind.DEPARTMENT_SITE, f"{unit.name_zh}门户网站", unit),
        ("rehearsal-register", HolderKind.OWN_REGISTER, "本公示系统", platform),
    ):
        if kind == HolderKind.OWN_REGISTER and Holder.objects.filter(kind=kind).exists():
            continue
        Holder.objects.get_or_create(
            code=code, defaults={"name_zh": name, "kind": kind, "department": department}
        )


def give_post(user: User, department_id: int | None, role: Role, *, on: date) -> None:
    """Give a person of the rehearsal a post for as long as it lasts."""
    if department_id is None:
        raise ValueError("A post needs a department.")
    Post.objects.get_or_create(
        user=user, department_id=department_id, role=role, to_on=None, defaults={"from_on": on}
    )


def end_posts(*users: User, on: date) -> None:
    """End every post of the rehearsal's people."""
    Post.objects.filter(user__in=users, to_on__isnull=True).update(to_on=on)


def give_mandate(user: User, subject: Subject, *, on: date) -> None:
    """Let the rehearsal's owner act for a subject."""
    Mandate.objects.get_or_create(
        user=user,
        subject=subject,
        to_on=None,
        defaults={"from_on": on, "kind": MandateKind.OWNER, "given_by_ref": ACTOR},
    )


def end_mandate(user: User, subject: Subject, *, on: date) -> None:
    """End that again."""
    Mandate.objects.filter(user=user, subject=subject, to_on__isnull=True).update(to_on=on)
