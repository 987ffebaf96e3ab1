"""Count one limit from the command line, with the days that did not count."""

from __future__ import annotations

import json
import re
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from rulebook.calendar_in_use import calendar_in_use
from rulebook.terms import Counted, DateBeyondReach, Unit, count_term
from rulebook.working_days import Calendar, NoGazette, shipped_calendar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)


class Command(BaseCommand):
    help = (
        "Count a limit: the last day of COUNT units from the day of the event, which is not counted itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", required=True, help="how many units")
        parser.add_argument("--unit", required=True, help="WD working days, D days, M months, Y years")
        parser.add_argument("--from", dest="start", required=True, help="day of the event, YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: object, **options: object) -> None:
        count, unit, start = _count(options["count"]), _unit(options["unit"]), _day(options["start"])
        calendar = self._calendar() if unit is Unit.WD else None
        try:
            counted = count_term(count=count, unit=unit, start=start, calendar=calendar)
        except NoGazette as refusal:
            raise CommandError(
                _("No calendar of working days reaches %(on)s.") % {"on": refusal.on.isoformat()}
            ) from refusal
        except DateBeyondReach as refusal:
            raise CommandError(_("This limit ends beyond the last year there is.")) from refusal
        digest = calendar.digest if calendar else None
        self.stdout.write(as_json(counted, digest) if options["json"] else as_text(counted))

    def _calendar(self) -> Calendar:
        try:
            return calendar_in_use()
        except DatabaseError:
            # a limit can be counted before there is a database; what was released since is then not known
            self.stderr.write(
                _("The database does not answer: only the calendars that came with the product are used.")
            )
            return shipped_calendar()


def as_json(counted: Counted, digest: str | None) -> str:
    """The contract's one line; `calendar` is null where no calendar was needed."""
    return json.dumps(
        {
            "due_on": counted.due_on.isoformat(),
            "provisional": counted.provisional,
            "skipped": [{"on": day.on.isoformat(), "reason": day.reason} for day in counted.skipped],
            "calendar": digest,
        },
        ensure_ascii=False,
    )


def as_text(counted: Counted) -> str:
    """For a reader: the last day, the days left out, and whether the date may still move."""
    lines = [_("Last day: %(on)s") % {"on": counted.due_on.isoformat()}]
    for day in counted.skipped:
        reason = _("weekend") if day.reason == "weekend" else day.reason
        lines.append(_("not counted: %(on)s (%(reason)s)") % {"on": day.on.isoformat(), "reason": reason})
    lines.extend(
        _("counted, a worked weekend day: %(on)s") % {"on": on.isoformat()} for on in counted.made_up
    )
    if counted.provisional:
        lines.append(_("Provisional: the holiday notice of a year it reaches is not out yet."))
    return "\n".join(lines)


def _count(raw: object) -> int:
    if not _WHOLE.fullmatch(str(raw)):
        raise CommandError(_("The count must be a whole number from 0: %(raw)s.") % {"raw": raw})
    return int(str(raw))


def _unit(raw: object) -> Unit:
    if raw not in Unit.__members__:
        raise CommandError(_("Unknown unit %(raw)s: one of WD, D, M, Y.") % {"raw": raw})
    return Unit(str(raw))


def _day(raw: object) -> date:
    refusal = CommandError(_("Not a day: %(raw)s. Write it as YYYY-MM-DD.") % {"raw": raw})
    if not _DAY.fullmatch(str(raw)):
        raise refusal
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise refusal from None
