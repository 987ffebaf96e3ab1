"""One repair from the planner to the register, by hand, in Chinese: an owner, two officers, a holder, a passer-by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.roles import Role
from delisting import services as delisting
from delisting.selectors import ledger
from journal.now import SHANGHAI
from journal.verify import findings
from records.models import CreditRecord, Department
from records.models.holder import HolderKind
from tests.browser.conftest import Street
from tests.browser.visitor import Visitor
from tests.conftest import Clock
from tests.factories.people import PASSWORD, make_officer, make_owner
from tests.factories.records import make_holder, make_record
from workflows.alignment import drifts

EVIDENCE = Path(__file__).resolve().parent.parent.parent / "demo" / "evidence" / "payment.pdf"


class Afternoon:
    """The story's hours: after each act the worker does its part, and a quarter of an hour goes by."""

    def __init__(self, clock: Clock, deliver: Callable[[datetime], int]) -> None:
        self._clock = clock
        self._deliver = deliver

    def passes(self) -> None:
        self._deliver(self._clock.at)
        delisting.move_due(at=self._clock.at)
        self._deliver(self._clock.at)
        self._clock.ahead(timedelta(minutes=15))


@pytest.fixture
def afternoon(street: Street, clock: Clock, deliver: Callable[[datetime], int]) -> Afternoon:
    clock.stand_at(datetime(2026, 9, 1, 9, tzinfo=SHANGHAI))
    return Afternoon(clock, deliver)


def named(user: User, username: str) -> User:
    User.objects.filter(pk=user.pk).update(username=username, password=make_password(PASSWORD))
    return user


def signed_in(street: Street, username: str) -> Visitor:
    return street.visitor().signs_in(username, PASSWORD)


def cast(record: CreditRecord, keepers_department: Department) -> None:
    named(make_owner(record.subject), "owner")
    named(make_officer(Role.REVIEWER, record.department), "reviewer")
    named(make_officer(Role.DECIDER, record.department), "decider")
    named(make_officer(Role.REVIEWER, keepers_department), "keeper")


def files(owner: Visitor, record: CreditRecord) -> str:
    """The owner's part, from the list of records to the confirmation; returns the case's number."""
    owner.goes_to("/my/").presses(f"申请修复此记录 {record.decision_number}")
    owner.presses("信用修复申请表")
    owner.fills(contact_name="张某某", contact_phone="0632-3300100").presses("保存并继续")
    owner.presses("信用整改：义务履行情况")
    owner.fills(performed_on="2026-05-25", performance="罚款已全额缴清，违法行为已纠正。").presses(
        "保存并继续"
    )
    owner.presses("信用修复承诺书").fills(signed_by="张某某").presses("签署承诺书")
    owner.presses("证明材料")
    owner.page.set_input_files("[name=file]", EVIDENCE)
    owner.fills(title="非税收入缴款凭证").presses("添加此材料")
    assert owner.sees("非税收入缴款凭证")
    number = owner.page.url.split("/filing/")[1].split("/")[0]
    owner.goes_to(f"/my/filing/{number}/check/")
    owner.page.locator("main input[type=checkbox]").check()
    owner.presses("确认声明并提交申请")
    assert number in owner.page.inner_text("main")
    return number


def looks(passer_by: Visitor, record: CreditRecord) -> str:
    """Anybody plans and looks the record up; returns the address of its entry."""
    code = record.subject.code
    passer_by.goes_to("/plan/").fills(code=code).presses("查看日期和材料")
    assert passer_by.sees(record.decision_number)
    assert passer_by.sees("2026年8月16日")
    passer_by.goes_to(f"/register/?q={code}")
    assert passer_by.sees(record.decision_number)
    passer_by.page.locator("main a[href*='/register/']").first.click()
    return passer_by.page.url


def examines(reviewer: Visitor, number: str, afternoon: Afternoon) -> None:
    """The first officer's part: takes the case on, accepts, checks, proposes, and cannot countersign."""
    case = f"/desk/cases/{number}/"
    reviewer.goes_to("/desk/").presses(f"认领 {number}")
    reviewer.goes_to(case).presses("受理").presses("受理")
    afternoon.passes()
    for way in ("commitment", "rectification"):
        reviewer.goes_to(f"{case}check_step/?way={way}")
        reviewer.page.check("[name=finding][value=satisfied]")
        reviewer.presses("逐项核验")
    reviewer.goes_to(case).presses("提出拟办意见")
    reviewer.page.check("[name=outcome][value=approve]")
    reviewer.fills(reasons="义务已全部履行，整改到位，符合修复条件。", clause="第三章").presses(
        "提出拟办意见"
    )
    afternoon.passes()
    refused = reviewer.page.goto(f"{case}approve/")
    assert refused is not None
    assert refused.status == 403


def countersigns(decider: Visitor, number: str) -> None:
    decider.goes_to(f"/desk/cases/{number}/approve/")
    decider.page.locator("main form button[type=submit]").first.click()


def confirms(keeper: Visitor) -> None:
    """The officer of a holder answers that the copy is gone."""
    keeper.goes_to("/desk/releases/")
    keeper.page.locator("main a[href*='/desk/releases/']").last.click()
    keeper.page.locator("main form textarea, main form input[type=text]").first.fill("已移除")
    keeper.page.locator("main form button[type=submit]").first.click()


def has_letters(owner: Visitor, number: str) -> bool:
    owner.goes_to(f"/my/cases/{number}/")
    letters = owner.page.locator("main a[href*='/my/letters/']")
    pdf = owner.page.request.get(str(letters.first.get_attribute("href")))
    return letters.count() >= 3 and pdf.body().startswith(b"%PDF-")


def test_from_the_planner_to_the_register_without_the_record(street: Street, afternoon: Afternoon) -> None:
    record = make_record()
    make_holder(kind=HolderKind.OWN_REGISTER)
    cast(record, make_holder(kind=HolderKind.CREDIT_CHINA).department)

    passer_by = street.visitor()
    entry = looks(passer_by, record)
    owner = signed_in(street, "owner")
    number = files(owner, record)
    afternoon.passes()
    examines(signed_in(street, "reviewer"), number, afternoon)
    countersigns(signed_in(street, "decider"), number)
    afternoon.passes()

    assert not passer_by.goes_to(f"/register/?q={record.subject.code}").sees(record.decision_number)
    gone = passer_by.page.goto(entry)
    assert gone is not None
    assert gone.status == 410

    confirms(signed_in(street, "keeper"))
    afternoon.passes()
    afternoon.passes()
    told = ledger(record.pk)
    assert told is not None
    assert (told.total, told.confirmed, told.state) == (2, 2, "COMPLETED")
    assert has_letters(owner, number)
    assert owner.sees("准予")
    assert owner.barriers() == []
    assert list(findings()) == []
    assert list(drifts()) == []
