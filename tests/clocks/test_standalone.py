from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from clocks.receipts import settle, to_json
from rulebook.counting import Counting
from rulebook.terms import Unit
from rulebook.working_days import shipped_calendar
from tests.clocks.test_counting import blank

PROGRAM = """
import json, sys
from clocks.receipts import recompute
print(recompute(json.load(sys.stdin)))
assert not [name for name in sys.modules if name.split(".")[0] == "django"], "Django was loaded"
"""


def test_a_receipt_is_computed_anew_without_django() -> None:
    receipt = settle(
        blank(Counting(started_on=date(2026, 9, 28), count=10, unit=Unit.WD)), shipped_calendar()
    )
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(to_json(receipt)),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert told.stdout.strip() == "2026-10-16"
