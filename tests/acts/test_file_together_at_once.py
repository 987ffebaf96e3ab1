"""Two presses of “file all” meet, and one meets a colleague who files a single draft: nothing is filed twice."""

from __future__ import annotations

import pytest

from cases.models import Case, GroupFiling
from cases.services import group_filing, grouping, intake
from cases.states import RepairState
from journal.models import Entry
from journal.refusals import Refusal
from journal.verify import findings
from tests.acts.test_file_together import answer, chosen, company_with, share
from tests.factories.at_once import at_once
from tests.factories.cases import FILED_AT

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 4


def test_two_presses_at_once() -> None:
    subject, records, actor = company_with(COUNT)
    group = chosen(subject, records, actor)
    share(group, actor)
    answer(group, actor)
    done = at_once(
        lambda: group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT),
        lambda: group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT),
    )
    assert all(isinstance(one, (tuple, Refusal)) for one in done)
    assert set(Case.objects.values_list("state", flat=True)) == {RepairState.FILED}
    assert Entry.objects.filter(verb="case.filed").count() == COUNT
    assert GroupFiling.objects.get().closed_at == FILED_AT
    assert list(findings()) == []


def test_a_press_and_a_single_filing_at_once() -> None:
    subject, records, actor = company_with(COUNT)
    group = chosen(subject, records, actor)
    share(group, actor)
    answer(group, actor)
    single = grouping.drafts_of(group).last()
    assert single is not None
    at_once(
        lambda: group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT),
        lambda: intake.file(case_id=single.pk, actor=actor, at=FILED_AT),
    )
    assert Entry.objects.filter(verb="case.filed").count() == COUNT
    assert list(findings()) == []


def test_two_openings_at_once_are_one_group() -> None:
    subject, records, actor = company_with(2)
    done = at_once(
        lambda: grouping.choose(subject_id=subject.pk, record_ids=[records[0].pk], actor=actor, at=FILED_AT),
        lambda: grouping.choose(subject_id=subject.pk, record_ids=[records[1].pk], actor=actor, at=FILED_AT),
    )
    assert not [one for one in done if isinstance(one, Exception)]
    assert GroupFiling.objects.count() == 1
    assert grouping.drafts_of(GroupFiling.objects.get()).count() == len(records)
