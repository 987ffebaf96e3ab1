from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from clocks.models import Deadline
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Refusal
from journal.verify import findings
from records import importer
from records.importer import Imported, import_file
from records.importing.storing import store
from records.models import CreditRecord, DeliveredFile, Department, Listing, Subject
from records.models.listing import ListingState
from records.services import listing as listings
from tests.factories.deliveries import HEADINGS, MARKET, company_code, delivered, penalty_row

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)
SAMPLE = Path(__file__).parents[2] / "demo" / "penalties-zaozhuang-demo.csv"
Deliver = Callable[..., Imported]


@pytest.fixture
def take_in(tmp_path: Path) -> Deliver:
    """Write rows to a file and take it in."""

    def run(*rows: dict[str, str], content: bytes = b"", at: datetime = AT, **how: Any) -> Imported:
        path = tmp_path / "penalties.csv"
        path.write_bytes(content or delivered(rows))
        return import_file(path, at=at, actor_ref="user:1", **how)

    return run


def counts(imported: Imported) -> tuple[int, int, int, int]:
    return imported.created, imported.unchanged, imported.updated, imported.rejected


def rejected(imported: Imported) -> tuple[int, str, str]:
    assert counts(imported)[3] == 1
    one = imported.first_rejects[0]
    return one.line, one.column, one.sentence


def test_the_demo_file_goes_in_whole_and_a_repeat_adds_nothing() -> None:
    late = datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)
    first = import_file(SAMPLE, at=late, actor_ref="user:1")
    assert (first.rows, *counts(first)) == (300, 300, 0, 0, 0)
    entries = Entry.objects.filter(stream__startswith="record:").count()
    again = import_file(SAMPLE, at=late, actor_ref="user:1")
    assert (again.rows, *counts(again)) == (300, 0, 300, 0, 0)
    assert Entry.objects.filter(stream__startswith="record:").count() == entries
    assert CreditRecord.objects.count() == Listing.objects.count() == 300
    market = CreditRecord.objects.filter(route="gsxt")
    assert market.count() == 39
    assert not market.filter(class_status="undecidable").exists()
    assert set(market.values_list("edition_key", flat=True)) == {"SAMR-3", "SAMR-107"}
    assert list(findings()) == []


