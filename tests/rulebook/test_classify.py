from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.classify import (
    AMOUNT_MISSING,
    FIELD_MISSING,
    OUT_OF_SCOPE,
    Classified,
    classify,
    procedure_of,
    split_kinds,
)
from rulebook.edition import Edition, Mark
from rulebook.fields import FIELDS, field_of
from rulebook.in_force import shipped_editions
from rulebook.when import KINDS, PenaltyFacts

PLAIN = PenaltyFacts(
    record_kind="penalty",
    procedure="",
    kinds=(),
    fine=None,
    confiscated=None,
    basis="《道路运输条例》第六十三条",
    authority_field="transport",
    act="未取得道路运输经营许可从事货运",
    subject_kind="legal-person",
    remark="",
)


def edition(key: str) -> Edition:
    return shipped_editions().by_key(key)


def facts(
    kinds: str,
    *,
    fine: str | None = None,
    confiscated: str | None = None,
    remark: str = "",
    field: str = "transport",
    basis: str = PLAIN.basis,
    act: str = PLAIN.act,
) -> PenaltyFacts:
    return replace(
        PLAIN,
        kinds=split_kinds(kinds),
        fine=None if fine is None else Decimal(fine),
        confiscated=None if confiscated is None else Decimal(confiscated),
        remark=remark,
        authority_field=field,
        basis=basis,
        act=act,
    )


def short(found: Classified) -> tuple[str | None, str, tuple[str, ...]]:
    return (found.class_, found.status, found.candidates)


def decided(class_: str) -> tuple[str, str, tuple[str, ...]]:
    return (class_, "decided", (class_,))


def open_(class_: str, *candidates: str) -> tuple[str, str, tuple[str, ...]]:
    return (class_, "provisional", candidates)


UNDECIDABLE = (None, "undecidable", ())
FOOD = {"field": "market-regulation", "basis": "《中华人民共和国食品安全法》第一百二十四条"}
FIRE = {"field": "fire", "basis": "《中华人民共和国消防法》第六十条"}
SAFETY = {"field": "emergency-management", "basis": "《中华人民共和国安全生产法》第一百零一条"}

# The table of the law notes, row by row: what NDRC-527, NDRC-58 and NDRC-36 make of the same record.
TABLE = [
    (facts("警告"), decided("general"), decided("unpublished"), decided("minor")),
    (facts("通报批评"), decided("general"), decided("unpublished"), decided("minor")),
    (
        facts("罚款", fine="0.2", remark="简易程序"),
        open_("general", "unpublished", "general"),
        decided("not-collected"),
        decided("minor"),
    ),
    (facts("罚款", fine="0.31", remark="简易程序"), UNDECIDABLE, UNDECIDABLE, UNDECIDABLE),
    (facts("暂扣许可证件", remark="简易程序"), UNDECIDABLE, UNDECIDABLE, UNDECIDABLE),
    (facts("警告;责令停产停业", remark="简易程序"), UNDECIDABLE, UNDECIDABLE, UNDECIDABLE),
    (
        facts("罚款", fine="5"),
        open_("general", "general", "serious"),
        decided("ordinary"),
        open_("general", "minor", "general", "serious"),
    ),
    (
        facts("罚款", fine="5", **FOOD),
        open_("general", "general", "serious"),
        decided("long"),
        open_("general", "minor", "general", "serious"),
    ),
    (
        facts("罚款", fine="10", **SAFETY),
        open_("general", "general", "serious"),
        decided("long"),
        open_("general", "minor", "general", "serious"),
    ),
    (
        facts("罚款", fine="9.99", **FIRE),
        open_("general", "general", "serious"),
        open_("ordinary", "ordinary", "long"),
        open_("general", "minor", "general", "serious"),
    ),
    (
        facts("罚款;没收违法所得、没收非法财物", fine="5", confiscated="3.6"),
        open_("general", "general", "serious"),
        decided("ordinary"),
        open_("general", "general", "serious"),
    ),
    (
        facts("罚款;没收违法所得、没收非法财物", fine="5", confiscated="15", **SAFETY),
        open_("general", "general", "serious"),
        decided("long"),
        open_("general", "general", "serious"),
    ),
    (
        facts("暂扣许可证件"),
        open_("serious", "general", "serious"),
        decided("ordinary"),
        open_("serious", "general", "serious"),
    ),
    (
        facts("警告;罚款;暂扣许可证件", fine="2"),
        open_("serious", "general", "serious"),
        decided("ordinary"),
        open_("serious", "general", "serious"),
    ),
    (
        facts("暂扣许可证件", **FIRE),
        open_("serious", "general", "serious"),
        decided("long"),
        open_("serious", "general", "serious"),
    ),
    (
        facts("责令停产停业"),
        open_("serious", "serious", "specific-serious"),
        decided("ordinary"),
        open_("serious", "general", "serious"),
    ),
    (
        facts("责令停产停业", **FIRE),
        decided("specific-serious"),
        decided("long"),
        open_("serious", "general", "serious"),
    ),
    *[
        (
            facts(kind),
            open_("serious", "serious", "specific-serious"),
            decided("ordinary"),
            decided("serious"),
        )
        for kind in ("吊销许可证件", "责令关闭", "限制从业")
    ],
    *[
        (facts(kind, **SAFETY), decided("specific-serious"), decided("long"), decided("serious"))
        for kind in ("吊销许可证件", "责令关闭", "限制从业")
    ],
    (
        facts("降低资质等级"),
        open_("serious", "general", "serious"),
        decided("ordinary"),
        open_("serious", "general", "serious"),
    ),
    (facts("行政拘留"), UNDECIDABLE, UNDECIDABLE, UNDECIDABLE),
    (facts("其他"), UNDECIDABLE, UNDECIDABLE, UNDECIDABLE),
    (facts("罚款;其他", fine="1"), UNDECIDABLE, UNDECIDABLE, UNDECIDABLE),
    (facts(""), UNDECIDABLE, UNDECIDABLE, UNDECIDABLE),
]


