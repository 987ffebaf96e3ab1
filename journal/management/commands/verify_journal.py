"""Recomputes every chain of the journal; exit 1 and the first bad row of each one that does not hold."""

from __future__ import annotations

import dataclasses
import json as json_module
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from journal.models import Entry
from journal.verify import findings


class Command(BaseCommand):
    help = "Recompute every chain of the journal and name the first bad row of each stream."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON on standard output")

    def handle(self, *, json: bool = False, **_options: Any) -> None:
        found = list(findings())
        if json:
            self.stdout.write(_as_json(found))
        elif found:
            for finding in found:
                self.stdout.write(f"{finding.stream} #{finding.seq}: {finding.reason}")
        else:
            self.stdout.write(f"All chains hold ({Entry.objects.count()} entries).")
        if found:
            sys.exit(1)


def _as_json(found: list[Any]) -> str:
    return json_module.dumps(
        {"entries": Entry.objects.count(), "findings": [dataclasses.asdict(finding) for finding in found]}
    )