def test_a_row_becomes_a_published_record_with_its_days_and_terms(take_in: Deliver) -> None:
    take_in(penalty_row())
    record = CreditRecord.objects.select_related("listing", "subject", "department").get()
    assert (record.class_name, record.edition_key) == ("general", "NDRC-36+zaozhuang")
    assert record.department.field == "transport"
    assert record.listing.state == ListingState.PUBLISHED
    assert record.listing.earliest_filing_on == date(2026, 8, 16)
    assert record.listing.lapses_on == date(2027, 5, 16)
    terms = {row.term: row.due_on for row in Deadline.objects.filter(owner_kind="record", owner_id=record.pk)}
    assert terms == {"minimum": date(2026, 8, 15), "maximum": date(2027, 5, 15)}
    verbs = list(Entry.objects.filter(stream=record.stream).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["record.imported", "listing.published"]


def test_market_regulation_records_are_judged_by_the_text_of_their_own_route(take_in: Deliver) -> None:
    take_in(penalty_row(处罚机关="枣庄市市场监督管理局", 处罚机关统一社会信用代码=MARKET))
    record = CreditRecord.objects.get()
    assert (record.route, record.edition_key, record.class_name) == ("gsxt", "SAMR-107", "general")
    assert record.listing.state == ListingState.PUBLISHED


def test_where_the_own_route_has_no_text_yet_no_other_one_judges(take_in: Deliver) -> None:
    imported = take_in(
        penalty_row(
            处罚机关="枣庄市市场监督管理局", 处罚机关统一社会信用代码=MARKET, 处罚决定日期="2021-08-31"
        )
    )
    record = CreditRecord.objects.get()
    assert (record.route, record.edition_key, record.class_status) == ("gsxt", "", "undecidable")
    assert record.listing.state == ListingState.UNPUBLISHED
    assert "not loaded" in record.undetermined_reason
    assert any(str(note.sentence) == record.why_undetermined for note in imported.notes)


def test_a_minor_record_is_kept_and_not_shown(take_in: Deliver) -> None:
    take_in(penalty_row(**{"处罚类别": "警告", "罚款金额（万元）": ""}))
    assert CreditRecord.objects.get().listing.state == ListingState.UNPUBLISHED


def test_a_record_past_its_longest_period_is_never_shown(take_in: Deliver) -> None:
    take_in(penalty_row(处罚决定日期="2019-08-01"))
    listing = CreditRecord.objects.get().listing
    assert listing.state == ListingState.EXPIRED
    assert not Entry.objects.filter(verb__in=["listing.published", "listing.ended"]).exists()
    assert not Deadline.objects.exists()


def test_the_earlier_end_wins_and_both_days_are_told(take_in: Deliver) -> None:
    imported = take_in(penalty_row(公示截止期="2026-12-31"))
    assert CreditRecord.objects.get().listing.lapses_on == date(2027, 1, 1)
    told = [str(note.sentence) for note in imported.notes]
    assert any("2026-12-31" in one and "2027-05-15" in one for one in told)


def test_an_individual_business_is_a_subject(take_in: Deliver) -> None:
    code = "92370406TYPN659D1F"
    take_in(penalty_row(**{"行政相对人类别": "个体工商户", "行政相对人代码_1(统一社会信用代码)": code}))
    assert Subject.objects.get().kind == "individual-business"


def test_an_unknown_department_is_entered_and_told(take_in: Deliver) -> None:
    imported = take_in(penalty_row())
    department = Department.objects.get(code=penalty_row()["处罚机关统一社会信用代码"])
    assert (department.name_zh, department.jurisdiction) == ("枣庄市交通运输局", "370400")
    assert imported.warnings == 2  # and the one that delivered


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_encoding_is_read(take_in: Deliver, encoding: str) -> None:
    imported = take_in(content=delivered([penalty_row()], encoding=encoding))
    assert imported.created == 1
    assert Subject.objects.get().name == "枣庄样例商贸001号有限公司"


def test_headings_are_found_in_any_order_width_and_spacing(take_in: Deliver) -> None:
    row = penalty_row()
    content = delivered([row], headings=reversed(HEADINGS)).decode()
    odd = content.replace("罚款金额（万元）", " 罚款金额 (万元)").replace("代码_1(", "代码＿１（")
    assert take_in(content=odd.encode()).created == 1
    assert take_in(row).unchanged == 1


def test_exchange_codes_are_known_as_headings(take_in: Deliver) -> None:
    content = delivered([penalty_row()]).decode().replace("处罚决定日期", "CF_JDRQ", 1)
    assert take_in(content=content.encode()).created == 1


def test_a_missing_heading_is_named(take_in: Deliver) -> None:
    with pytest.raises(Refusal, match="处罚决定日期"):
        take_in(content=delivered([penalty_row()], headings=[h for h in HEADINGS if h != "处罚决定日期"]))


def test_a_heading_that_stands_twice_is_named(take_in: Deliver) -> None:
    with pytest.raises(Refusal, match="备注"):
        take_in(content=delivered([penalty_row()], headings=[*HEADINGS, "备注"]))


def test_a_file_in_another_encoding_is_refused(take_in: Deliver) -> None:
    with pytest.raises(Refusal, match=r"penalties\.csv"):
        take_in(content=delivered([penalty_row()]).decode().encode("utf-16"))


def test_a_cell_with_line_breaks_is_one_row_and_lines_are_counted(take_in: Deliver) -> None:
    imported = take_in(
        penalty_row(违法事实="第一项\n第二项\n第三项"),
        penalty_row(处罚决定日期="soon"),
    )
    assert imported.created == 1
    assert rejected(imported)[:2] == (5, "处罚决定日期")


def test_an_open_quotation_mark_loses_its_own_line_only(take_in: Deliver) -> None:
    good, bad, last = (penalty_row(行政处罚决定书文号=f"枣交罚字〔2026〕{n}号") for n in range(3))
    lines = delivered([good, bad, last]).decode().splitlines(keepends=True)
    lines[2] = '"' + lines[2]
    imported = take_in(content="".join(lines).encode())
    assert imported.created == 2
    assert rejected(imported)[0] == 3


@pytest.mark.parametrize(
    ("heading", "value", "column"),
    [
        ("行政相对人代码_1(统一社会信用代码)", "91350100M000100Y44", "行政相对人代码_1(统一社会信用代码)"),
        ("行政相对人代码_1(统一社会信用代码)", "91350100M000100", "行政相对人代码_1(统一社会信用代码)"),
        ("行政相对人名称", "", "行政相对人名称"),
        ("行政相对人名称", "名" * 201, "行政相对人名称"),
        ("行政处罚决定书文号", "", "行政处罚决定书文号"),
        ("处罚决定日期", "2026/02/30", "处罚决定日期"),
        ("处罚决定日期", "2026-06-02", "处罚决定日期"),
        ("处罚决定日期", "", "处罚决定日期"),
        ("公示截止期", "2026-05-14", "公示截止期"),
        ("罚款金额（万元）", "about 5", "罚款金额（万元）"),
        ("罚款金额（万元）", "-1", "罚款金额（万元）"),
        ("罚款金额（万元）", "NaN", "罚款金额（万元）"),
        ("处罚机关统一社会信用代码", "11370400D10267GK8M", "处罚机关统一社会信用代码"),
        ("处罚机关", "", "处罚机关"),
        ("行政相对人类别", "自然人", "行政相对人类别"),
        ("行政相对人类别", "外星人", "行政相对人类别"),
        ("违法事实", "a\x00b", "违法事实"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_of_its_row_goes_in(
    take_in: Deliver, heading: str, value: str, column: str
) -> None:
    imported = take_in(penalty_row(**{heading: value}), penalty_row())
    line, at_fault, sentence = rejected(imported)
    assert (line, at_fault) == (2, column)
    assert sentence
    assert imported.created == CreditRecord.objects.count() == 1


def test_a_natural_person_without_category_is_refused_by_name(take_in: Deliver) -> None:
    imported = take_in(
        penalty_row(
            **{
                "行政相对人类别": "",
                "行政相对人代码_1(统一社会信用代码)": "",
                "证件号码": "370400190001010000",
            }
        )
    )
    assert rejected(imported)[1] == "行政相对人类别"


def test_every_fault_of_a_row_is_named_at_once(take_in: Deliver) -> None:
    imported = take_in(penalty_row(**{"处罚决定日期": "x", "罚款金额（万元）": "y"}))
    assert rejected(imported)[1] == "处罚决定日期；罚款金额（万元）"


def test_the_same_decision_twice_in_a_file_is_rejected_with_the_first_line(take_in: Deliver) -> None:
    row = penalty_row()
    variant = row | {"行政处罚决定书文号": "枣交罚字[2026] 0001号", "罚款金额（万元）": "6"}
    imported = take_in(row, variant)
    line, _column, sentence = rejected(imported)
    assert line == 3
    assert "2" in sentence


def test_the_rejects_file_has_line_column_reason_and_the_row(take_in: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "rejects.csv"
    bad = penalty_row(**{"罚款金额（万元）": "five"})
    take_in(penalty_row(), bad, rejects=out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1
    assert (rows[0]["line"], rows[0]["column"]) == ("3", "罚款金额（万元）")
    assert rows[0]["reason"]
    assert {heading: rows[0][heading] for heading in HEADINGS} == bad


def test_a_changed_row_updates_and_journals_old_and_new_but_keeps_the_class(take_in: Deliver) -> None:
    row = penalty_row()
    take_in(row)
    imported = take_in(row | {"罚款金额（万元）": "120", "行政相对人名称": "枣庄样例新名有限公司"})
    assert counts(imported) == (0, 0, 1, 0)
    record = CreditRecord.objects.select_related("subject").get()
    assert (record.fine, record.class_name) == (Decimal(120), "general")
    assert record.subject.name == "枣庄样例新名有限公司"
    changed = Entry.objects.get(verb="record.updated").payload["changed"]
    assert changed["fine"] == ["5.000000", "120"]
    assert any("class" in str(note.sentence) or "类别" in str(note.sentence) for note in imported.notes)
    assert take_in(row | {"罚款金额（万元）": "120", "行政相对人名称": "枣庄样例新名有限公司"}).unchanged == 1


def test_a_date_written_another_way_says_nothing_new(take_in: Deliver) -> None:
    row = penalty_row()
    take_in(row)
    same = row | {"处罚决定日期": "2026年5月15日", "罚款金额（万元）": "5.00"}
    assert counts(take_in(same)) == (0, 1, 0, 0)


def test_a_repaired_record_that_returns_is_stopped_and_told(take_in: Deliver) -> None:
    row = penalty_row()
    take_in(row)
    record = CreditRecord.objects.get()
    listings.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:2")
    imported = take_in(row | {"罚款金额（万元）": "6"})
    assert counts(imported) == (0, 1, 0, 0)
    assert imported.warnings == 1
    record.refresh_from_db()
    assert record.fine == 5
    assert record.listing.state == ListingState.ENDED
    assert Entry.objects.filter(verb="record.returned", stream=record.stream).count() == 1


def test_a_dry_run_checks_all_and_stores_nothing(take_in: Deliver) -> None:
    imported = take_in(penalty_row(), penalty_row(处罚决定日期="x"), dry_run=True)
    assert counts(imported) == (1, 0, 0, 1)
    assert not CreditRecord.objects.exists()
    assert not DeliveredFile.objects.exists()
    assert not Entry.objects.exists()


def test_a_killed_import_goes_on_where_it_was(take_in: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [penalty_row() for _ in range(6)]
    rows[1]["处罚决定日期"] = "x"
    calls = iter(range(10))

    def killed_at_third(*given: Any) -> object:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return store(*given)

    monkeypatch.setattr(importer, "store", killed_at_third)
    with pytest.raises(KeyboardInterrupt):
        take_in(*rows, chunk=2)
    assert CreditRecord.objects.count() == 3
    assert DeliveredFile.objects.get().rows_done == 4
    monkeypatch.setattr(importer, "store", store)
    assert counts(take_in(*rows, chunk=2)) == (2, 3, 0, 1)
    assert CreditRecord.objects.count() == 5
    assert DeliveredFile.objects.get().finished_at is not None


def test_a_chunk_that_met_another_delivery_is_taken_in_again(
    take_in: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter([IntegrityError("somebody was first")])

    def first_refused(*given: Any) -> object:
        for refusal in refusals:
            raise refusal
        return store(*given)

    monkeypatch.setattr(importer, "store", first_refused)
    assert counts(take_in(penalty_row())) == (1, 0, 0, 0)


def test_a_market_regulation_bureau_is_known_by_its_name_too(take_in: Deliver) -> None:
    Department.objects.create(
        code=MARKET,
        name_zh="枣庄市市场监督管理局",
        field="",
        jurisdiction="370400",
        valid_from=date(2019, 1, 1),
    )
    take_in(penalty_row(处罚机关="枣庄市市场监督管理局", 处罚机关统一社会信用代码=MARKET))
    assert CreditRecord.objects.get().route == "gsxt"


def test_codes_are_read_in_small_letters_and_full_width(take_in: Deliver) -> None:
    code = company_code()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code.lower())
    assert take_in(penalty_row(**{"行政相对人代码_1(统一社会信用代码)": wide})).created == 1
    assert Subject.objects.get().code == code


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(Refusal, match=r"empty\.csv"):
        import_file(path, at=AT, actor_ref="user:1")