@pytest.mark.parametrize(("record", "by_527", "by_58", "by_36"), TABLE)
def test_every_row_of_the_table(record: PenaltyFacts, by_527: object, by_58: object, by_36: object) -> None:
    assert short(classify(record, edition("NDRC-527"))) == by_527
    assert short(classify(record, edition("NDRC-58"))) == by_58
    assert short(classify(record, edition("NDRC-36"))) == by_36


def test_the_explanation_names_rule_article_and_mark() -> None:
    found = classify(facts("罚款;没收违法所得", fine="5"), edition("NDRC-36"))
    assert [hit.rule_id for hit in found.hits] == ["confiscation", "larger-fine"]
    assert found.hits[0].mark is Mark.S
    assert found.hits[0].article == "ch. 2"
    assert found.also_confirms_by == "determining-unit"
    assert "threshold" in found.reason


def test_a_decided_class_needs_nobody() -> None:
    found = classify(facts("吊销许可证件"), edition("NDRC-36"))
    assert (found.reason, found.also_confirms_by) == ("", "")


def test_a_contradiction_says_what_is_wrong() -> None:
    found = classify(facts("罚款", fine="1", remark="简易程序"), edition("NDRC-36"))
    assert found.reason == "A simple procedure fines an organisation at most 3,000 yuan."
    assert found.hits[0].rule_id == "simple-above-limit"


def test_a_listing_on_the_serious_list_is_serious() -> None:
    listing = replace(PLAIN, record_kind="serious-list")
    assert short(classify(listing, edition("NDRC-36"))) == decided("serious")


def test_an_abnormal_listing_gets_the_residual_class_provisionally() -> None:
    listing = replace(PLAIN, record_kind="abnormal-list")
    assert short(classify(listing, edition("NDRC-36"))) == open_("general", "minor", "general", "serious")


def test_a_record_outside_the_text_is_not_judged_by_it() -> None:
    found = classify(replace(PLAIN, record_kind="serious-list"), edition("NDRC-527"))
    assert short(found) == UNDECIDABLE
    assert found.reason == OUT_OF_SCOPE


def test_counterfeits_halted_are_specific_serious_under_527() -> None:
    halted = facts("责令停产停业", field="agriculture", act="经营假劣农药")
    assert short(classify(halted, edition("NDRC-527"))) == decided("specific-serious")


ZAOZHUANG_36 = "NDRC-36+zaozhuang"


@pytest.mark.parametrize(
    ("fine", "class_"), [("0.49", "minor"), ("0.5", "general"), ("9.99", "general"), ("10", "serious")]
)
def test_a_field_standard_decides_by_its_thresholds(fine: str, class_: str) -> None:
    found = classify(facts("罚款", fine=fine), edition(ZAOZHUANG_36))
    assert short(found) == decided(class_)
    assert {hit.mark for hit in found.hits} == {Mark.K}


def test_another_fields_standard_does_not_speak() -> None:
    assert classify(facts("罚款", fine="1", field="other"), edition(ZAOZHUANG_36)).status == "provisional"


@pytest.mark.parametrize(("fine", "class_"), [("4.99", "ordinary"), ("5", "long")])
def test_the_fire_standard_decides_below_100_000_yuan(fine: str, class_: str) -> None:
    assert short(classify(facts("罚款", fine=fine, **FIRE), edition("NDRC-58+zaozhuang"))) == decided(class_)


