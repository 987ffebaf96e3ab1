"""Tell of every term that has ended or is about to, once."""

from __future__ import annotations

import json

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from clocks.sweeping import sweep
from journal.now import now


class Command(BaseCommand):
    help = "Tell of every term that has ended or is about to end by now; each is told once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: object, **options: object) -> None:
        warned = breached = 0
        while (swept := sweep(at=now())).warned or swept.breached:
            warned += swept.warned
            breached += swept.breached
        if options["json"]:
            self.stdout.write(json.dumps({"warned": warned, "breached": breached}))
            return
        self.stdout.write(
            _("Terms about to end: %(warned)s; terms that ran out: %(breached)s.")
            % {"warned": warned, "breached": breached}
        )
