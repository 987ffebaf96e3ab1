"""Put a notice of days off in force: shows which open terms move, and moves them when two people say so.

The same acts as on the administrators' page, one after the other: propose, release, count anew.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor, actor_of
from accounts.models import User
from clocks import recounting
from clocks.models import Recount
from clocks.recount import Move, Recounted, preview, reached
from journal.now import day_of, now
from journal.refusals import Refusal
from rulebook.calendar_book import CalendarBook
from rulebook.calendar_in_use import book_in_use
from rulebook.models import ReleasedGazette
from rulebook.releasing import can_keep_calendars, propose, release, released, version_with
from rulebook.source import EditionFault, TomlSource
from rulebook.working_days import Gazette, gazette_of


class Command(BaseCommand):
    help = (
        "Put a year's notice of days off, or the closures of a place, in force and count every open term anew."
        " --dry-run shows the terms that move and writes nothing. Run again, it takes up what is left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="the gazette, as those in rulebook/gazettes"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would move; write nothing")
        parser.add_argument("--json", action="store_true", help="one line of JSON")
        parser.add_argument(
            "--proposed-by",
            metavar="USERNAME",
            help="the system administrator who read the notice and wrote the file",
        )
        parser.add_argument(
            "--released-by", metavar="USERNAME", help="another system administrator, who compared them"
        )

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        at = now()
        try:
            source = TomlSource(file)
            gazette = gazette_of(source)
        except EditionFault as fault:
            raise CommandError(str(fault)) from fault
        if gazette.status == "provisional":
            raise CommandError(
                _("A calendar without its notice cannot be released: it would change nothing.")
            )
        if dry_run:
            self._show(gazette, at, as_json=options["json"])
            return
        proposed_by, released_by = (
            _person(options[name], flag, on=day_of(at))
            for name, flag in (("proposed_by", "--proposed-by"), ("released_by", "--released-by"))
        )
        try:
            row = released(source) or _release(source, proposed_by, released_by, at)
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        run = recounting.apply(gazette_id=row.pk, actor_ref=released_by.ref, at=at)
        self._tell(gazette, _counts(recounting.finish(run.pk, at=at)), as_json=options["json"])

    def _show(self, gazette: Gazette, at: datetime, *, as_json: bool) -> None:
        book = book_in_use().with_gazette(gazette)
        changes = list(preview(book, gazette, at=at))
        done = Recounted.of(changes, looked=reached(gazette, at=at))
        moves = [move for move in changes if move.tells]
        if as_json:
            facts = {**_facts(gazette, book, done), "dry_run": True, "moves": [_move(move) for move in moves]}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        for move in moves:
            self.stdout.write(_line(move))
        self.stdout.write(_sum(gazette, done))
        self.stdout.write(_("Nothing was written."))

    def _tell(self, gazette: Gazette, done: Recounted, *, as_json: bool) -> None:
        if as_json:
            facts = {**_facts(gazette, book_in_use(), done), "dry_run": False}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        self.stdout.write(_sum(gazette, done))


def _release(source: TomlSource, proposed_by: Actor, released_by: Actor, at: datetime) -> ReleasedGazette:
    """Proposed and released in one go, or neither: both people stand before the machine."""
    with transaction.atomic():
        proposal = propose(source=source, actor=proposed_by, at=at)
        seen = version_with(gazette_of(source))
        return release(proposal_id=proposal.pk, seen=seen, actor=released_by, at=at)


def _counts(run: Recount) -> Recounted:
    return Recounted(run.looked, run.moved, run.kept, run.firm)


def _person(username: str | None, flag: str, *, on: date) -> Actor:
    """A system administrator of that day."""
    if not username:
        raise CommandError(_("%(flag)s is missing: two people release a calendar.") % {"flag": flag})
    user = User.objects.filter(username=username, is_active=True).first()
    actor = actor_of(user, on=on) if user else None
    if actor is None or not can_keep_calendars(actor):
        raise CommandError(
            _("%(flag)s: %(name)s is no system administrator.") % {"flag": flag, "name": username}
        )
    return actor


def _facts(gazette: Gazette, book: CalendarBook, done: Recounted) -> dict[str, object]:
    return {
        "year": gazette.year,
        "jurisdiction": gazette.jurisdiction,
        "notice": gazette.notice,
        "calendar": book.of(gazette.jurisdiction).digest,
        "looked": done.looked,
        "moved": done.moved,
        "kept": done.kept,
        "firm": done.firm,
    }


def _move(move: Move) -> dict[str, object]:
    return {
        "owner_kind": move.owner.kind,
        "owner_id": move.owner.id,
        "stream": move.owner.stream,
        "term": move.term,
        "goal": move.goal,
        "from": move.from_on.isoformat(),
        "to": move.to_on.isoformat(),
        "counted": move.counted_on.isoformat(),
        "kept": move.kept,
        "firm": move.firm,
    }


def _line(move: Move) -> str:
    line = f"{move.owner.stream} {move.term} ({move.goal}): {move.from_on} -> {move.to_on}"
    if move.kept:
        line += " " + _("(kept: told already, the calendar says %(day)s)") % {"day": move.counted_on}
    if move.firm:
        line += " " + _("(no longer provisional)")
    return line


def _sum(gazette: Gazette, done: Recounted) -> str:
    return _(
        "%(notice)s: terms looked at %(looked)d, moved %(moved)d, kept on the day that was told %(kept)d, "
        "no longer provisional %(firm)d."
    ) % {
        "notice": gazette.notice,
        "looked": done.looked,
        "moved": done.moved,
        "kept": done.kept,
        "firm": done.firm,
    }
