from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

import pytest

from accounts.roles import Role
from cases.states import RepairState as S
from clocks.services import sweep
from delisting import services as delisting
from delisting.models import Release, ReleaseState
from journal.now import standing_at
from records.models import Department
from records.models.holder import HolderKind
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_holder, make_record

pytestmark = pytest.mark.django_db
RELEASES = "/desk/releases/"
LATER = datetime.fromisoformat("2026-10-20T10:00:00+08:00")


def granted(
    deliver: Deliver, *, kind: str = HolderKind.CREDIT_CHINA
) -> tuple[FiledCase, Department, Release]:
    """A repair that was granted, and the request to the holder of a copy, sent."""
    site = make_department(name_zh="枣庄市信用信息中心", field="")
    make_holder(kind=kind, department=site)
    made = make_filed_case(S.CLOSED_REPAIRED, record=make_record())
    deliver(NOW)
    release = Release.objects.get()
    delisting.move_due(at=NOW)
    return made, site, release


def test_the_holders_officer_answers_and_the_removal_is_confirmed(sign_in: SignIn, deliver: Deliver) -> None:
    made, site, release = granted(deliver)
    client = sign_in(make_officer(Role.REVIEWER, site))
    listed = client.get(RELEASES).content.decode()
    assert made.case.record.decision_number in listed
    done = client.post(f"{RELEASES}{release.pk}/", {"note": "已于今日撤下。"}, follow=True)
    assert "The removal was recorded." in done.content.decode()
    release.refresh_from_db()
    assert release.state == ReleaseState.CONFIRMED
    assert release.proof == "已于今日撤下。"
    assert made.case.record.decision_number in client.get(RELEASES, {"tab": "done"}).content.decode()


def test_a_removal_is_confirmed_by_hand_with_a_proof(sign_in: SignIn, deliver: Deliver) -> None:
    _made, site, release = granted(deliver)
    client = sign_in(make_officer(Role.WINDOW_CLERK, site))
    client.post(f"{RELEASES}{release.pk}/", {"proof": "截图编号 2026-77", "by_hand": "1"})
    release.refresh_from_db()
    assert (release.state, release.proof) == (ReleaseState.CONFIRMED, "截图编号 2026-77")


def test_a_removal_whose_term_ends_soon_says_so(sign_in: SignIn, deliver: Deliver) -> None:
    made = make_filed_case(S.CLOSED_REPAIRED, record=make_record())
    unit = made.case.record.department
    make_holder(kind=HolderKind.DEPARTMENT_SITE, department=unit)
    deliver(NOW)
    delisting.move_due(at=NOW)
    client, release = sign_in(make_officer(Role.REVIEWER, unit)), Release.objects.get()
    pages = (RELEASES, f"{RELEASES}{release.pk}/")
    for page in pages:
        assert "The term ends soon" not in client.get(page).content.decode()
    soon = datetime.fromisoformat("2026-09-03T10:00:00+08:00")
    sweep(at=soon)
    with standing_at(soon):
        for page in pages:
            assert "The term ends soon" in client.get(page).content.decode()


def test_a_confirmation_by_hand_without_a_proof_is_refused(sign_in: SignIn, deliver: Deliver) -> None:
    _made, site, release = granted(deliver)
    client = sign_in(make_officer(Role.REVIEWER, site))
    refused = client.post(f"{RELEASES}{release.pk}/", {"proof": " ", "by_hand": "1"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say how the removal was checked" in refused.content.decode()


def test_a_second_answer_says_that_it_is_over(sign_in: SignIn, deliver: Deliver) -> None:
    _made, site, release = granted(deliver)
    client = sign_in(make_officer(Role.REVIEWER, site))
    client.post(f"{RELEASES}{release.pk}/", {"note": ""})
    again = client.post(f"{RELEASES}{release.pk}/", {"note": ""})
    assert again.status_code == HTTPStatus.CONFLICT
    assert "not possible while the removal request is in the state" in again.content.decode()


def test_officers_of_other_units_see_nothing(sign_in: SignIn, deliver: Deliver) -> None:
    made, _site, release = granted(deliver)
    client = sign_in(made.reviewer)
    assert "Nothing has to be removed" in client.get(RELEASES).content.decode()
    assert client.get(f"{RELEASES}{release.pk}/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("query", [{"tab": "unknown"}, {"after": "x"}])
def test_a_made_up_address_is_not_found(sign_in: SignIn, query: dict[str, str]) -> None:
    client = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert client.get(RELEASES, query).status_code == HTTPStatus.NOT_FOUND


def test_the_supervisor_sees_overdue_cases_and_silent_holders(sign_in: SignIn, deliver: Deliver) -> None:
    made, _site, _release = granted(deliver)
    late = make_filed_case(S.ROUTED, record=make_record(department=made.case.record.department))
    sweep(at=LATER)
    deliver(LATER)
    supervisor = make_officer(Role.SUPERVISOR, made.case.record.department)
    with standing_at(LATER):
        text = sign_in(supervisor).get("/desk/overdue/").content.decode()
    assert late.case.number in text
    assert "working days overdue" in text
    assert "Late since 1 September 2026: the supervisor was told" in text
    assert "Told again: a new term runs" in text


def test_the_ledger_tells_a_late_place_from_its_new_term(sign_in: SignIn, deliver: Deliver) -> None:
    made, site, release = granted(deliver)
    late = datetime.fromisoformat("2026-09-03T10:00:00+08:00")
    sweep(at=late)
    deliver(late)
    for person, address in (
        (made.owner, f"/my/cases/{made.case.number}/"),
        (made.reviewer, f"/desk/cases/{made.case.number}/"),
        (make_officer(Role.REVIEWER, site), RELEASES),
    ):
        with standing_at(late):
            text = sign_in(person).get(address).content.decode()
        assert "Late since 1 September 2026: the supervisor was told" in text
        assert "Told again: a new term runs" in text
        assert "working days overdue" not in text
    officer = actor_of_user(make_officer(Role.REVIEWER, site))
    delisting.confirm_by_hand(release_id=release.pk, actor=officer, at=late, proof="截图编号2026-77")
    with standing_at(late):
        assert "Late since" not in sign_in(made.owner).get(f"/my/cases/{made.case.number}/").content.decode()


def test_the_overdue_list_is_the_supervisors_alone(sign_in: SignIn) -> None:
    reviewer = make_officer(Role.REVIEWER, make_department())
    assert sign_in(reviewer).get("/desk/overdue/").status_code == HTTPStatus.FORBIDDEN


def test_a_closed_case_shows_where_the_record_is_still_held(sign_in: SignIn, deliver: Deliver) -> None:
    made, _site, _release = granted(deliver)
    text = sign_in(made.reviewer).get(f"/desk/cases/{made.case.number}/").content.decode()
    assert "0 of 1 places confirmed" in text
