"""C30: a class comes from the department while a case runs that was filed in good faith under the provisional one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.services import classes
from cases.states import RepairState as S
from delisting.models import Order
from records.models import CreditRecord, Listing
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.factories.cases import GRANTED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

FILED, DECIDED = at_day(9, 1), at_day(9, 2)


def running(class_name: str = "general", **facts: Any) -> FiledCase:
    """A case under acceptance on a record whose class is provisional, all news delivered."""
    record = make_record(class_name=class_name, class_status="provisional", **facts)
    return make_filed_case(S.ROUTED, record=record, at=FILED)


def determine(made: FiledCase, class_name: str, deliver: Deliver) -> FiledCase:
    classes.determine(
        record_id=made.case.record_id,
        class_name=class_name,
        reason="经审查认定。",
        actor=actor_of_user(made.reviewer),
        at=DECIDED,
    )
    deliver(DECIDED)
    return made.later(at=DECIDED)


def test_a_case_filed_in_good_faith_is_granted_though_the_class_became_heavier(deliver: Deliver) -> None:
    made = determine(running(), "serious", deliver)
    record = CreditRecord.objects.select_related("listing").get(pk=made.case.record_id)
    assert (record.class_name, record.listing.earliest_filing_on) == ("serious", date(2027, 5, 16))
    made = made.perform("accept").check_all().perform("propose", **GRANTED).countersign("approve")
    assert made.case.state == S.CLOSED_REPAIRED
    assert Listing.objects.get(record=record).state == "ENDED"


def test_a_case_ends_where_by_the_lighter_class_publication_is_over(deliver: Deliver) -> None:
    made = determine(running("serious", determined_on=date(2025, 8, 15)), "general", deliver)
    assert Listing.objects.get(record_id=made.case.record_id).state == "EXPIRED"
    assert (made.case.state, made.case.cause) == (S.TERMINATED, "publicity-ended")


def test_holders_correct_their_copies_where_the_days_moved(deliver: Deliver) -> None:
    made = determine(running("serious", determined_on=date(2025, 5, 15)), "serious", deliver)
    assert not Order.objects.exists()
    record = make_record(
        class_name="serious", class_status="provisional", department=made.case.record.department
    )
    classes.determine(
        record_id=record.pk,
        class_name="general",
        reason="经审查认定。",
        actor=actor_of_user(made.reviewer),
        at=DECIDED,
    )
    deliver(DECIDED)
    assert list(Order.objects.values_list("record_id", "kind")) == [(record.pk, "correct")]


def test_holders_hide_their_copies_where_the_class_is_not_published(deliver: Deliver) -> None:
    made = running()
    record = make_record(department=made.case.record.department)
    classes.determine(
        record_id=record.pk,
        class_name="minor",
        reason="经审查认定。",
        actor=actor_of_user(made.reviewer),
        at=at_day(7, 1),
    )
    deliver(at_day(7, 1))
    assert Order.objects.get(record=record).kind == "hide"
