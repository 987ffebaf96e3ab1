"""What a place may lay over objections, rectification and talks: shorter for authorities, longer for subjects, more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rulebook.edition import Edition
from rulebook.in_force import shipped_editions
from rulebook.source import EditionFault

HEAD = """schema        = 1
key           = "town"
title_zh      = "某镇规则"
title_en      = "A town's rules"
issuer        = "某镇"
number        = ""
in_force_from = 2026-04-01
in_force_to   = ""
layer         = "city"
jurisdiction  = "3797"
extends       = ["NDRC-36"]
"""
POWER = HEAD.replace('layer         = "city"', 'layer         = "city"\npower         = "某省条例"')


def inquiry(count: int, more: str = 'on_breach = "escalate"') -> str:
    return f"""
[[objection.term]]
id = "inquiry"
acts = ["answer"]
who = "provider"
count = {count}
unit = "WD"
trigger = "inquiry-served"
article = ""
mark = "K"
{more}
"""


def rectify(count: int, more: str = 'on_breach = "escalate"\npauses = ["hold"]') -> str:
    return f"""
[[rectification.term]]
id = "rectify"
acts = ["report"]
who = "subject"
count = {count}
unit = "D"
trigger = "served"
article = ""
mark = "K"
{more}
"""


def handle(who: str, count: int = 7) -> str:
    return f"""
[[objection.term]]
id = "handle"
acts = ["uphold"]
who = "{who}"
count = {count}
unit = "WD"
trigger = "accepted"
article = ""
mark = "K"
on_breach = "escalate"
"""


def word(room: str, key: str, value: str) -> str:
    return f'\n[{room}]\n{key} = {{ value = "{value}", article = "", mark = "K" }}\n'


def number(room: str, key: str, count: int) -> str:
    return f'\n[{room}]\n{key} = {{ count = {count}, article = "", mark = "K" }}\n'


def laid(folder: Path, written: str, head: str = HEAD) -> Edition:
    path = folder / "town.toml"
    path.write_text(head + written, encoding="utf-8")
    return shipped_editions().with_files(path).by_key("NDRC-36+town")


def found(jurisdiction: str, on: date = date(2026, 5, 1)) -> Edition:
    return shipped_editions().in_force(route="credit-china", jurisdiction=jurisdiction, on=on)


def test_guangzhou_takes_no_objection_once_the_information_is_no_longer_valid() -> None:
    rule = found("440103")
    assert rule.key == "NDRC-36+guangzhou"
    assert rule.objection.after_end.value == "only-while-valid"
    terms = [rule.term(f"objection.{id_}") for id_ in ("accept", "self-check", "inquiry")]
    assert [(term.stated.count, term.stated.to_confirm) for term in terms] == [
        (2, False),
        (2, False),
        (10, False),
    ]
    assert rule.term("objection.handle") == found("").term("objection.handle")


def test_nantong_hides_what_is_disputed_and_what_nobody_can_verify() -> None:
    rule = found("3206").objection
    assert (rule.meanwhile.value, rule.unconfirmed.value) == ("hide", "note-and-hide")
    assert rule.meanwhile.clause.to_confirm
    assert found("").objection.meanwhile.value == "mark"


def test_the_example_asks_for_more_ways_and_promises_more() -> None:
    rule = found("3798")
    assert [way.id for way in rule.ways_during_case("serious")] == ["training", "credit-report"]
    assert rule.ways_during_case("general") == ()
    promise = rule.promise("objection.handle")
    assert promise is not None
    assert (promise.limit.count, rule.term("objection.handle").limit().count) == (5, 7)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (inquiry(11), "may only be shortened for authorities"),
        (inquiry(10, 'on_breach = "escalate"\npauses = ["hold", "talk"]'), "stands still for more"),
        (rectify(29), "lengthened for subjects"),
        (rectify(30, 'on_breach = "lapse"\npauses = ["hold"]'), "changes what silence does"),
        (rectify(30, 'on_breach = "escalate"'), "stands still for less"),
        (inquiry(10).replace("inquiry-served", "accepted"), "changes who, unit or trigger"),
        (word("objection", "meanwhile", "nothing"), "nothing is not left open"),
        (word("objection", "unconfirmed", "delete"), "delete is not left open"),
        (word("talks", "absence", "exhausted"), "exhausted is not left open"),
        (number("objection", "inquiries", 3), "3 takes away"),
        (number("talks", "postponements", 0), "0 takes away"),
        (number("rectification", "minimum_days", 6), "6 takes away"),
        (number("rectification", "maximum_days", 60), "60 takes away"),
        (
            '\n[talks]\nnotice = { count = 2, unit = "WD", trigger = "served", article = "", mark = "K" }\n',
            "announced earlier",
        ),
    ],
)
def test_a_place_takes_nothing_away_without_a_power(written: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(EditionFault) as fault:
        laid(tmp_path, written)
    assert reason in fault.value.reason
    assert fault.value.line > HEAD.count("\n")
    laid(tmp_path, written, POWER)


def test_redress_may_be_owed_more_often_and_not_less(tmp_path: Path) -> None:
    item = (
        '\n[[objection.redress]]\nid = "correct-every-place"\nname_zh = "更正"\nname_en = "Corrected"\n'
        'who = "platform"\non = [{on}]\narticle = ""\nmark = "K"\n'
    )
    with pytest.raises(EditionFault, match="owed after fewer decisions"):
        laid(tmp_path, item.replace("{on}", '"correct"'))
    more = laid(tmp_path, item.replace("{on}", '"correct", "withdraw_record", "note"'))
    assert [owed.id for owed in more.objection.redress_after("note")] == ["correct-every-place"]
    assert len(more.objection.redress) == 3


def test_a_place_may_be_quicker_and_give_more_time(tmp_path: Path) -> None:
    rule = laid(tmp_path, inquiry(5) + rectify(45))
    assert (rule.term("objection.inquiry").stated.count, rule.term("objection.inquiry").extension) == (
        5,
        None,
    )
    assert rule.term("rectification.rectify").stated.count == 45


def test_where_the_unit_handles_objections_the_term_is_the_units(tmp_path: Path) -> None:
    there = word("objection", "handled_by", "determining-unit")
    assert laid(tmp_path, there).term("objection.handle").who == "determining-unit"
    shorter = laid(tmp_path, there + handle("determining-unit", 5)).term("objection.handle")
    assert (shorter.who, shorter.stated.count) == ("determining-unit", 5)


def test_an_objection_is_not_handled_by_one_and_decided_within_anothers_term(tmp_path: Path) -> None:
    with pytest.raises(EditionFault, match="changes who"):
        laid(tmp_path, handle("determining-unit"))
    with pytest.raises(EditionFault, match="is not that of the platform"):
        laid(tmp_path, handle("determining-unit"), POWER)


def test_a_bar_without_a_length_is_refused_even_with_a_power(tmp_path: Path) -> None:
    with pytest.raises(EditionFault, match="`absence_bar` belongs to talks"):
        laid(tmp_path, word("talks", "absence_bars_repair", "yes"), POWER)


def test_what_a_place_may_not_speak_of_is_an_unknown_key(tmp_path: Path) -> None:
    with pytest.raises(EditionFault, match="unknown key `ladder`"):
        laid(tmp_path, '\n[talks]\nladder = ["warning"]\n')
    with pytest.raises(EditionFault, match="unknown key `complaint`"):
        laid(tmp_path, word("complaint", "to", "lead-department"))
