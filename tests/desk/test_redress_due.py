"""What is owed after an objection found right stands before those who owe it, and late before the supervisor."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from cases.models import RedressItem
from cases.redress_due import redress_due
from cases.services.objection import redress
from cases.states import ObjectionState as S
from clocks.models import Deadline
from clocks.sweeping import sweep_all
from journal.now import standing_at
from records.models import Department
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.objections import FiledObjection, make_objection
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_holder
from tests.notifications.telling import templates_to

pytestmark = pytest.mark.django_db
LIST, OVERDUE, WORKLIST = "/desk/redress/", "/desk/overdue/", "/desk/"


def owed_here() -> FiledObjection:
    """A corrected record whose copies are not all right yet: the platform owes it."""
    make_holder(department=make_department(name_zh="信用中国网站", field=""))
    return make_objection(S.CLOSED_CORRECTED)


def end_of(term: str) -> datetime:
    return Deadline.objects.get(term=term).due_at


def read(client: Client, address: str, at: datetime = NOW) -> str:
    with standing_at(at):
        return client.get(address, headers={"accept-language": "en"}).content.decode()


def unit_of(made: FiledObjection) -> Department:
    assert made.case.handling_department is not None
    return made.case.handling_department


def test_what_is_owed_stands_before_the_unit_that_owes_it(sign_in: SignIn) -> None:
    made = owed_here()
    client = sign_in(made.reviewer)
    assert "1 thing is owed to a company after its objection." in read(client, WORKLIST)
    page = read(client, LIST)
    assert f"/desk/cases/{made.case.number}/redress/#item-{made.case.redress.get().pk}" in page
    assert "Owed" in page
    assert "The supervisor was told" not in page


def test_where_nothing_is_owed_no_line_stands_above_the_worklist(sign_in: SignIn) -> None:
    officer = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert "after its objection" not in read(officer, WORKLIST)
    assert "Nothing is owed" in read(officer, LIST)


def test_other_units_and_the_company_see_nothing_of_it(sign_in: SignIn) -> None:
    made = owed_here()
    assert made.case.number not in read(sign_in(make_officer(Role.SUPERVISOR, make_department())), LIST)
    assert sign_in(made.owner).get(LIST).status_code == HTTPStatus.FORBIDDEN


def test_what_may_not_be_seen_takes_no_place_of_what_may() -> None:
    unseen, seen = owed_here(), owed_here()
    item, unit = seen.case.redress.get(), seen.case.record.department
    unseen.case.redress.update(department=unit, due_on=item.due_on - timedelta(days=1))
    seen.case.redress.update(department=unit)
    reviewer = actor_of_user(make_officer(Role.REVIEWER, unit))
    found = redress_due(reviewer, at=seen.at, limit=1)
    assert [one.item for one in found] == [item]


def test_the_warning_of_its_term_is_shown_and_told(sign_in: SignIn, deliver: Deliver) -> None:
    made = owed_here()
    deliver(made.at)
    soon = datetime.fromisoformat("2026-09-04T09:00:00+08:00")
    sweep_all(at=soon)
    deliver(soon)
    assert "The term ends soon" in read(sign_in(made.reviewer), LIST, soon)
    assert "redress-near" in templates_to(made.reviewer.pk)
    assert "redress-near" not in templates_to(made.owner.pk)


def test_what_is_late_stands_on_the_overdue_page(sign_in: SignIn, deliver: Deliver) -> None:
    made = owed_here()
    supervisor = sign_in(make_officer(Role.SUPERVISOR, unit_of(made)))
    assert "No redress is late" in read(supervisor, OVERDUE)
    end = end_of("objection.correct")
    sweep_all(at=end)
    deliver(end)
    page = read(supervisor, OVERDUE, end)
    assert "No redress is late" not in page
    assert f"/desk/cases/{made.case.number}/redress/" in page
    assert "1 is late." in read(supervisor, WORKLIST, end)


def test_the_silence_of_the_company_comes_to_the_supervisor_alone(sign_in: SignIn, deliver: Deliver) -> None:
    made = owed_here()
    item = made.case.redress.get()
    redress.redress_done(
        item_id=item.pk, proof="各处已更正。", actor=actor_of_user(made.reviewer), at=made.at
    )
    supervisor = make_officer(Role.SUPERVISOR, unit_of(made))
    assert redress_due(actor_of_user(supervisor), at=made.at) == ()
    end = end_of("objection.redress-confirm")
    for moment in (end - timedelta(hours=12), end):
        sweep_all(at=moment)
        deliver(moment)
    assert "The company keeps silent" in read(sign_in(supervisor), OVERDUE, end)
    assert redress_due(actor_of_user(made.reviewer), at=end) == ()
    assert "redress-confirm-near" in templates_to(made.owner.pk)
    redress.confirm_redress(case_id=made.case.pk, actor=actor_of_user(supervisor), at=end)
    assert redress_due(actor_of_user(supervisor), at=end) == ()


def test_who_took_over_the_duties_of_a_unit_owes_its_things(sign_in: SignIn) -> None:
    made = owed_here()
    heir = unit_of(made)
    ended = make_department(name_zh="枣庄市信用办", field="other")
    Department.objects.filter(pk=ended.pk).update(valid_to=date(2026, 8, 1), successor=heir)
    RedressItem.objects.filter(case=made.case).update(department=ended)
    assert made.case.number in read(sign_in(made.reviewer), LIST)


def test_a_long_list_costs_no_more_statements_than_a_short_one() -> None:
    first = owed_here()
    counted = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as statements:
            redress_due(actor_of_user(first.reviewer), at=NOW)
        counted.append(len(statements))
        for _case in range(3):
            make_objection(S.CLOSED_CORRECTED, platform=unit_of(first))
    assert counted[0] == counted[1]
