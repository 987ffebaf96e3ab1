"""Walks invented or present records through the whole repair; exit 1 if fewer than asked were closed."""

from __future__ import annotations

import json as json_module
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from journal.now import now
from workflows.rehearsal import rehearse


class Command(BaseCommand):
    help = (
        "Take repairable records the whole way from draft to confirmed delisting, by the desks' own services."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", choices=["repair"], default="repair")
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--json", action="store_true", help="one line of JSON on standard output")

    def handle(self, *, count: int, json: bool = False, **_options: Any) -> None:  # noqa: ANN401
        def progress(number: int) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"\r{number} / {count}", ending="")

        result = rehearse(count=count, clock=now, progress=progress)
        if json:
            self.stdout.write(json_module.dumps(result.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(
                f"{result.closed} of {count} cases closed, {result.acts} acts, {result.entries} journal entries, "
                f"{result.seconds:.1f} s"
            )
        if result.closed < count:
            sys.exit(1)
