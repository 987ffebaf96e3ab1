"""继续中止: the supervisor who looks at a hold on its review day lets it go on, until a new day."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from cases.models import Hold
from cases.policies import acts_open_to
from cases.states import RepairState as S
from clocks.services import sweep
from tests.acts.reading import at_day, entry_of, owed, refused_at_the_desk
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.notifications.telling import templates_to
from workflows import desks

pytestmark = pytest.mark.django_db
WHY = "复议尚未作出决定。"


def held() -> tuple[FiledCase, User]:
    """A case on hold since 3 September, to be looked at by 8 October; its supervisor."""
    made = make_filed_case(S.VERIFYING).later(at=at_day(9, 3))
    made = made.perform("hold", cause="execution-stayed", document="枣行复〔2026〕12号")
    return made, make_officer("supervisor", made.case.record.department)


def confirm(made: FiledCase, by: User) -> FiledCase:
    desks.perform(case_id=made.case.pk, act="confirm_hold", actor=actor_of_user(by), at=made.at, reason=WHY)
    return made.later()


def test_the_hold_goes_on_with_a_new_review_day_and_the_company_is_told(deliver: Deliver) -> None:
    made, supervisor = held()
    assert owed(made.case)["hold-review"] == "running 2026-10-08"
    made = confirm(made.later(at=at_day(10, 8)), supervisor)
    row = Hold.objects.get(case=made.case)
    assert (row.to_at, row.review_on) == (None, date(2026, 11, 9))
    assert owed(made.case) == {"decide": "paused", "total": "paused", "hold-review": "running 2026-11-09"}
    assert entry_of(made.case, "case.hold_confirmed").payload["reason"] == WHY
    assert not made.case.late
    deliver(made.at)
    assert templates_to(made.owner.pk)[-1] == "hold-confirmed"


def test_after_the_review_day_it_is_confirmed_late_and_the_case_says_so(deliver: Deliver) -> None:
    made, supervisor = held()
    sweep(at=at_day(10, 9))
    deliver(at_day(10, 9))
    made = confirm(made.later(at=at_day(10, 12)), supervisor)
    assert made.case.late
    assert owed(made.case)["hold-review"] == "running 2026-11-11"


def test_it_can_be_confirmed_as_often_as_it_is_looked_at() -> None:
    made, supervisor = held()
    made = confirm(made.later(at=at_day(10, 8)), supervisor)
    made = confirm(made.later(at=at_day(11, 9)), supervisor)
    assert Hold.objects.get(case=made.case).review_on == date(2026, 12, 9)


def test_it_is_the_supervisors_alone_and_needs_a_reason() -> None:
    made, supervisor = held()
    assert refused_at_the_desk(made, "confirm_hold", reason=WHY).code == "not-officer"
    assert refused_at_the_desk(made, "confirm_hold", by=supervisor, reason=" ").code == "reason"
    assert "confirm_hold" in acts_open_to(made.case, actor_of_user(supervisor))


def test_without_a_hold_there_is_nothing_to_confirm() -> None:
    made = make_filed_case(S.VERIFYING)
    supervisor = make_officer("supervisor", made.case.record.department)
    assert refused_at_the_desk(made, "confirm_hold", by=supervisor, reason=WHY).code == "not-held"
    assert "confirm_hold" not in acts_open_to(made.case, actor_of_user(supervisor))
