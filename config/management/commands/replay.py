"""Judge everything stored by a draft text or a draft notice, and show what would change; nothing is written."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cases.services.replay.change import Change, Looked, Thing
from cases.services.replay.running import replay
from cases.services.replay.worlds import with_drafts, world_in_force
from clocks.models import Deadline
from delisting.replaying import KIND, HoldersTerms
from journal.now import now
from rulebook.in_force import SeveralEditions
from rulebook.source import EditionFault


class Command(BaseCommand):
    help = (
        "Run all records, cases and open terms with a draft edition (in place of the one of its key) or a draft"
        " notice of days off, and show every date, class, requirement and route that would change, by department."
        " Nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--edition", metavar="FILE", type=Path, help="a text or an overlay, as those shipped"
        )
        parser.add_argument("--calendar", metavar="FILE", type=Path, help="a gazette, as those shipped")
        parser.add_argument("--json", action="store_true", help="one line of JSON on standard output")

    def handle(self, *, edition: Path | None, calendar: Path | None, **options: Any) -> None:
        if edition is None and calendar is None:
            raise CommandError(_("Name a draft: --edition FILE, --calendar FILE, or both."))
        live = world_in_force()
        try:
            draft = with_drafts(live, edition=edition, calendar=calendar)
        except (EditionFault, SeveralEditions) as fault:
            raise CommandError(str(fault)) from fault
        holders, looked = HoldersTerms(), Looked()

        def of_holders(rows: Sequence[Deadline]) -> dict[tuple[str, int], Thing]:
            taken = holders.take(rows)
            return {
                (KIND, pk): Thing(KIND, pk, number, department) for pk, (number, department) in taken.items()
            }

        found = replay(
            live=live,
            draft=draft,
            at=now(),
            looked=looked,
            elsewhere={KIND: holders.term},
            find_owners=of_holders,
            progress=self._progress,
        )
        if options["json"]:
            self._as_json(found, looked)
        else:
            self._as_text(found, looked)

    def _progress(self, looked: Looked) -> None:
        if sys.stderr.isatty():
            told = _("%(records)d records, %(cases)d cases, %(terms)d terms looked at")
            self.stderr.write("\r" + told % vars(looked), ending="")

    def _as_json(self, found: Iterator[Change], looked: Looked) -> None:
        """One line, written as it is found: what a draft changes may be more than memory holds."""
        table = _Table()
        self.stdout.write('{"changes": [', ending="")
        for change in found:
            self.stdout.write(", " if table.changed else "", ending="")
            table.add(change)
            self.stdout.write(json.dumps(change.plain(), ensure_ascii=False), ending="")
        rest = {"changed": table.changed, "by_department": table.plain(), **vars(looked)}
        self.stdout.write("], " + json.dumps(rest, ensure_ascii=False)[1:])

    def _as_text(self, found: Iterator[Change], looked: Looked) -> None:
        table = _Table()
        for change in found:
            table.add(change)
            thing = change.thing
            self.stdout.write(
                f"{thing.department.name_zh}  {thing.kind} {thing.number}  {change.what}: "
                f"{change.before or '-'} -> {change.after or '-'}"
            )
        for row in table.plain():
            kinds = ", ".join(f"{what} {count}" for what, count in row["what"].items())
            self.stdout.write(f"{row['department']}: {row['changed']} ({kinds})")
        self.stdout.write(
            _(
                "%(changed)d values would change; %(records)d records, %(cases)d cases and %(terms)d terms were"
                " looked at. Nothing was written."
            )
            % {"changed": table.changed, **vars(looked)}
        )
        if looked.apart:
            self.stdout.write(
                _("%(apart)d stored values stand apart from the law in force: found by a person, or kept.")
                % vars(looked)
            )


class _Table:
    """How many values would change, by department and kind of value."""

    def __init__(self) -> None:
        self.changed = 0
        self._counts: dict[int, Counter[str]] = defaultdict(Counter)
        self._names: dict[int, str] = {}

    def add(self, change: Change) -> None:
        department = change.thing.department
        self.changed += 1
        self._names[department.pk] = department.name_zh
        self._counts[department.pk][change.what] += 1

    def plain(self) -> list[dict[str, Any]]:
        rows = [
            {"department": self._names[pk], "changed": counts.total(), "what": dict(sorted(counts.items()))}
            for pk, counts in self._counts.items()
        ]
        return sorted(rows, key=lambda row: (-int(row["changed"]), str(row["department"])))
