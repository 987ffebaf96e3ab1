"""限期整改通知: only the department in charge of the determination orders; one open order a record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from cases.models import Case
from cases.services.rectification.ordering import order
from cases.states import RectificationState as S
from journal.models import Entry
from journal.refusals import Refusal
from records.models import CreditRecord
from tests.acts.reading import at_day, entry_of, owed
from tests.factories.people import actor_of_user, make_agent, make_officer
from tests.factories.records import make_department, make_platform, make_record
from tests.factories.rectifications import ORDER, ORDERED_AT, make_rectification
from tests.rectification.asking import refused

pytestmark = pytest.mark.django_db


def ordered(record: CreditRecord, by: User, **facts: Any) -> Case:
    return order(record_id=record.pk, actor=actor_of_user(by), at=ORDERED_AT, **{**ORDER, **facts})


def code(record: CreditRecord, by: User, **facts: Any) -> str:
    before = (Case.objects.count(), Entry.objects.count())
    with pytest.raises(Refusal) as told:
        ordered(record, by, **facts)
    assert (Case.objects.count(), Entry.objects.count()) == before
    assert str(told.value)
    return told.value.code


def test_an_order_is_signed_and_waits_for_its_service() -> None:
    made = make_rectification(S.ISSUED)
    case = made.case
    assert (case.handling_department, case.handling_reason) == (case.record.department, "determined")
    assert case.number.startswith("ZG-2026-")
    assert owed(case) == {"rectification.serve": "running 2026-06-08"}
    assert (case.order.limit_days, case.order.talks_left) == (30, 2)
    assert [(one.ordinal, one.kind) for one in made.demands] == [(1, "duty"), (2, "influence")]
    told = entry_of(case, "case.ordered").payload
    assert (told["to"], told["department_id"], told["reason"]) == (
        "ISSUED",
        case.record.department_id,
        "determined",
    )


def test_nobody_but_a_reviewer_of_the_department_in_charge_sees_the_record_to_order_on() -> None:
    record = make_record()
    unit, other = record.department, make_department()
    for stranger in (
        make_officer("reviewer", other),
        make_officer("reviewer", make_platform()),
        make_officer("decider", unit),
        make_officer("supervisor", unit),
    ):
        assert code(record, stranger) == "no-record"
    insider = make_agent(record.subject, user=make_officer("reviewer", unit))
    assert code(record, insider) == "own-company"


def test_after_a_merger_the_successor_orders_and_the_case_says_so() -> None:
    successor = make_department()
    merged = make_department(valid_to=date(2026, 5, 20), successor=successor)
    record = make_record(department=merged)
    assert code(record, make_officer("reviewer", merged)) == "no-record"
    case = ordered(record, make_officer("reviewer", successor))
    assert (case.handling_department, case.handling_reason) == (successor, "successor")
    assert case.determining_department == merged


def test_where_nobody_succeeded_the_lead_department_orders_nothing() -> None:
    lead = make_platform()
    record = make_record(department=make_department(valid_to=date(2026, 5, 20)))
    assert code(record, make_officer("reviewer", lead)) == "caretaker"


def test_a_joint_determination_goes_to_the_desk_of_its_lead() -> None:
    record, lead = make_record(), make_department(field="ecology")
    reviewer = make_officer("reviewer", record.department)
    assert code(record, reviewer, lead_id=lead.pk) == "joint-document"
    case = ordered(record, reviewer, lead_id=lead.pk, joint_document="枣交环联〔2026〕3号")
    assert (case.handling_department, case.handling_reason) == (lead, "joint-lead")
    assert case.order.joint_document == "枣交环联〔2026〕3号"
    ended = make_department(valid_to=date(2026, 5, 20))
    assert code(make_record(department=record.department), reviewer, lead_id=ended.pk) == "not-in-charge"


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"basis": " "}, "basis"),
        ({"clause": ""}, "clause"),
        ({"demands": []}, "no-demands"),
        ({"demands": [{"text": "", "kind": "duty", "proof_owed": "凭证"}]}, "demand-text"),
        ({"demands": [{"text": "缴清罚款", "kind": "other"}]}, "demand-kind"),
        ({"demands": [{"text": "缴清罚款", "kind": "duty"}] * 31}, "many-demands"),
        ({"limit_days": 6}, "limit-days"),
        ({"limit_days": 91}, "limit-days"),
    ],
)
def test_what_an_order_must_say(facts: dict[str, Any], why: str) -> None:
    record = make_record()
    assert code(record, make_officer("reviewer", record.department), **facts) == why


def test_an_order_may_set_its_own_days_within_those_of_its_text() -> None:
    assert make_rectification(S.ISSUED, limit_days=7).case.order.limit_days == 7
    assert make_rectification(S.ISSUED, limit_days=90).case.order.limit_days == 90


def test_where_nothing_is_left_to_rectify_nothing_is_ordered() -> None:
    unit = make_department()
    reviewer = make_officer("reviewer", unit)
    done = make_record(department=unit, duties_open=False)
    assert code(done, reviewer) == "nothing-to-rectify"
    withdrawn = make_record(department=unit, state="WITHDRAWN")
    assert code(withdrawn, reviewer) == "nothing-to-rectify"
    repaired = make_record(department=unit, state="ENDED")
    type(repaired.listing).objects.filter(record=repaired).update(end_cause="repaired")
    repaired.refresh_from_db()
    assert code(repaired, reviewer) == "nothing-to-rectify"
    gone = make_record(department=unit)
    type(gone.subject).objects.filter(pk=gone.subject_id).update(ceased_on=date(2026, 5, 1))
    assert code(gone, reviewer) == "party-gone"


def test_duties_outlive_publication() -> None:
    record = make_record(state="EXPIRED")
    assert ordered(record, make_officer("reviewer", record.department)).state == S.ISSUED


def test_a_copy_of_another_routes_record_is_ordered_on_there() -> None:
    record = make_record()
    type(record).objects.filter(pk=record.pk).update(site="gsxt")
    assert code(record, make_officer("reviewer", record.department)) == "order-the-original"


def test_a_second_order_joins_the_one_that_is_open() -> None:
    made = make_rectification(S.ISSUED)
    more = [{"text": "公开道歉", "kind": "influence", "proof_owed": ""}]
    same = ordered(made.case.record, made.reviewer, demands=more)
    assert same.pk == made.case.pk
    assert [one.ordinal for one in made.later().demands] == [1, 2, 3]
    assert entry_of(made.case, "case.demands_added").payload["demands"] == [3]


def test_demands_that_join_a_running_limit_get_their_own_days() -> None:
    made = make_rectification(S.RECTIFYING, limit_days=10).later(at=at_day(6, 8))
    assert owed(made.case) == {"rectification.rectify": "running 2026-06-11"}
    more = [{"text": "公开道歉", "kind": "influence", "proof_owed": ""}]
    made = made.perform("add_demands", demands=more, limit_days=10)
    assert owed(made.case) == {"rectification.rectify": "running 2026-06-18"}
    assert made.demands[-1].due_on == date(2026, 6, 18)
    # a limit that is longer anyhow stays as it is
    longer = make_rectification(S.RECTIFYING).perform("add_demands", demands=more, limit_days=7)
    assert owed(longer.case) == {"rectification.rectify": "running 2026-07-01"}


@pytest.mark.parametrize("state", [S.REPORTED, S.TALK_DUE, S.EXHAUSTED])
def test_later_a_demand_is_put_in_the_minutes_of_the_talk(state: str) -> None:
    made = make_rectification(state)
    assert refused(made, "add_demands", demands=ORDER["demands"]) == "joins-later"


def test_a_text_that_knows_no_rectification_orders_none() -> None:
    record = make_record(kind="court-list", route="court", edition_key="SPC-LIST")
    assert code(record, make_officer("reviewer", record.department)) == "no-rectification"
