"""A case opened on 31 March 2026 under NDRC-58 and closed on 2 April 2026 under NDRC-36, in each of the three ways."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.roles import Role
from cases.models import Changeover
from cases.states import RepairState as S
from journal.models import Entry
from notifications.models import Message
from records.models import Listing
from tests.acts.reading import at_day, entry_of, owed
from tests.conftest import Deliver
from tests.factories.cases import GRANTED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_platform, make_record
from workflows import desks
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

OLD, NEW = "NDRC-58+zaozhuang", "NDRC-36+zaozhuang"
OPENED, CHOSEN, CLOSED = at_day(3, 31), at_day(4, 1), at_day(4, 2)


def opened() -> FiledCase:
    """Filed on the last day of NDRC-58, under which the platform decides on penalties."""
    record = make_record(class_name="ordinary", edition_key=OLD, determined_on=date(2025, 12, 15))
    platform = make_platform()
    made = make_filed_case(
        record=record,
        reviewer=make_officer(Role.REVIEWER, platform),
        decider=make_officer(Role.DECIDER, platform),
        at=OPENED,
    )
    assert (made.case.edition_key, made.case.handling_reason) == (OLD, "platform")
    return made


def choose(made: FiledCase, choice: str) -> FiledCase:
    desks.perform(
        case_id=made.case.pk,
        act="change_over",
        actor=actor_of_user(made.reviewer),
        at=CHOSEN,
        choice=choice,
        reason="新办法自4月1日起施行。",
    )
    return made.later(at=CHOSEN)


def close(made: FiledCase) -> FiledCase:
    made = made.later(at=CLOSED).perform("accept").check_all()
    return made.perform("propose", **GRANTED).countersign("approve")


def kept(made: FiledCase) -> Changeover:
    return Changeover.objects.get(case=made.case)


def closed_well(made: FiledCase, deliver: Deliver) -> None:
    assert made.case.state == S.CLOSED_REPAIRED
    assert made.case.closed_at is not None
    assert made.case.closed_at.date() == date(2026, 4, 2)
    assert Listing.objects.get(record=made.case.record).state == "ENDED"
    assert owed(made.case) == {}
    deliver(CLOSED)
    assert list(drifts()) == []


def test_it_stays_under_the_text_it_was_filed_under(deliver: Deliver) -> None:
    made = choose(opened(), "stay")
    before = owed(made.case)
    assert made.case.edition_key == OLD
    assert (kept(made).choice, kept(made).moved, kept(made).reason) == (
        "stay",
        False,
        "新办法自4月1日起施行。",
    )
    assert owed(made.case) == before
    made = close(made)
    assert made.case.edition_key == OLD
    closed_well(made, deliver)


def test_it_moves_to_the_new_text_and_to_the_unit_that_decides_under_it(deliver: Deliver) -> None:
    made = choose(opened(), "move")
    case = made.case
    assert case.edition_key == NEW
    assert case.handling_department_id == case.record.department_id
    assert case.handling_reason == "changeover"
    # 3 working days from 31 March: 1, 2, 3 April; the whole procedure 10, over Qingming
    assert owed(case) == {"accept": "running 2026-04-03", "total": "running 2026-04-15"}
    facts = entry_of(case, "case.changed_over").payload
    assert (facts["from_edition"], facts["to_edition"], facts["moved"]) == (OLD, NEW, True)
    unit = case.record.department
    made = FiledCase(
        case, made.owner, make_officer(Role.REVIEWER, unit), make_officer(Role.DECIDER, unit), CLOSED
    )
    made = close(made)
    closed_well(made, deliver)
    assert made.case.edition_key == NEW


def test_neither_text_is_better_so_it_stays_and_the_case_says_why(deliver: Deliver) -> None:
    made = choose(opened(), "more-favourable")
    row = kept(made)
    assert not row.moved
    assert row.comparison["equal"]
    assert row.comparison["before"]["decision_by"] == row.comparison["after"]["decision_by"]
    made = close(made)
    closed_well(made, deliver)
    assert made.case.edition_key == OLD


def test_the_company_and_the_unit_that_decides_now_are_told_of_the_choice(deliver: Deliver) -> None:
    made = opened()
    reviewer = make_officer(Role.REVIEWER, made.case.record.department)
    made = choose(made, "move")
    deliver(CHOSEN)
    assert Message.objects.filter(user=reviewer, template="changed-over-desk").count() == 1
    told = Message.objects.filter(user=made.owner, template="changed-over")
    assert told.count() == 1
    assert Entry.objects.filter(stream=made.case.stream, verb="case.changed_over").count() == 1
