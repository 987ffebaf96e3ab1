"""Walks cases on invented or present records the whole way; exit 1 if fewer than asked were closed."""

from __future__ import annotations

import json as json_module
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from journal.now import now
from workflows.rehearsal import WALKS, rehearse


class Command(BaseCommand):
    help = "Walk cases of a kind the whole way from draft to end, by the desks' own services."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", choices=[str(kind) for kind in WALKS], default="repair")
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--json", action="store_true", help="one line of JSON on standard output")

    def handle(self, *, kind: str, count: int, json: bool = False, **_options: Any) -> None:
        def progress(number: int) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"\r{number} / {count}", ending="")

        result = rehearse(kind=kind, count=count, clock=now, progress=progress)
        if json:
            self.stdout.write(json_module.dumps(result.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(
                f"{result.closed} of {count} cases closed, {result.acts} acts, {result.entries} journal entries, "
                f"{result.seconds:.1f} s"
            )
        if result.closed < count:
            sys.exit(1)
