"""Check the law files: the shipped ones, or more files together with them."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rulebook.in_force import SHIPPED, Editions
from rulebook.source import EditionFault
from rulebook.working_days import SHIPPED as GAZETTES
from rulebook.working_days import read_gazette


class Command(BaseCommand):
    help = "Check the shipped editions and calendars, or FILEs together with the shipped ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="*", metavar="FILE", type=Path, help="an edition or overlay to check"
        )

    def handle(self, *_args: object, **options: object) -> None:
        given = options["files"]
        files = [Path(file) for file in given] if isinstance(given, list) else []
        try:
            shipped = Editions.read(*SHIPPED.glob("*.toml"))
            shipped.with_files(*files)
            for gazette in sorted(GAZETTES.glob("*.toml")):
                read_gazette(gazette)
        except EditionFault as fault:
            raise CommandError(str(fault)) from fault
        checked = len(files) or len(list(SHIPPED.glob("*.toml")))
        self.stdout.write(_("%(count)d edition files are in order.") % {"count": checked})
