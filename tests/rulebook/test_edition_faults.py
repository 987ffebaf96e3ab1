from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rulebook.edition import Edition, NumberMissing
from rulebook.in_force import (
    SHIPPED,
    Editions,
    SeveralEditions,
    shipped_editions,
)
from rulebook.overlay import Overlay
from rulebook.reading import read_edition, read_law
from rulebook.source import EditionFault

SIX_WAYS = Path(__file__).parent / "editions" / "six-ways.toml"
NDRC_36 = (SHIPPED / "ndrc-36.toml").read_text(encoding="utf-8")
ZAOZHUANG = (SHIPPED / "zaozhuang.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str, name: str = "law.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read_edition_of(folder: Path, text: str) -> Edition:
    return read_edition(written(folder, text))


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('unit = "WD"\ntrigger = "pushed"', 'unit = "weeks"\ntrigger = "pushed"', "unknown unit 'weeks'"),
        ('trigger = "pushed"', 'trigger = "thrown"', "unknown trigger 'thrown'"),
        ('id = "accept"', 'id = "approve-silently"', "unknown id 'approve-silently'"),
        ('acts = ["submit_steps"]', 'acts = ["dance"]', "unknown acts 'dance'"),
        ('id = "public-good"', 'id = "singing"', "unknown id 'singing'"),
        ('class = "serious"', 'class = "grave"', "unknown class 'grave'"),
        ('for = "commitment"', 'for = "song"', "unknown for 'song'"),
        (
            'kinds_any = ["吊销许可证件", "责令关闭"',
            'kinds_any = ["吊销", "责令关闭"',
            "unknown kinds_any '吊销'",
        ),
        ('who = "subject"\ncount = 10', 'who = "subject"\ncount = "ten"', "`count` must be a whole number"),
        ('who = "subject"\ncount = 10', 'who = "subject"\ncount = -1', "`count` must be a whole number"),
        ("soft = true", 'soft = "true"', "`soft` must be true or false"),
        ('on_breach = "lapse"', 'on_breach = "shrug"', "unknown on_breach 'shrug'"),
        ("adopted_on    = 2025-11-20", 'adopted_on    = "2025-11-20"', "`adopted_on` must be a day"),
        ('in_force_to   = ""', "in_force_to   = 2026-01-01", "in force to a day before its first"),
        ("schema        = 1", "schema        = 2", "`schema` must be 1"),
        ('title_zh      = "信用修复管理办法"', 'title_zh      = ""', "`title_zh` is empty"),
        ("final = true", 'final = true\ncolour = "red"', "unknown key `colour`"),
        ('layer         = "national"', 'layer         = "village"', "unknown layer 'village'"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(old: str, new: str, reason: str, tmp_path: Path) -> None:
    text = NDRC_36.replace(old, new, 1)
    with pytest.raises(EditionFault) as fault:
        read_edition_of(tmp_path, text)
    assert reason in fault.value.reason
    changed = [
        number
        for number, (a, b) in enumerate(zip(NDRC_36.splitlines(), text.splitlines(), strict=False), 1)
        if a != b
    ]
    assert fault.value.line == changed[0]
    assert str(fault.value).startswith(f"{written(tmp_path, text)}:{fault.value.line}: ")


def test_a_missing_mark_is_refused_at_its_table(tmp_path: Path) -> None:
    text = NDRC_36.replace('article = "ch. 3"\nmark = "I"\non_breach', 'article = "ch. 3"\non_breach', 1)
    with pytest.raises(EditionFault, match="`mark` is missing") as fault:
        read_edition_of(tmp_path, text)
    assert fault.value.line == line_of(text, '[[term]]\nid = "accept"')


def test_a_missing_mark_in_a_one_line_table_is_refused_at_its_line(tmp_path: Path) -> None:
    text = NDRC_36.replace(
        'count = 3, unit = "M", article = "ch. 2", mark = "R"', 'count = 3, unit = "M", article = "ch. 2"', 1
    )
    with pytest.raises(EditionFault, match="`mark` is missing") as fault:
        read_edition_of(tmp_path, text)
    assert fault.value.line == line_of(text, 'count = 3, unit = "M", article = "ch. 2" }')


def test_a_read_rule_without_an_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditionFault, match="`article` is empty though the mark is R"):
        read_edition_of(
            tmp_path,
            NDRC_36.replace('id = "other-law"\narticle = "ch. 3"', 'id = "other-law"\narticle = ""', 1),
        )


def test_a_term_left_out_is_refused(tmp_path: Path) -> None:
    start = NDRC_36.index('[[term]]\nid = "steps"')
    end = NDRC_36.index("[[term]]", start + 1)
    with pytest.raises(EditionFault, match="term 'steps' is missing"):
        read_edition_of(tmp_path, NDRC_36[:start] + NDRC_36[end:])


def test_a_term_written_twice_is_refused(tmp_path: Path) -> None:
    start = NDRC_36.index('[[term]]\nid = "steps"')
    end = NDRC_36.index("[[term]]", start + 1)
    with pytest.raises(EditionFault, match="id 'steps' stands twice"):
        read_edition_of(tmp_path, NDRC_36[:end] + NDRC_36[start:end] + NDRC_36[end:])


def test_an_unread_threshold_that_decides_is_refused(tmp_path: Path) -> None:
    text = NDRC_36.replace(
        'kinds_any = ["没收违法所得", "没收非法财物"] }', 'kinds_any = ["罚款"], fine_min = "" }', 1
    )
    with pytest.raises(EditionFault, match="must be provisional"):
        read_edition_of(tmp_path, text)


def test_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(EditionFault) as fault:
        read_edition_of(tmp_path, 'schema = 1\nlayer = "national\n')
    assert fault.value.line == 2


def test_an_overlay_is_no_edition(tmp_path: Path) -> None:
    with pytest.raises(EditionFault):
        read_edition_of(tmp_path, ZAOZHUANG)


def test_two_texts_of_one_key_may_not_overlap(tmp_path: Path) -> None:
    later = written(tmp_path, NDRC_36.replace("in_force_from = 2026-04-01", "in_force_from = 2027-04-01"))
    with pytest.raises(EditionFault, match="NDRC-36 is in force on such a day") as fault:
        shipped_editions().with_files(later)
    assert fault.value.line == line_of(NDRC_36, "in_force_from")


def test_a_later_version_of_a_key_keeps_the_earlier_one_reachable(tmp_path: Path) -> None:
    closed = written(
        tmp_path, ZAOZHUANG.replace('in_force_to   = ""', "in_force_to   = 2026-12-31"), "one.toml"
    )
    later = ZAOZHUANG.replace("in_force_from = 2022-12-13", "in_force_from = 2027-01-01")
    two = written(tmp_path, later.replace("count      = 1", "count      = 2"), "two.toml")
    texts = SHIPPED.glob("ndrc-*.toml")
    editions = Editions.read(*texts, closed, two)
    new = editions.in_force(route="credit-china", jurisdiction="3704", on=date(2027, 1, 1))
    assert new.key == "NDRC-36+zaozhuang@2027-01-01"
    assert editions.by_key(new.key) == new
    old = editions.by_key("NDRC-36+zaozhuang").promise("decide")
    assert old is not None
    assert old.limit.count == 1


def test_two_texts_on_one_route_and_day_are_not_guessed_between(tmp_path: Path) -> None:
    other = written(tmp_path, NDRC_36.replace('key           = "NDRC-36"', 'key           = "NDRC-99"'))
    editions = shipped_editions().with_files(other)
    with pytest.raises(SeveralEditions):
        editions.in_force(route="credit-china", jurisdiction="", on=date(2026, 5, 1))


def test_the_text_that_repeals_the_other_is_in_force(tmp_path: Path) -> None:
    other = NDRC_36.replace('key           = "NDRC-36"', 'key           = "NDRC-99"')
    editions = shipped_editions().with_files(
        written(tmp_path, other.replace('"NDRC-58"]', '"NDRC-58", "NDRC-36"]', 1))
    )
    assert editions.in_force(route="credit-china", jurisdiction="", on=date(2026, 5, 1)).key == "NDRC-99"


WAY = """[[way]]
id = "commitment"
name_zh = "作出信用承诺"
name_en = "Commitment"
need = "optional"
phase = "before-filing"
who = "subject"
classes = ["minor", "general", "serious"]
article = ""
mark = "K"
"""
TERM = """[[term]]
id = "decide"
acts = ["approve", "refuse"]
who = "determining-unit"
count = 9
unit = "WD"
trigger = "accepted"
article = ""
mark = "K"
on_breach = "escalate"
"""
CITY = ZAOZHUANG.replace(
    'extends       = ["NDRC-527", "NDRC-58", "NDRC-36"]', 'extends       = ["NDRC-36"]'
).replace('key           = "zaozhuang"', 'key           = "town"')


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (WAY, "way 'commitment' is required by NDRC-36"),
        (TERM, "may only be shortened for authorities"),
        (TERM.replace('unit = "WD"', 'unit = "D"'), "changes who, unit or trigger"),
    ],
)
def test_an_overlay_takes_nothing_away_without_a_power(more: str, reason: str, tmp_path: Path) -> None:
    text = CITY + "\n" + more
    with pytest.raises(EditionFault, match=reason) as fault:
        shipped_editions().with_files(written(tmp_path, text))
    assert fault.value.line == line_of(text, more)


