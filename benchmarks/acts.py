"""W1: N repairs from draft to confirmed delisting, each act a commit of its own, through the officers' desks.

python -m benchmarks.acts --cases 20
"""

from __future__ import annotations

import argparse

from benchmarks.ground import AT, scratch_database, show
from journal.now import standing_at
from workflows.rehearsal import rehearse


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20)
    cases = parser.parse_args().cases
    with scratch_database(), standing_at(AT):
        rehearse(count=1, clock=lambda: AT, progress=lambda _number: None)  # people, holders, caches
        done = rehearse(count=cases, clock=lambda: AT, progress=lambda _number: None)
    assert done.closed == cases
    show(
        "acts",
        **done.as_json(),
        cases_per_second=round(done.closed / done.seconds, 2),
        acts_per_second=round(done.acts / done.seconds, 1),
        statements_per_act=round(sum(map(sum, done.counted.values())) / done.acts, 1),
    )


if __name__ == "__main__":
    main()
