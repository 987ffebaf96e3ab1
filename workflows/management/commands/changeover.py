"""Many running cases and a new text: what the choice would do to each, then the choice itself."""

from __future__ import annotations

import json as json_module
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models.changeover import Choice
from journal.now import now
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import UnknownEdition
from workflows.changing import Outcome, run

LIKE_THE_EDITION = "edition"


class Command(BaseCommand):
    help = (
        "Choose for every running case filed before an edition under which text it goes on. "
        "With --dry-run nothing is written. Without it the preview is printed first, then each case is changed over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--edition", required=True, help="key of the new edition, such as NDRC-36")
        parser.add_argument(
            "--choice",
            choices=[LIKE_THE_EDITION, *Choice.values],
            default=LIKE_THE_EDITION,
            help="what is chosen; left out, what the edition itself says of cases filed before it",
        )
        parser.add_argument(
            "--reason", default="", help="why; needed where the choice is not the edition's own"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, write nothing")
        parser.add_argument("--json", action="store_true", help="one line of JSON on standard output")

    def handle(
        self,
        *,
        edition: str,
        choice: str,
        reason: str,
        dry_run: bool = False,
        json: bool = False,
        **_options: Any,
    ) -> None:
        text = _edition(edition)
        own = text.changeover.cases_filed_before.value
        chosen = own if choice == LIKE_THE_EDITION else choice
        why = reason.strip() or (text.title_zh if chosen == own else "")
        if not why:
            raise CommandError("Give --reason: the choice is not the one the edition makes itself.")
        outcomes = run(edition=text, choice=chosen, reason=why, at=now(), write=False)
        if not dry_run:
            for outcome in outcomes:
                self.stderr.write(_line(outcome))
            outcomes = run(edition=text, choice=chosen, reason=why, at=now(), write=True)
        if json:
            self.stdout.write(
                json_module.dumps(_body(text, chosen, outcomes, written=not dry_run), ensure_ascii=False)
            )
            return
        for outcome in outcomes:
            self.stdout.write(_line(outcome))


def _edition(key: str) -> Edition:
    try:
        return editions_in_use().by_key(key)
    except UnknownEdition as unknown:
        raise CommandError(str(unknown)) from unknown


def _body(edition: Edition, choice: str, outcomes: list[Outcome], *, written: bool) -> dict[str, Any]:
    counts = Counter(outcome.result for outcome in outcomes)
    return {
        "edition": edition.key,
        "choice": choice,
        "written": written,
        "cases": len(outcomes),
        "moved": counts["moves"],
        "stayed": counts["stays"],
        "refused": counts["refused"],
        "changes": [outcome.plain() for outcome in outcomes],
    }


def _line(outcome: Outcome) -> str:
    terms = ", ".join(f"{term['term']} {term['from']} -> {term['to']}" for term in outcome.terms)
    tail = outcome.refusal or terms
    return (
        f"{outcome.number}  {outcome.from_edition} -> {outcome.to_edition}  {outcome.result}  {tail}".rstrip()
    )