def test_an_overlay_that_cites_its_power_may_do_more(tmp_path: Path) -> None:
    text = CITY.replace('layer         = "city"', 'layer         = "city"\npower         = "省条例授权"', 1)
    editions = shipped_editions().with_files(written(tmp_path, text + "\n" + TERM))
    assert editions.by_key("NDRC-36+town").term("decide").limit().count == 9


def test_an_overlay_may_shorten_an_authoritys_term(tmp_path: Path) -> None:
    editions = shipped_editions().with_files(
        written(tmp_path, CITY + "\n" + TERM.replace("count = 9", "count = 5"))
    )
    assert editions.by_key("NDRC-36+town").term("decide").limit().count == 5


def test_an_overlay_on_an_unknown_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditionFault, match="unknown extends 'NDRC-37'"):
        shipped_editions().with_files(written(tmp_path, CITY.replace('"NDRC-36"]', '"NDRC-37"]')))


def test_a_field_standard_carries_nothing_but_rules(tmp_path: Path) -> None:
    standard = (SHIPPED / "field-fire.toml").read_text(encoding="utf-8").replace("field-fire", "field-x")
    with pytest.raises(EditionFault, match="unknown key `term`"):
        shipped_editions().with_files(written(tmp_path, standard + "\n" + TERM))


