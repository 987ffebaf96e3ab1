"""Kinds and routes: lists with their own text, one decision on two routes, the court list that forwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.actors import Actor
from cases.models import Case
from cases.services.drafting import draft
from cases.services.planner import plan_record
from cases.states import RepairState
from delisting.models import Order
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Crossed, Refusal
from records.importer import Imported, import_file
from records.models import CreditRecord, Listing
from records.models.holder import HolderKind
from records.models.listing import ListingState
from records.selectors import holders_of
from records.services import listing as listings
from records.services.links import link_spot_check
from tests.conftest import Deliver
from tests.factories.deliveries import HEADINGS, MARKET, TRANSPORT, delivered, penalty_row
from tests.factories.records import make_department, make_holder, make_record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)
TakeIn = Callable[..., Imported]


@pytest.fixture
def take_in(tmp_path: Path) -> TakeIn:
    """Write rows to a file and take it in."""

    def run(*rows: dict[str, str], content: bytes = b"", **how: Any) -> Imported:
        path = tmp_path / "delivered.csv"
        path.write_bytes(content or delivered(rows))
        return import_file(path, at=AT, actor_ref="user:1", **how)

    return run


def market_row(**changes: str) -> dict[str, str]:
    return (
        penalty_row(
            处罚机关="枣庄市市场监督管理局",
            处罚机关统一社会信用代码=MARKET,
            行政处罚决定书文号="枣市监处罚〔2026〕7号",
        )
        | changes
    )


def both(take_in: TakeIn) -> tuple[CreditRecord, CreditRecord]:
    """The same decision from the publicity system and, in another spelling, from Credit China."""
    row = market_row()
    take_in(row)
    take_in(row | {"行政处罚决定书文号": "枣市监处罚[2026] 7号"}, delivered_from="credit-china")
    return CreditRecord.objects.get(site=""), CreditRecord.objects.get(site="credit-china")


def test_the_same_decision_on_two_routes_is_linked_and_the_competent_one_leads(take_in: TakeIn) -> None:
    leading, copy = both(take_in)
    assert (leading.route, leading.edition_key, leading.follows_id) == ("gsxt", "SAMR-107", None)
    assert (copy.route, copy.follows_id) == ("credit-china", leading.pk)
    assert copy.edition_key.startswith("NDRC-36")
    assert leading.listing.earliest_filing_on == date(2026, 8, 16)
    assert copy.listing.earliest_filing_on is None
    assert Entry.objects.get(verb="record.linked").payload == {
        "record_id": copy.pk,
        "follows": leading.pk,
    }


def test_a_copy_that_came_first_is_linked_when_the_decision_arrives(take_in: TakeIn) -> None:
    row = market_row()
    take_in(row, delivered_from="credit-china")
    assert CreditRecord.objects.get().follows_id is None
    take_in(row)
    leading = CreditRecord.objects.get(site="")
    assert CreditRecord.objects.get(site="credit-china").follows_id == leading.pk


def test_a_second_delivery_of_either_side_adds_nothing(take_in: TakeIn) -> None:
    row = market_row()
    for _ in range(2):
        take_in(row)
        take_in(row, delivered_from="credit-china")
    assert CreditRecord.objects.count() == 2


def test_a_delivery_from_the_competent_site_is_no_copy(take_in: TakeIn) -> None:
    row = market_row()
    take_in(row, delivered_from="gsxt")
    assert take_in(row).unchanged == 1
    assert CreditRecord.objects.get().site == ""


def test_another_day_or_company_is_another_decision(take_in: TakeIn) -> None:
    row = market_row()
    take_in(row)
    take_in(row | {"处罚决定日期": "2026-05-16"}, delivered_from="credit-china")
    assert not CreditRecord.objects.filter(follows__isnull=False).exists()


def test_filing_on_the_copy_is_refused_with_where_to_file(take_in: TakeIn) -> None:
    leading, copy = both(take_in)
    subject = Actor(ref="user:5", user_id=5, subjects=frozenset({copy.subject_id}))
    at = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
    with pytest.raises(Refusal) as refused:
        draft(record_id=copy.pk, actor=subject, at=at)
    assert refused.value.code == "decided-elsewhere"
    assert "市场监督管理局" in str(refused.value)
    assert draft(record_id=leading.pk, actor=subject, at=at).edition_key == "SAMR-107"


def test_the_planner_says_where_the_copy_is_decided(take_in: TakeIn) -> None:
    _leading, copy = both(take_in)
    plan = plan_record(copy, on=date(2026, 9, 1))
    assert not plan.repairable
    assert any("枣庄市市场监督管理局" in reason for reason in plan.reasons)


def test_the_end_of_the_deciding_record_ends_the_copy(take_in: TakeIn, deliver: Deliver) -> None:
    leading, copy = both(take_in)
    listings.end(record_id=leading.pk, cause="repaired", case_id=None, at=AT, actor_ref="user:2")
    deliver(AT)
    copy.listing.refresh_from_db()
    assert (copy.listing.state, copy.listing.end_cause) == (ListingState.ENDED, "repaired")
    orders = {order.record_id: order.edition_key for order in Order.objects.all()}
    assert orders == {leading.pk: leading.edition_key, copy.pk: copy.edition_key}


def test_the_end_of_the_copy_leaves_the_deciding_record(take_in: TakeIn, deliver: Deliver) -> None:
    leading, copy = both(take_in)
    listings.end(record_id=copy.pk, cause="longest-period", at=AT, actor_ref="user:2")
    deliver(AT)
    leading.listing.refresh_from_db()
    assert leading.listing.state == ListingState.PUBLISHED


def test_a_copy_that_comes_after_the_repair_ends_at_once(take_in: TakeIn, deliver: Deliver) -> None:
    row = market_row()
    take_in(row)
    leading = CreditRecord.objects.get()
    listings.end(record_id=leading.pk, cause="repaired", at=AT, actor_ref="user:2")
    take_in(row, delivered_from="credit-china")
    deliver(AT)
    copy = CreditRecord.objects.get(site="credit-china")
    assert copy.listing.state == ListingState.ENDED


def test_a_draft_on_a_record_that_turns_out_to_be_a_copy_ends(take_in: TakeIn, deliver: Deliver) -> None:
    row = market_row()
    take_in(row, delivered_from="credit-china")
    copy = CreditRecord.objects.get()
    # before the authority's field was known the copy looked like a record of its own
    CreditRecord.objects.filter(pk=copy.pk).update(site="")
    Listing.objects.filter(record=copy).update(earliest_filing_on=date(2026, 8, 16))
    subject = Actor(ref="user:5", user_id=5, subjects=frozenset({copy.subject_id}))
    case = draft(record_id=copy.pk, actor=subject, at=datetime(2026, 9, 1, 10, tzinfo=SHANGHAI))
    CreditRecord.objects.filter(pk=copy.pk).update(site="credit-china")
    take_in(row)
    deliver(AT)
    assert Case.objects.get(pk=case.pk).state == RepairState.DISCARDED


def listing_file(**changes: str) -> bytes:
    """A file of list entries: its own headings, no kind of penalty."""
    heads = {
        "行政处罚决定书文号": "列入决定书文号",
        "处罚决定日期": "列入日期",
        "处罚机关": "列入机关",
        "处罚机关统一社会信用代码": "列入机关代码",
        "违法行为类型": "列入事由",
    }
    row = market_row(**changes)
    wanted = [head for head in HEADINGS if head not in {"处罚类别", "处罚内容", "罚款金额（万元）"}]
    text = delivered([row], headings=wanted).decode()
    first, rest = text.split("\n", 1)
    cells = [heads.get(cell, cell) for cell in first.rstrip("\r").split(",")]
    return ("\n".join((",".join(cells), rest))).encode()


@pytest.mark.parametrize(
    ("kind", "judged", "first", "last"),
    [
        ("serious-list", ("SAMR-107/serious-list", "serious"), date(2027, 5, 16), date(2029, 5, 15)),
        ("abnormal-list", ("SAMR-107/abnormal-list", "abnormal"), date(2026, 5, 15), None),
        ("spot-check", ("SAMR-107/spot-check", "general"), date(2026, 8, 16), date(2027, 5, 15)),
    ],
)
def test_entries_of_a_list_have_their_own_text_and_days(
    take_in: TakeIn, kind: str, judged: tuple[str, str], first: date, last: date | None
) -> None:
    assert take_in(content=listing_file(公示截止期=""), kind=kind).created == 1
    record = CreditRecord.objects.get()
    assert (record.kind, record.edition_key, record.class_name) == (kind, *judged)
    assert (record.listing.earliest_filing_on, record.listing.ends_on) == (first, last)
    assert record.listing.state == ListingState.PUBLISHED


def test_a_listing_and_a_penalty_of_one_decision_are_two_records(take_in: TakeIn) -> None:
    row = market_row()
    take_in(row)
    code = row["行政相对人代码_1(统一社会信用代码)"]
    take_in(
        content=listing_file(**{"行政相对人代码_1(统一社会信用代码)": code}),
        kind="serious-list",
    )
    assert set(CreditRecord.objects.values_list("kind", "follows")) == {
        ("penalty", None),
        ("serious-list", None),
    }


def test_a_list_of_focused_attention_goes_with_its_authoritys_route(take_in: TakeIn) -> None:
    take_in(
        content=listing_file(处罚机关="枣庄市交通运输局", 处罚机关统一社会信用代码=TRANSPORT),
        kind="focus-list",
    )
    record = CreditRecord.objects.get()
    assert (record.route, record.edition_key) == ("credit-china", "NDRC-36/focus-list+zaozhuang")
    assert record.class_status == "provisional"


def test_the_court_list_is_only_shown_and_the_planner_names_the_court() -> None:
    court = make_department(name_zh="枣庄市中级人民法院", field="other")
    record = make_record(
        department=court, kind="court-list", route="court", edition_key="SPC-LIST", class_name="general"
    )
    CreditRecord.objects.filter(pk=record.pk).update(class_name="two-years")
    record.refresh_from_db()
    plan = plan_record(record, on=date(2026, 9, 1))
    assert (plan.repairable, plan.owed, plan.decision_due_on) == (False, (), None)
    told = " ".join(plan.reasons)
    assert "枣庄市中级人民法院" in told
    assert "3" in told
    assert "15" in told


def spot_check(take_in: TakeIn) -> tuple[CreditRecord, CreditRecord]:
    row = market_row()
    take_in(row)
    code = row["行政相对人代码_1(统一社会信用代码)"]
    take_in(
        content=listing_file(
            **{"行政相对人代码_1(统一社会信用代码)": code, "行政处罚决定书文号": "枣市监抽查〔2026〕1号"}
        ),
        kind="spot-check",
    )
    return CreditRecord.objects.get(kind="penalty"), CreditRecord.objects.get(kind="spot-check")


def test_a_spot_check_ends_with_its_penalty(take_in: TakeIn, deliver: Deliver) -> None:
    penalty, check = spot_check(take_in)
    link_spot_check(record_id=check.pk, leading_id=penalty.pk, at=AT, actor_ref="user:1")
    listings.end(record_id=penalty.pk, cause="repaired", at=AT, actor_ref="user:2")
    deliver(AT)
    check.listing.refresh_from_db()
    assert check.listing.state == ListingState.ENDED


def test_a_spot_check_is_linked_once(take_in: TakeIn) -> None:
    penalty, check = spot_check(take_in)
    link_spot_check(record_id=check.pk, leading_id=penalty.pk, at=AT, actor_ref="user:1")
    with pytest.raises(Crossed):
        link_spot_check(record_id=check.pk, leading_id=penalty.pk, at=AT, actor_ref="user:1")


def test_a_penalty_ends_with_no_other_record(take_in: TakeIn) -> None:
    penalty, check = spot_check(take_in)
    with pytest.raises(Refusal) as refused:
        link_spot_check(record_id=penalty.pk, leading_id=check.pk, at=AT, actor_ref="user:1")
    assert refused.value.code == "no-such-link"


def test_a_spot_check_of_another_company_is_not_linked(take_in: TakeIn) -> None:
    _penalty, check = spot_check(take_in)
    other = make_record()
    with pytest.raises(Refusal) as refused:
        link_spot_check(record_id=check.pk, leading_id=other.pk, at=AT, actor_ref="user:1")
    assert refused.value.code == "other-subject"


def test_the_publicity_system_holds_copies_of_its_own_route_only(take_in: TakeIn) -> None:
    system = make_holder(kind=HolderKind.GSXT, name_zh="国家企业信用信息公示系统")
    leading, copy = both(take_in)
    assert holders_of(leading) == [system]
    assert holders_of(copy) == []
