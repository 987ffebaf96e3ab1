"""Looks for cases whose open desk is not the one of their state; exit 1 on a finding."""

from __future__ import annotations

import dataclasses
import json as json_module
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflows.alignment import drifts


class Command(BaseCommand):
    help = "Compare every case's state with its open desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON on standard output")

    def handle(self, *, json: bool = False, **_options: Any) -> None:
        found = list(drifts())
        if json:
            self.stdout.write(json_module.dumps({"drifts": [dataclasses.asdict(drift) for drift in found]}))
        elif found:
            for drift in found:
                self.stdout.write(
                    f"{drift.number} is {drift.state}: open {list(drift.found)}, should be {list(drift.expected)}"
                )
        else:
            self.stdout.write("Every case is on the desk of its state.")
        if found:
            sys.exit(1)
