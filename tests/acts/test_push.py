"""推送: what was filed reaches the unit that decides."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.actors import DESK
from cases.services import intake
from cases.states import RepairState as S
from journal.models import Delivery
from journal.now import SHANGHAI
from records.models import CreditRecord, Department
from tests.acts.reading import at_day, entry_of, owed, refusal_of
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from tests.factories.records import make_department, make_platform, make_record

pytestmark = pytest.mark.django_db

BEFORE_NDRC_36 = datetime(2026, 3, 10, 10, tzinfo=SHANGHAI)


def push(made: FiledCase) -> FiledCase:
    intake.push(case_id=made.case.pk, actor=DESK, at=made.at)
    return made.later()


def record_of_ndrc_58() -> CreditRecord:
    """A record determined and repaired under NDRC-58, which lets the platform decide on penalties."""
    record = make_record(determined_on=date(2025, 10, 15), edition_key="NDRC-58")
    record.class_name = "ordinary"
    record.save(update_fields=["class_name"])
    return record


def test_the_unit_that_determined_decides_and_has_three_working_days() -> None:
    made = push(make_filed_case(S.FILED))
    assert made.case.state == S.ROUTED
    assert made.case.handling_department_id == made.case.record.department_id
    assert made.case.handling_reason == "determined"
    assert made.case.pushed_at == FILED_AT
    assert owed(made.case) == {"accept": "running 2026-09-04", "total": "running 2026-09-15"}


def test_the_three_days_are_counted_over_the_national_holiday() -> None:
    made = push(make_filed_case(S.FILED, at=at_day(9, 30)))
    assert owed(made.case) == {"accept": "running 2026-10-10", "total": "running 2026-10-20"}


def test_the_push_names_the_unit_and_why() -> None:
    made = push(make_filed_case(S.FILED))
    entry = entry_of(made.case, "case.pushed")
    assert entry.actor_ref == DESK.ref
    assert (entry.payload["from"], entry.payload["to"]) == ("FILED", "ROUTED")
    assert entry.payload["department_id"] == made.case.record.department_id
    assert entry.payload["reason"] == "determined"


def test_a_merged_unit_is_followed_to_its_successor() -> None:
    successor = make_department(name_zh="枣庄市综合行政执法局")
    merged = make_department(valid_to=date(2026, 8, 1), successor=successor)
    made = push(make_filed_case(S.FILED, record=make_record(department=merged)))
    assert made.case.handling_department == successor
    assert made.case.handling_reason == "successor"
    assert made.case.determining_department == merged


def test_a_unit_that_merges_tomorrow_still_decides_today() -> None:
    tomorrow = (FILED_AT + timedelta(days=1)).date()
    merging = make_department(valid_to=tomorrow, successor=make_department())
    made = push(make_filed_case(S.FILED, record=make_record(department=merging)))
    assert made.case.handling_department == merging


def test_under_ndrc_58_the_platform_decides_on_a_penalty() -> None:
    platform = make_platform()
    made = push(make_filed_case(S.FILED, record=record_of_ndrc_58(), at=BEFORE_NDRC_36))
    assert made.case.edition_key.startswith("NDRC-58")
    assert made.case.handling_department == platform
    assert made.case.handling_reason == "platform"


def test_a_unit_without_a_successor_keeps_the_case_and_the_total_running() -> None:
    closed = make_department(valid_to=date(2026, 8, 1))
    made = make_filed_case(S.FILED, record=make_record(department=closed))
    refusal = refusal_of(lambda: push(made), case=made.case)
    assert refusal.code == "no-department"
    assert owed(made.case) == {"total": "running 2026-09-15"}


def test_a_delivery_that_finds_no_unit_is_tried_again_until_a_successor_is_named(deliver: Deliver) -> None:
    closed = make_department(valid_to=date(2026, 8, 1))
    made = make_filed_case(S.FILED, record=make_record(department=closed))
    with pytest.raises(AssertionError, match=r"cases\.filed of case\.filed"):
        deliver(FILED_AT)
    waiting = Delivery.objects.get(handler="cases.filed", entry__stream=made.case.stream)
    assert waiting.done_at is None

    Department.objects.filter(pk=closed.pk).update(successor=make_department())
    deliver(FILED_AT + timedelta(hours=1))
    assert made.later().case.state == S.ROUTED


def test_a_place_without_a_platform_is_refused() -> None:
    made = make_filed_case(S.FILED, record=record_of_ndrc_58(), at=BEFORE_NDRC_36)
    assert refusal_of(lambda: push(made), case=made.case).code == "no-platform"


def test_a_case_that_was_pushed_is_not_pushed_again() -> None:
    made = make_filed_case(S.ROUTED)
    assert refusal_of(lambda: push(made), case=made.case).code == "not-now"


def test_the_entry_of_the_filing_delivered_twice_changes_nothing(deliver: Deliver) -> None:
    made = make_filed_case(S.FILED)
    deliver(FILED_AT)
    before = owed(made.case)
    Delivery.objects.filter(entry__stream=made.case.stream).update(done_at=None, due_at=FILED_AT)
    deliver(FILED_AT + timedelta(days=9))
    assert made.later().case.state == S.ROUTED
    assert owed(made.case) == before


@pytest.mark.parametrize("who", ["owner", "reviewer"])
def test_nobody_pushes_by_hand(who: str) -> None:
    made = make_filed_case(S.FILED)
    actor = actor_of_user(getattr(made, who))
    refusal = refusal_of(lambda: intake.push(case_id=made.case.pk, actor=actor, at=made.at), case=made.case)
    assert refusal.code == "not-system"
