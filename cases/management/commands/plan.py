"""The repair planner on the command line."""

from __future__ import annotations

import json as json_module
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.services.planner import RecordPlan, plan_subject
from journal.now import today
from records.credit_code import check, normalise
from records.models import Subject


class Command(BaseCommand):
    help = "For each record of a subject: when a repair may be filed, what is owed, when it is decided, who decides."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="unified social credit code")
        parser.add_argument("--on", help="the day to plan for, as 2026-05-15; today if left out")
        parser.add_argument("--json", action="store_true", help="one line of JSON on standard output")

    def handle(self, *, code: str, on: str | None, json: bool = False, **_options: Any) -> None:
        day = _day(on)
        subject_code = normalise(code)
        if not check(subject_code).outer_ok:
            raise CommandError(
                f"{code} is not a unified social credit code: its check character does not fit."
            )
        if not Subject.objects.filter(code=subject_code).exists():
            raise CommandError(f"No subject has the code {subject_code}.")
        plans = plan_subject(subject_code, on=day, public_only=False)
        if json:
            body = {"code": subject_code, "on": day.isoformat(), "records": [_record(plan) for plan in plans]}
            self.stdout.write(json_module.dumps(body, ensure_ascii=False))
            return
        for plan in plans:
            self.stdout.write(_line(plan))


def _day(on: str | None) -> date:
    if on is None:
        return today()
    try:
        return date.fromisoformat(on)
    except ValueError as wrong:
        raise CommandError(f"{on} is not a day; write it as 2026-05-15.") from wrong


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record(plan: RecordPlan) -> dict[str, Any]:
    return {
        "decision_number": plan.decision_number,
        "determined_on": _iso(plan.determined_on),
        "class": plan.class_name or None,
        "class_status": plan.class_status,
        "candidates": list(plan.candidates),
        "edition": plan.edition or None,
        "listed": plan.listed,
        "repairable": plan.repairable,
        "earliest_filing_on": _iso(plan.earliest_filing_on),
        "decision_due_on": _iso(plan.decision_due_on),
        "lapses_on": _iso(plan.lapses_on),
        "owed": [item.id for item in (*plan.owed, *plan.materials)],
        "department": plan.department,
        "decider": plan.decider,
        "reasons": list(plan.reasons),
        "to_confirm": plan.to_confirm,
        "decision_to_confirm": plan.decision_to_confirm,
    }


def _line(plan: RecordPlan) -> str:
    return (
        f"{plan.decision_number}  {plan.class_name or '-'} ({plan.class_status})  {plan.edition or '-'}  "
        f"file from {plan.earliest_filing_on or '-'}  decided by {plan.decision_due_on or '-'}  "
        f"ends {plan.lapses_on or '-'}  {plan.department}"
    )
