"""What was answered of a step, and what a record of a group lacks, is told with the signs of the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cases.models import Step
from cases.models.application import Finding
from cases.services.group_filing import rows_of
from look.joining import paired
from look.steps import facts_words
from portal.group_rows import tasks_of
from tests.factories.cases import FILED_AT
from tests.factories.groups import make_group

REPORT = Step(
    way="credit-report",
    finding=Finding.SUBMITTED,
    facts={"issuer": "Report House", "report_number": "R-7", "issued_on": "2026-08-01"},
)


def test_a_step_is_told_in_english_with_its_day_in_words() -> None:
    with override("en"):
        told = facts_words(REPORT)
    assert told == "Issuer of the credit report: Report House; Report number: R-7; Issued on: 1 August 2026"


def test_a_step_is_told_in_chinese_with_full_signs() -> None:
    with override("zh-hans"):
        told = facts_words(REPORT)
    assert told.count("：") == len(REPORT.facts)
    assert told.count("；") == len(REPORT.facts) - 1
    assert told.endswith("2026年8月1日")


def test_what_has_no_detail_stands_alone() -> None:
    with override("en"):
        assert (paired("Owed", ""), paired("Insufficient", "no seal")) == ("Owed", "Insufficient: no seal")


@pytest.mark.django_db
def test_a_task_of_a_group_sets_the_unit_apart_from_what_is_missing() -> None:
    sitting = make_group(2, incomplete=2)
    rows = rows_of(sitting.group, on=FILED_AT.date())
    with override("en"):
        hints = [task.hint for task in tasks_of(sitting.group, rows, papers=0) if " · " in task.hint]
    assert len(hints) == len(rows)
