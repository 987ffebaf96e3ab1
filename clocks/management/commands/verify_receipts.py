"""Compute every stored date anew from its receipt; exit 1 on a finding."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from clocks.models import Deadline
from clocks.verify import Finding, findings


class Command(BaseCommand):
    help = "Compute the last day of every stored term anew from its own receipt; exit 1 on a finding."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: object, **options: object) -> None:
        found = list(findings())
        if options["json"]:
            rows = [asdict(finding) for finding in found]
            self.stdout.write(json.dumps({"deadlines": Deadline.objects.count(), "findings": rows}))
        else:
            self._tell(found)
        if found:
            sys.exit(1)

    def _tell(self, found: list[Finding]) -> None:
        for finding in found:
            self.stdout.write(f"{finding.stream} {finding.term} ({finding.deadline_id}): {finding.reason}")
        if not found:
            self.stdout.write(_("All receipts lead to their dates."))
