"""Tell of every term that has ended or is about to, once."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from clocks.sweeping import sweep_all
from journal.now import now


class Command(BaseCommand):
    help = "Tell of every term that has ended or is about to end by now; each is told once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: object, **options: object) -> None:
        done = sweep_all(at=now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
            return
        self.stdout.write(
            _(
                "Terms about to end: %(warned)s; terms that ran out: %(breached)s; "
                "terms told higher up: %(escalated)s."
            )
            % asdict(done)
        )
