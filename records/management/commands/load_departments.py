"""load_departments FILE…: enter the departments of a place and the holders of copies."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from journal.refusals import Refusal
from records.services.town import load_town


class Command(BaseCommand):
    help = "Enters or renews departments and holders from TOML files or folders; see demo/departments.toml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, nargs="+", help="TOML files, or folders of them")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            town = load_town(options["path"])
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        told = {"departments": town.departments, "holders": town.holders}
        self.stdout.write(_("%(departments)s departments and %(holders)s holders are entered.") % told)
