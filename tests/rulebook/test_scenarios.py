from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from rulebook.clause_index import clauses_of, inventory, limits_of
from rulebook.edition import Edition
from rulebook.in_force import Editions, shipped_editions
from rulebook.reading_scenarios import SHIPPED, read_scenarios, shipped_scenarios
from rulebook.scenario import ExpectedEnd, Scenario
from rulebook.scenario_run import check, untold
from rulebook.source import EditionFault
from rulebook.working_days import shipped_calendar

SCENARIOS = shipped_scenarios()
PLAIN = """edition = "NDRC-36"

[[scenario]]
id = "one"
zh = "甲"
en = "one"
[scenario.when]
accepted = 2026-09-18
[scenario.then]
end = [{ limit = "term.decide", last_day = 2026-09-29, clause = "ch. 3", mark = "I" }]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "scenarios.toml"
    path.write_text(text, encoding="utf-8")
    return path


def differences(folder: Path, text: str) -> list[tuple[str, str, str]]:
    """What each finding compares, expected and found."""
    return [
        (finding.what, finding.expected, finding.found)
        for scenario in read_scenarios(written(folder, text))
        for finding in check(scenario, editions=shipped_editions(), calendar=shipped_calendar())
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_the_editions_agree_with_the_scenario(scenario: Scenario) -> None:
    assert check(scenario, editions=shipped_editions(), calendar=shipped_calendar()) == ()


def test_every_limit_of_the_shipped_editions_has_a_scenario() -> None:
    without = untold(SCENARIOS, editions=shipped_editions(), calendar=shipped_calendar())
    assert [(clause.edition, clause.clause) for clause in without if clause.limit] == []


def test_a_limit_that_loses_its_scenario_is_reported() -> None:
    left = [
        scenario
        for scenario in SCENARIOS
        if not any(isinstance(one, ExpectedEnd) and one.limit == "talks.notice" for one in scenario.expected)
    ]
    without = untold(left, editions=shipped_editions(), calendar=shipped_calendar())
    assert {clause.edition for clause in without if clause.limit} == {
        "NDRC-36",
        "NDRC-58",
        "NDRC-527",
        "SAMR-3",
        "SAMR-107",
        "NDRC-36+extra-ways",
    }


def test_every_scenario_speaks_both_languages() -> None:
    for scenario in SCENARIOS:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in scenario.zh), scenario.id
        assert scenario.en.isascii() or "“" in scenario.en, scenario.id


def test_no_limit_of_an_edition_is_left_out_of_the_index() -> None:
    for key in shipped_editions().every_key():
        edition = shipped_editions().by_key(key)
        assert len(limits_of(edition)) == len(re.findall(r"Limit\(count=\d", repr(edition)))


def test_an_overlay_is_told_only_of_what_it_changes() -> None:
    told = inventory(shipped_editions())
    assert "promise.decide" in told["NDRC-36+zaozhuang"]
    assert "term.decide" not in told["NDRC-36+zaozhuang"]


def test_names_of_clauses_are_those_a_lawyer_reads() -> None:
    names = clauses_of(shipped_editions().by_key("NDRC-36"))
    assert {"term.decide", "term.decide.extension", "class.minor.maximum", "objection.handle"} <= set(names)


def test_another_day_is_found_and_named(tmp_path: Path) -> None:
    found = differences(tmp_path, PLAIN.replace("2026-09-29", "2026-09-30"))
    assert found == [("last day of term.decide", "2026-09-30", "2026-09-29")]


def test_another_clause_is_found(tmp_path: Path) -> None:
    assert differences(tmp_path, PLAIN.replace("ch. 3", "ch. 4")) == [
        ("clause of term.decide", "ch. 4", "ch. 3")
    ]


def test_another_mark_is_found(tmp_path: Path) -> None:
    assert differences(tmp_path, PLAIN.replace('"I"', '"R"')) == [("mark of term.decide", "R", "I")]


def test_a_firm_day_that_is_provisional_is_found(tmp_path: Path) -> None:
    text = PLAIN.replace("2026-09-18", "2026-12-24").replace("2026-09-29", "2027-01-05")
    assert differences(tmp_path, text) == [("last day of term.decide provisional", "False", "True")]


def test_an_event_that_never_happens_is_found(tmp_path: Path) -> None:
    found = differences(tmp_path, PLAIN.replace("accepted =", "pushed ="))
    assert found == [
        ("last day of term.decide", "2026-09-29", "it runs from “accepted”, which does not happen")
    ]


def test_a_limit_nobody_wrote_is_found(tmp_path: Path) -> None:
    found = differences(tmp_path, PLAIN.replace("term.decide", "term.decides"))
    assert found == [("last day of term.decides", "2026-09-29", "the edition has no such limit")]


def test_an_extension_told_after_the_end_is_found(tmp_path: Path) -> None:
    text = PLAIN.replace("accepted = 2026-09-18", "accepted = 2026-09-18\nextended = 2026-09-30").replace(
        "term.decide", "term.decide.extension"
    )
    assert differences(tmp_path, text) == [
        ("last day of term.decide.extension", "2026-09-29", "an extension is told before the end")
    ]


def test_an_edition_that_is_not_loaded_is_found(tmp_path: Path) -> None:
    found = differences(tmp_path, PLAIN.replace("NDRC-36", "NDRC-99"))
    assert found == [("edition", "NDRC-99", "No edition is loaded under the key NDRC-99.")]


def test_a_pause_that_does_not_touch_the_term_leaves_it(tmp_path: Path) -> None:
    text = PLAIN.replace(
        "accepted = 2026-09-18",
        'accepted = 2026-09-18\npause = [{ cause = "extension", first = 2026-09-21, last = 2026-09-24 }]',
    )
    assert differences(tmp_path, text) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("[scenario.when]\n", "[scenario.when]\nacepted = 2026-09-18\n", 8, "unknown key `acepted`"),
        ('mark = "I"', 'mark = "X"', 10, "unknown mark 'X'"),
        ("last_day = 2026-09-29", 'last_day = "2026-09-29"', 10, "must be a day"),
        ('zh = "甲"\n', "", 3, "`zh` is missing"),
        ('end = [{ limit = "term.decide"', 'ends = [{ limit = "term.decide"', 10, "unknown key `ends`"),
        ("[scenario.then]\nend", "[scenario.then]\n[scenario.more]\nend", 10, "unknown key `more`"),
    ],
)
def test_a_badly_written_scenario_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    with pytest.raises(EditionFault) as refused:
        read_scenarios(written(tmp_path, PLAIN.replace(old, new)))
    assert refused.value.line == line
    assert reason in refused.value.reason


def test_a_scenario_that_expects_nothing_is_refused(tmp_path: Path) -> None:
    text = PLAIN[: PLAIN.index("end = [")]
    with pytest.raises(EditionFault, match="must expect something"):
        read_scenarios(written(tmp_path, text))


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditionFault, match="scenario 'one' stands in"):
        read_scenarios(written(tmp_path, PLAIN + PLAIN[PLAIN.index("\n[[scenario") :]))


def test_the_command_tells_counts_and_what_no_scenario_tells() -> None:
    out = StringIO()
    call_command("scenarios", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["scenarios"] == len(SCENARIOS)
    assert told["failures"] == []
    assert not any(row["limit"] for row in told["without"])
    assert {"edition": "NDRC-36", "clause": "effect.repaired", "limit": False} in told["without"]


def test_the_command_exits_1_and_names_file_scenario_expected_and_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = next(one for one in SCENARIOS if one.id == "36-acceptance-over-labour-day")
    end = wrong.expected[0]
    assert isinstance(end, ExpectedEnd)
    later = replace(wrong, expected=(replace(end, last_day=end.last_day + timedelta(days=1)),))
    monkeypatch.setattr("rulebook.management.commands.scenarios.shipped_scenarios", lambda: (later,))
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("scenarios", stdout=out)
    assert left.value.code == 1
    first = out.getvalue().splitlines()[0]
    assert first.startswith("ndrc-36-terms.toml:")
    assert "36-acceptance-over-labour-day" in first
    assert "2026-05-09" in first
    assert "2026-05-08" in first


def test_a_change_of_the_law_makes_a_scenario_differ() -> None:
    edition = shipped_editions().by_key("NDRC-36")
    decide = edition.term("decide")
    shorter = replace(decide, stated=replace(decide.stated, count=5))
    changed = replace(edition, terms=tuple(shorter if term == decide else term for term in edition.terms))
    editions = Editions((changed,), ())
    scenario = next(one for one in SCENARIOS if one.id == "36-decision-over-the-year-is-provisional")
    (finding, *_) = check(scenario, editions=editions, calendar=shipped_calendar())
    assert (finding.expected, finding.found) == ("2027-01-05", date(2026, 12, 31).isoformat())


def test_the_shipped_files_are_all_read() -> None:
    assert {scenario.file for scenario in SCENARIOS} == {path.name for path in SHIPPED.glob("*.toml")}


def test_a_merged_edition_is_an_edition() -> None:
    assert isinstance(shipped_editions().by_key("NDRC-36+zaozhuang"), Edition)
