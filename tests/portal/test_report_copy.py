"""A copy is still online: from the page of the repaired case to the platform's officer and back."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest

from accounts.roles import Role
from cases.states import RepairState as S
from delisting.models import CopyReport
from records.models.holder import HolderKind
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_holder, make_platform, make_record, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
PAGE = "https://credit.example.cn/penalty/12"
SEEN = {"shows": "listed", "seen_on": "2026-09-01"}
LATER = FILED_AT + timedelta(hours=5)


def granted(deliver: Deliver) -> FiledCase:
    make_holder(kind=HolderKind.CREDIT_CHINA, department=make_department(name_zh="信用中国网站", field=""))
    made = make_filed_case(S.CLOSED_REPAIRED, record=make_record())
    deliver(LATER)
    return made


def test_reported_answered_and_told_on_the_case(sign_in: SignIn, deliver: Deliver) -> None:
    made = granted(deliver)
    owner = sign_in(made.owner)
    case, way = f"/my/cases/{made.case.number}/", f"/my/cases/{made.case.number}/copy/"
    assert way in owner.get(case).content.decode()
    asked = owner.get(way).content.decode()
    assert "Another place" in asked
    done = owner.post(way, {"where": "another", "place": "某某查询网", "address": PAGE, **SEEN}, follow=True)
    page = done.content.decode()
    assert "The report was received." in page
    assert "Being looked at" in page

    desk = sign_in(make_officer(Role.REVIEWER, make_platform()))
    report = CopyReport.objects.get()
    answer = f"/desk/releases/copies/{report.pk}/"
    listed = desk.get("/desk/releases/").content.decode()
    assert answer in listed
    assert "Copies reported to be still online" in listed
    shown = desk.get(answer).content.decode()
    assert PAGE in shown
    for text in (listed, shown):
        assert "The name or the number in a list or in search results" in text
    assert "First seen on" in shown
    assert "1 September 2026" in shown
    assert f'href="{PAGE}"' not in shown
    assert desk.post(answer, {"outcome": "removed"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    told = desk.post(answer, {"outcome": "removed", "text": "已撤下，截图编号77。"}, follow=True)
    assert "The report was answered" in told.content.decode()
    page = owner.get(case).content.decode()
    assert "It was there and is removed now" in page
    assert "已撤下，截图编号77。" in page


def test_a_place_of_the_ledger_shows_the_request_to_it(sign_in: SignIn, deliver: Deliver) -> None:
    made = granted(deliver)
    release = made.case.record.orders.get().releases.get()
    way = f"/my/cases/{made.case.number}/copy/"
    sign_in(made.owner).post(way, {"where": str(release.pk), "address": PAGE, **SEEN})
    desk = sign_in(make_officer(Role.SUPERVISOR, make_platform()))
    shown = desk.get(f"/desk/releases/copies/{CopyReport.objects.get().pk}/").content.decode()
    assert "Request to that place" in shown


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"where": "another", "address": PAGE, **SEEN},
            "Choose the place from the list, or name another one.",
        ),
        ({"where": "another", "place": "某某网", "address": "javascript:alert(1)"}, "Give the full address"),
        (
            {"where": "another", "place": "某某网", "address": "ftp://x.example.cn/", **SEEN},
            "Give the full address",
        ),
        ({"address": PAGE}, "Choose the place from the list, or name another one."),
        ({"where": "another", "place": "某某网", "address": PAGE}, "Say what is shown there."),
        ({"where": "another", "place": "某某网", "address": PAGE}, "Give the day on which you first saw it."),
        (
            {"where": "another", "place": "某某网", "address": PAGE, **SEEN, "seen_on": "2027-01-01"},
            "it must not lie in the future",
        ),
        (
            {"where": "another", "place": "某某网", "address": PAGE, **SEEN, "shows": "other"},
            "where it is something else, describe it",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    sign_in: SignIn, deliver: Deliver, said: dict[str, str], sentence: str
) -> None:
    made = granted(deliver)
    refused = sign_in(made.owner).post(f"/my/cases/{made.case.number}/copy/", said)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in refused.content.decode()


def test_where_nothing_had_to_be_removed_nothing_is_reported(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    page = sign_in(made.owner).get(f"/my/cases/{made.case.number}/copy/")
    assert page.status_code == HTTPStatus.CONFLICT


def test_strangers_and_other_officers_find_nothing(sign_in: SignIn, deliver: Deliver) -> None:
    made = granted(deliver)
    way = f"/my/cases/{made.case.number}/copy/"
    assert sign_in(make_owner(make_subject())).get(way).status_code == HTTPStatus.NOT_FOUND
    sign_in(made.owner).post(way, {"where": "another", "place": "某某网", "address": PAGE, **SEEN})
    unit = sign_in(made.reviewer)
    assert "Copies reported to be still online" not in unit.get("/desk/releases/").content.decode()
    pk = CopyReport.objects.get().pk
    assert unit.get(f"/desk/releases/copies/{pk}/").status_code == HTTPStatus.NOT_FOUND
