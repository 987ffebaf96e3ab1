"""One repair as people live it, in Chinese: planner, filing, two officers, a holder, and the record is gone."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from accounts.roles import Role
from cases.models import Case
from cases.states import RepairState
from delisting import services as delisting
from delisting.models import Order, OrderState
from journal.deliver import deliver_all
from journal.now import now, today
from records.models import CreditRecord
from records.models.holder import HolderKind
from records.models.listing import ListingState
from tests.browser.conftest import Street
from tests.browser.visitor import Visitor
from tests.factories.people import PASSWORD, make_officer, make_owner
from tests.factories.records import make_holder, make_measure, make_record

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def settle() -> None:
    """What workers do within seconds: the outbox and the releases."""
    deliver_all(at=now())
    delisting.move_due(at=now())
    deliver_all(at=now())


def files(owner: Visitor, record: CreditRecord) -> str:
    """The bookkeeper's way: from the planner to the confirmation; returns the number."""
    owner.goes_to(f"/plan/?code={record.subject.code}")
    assert owner.sees(record.decision_number)
    assert owner.barriers() == []
    page = owner.goes_to("/my/").page
    page.get_by_role("button", name="申请修复此记录").click()
    page.wait_for_url("**/my/filing/**")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    owner.goes_to(f"/my/filing/{number}/application/").fills(
        contact_name="王会计",
        contact_phone="0632-3300000",
        performed_on=(record.determined_on + timedelta(days=7)).isoformat(),
        performance="罚款已缴清，超限车辆已停用。",
    ).presses("保存并继续")
    owner.goes_to(f"/my/filing/{number}/commitment/").fills(signed_by="陈样例").presses("签署承诺书")
    owner.goes_to(f"/my/filing/{number}/documents/")
    page.set_input_files(
        "[name=file]", files=[{"name": "缴款凭证.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    owner.presses("添加此材料")
    owner.goes_to(f"/my/filing/{number}/check/")
    assert owner.barriers() == []
    page.check("[name=declared]")
    owner.presses("确认声明并提交申请")
    page.wait_for_url("**/filed/")
    assert owner.sees(number)
    return number


def at_the_desk(officer: Visitor, number: str, act: str, **fields: str) -> None:
    """An act on its own page: fill what it asks, press its button, come back to the case."""
    page = officer.goes_to(f"/desk/cases/{number}/{act}").page
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        elif field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    assert officer.barriers() == []
    page.locator("main form .act-row button[type=submit]").click()
    page.wait_for_url(lambda url: urlsplit(url).path == f"/desk/cases/{number}/")


@pytest.mark.django_db(transaction=True)
def test_a_record_is_repaired_and_gone_from_the_register(street: Street) -> None:
    record = make_record(determined_on=today() - timedelta(days=150))
    measure = make_measure(record)
    make_holder(kind=HolderKind.OWN_REGISTER, name_zh="本公示系统")
    china = make_holder(kind=HolderKind.CREDIT_CHINA)
    owner_user = make_owner(record.subject)
    reviewer_user = make_officer(Role.REVIEWER, record.department)
    decider_user = make_officer(Role.DECIDER, record.department)
    keeper_user = make_officer(Role.REVIEWER, china.department)
    passer_by = street.visitor()
    register = f"/register/?q={record.subject.code}"
    assert passer_by.goes_to(register).sees(record.decision_number)

    owner = street.visitor().signs_in(owner_user.username, PASSWORD)
    number = files(owner, record)
    settle()

    reviewer = street.visitor().signs_in(reviewer_user.username, PASSWORD)
    assert reviewer.goes_to("/desk/?tab=team").sees(number)
    at_the_desk(reviewer, number, "accept/")
    settle()
    for way in ("commitment", "rectification"):
        at_the_desk(reviewer, number, f"check_step/?way={way}", finding="satisfied")
    at_the_desk(
        reviewer, number, "propose/", outcome="approve", reasons="义务已履行，材料齐全。", clause="第三章"
    )

    decider = street.visitor().signs_in(decider_user.username, PASSWORD)
    at_the_desk(decider, number, "approve/")
    settle()

    case = Case.objects.get(number=number)
    assert case.state == RepairState.CLOSED_REPAIRED
    assert not passer_by.goes_to(register).sees(record.decision_number)
    measure.refresh_from_db()
    assert measure.lifted_at is not None

    owner.goes_to(f"/my/cases/{number}/")
    assert owner.sees("准予信用修复")
    keeper = street.visitor().signs_in(keeper_user.username, PASSWORD)
    keeper.goes_to("/desk/releases/")
    assert keeper.sees(record.decision_number)
    keeper.page.locator("main a[href*='/desk/releases/']").first.click()
    keeper.page.locator("main form button[type=submit]").first.click()
    keeper.page.wait_for_load_state("networkidle")
    settle()
    assert Order.objects.get(record=record).state == OrderState.COMPLETED
    record.listing.refresh_from_db()
    assert record.listing.state == ListingState.ENDED
    assert owner.goes_to("/my/inbox/").sees(number)