def test_a_missing_amount_opens_every_class_it_could_give() -> None:
    found = classify(facts("罚款"), edition(ZAOZHUANG_36))
    assert short(found) == open_("general", "minor", "general", "serious")
    assert found.reason == AMOUNT_MISSING


def test_a_missing_amount_is_never_taken_for_a_small_one() -> None:
    found = classify(facts("罚款", **SAFETY), edition("NDRC-58"))
    assert short(found) == open_("ordinary", "ordinary", "long")


def test_an_unknown_field_excludes_no_rule_for_named_fields() -> None:
    found = classify(facts("责令停产停业", field=""), edition("NDRC-58"))
    assert short(found) == open_("ordinary", "ordinary", "long")
    assert found.reason == FIELD_MISSING


def test_a_missing_fact_that_opens_nothing_leaves_the_class_decided() -> None:
    found = classify(facts("吊销许可证件;罚款"), edition(ZAOZHUANG_36))
    assert short(found) == decided("serious")


def test_kinds_are_split_at_every_mark() -> None:
    assert split_kinds("罚款; 没收违法所得、没收非法财物；警告，罚款") == (
        "罚款",
        "没收违法所得",
        "没收非法财物",
        "警告",
    )
    assert split_kinds(" ;") == ()


def test_the_procedure_is_read_from_the_remark() -> None:
    assert procedure_of("当场处罚，简易程序") == "simple"
    assert procedure_of("") == ""


def test_a_stated_procedure_stands_before_the_remark() -> None:
    stated = replace(facts("罚款", fine="0.2", remark="非简易程序"), procedure="ordinary")
    assert "simple-procedure" not in [hit.rule_id for hit in classify(stated, edition("NDRC-36")).hits]


@pytest.mark.parametrize(
    ("authority", "field"),
    [
        ("枣庄市应急管理局", "emergency-management"),
        ("枣庄市消防救援支队", "fire"),
        ("枣庄市市场监督管理局", "market-regulation"),
        ("枣庄市住房和城乡建设局", "housing"),
        ("枣庄市农业农村局", "agriculture"),
        ("枣庄市卫生健康委员会", "health"),
        ("枣庄市生态环境局", "ecology"),
        ("枣庄市交通运输局", "transport"),
        ("枣庄市体育局", "other"),
    ],
)
def test_an_authoritys_name_tells_its_field(authority: str, field: str) -> None:
    assert field_of(authority) == field


AMOUNTS = st.none() | st.decimals(min_value=0, max_value=500, places=2)
RECORDS = st.builds(
    PenaltyFacts,
    record_kind=st.just("penalty"),
    procedure=st.sampled_from(["", "simple", "ordinary"]),
    kinds=st.lists(st.sampled_from([*KINDS, "其他"]), max_size=3, unique=True).map(tuple),
    fine=AMOUNTS,
    confiscated=AMOUNTS,
    basis=st.sampled_from(["《食品安全法》", "《消防法》", ""]),
    authority_field=st.sampled_from(["", *FIELDS]),
    act=st.sampled_from(["发布虚假广告", ""]),
    subject_kind=st.sampled_from(["legal-person", "individual-business"]),
    remark=st.just(""),
)
KEYS = st.sampled_from(["NDRC-527", "NDRC-58", "NDRC-36", "NDRC-58+zaozhuang", ZAOZHUANG_36])


@given(record=RECORDS, key=KEYS)
def test_class_status_and_candidates_always_agree(record: PenaltyFacts, key: str) -> None:
    text = edition(key)
    found = classify(record, text)
    assert found.hits
    assert (found.class_ is None) == (found.status == "undecidable") == (not found.candidates)
    assert (len(found.candidates) == 1) == (found.status == "decided") == (not found.reason)
    assert found.class_ is None or found.class_ in found.candidates
    assert list(found.candidates) == [class_ for class_ in text.classes if class_ in found.candidates]


@given(record=RECORDS, key=KEYS, more=st.sampled_from(KINDS))
def test_a_further_kind_never_makes_a_record_lighter(record: PenaltyFacts, key: str, more: str) -> None:
    text = edition(key)
    order = list(text.classes)
    before = classify(record, text)
    after = classify(replace(record, kinds=(*record.kinds, more)), text)
    if before.class_ is not None and after.class_ is not None:
        assert order.index(after.candidates[0]) >= order.index(before.candidates[0])


def test_every_demo_department_but_market_regulation_has_a_standard() -> None:
    text = shipped_editions().in_force(route="credit-china", jurisdiction="370400", on=date(2026, 5, 1))
    assert {standard.authority_field for standard in text.classification.standards} == set(FIELDS) - {
        "market-regulation",
        "other",
    }
