"""W5: the public register asked for a code, in process: half of the codes are known; the whole page is drawn.

python -m benchmarks.lookup --records 5000 --asks 500
"""

from __future__ import annotations

import argparse
import time
from http import HTTPStatus
from random import Random

from benchmarks.ground import AT, anonymous_get, percentile, scratch_database, show, statements_of
from journal.now import standing_at
from records import credit_code
from records.models import Subject
from register.entries import search
from tests.factories.many import make_many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--asks", type=int, default=500)
    asked = parser.parse_args()
    with scratch_database(), standing_at(AT):
        make_many(asked.records, at=AT)
        codes = _codes(asked.asks)
        _ask(codes[0])
        seconds = []
        for code in codes:
            start = time.perf_counter()
            _ask(code)
            seconds.append(time.perf_counter() - start)
        show(
            "lookup",
            records=asked.records,
            asks=asked.asks,
            per_second=round(len(seconds) / sum(seconds)),
            p50_ms=percentile(seconds, 0.5),
            p99_ms=percentile(seconds, 0.99),
            statements=statements_of(lambda: _ask(codes[0])),
        )


def _codes(count: int) -> list[str]:
    rng = Random(5)  # noqa: S311 - invented codes
    known = list(Subject.objects.values_list("code", flat=True))
    return [
        rng.choice(known) if place % 2 else credit_code.make(prefix="91370400", rng=rng)
        for place in range(count)
    ]


def _ask(code: str) -> None:
    """As from one address after another: the limit for one address is not what is measured."""
    address = f"10.{hash(code) % 250}.{hash(code[::-1]) % 250}.{hash(code[4:]) % 250}"
    request = anonymous_get("/register/", {"q": code}, address)
    answer = search(request)
    assert answer.status_code == HTTPStatus.OK, answer.status_code


if __name__ == "__main__":
    main()
