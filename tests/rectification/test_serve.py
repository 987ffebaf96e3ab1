"""送达: the limit of an order runs from the day of its service, for the order's own days."""

from __future__ import annotations

from datetime import date

import pytest

from cases.states import RectificationState as S
from records.models import Administration
from tests.acts.reading import at_day, entry_of, owed
from tests.factories.rectifications import make_rectification
from tests.rectification.asking import refused

pytestmark = pytest.mark.django_db


def test_the_limit_runs_from_the_day_of_service_and_not_from_its_note() -> None:
    made = make_rectification(S.ISSUED).later(at=at_day(6, 5))
    made = made.perform("serve", how="mail", served_on=date(2026, 6, 3), proof="EMS 1043 2231 9CN")
    assert made.case.state == S.RECTIFYING
    # thirty days after the third of June
    assert owed(made.case) == {"rectification.rectify": "running 2026-07-03"}
    order = made.case.order
    assert (order.served_on, order.served_how, order.served_proof) == (
        date(2026, 6, 3),
        "mail",
        "EMS 1043 2231 9CN",
    )
    assert order.served_to == made.case.subject.name
    assert entry_of(made.case, "case.served").payload["served_on"] == "2026-06-03"


def test_the_days_are_those_of_the_order() -> None:
    made = make_rectification(S.ISSUED, limit_days=15).serve()
    assert owed(made.case) == {"rectification.rectify": "running 2026-06-16"}


def test_an_end_on_a_day_off_moves_to_the_next_working_day() -> None:
    made = make_rectification(S.ISSUED, limit_days=18).serve()  # 19 June, Dragon Boat
    assert owed(made.case) == {"rectification.rectify": "running 2026-06-22"}


def test_service_needs_a_known_way_its_proof_and_a_possible_day() -> None:
    made = make_rectification(S.ISSUED)
    today = date(2026, 6, 1)
    assert refused(made, "serve", how="pigeon", served_on=today) == "served-how"
    assert refused(made, "serve", how="mail", served_on=today) == "served-proof"
    assert refused(made, "serve", how="desk", served_on=date(2026, 5, 31)) == "served-day"
    assert refused(made, "serve", how="desk", served_on=date(2026, 6, 2)) == "served-day"


def test_late_service_is_valid_and_the_departments_lateness() -> None:
    made = make_rectification(S.ISSUED).later(at=at_day(6, 9)).serve()
    assert (made.case.state, made.case.late) == (S.RECTIFYING, True)


def test_it_is_served_once() -> None:
    made = make_rectification(S.RECTIFYING)
    assert refused(made, "serve", how="desk", served_on=date(2026, 6, 1)) == "overtaken"
    assert refused(made, "serve_anew", how="desk", served_on=date(2026, 6, 1)) == "not-waiting-for-service"


def test_a_company_in_insolvency_is_served_through_its_administrator() -> None:
    """C15: whoever stands for the company receives it."""
    made = make_rectification(S.ISSUED)
    Administration.objects.create(
        subject=made.case.subject,
        name="某律师事务所",
        issuer="枣庄市中级人民法院",
        number="（2026）鲁04破1号",
        document_on=date(2026, 5, 20),
        received_on=date(2026, 5, 21),
        entered_at=made.at,
        entered_by_ref="user:1",
    )
    assert made.serve().case.order.served_to == f"{made.case.subject.name}管理人（某律师事务所）"
