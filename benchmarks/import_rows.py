"""W8: take in a file of N penalties, one in a thousand bad; then the same file again.

python -m benchmarks.import_rows --rows 10000
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from pathlib import Path

from benchmarks.ground import AT, scratch_database, show, timed
from records.importer import import_file
from records.models import CreditRecord
from tests.factories.deliveries import company_code, delivered, penalty_row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder, scratch_database():
        path = Path(folder) / "rows.csv"
        path.write_bytes(delivered([_row(number) for number in range(rows)]))
        wall, cpu = timed(lambda: import_file(path, at=AT, actor_ref="system:benchmark"))
        taken = CreditRecord.objects.count()
        again, _cpu = timed(lambda: import_file(path, at=AT, actor_ref="system:benchmark"))
        assert CreditRecord.objects.count() == taken, "a repeat adds nothing"
        show(
            "import_rows",
            rows=rows,
            taken=taken,
            seconds=round(wall, 2),
            rows_per_second=round(rows / wall),
            cpu_ms_per_row=round(1000 * cpu / rows, 3),
            repeat_seconds=round(again, 2),
            peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        )


ONE_BAD_IN = 1000


def _row(number: int) -> dict[str, str]:
    code = "行政相对人代码_1(统一社会信用代码)"
    row = penalty_row() | {"行政处罚决定书文号": f"枣交罚字〔2026〕{number:07d}号", code: company_code()}
    return row | {code: "91370400XXXXXXXXXX"} if (number + 1) % ONE_BAD_IN == 0 else row


if __name__ == "__main__":
    main()
