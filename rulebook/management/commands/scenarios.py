"""Put the lawyers' scenarios to the editions: exit 1 where one differs; then what no scenario tells."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rulebook.in_force import shipped_editions
from rulebook.reading_scenarios import shipped_scenarios
from rulebook.scenario_run import Finding, Untold, check, untold
from rulebook.source import EditionFault
from rulebook.working_days import shipped_calendar


class Command(BaseCommand):
    help = "Put every scenario to the shipped editions and calendars; exit 1 where one differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: object, **options: object) -> None:
        editions, calendar = shipped_editions(), shipped_calendar()
        try:
            scenarios = shipped_scenarios()
        except EditionFault as fault:
            raise CommandError(str(fault)) from fault
        failures = [
            finding
            for scenario in scenarios
            for finding in check(scenario, editions=editions, calendar=calendar)
        ]
        without = untold(scenarios, editions=editions, calendar=calendar)
        if options["json"]:
            self.stdout.write(_as_json(len(scenarios), failures, without))
        else:
            self.stdout.write("\n".join(_as_text(len(scenarios), failures, without)))
        if failures:
            sys.exit(1)


def _as_json(count: int, failures: Iterable[Finding], without: Iterable[Untold]) -> str:
    return json.dumps(
        {
            "scenarios": count,
            "failures": [asdict(failure) for failure in failures],
            "without": [asdict(clause) for clause in without],
        },
        ensure_ascii=False,
    )


def _as_text(count: int, failures: list[Finding], without: tuple[Untold, ...]) -> Iterable[str]:
    for failure in failures:
        place = f"{failure.file}:{failure.line}: {failure.scenario}: {failure.what}: "
        yield place + _("expected %(expected)s, found %(found)s") % {
            "expected": failure.expected or "-",
            "found": failure.found or "-",
        }
    yield _("Scenarios: %(count)d, findings: %(findings)d.") % {"count": count, "findings": len(failures)}
    limits = sum(clause.limit for clause in without)
    yield _("Clauses without a scenario: %(count)d, limits among them: %(limits)d.") % {
        "count": len(without),
        "limits": limits,
    }
    for edition, clauses in groupby(without, key=lambda clause: clause.edition):
        yield f"{edition}: " + ", ".join(clause.clause for clause in clauses)
