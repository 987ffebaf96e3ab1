"""`manage.py changeover`: many cases at once, never without a preview."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.models import Changeover
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import standing_at
from tests.acts.reading import at_day
from tests.acts.test_change_over import opened
from tests.factories.cases import make_filed_case
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

APRIL = at_day(4, 1)


def changed_over(*options: str) -> tuple[dict[str, Any], str]:
    out, err = StringIO(), StringIO()
    with standing_at(APRIL):
        call_command("changeover", "--edition", "NDRC-36", "--json", *options, stdout=out, stderr=err)
    (line,) = out.getvalue().splitlines()
    return json.loads(line), err.getvalue()


def test_a_dry_run_tells_of_every_case_and_writes_nothing() -> None:
    made = opened(S.ROUTED)
    entries = Entry.objects.count()
    told, _progress = changed_over("--dry-run", "--choice", "move", "--reason", "统一适用新办法。")
    assert (told["cases"], told["moved"], told["written"]) == (1, 1, False)
    (change,) = told["changes"]
    assert (change["number"], change["from"], change["to"]) == (made.case.number, "NDRC-58", "NDRC-36")
    assert change["passes_to"] == made.case.record.department.name_zh
    assert not Changeover.objects.exists()
    assert Entry.objects.count() == entries
    assert made.later().case.edition_key == "NDRC-58"


def test_the_edition_says_itself_that_cases_stay() -> None:
    made = opened(S.ROUTED)
    told, progress = changed_over()
    assert (told["choice"], told["stayed"], told["written"]) == ("stay", 1, True)
    assert made.case.number in progress
    row = Changeover.objects.get(case=made.case)
    assert (row.choice, row.moved, row.reason) == ("stay", False, "信用修复管理办法")
    assert changed_over()[0]["cases"] == 0


def test_every_case_moves_and_one_that_cannot_is_named() -> None:
    moving, standing, fresh = opened(S.ROUTED), opened(S.PROPOSED, jurisdiction="379900"), make_filed_case()
    told, _progress = changed_over("--choice", "move", "--reason", "统一适用新办法。")
    assert (told["moved"], told["refused"]) == (1, 1)
    assert moving.later().case.edition_key == "NDRC-36"
    assert standing.later().case.edition_key == "NDRC-58"
    assert not Changeover.objects.filter(case=fresh.case).exists()
    assert [drift.number for drift in drifts()] == []


def test_another_choice_than_the_editions_own_needs_a_reason() -> None:
    with pytest.raises(CommandError, match="reason"):
        changed_over("--choice", "move")


def test_an_edition_nobody_knows_is_refused() -> None:
    with pytest.raises(CommandError, match="NDRC-99"):
        call_command("changeover", "--edition", "NDRC-99")
