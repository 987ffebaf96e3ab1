"""W5: the public register asked for a name, in process, among so many published companies; the whole page is drawn.

python -m benchmarks.names --names 100000 --asks 300
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from itertools import chain
from random import Random

from django.db import connection, transaction

from benchmarks.ground import AT, anonymous_get, percentile, scratch_database, show, statements_of, timed
from benchmarks.listed import store_listed
from journal.now import standing_at
from records.models import Department, Subject
from records.models.listing import ListingState
from records.services import naming
from register.entries import search
from tests.factories.records import make_department

PLACES = ("枣庄市", "滕州市", "薛城区", "山亭区", "台儿庄区", "峄城区", "市中区", "山东")
SIGNS = (
    "鑫盛源达顺通宏泰恒瑞祥和信诚嘉华东方正大中天海润丰茂隆昌兴旺安康宁福禄"
    "金银玉宝明辉光耀星宇龙凤麒麟鹏程万里长江河山川林森木石磊土圣贤德仁义礼智忠孝"
)
TRADES = ("运输", "物流", "商贸", "建材", "科技", "食品", "机械", "化工", "农业", "餐饮", "装饰工程", "医药")
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "商行", "经营部", "专业合作社")
SHOWN = 0.7
AT_ONCE = 5000
_rng = Random()  # noqa: S311 - addresses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--asks", type=int, default=300)
    asked = parser.parse_args()
    rng = Random(7)  # noqa: S311 - invented names
    with scratch_database(), standing_at(AT):
        start = time.perf_counter()
        _fill(asked.names, rng)
        filled = time.perf_counter() - start
        questions = list(_questions(asked.asks, rng))
        for _kind, name in questions[:10]:
            _ask(name)
        walls: dict[str, list[float]] = {}
        cpus: dict[str, list[float]] = {}
        for kind, name in questions:
            wall, cpu = timed(partial(_ask, name))
            walls.setdefault(kind, []).append(wall)
            cpus.setdefault(kind, []).append(cpu)
        show(
            "names",
            names=asked.names,
            asks=len(questions),
            fill_seconds=round(filled, 1),
            **_told(list(chain.from_iterable(walls.values())), list(chain.from_iterable(cpus.values()))),
            by_kind={kind: _told(walls[kind], cpus[kind]) for kind in walls},
            statements=statements_of(lambda: _ask(questions[0][1])),
        )


def _told(walls: list[float], cpus: list[float]) -> dict[str, float]:
    return {
        "p50_ms": percentile(walls, 0.5),
        "p99_ms": percentile(walls, 0.99),
        "cpu_p50_ms": percentile(cpus, 0.5),
        "cpu_p99_ms": percentile(cpus, 0.99),
    }


def _name(rng: Random) -> str:
    brand = "".join(rng.choice(SIGNS) for _sign in range(rng.choice((2, 2, 2, 3))))
    return rng.choice(PLACES) + brand + rng.choice(TRADES) + rng.choice(FORMS)


def _fill(names: int, rng: Random) -> None:
    department = make_department()
    for first in range(0, names, AT_ONCE):
        with transaction.atomic():
            _store(range(first, min(first + AT_ONCE, names)), department, rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _store(numbers: range, department: Department, rng: Random) -> None:
    subjects = naming.take_in(
        Subject(
            code=f"91370400{number:010d}",
            name=_name(rng),
            jurisdiction="370400",
            representative="张某某",
        )
        for number in numbers
    )
    store_listed(
        subjects,
        department,
        state=lambda: ListingState.PUBLISHED if rng.random() < SHOWN else ListingState.ENDED,
    )


def _questions(asks: int, rng: Random) -> Iterator[tuple[str, str]]:
    """As people type: whole, brand with trade, with a wrong sign, brand alone, a place, nobody's name."""
    known = list(Subject.objects.order_by("?").values_list("name", flat=True)[:asks])
    for name in known:
        kind = rng.choice(("whole", "part", "wrong", "brand", "place", "unknown"))
        body = name.removeprefix(next(place for place in PLACES if name.startswith(place)))
        yield (
            kind,
            {
                "whole": name,
                "part": body[:4],
                "wrong": name[:4] + rng.choice("甲乙丙丁") + name[5:],
                "brand": body[:2],
                "place": name[:3],
                "unknown": "北京" + body[::-1],
            }[kind],
        )


def _ask(name: str) -> None:
    """As from one address after another: the limit for one address is not what is measured."""
    address = f"10.{_rng.randrange(250)}.{_rng.randrange(250)}.{_rng.randrange(250)}"
    answer = search(anonymous_get("/register/", {"q": name}, address))
    assert answer.status_code == HTTPStatus.OK, answer.status_code


if __name__ == "__main__":
    main()
