from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rulebook.working_days import shipped_calendar

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("term", *arguments, stdout=out)
    return out.getvalue()


def counted(count: str, unit: str, start: str) -> dict[str, Any]:
    line = told("--count", count, "--unit", unit, "--from", start, "--json")
    assert line.count("\n") == 1
    answer: dict[str, Any] = json.loads(line)
    return answer


def test_three_working_days_over_new_year() -> None:
    assert counted("3", "WD", "2026-01-01") == {
        "due_on": "2026-01-06",
        "provisional": False,
        "skipped": [{"on": "2026-01-02", "reason": "元旦"}, {"on": "2026-01-03", "reason": "元旦"}],
        "calendar": shipped_calendar().digest,
    }


def test_months_need_no_calendar_and_never_roll() -> None:
    assert counted("3", "M", "1999-11-30") == {
        "due_on": "2000-02-29",
        "provisional": False,
        "skipped": [],
        "calendar": None,
    }


def test_days_never_roll() -> None:
    assert counted("1", "D", "2026-09-30")["due_on"] == "2026-10-01"


def test_a_reader_gets_sentences() -> None:
    text = told("--count", "3", "--unit", "WD", "--from", "2026-12-30")
    assert "2027-01-05" in text
    assert len(text.splitlines()) > 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("--count", "3", "--unit", "weeks", "--from", "2026-01-03"),
        ("--count", "3", "--unit", "WD", "--from", "2026-02-30"),
        ("--count", "3", "--unit", "WD", "--from", "20260103"),
        ("--count", "-3", "--unit", "WD", "--from", "2026-01-03"),
        ("--count", "three", "--unit", "WD", "--from", "2026-01-03"),
        ("--count", "3", "--unit", "WD", "--from", "2018-01-03"),
        ("--count", "999999", "--unit", "WD", "--from", "2026-01-03"),
        ("--count", "999999", "--unit", "Y", "--from", "2026-01-03"),
    ],
)
def test_bad_input_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        told(*arguments)