def test_an_overlay_alone_reads_as_an_overlay() -> None:
    texts = {key: shipped_editions().by_key(key) for key in ("NDRC-527", "NDRC-58", "NDRC-36")}
    law = read_law(SHIPPED / "zaozhuang.toml", texts)
    assert isinstance(law, Overlay)
    assert law.promises[0].limit.count == 1


def test_the_command_finds_the_shipped_files_in_order() -> None:
    out = StringIO()
    call_command("check_editions", stdout=out)
    assert str(len(list(SHIPPED.glob("*.toml")))) in out.getvalue()


def test_the_command_takes_a_good_file() -> None:
    call_command("check_editions", str(SIX_WAYS), stdout=StringIO())


def test_the_command_names_file_line_and_reason(tmp_path: Path) -> None:
    bad = written(tmp_path, NDRC_36.replace('trigger = "pushed"', 'trigger = "thrown"', 1))
    with pytest.raises(CommandError, match=rf"{bad}:\d+: unknown trigger 'thrown'"):
        call_command("check_editions", str(bad))


def test_the_command_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        call_command("check_editions", str(tmp_path / "none.toml"))


def test_a_number_nobody_has_read_is_refused_by_name(tmp_path: Path) -> None:
    text = read_edition_of(
        tmp_path, NDRC_36.replace('who = "subject"\ncount = 10\n', 'who = "subject"\ncount = ""\n', 1)
    )
    with pytest.raises(NumberMissing) as refusal:
        text.term("supplement").limit()
    assert (refusal.value.edition, refusal.value.what) == ("NDRC-36", "supplement")
