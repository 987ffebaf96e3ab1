"""import_records FILE: take in a delivered file of penalty records."""

from __future__ import annotations

import json as json_module
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from journal.now import now
from journal.refusals import Refusal
from records.importer import Imported, import_file
from rulebook.reading_rules import ROUTES
from rulebook.when import RECORD_KINDS

ACTOR_REF = "system:import"
KEYS = ("rows", "created", "unchanged", "updated", "rejected", "warnings")
SHOWN = 20


class Command(BaseCommand):
    help = "Takes in a CSV file of penalty records in the exchange layout; bad rows go to a rejects file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, UTF-8 or GB18030, headings in the first line")
        parser.add_argument("--dry-run", action="store_true", help="check everything, store nothing")
        parser.add_argument("--rejects", type=Path, metavar="OUT.csv", help="where rejected rows are written")
        parser.add_argument("--kind", choices=RECORD_KINDS, default="penalty", help="what every row is")
        parser.add_argument(
            "--delivered-from",
            choices=ROUTES,
            default="",
            metavar="ROUTE",
            help="the route whose site the file lists; what another route decides is kept as a copy of it",
        )
        parser.add_argument("--json", action="store_true", help="one line of counts on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["rejects"] is not None and options["rejects"].resolve() == options["file"].resolve():
            raise CommandError(_("The rejects file must be another file than the delivered one."))
        try:
            imported = import_file(
                options["file"],
                at=now(),
                actor_ref=ACTOR_REF,
                dry_run=options["dry_run"],
                rejects=options["rejects"],
                kind=options["kind"],
                delivered_from=options["delivered_from"],
                progress=self._progress if sys.stderr.isatty() else None,
            )
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self._tell(imported)
        if options["json"]:
            self.stdout.write(json_module.dumps({key: getattr(imported, key) for key in KEYS}))
        else:
            counts = {key: getattr(imported, key) for key in KEYS}
            self.stdout.write(
                _(
                    "%(rows)s rows: %(created)s created, %(unchanged)s unchanged, %(updated)s updated, "
                    "%(rejected)s rejected; %(warnings)s warnings."
                )
                % counts
            )

    def _tell(self, imported: Imported) -> None:
        lines = [(one.line, one.column, one.sentence) for one in imported.first_rejects[:SHOWN]]
        lines += [(one.line, one.column, str(one.sentence)) for one in imported.notes[:SHOWN]]
        for line, column, sentence in lines:
            told = {"line": line, "column": column, "sentence": sentence}
            self.stderr.write(_("line %(line)s, %(column)s: %(sentence)s") % told)
        more = imported.rejected + imported.warnings - len(lines)
        if more > 0:
            self.stderr.write(_("and %(count)s more") % {"count": more})

    def _progress(self, done: int, size: int, rows: int) -> None:
        share = 100 * done // max(size, 1)
        end = "\n" if done >= size else ""
        self.stderr.write(f"\r{share:3d} %  {rows} " + end, ending="")
        self.stderr.flush()
