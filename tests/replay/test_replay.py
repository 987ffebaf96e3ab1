from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.models import Case
from cases.services.replay.change import Looked
from cases.services.replay.running import WroteInReplay, reading_only, replay
from cases.services.replay.worlds import with_drafts, world_in_force
from clocks.models import Deadline
from clocks.recount import preview
from delisting.models import Release
from delisting.services import send
from journal.now import SHANGHAI, standing_at
from records.models import CreditRecord, Department
from records.models.holder import HolderKind
from rulebook.calendar_in_use import book_in_use
from rulebook.in_force import SHIPPED, shipped_editions
from rulebook.terms import add_working_days
from rulebook.working_days import gazette_of, shipped_calendar
from tests.delisting.orders import ended_record
from tests.factories.cases import make_filed_case
from tests.factories.gazettes import NOTICE_2027, closures, source_of
from tests.factories.many import make_many
from tests.factories.records import make_department, make_record
from tests.factories.texts import without_the_example
from tests.replay.asking import AT, DECIDE, decided_within, draft, everything_stored, replayed

pytestmark = pytest.mark.django_db
GENERAL = 'maximum    = { count = 1, unit = "Y", article = "ch. 2", mark = "R" }'


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with standing_at(AT):
        yield


def decide_terms(**of: object) -> set[int]:
    """The cases that wait for their decision under NDRC-36."""
    rows = Deadline.objects.filter(term="decide", goal="law", edition_key__startswith="NDRC-36", **of)
    return set(rows.values_list("owner_id", flat=True))


def test_the_law_in_force_replayed_changes_nothing() -> None:
    """Two thousand records of six years, their running cases and terms, by the text and the notice in force."""
    make_many(2000, at=AT)
    assert Case.objects.count() > 300
    assert {"decided", "provisional", "undecidable"} == set(
        CreditRecord.objects.values_list("class_status", flat=True)
    )
    gazette = SHIPPED.parent / "gazettes" / "2026.toml"
    found = replayed(edition=SHIPPED / "ndrc-36.toml", calendar=gazette).printed
    assert (found["changed"], found["changes"], found["by_department"]) == (0, [], [])
    assert (found["records"], found["cases"]) == (2000, Case.objects.count())
    assert found["terms"] == Deadline.objects.count()
    assert found["apart"] == 0, "the stored values are those of the law in force"


@pytest.mark.parametrize("name", ["ndrc-58", "samr-107", "zaozhuang", "field-ecology"])
def test_a_shipped_text_of_any_kind_replayed_changes_nothing(name: str) -> None:
    make_many(60, at=AT)
    found = replayed(edition=SHIPPED / f"{name}.toml").printed
    assert (found["changed"], found["apart"]) == (0, 0)


def test_a_shorter_decision_term_moves_exactly_the_decisions_that_are_due() -> None:
    make_many(100, at=AT)
    expected = decide_terms()
    assert len(expected) > 5

    @settings(max_examples=6)
    @given(days=st.integers(1, 30))
    def holds(days: int) -> None:
        with TemporaryDirectory() as folder:
            found = replayed(edition=decided_within(Path(folder), days))
        assert set(found.of("term decide")) == (set() if days == 7 else expected)
        assert found.kinds <= {"term decide"}
        assert all((days > 7) == (after > before) for before, after in found.of("term decide").values())

    holds()


def test_the_day_shown_is_the_day_the_clocks_would_count(tmp_path: Path) -> None:
    case = make_filed_case("VERIFYING", at=AT).case
    law = Deadline.objects.get(owner_id=case.pk, term="decide", goal="law")
    to = add_working_days(law.started_on, 5, shipped_calendar())
    found = replayed(edition=decided_within(tmp_path, 5))
    assert found.changes == [
        {
            "thing": "case",
            "id": case.pk,
            "number": case.number,
            "department": case.determining_department.name_zh,
            "what": "term decide",
            "from": law.due_on.isoformat(),
            "to": to.isoformat(),
        }
    ]


def test_a_replay_writes_nothing(tmp_path: Path) -> None:
    make_filed_case("VERIFYING", at=AT)
    make_many(20, at=AT)
    before = everything_stored()
    assert replayed(edition=decided_within(tmp_path, 5)).changes
    assert everything_stored() == before
    Department.objects.update(phone="1")
    assert everything_stored() != before


def test_a_statement_that_would_write_is_not_sent() -> None:
    record = make_record()
    with pytest.raises(WroteInReplay), transaction.atomic(), reading_only():
        CreditRecord.objects.filter(pk=record.pk).update(remark="x")
    assert CreditRecord.objects.get(pk=record.pk).remark == ""


def test_a_replay_may_not_be_told_to_write() -> None:
    make_record()
    live = world_in_force()

    def writes(_looked: Looked) -> None:
        Department.objects.update(phone="1")

    with pytest.raises(WroteInReplay), transaction.atomic():
        list(replay(live=live, draft=live, at=AT, looked=Looked(), progress=writes))


def test_the_law_in_force_is_back_afterwards(tmp_path: Path) -> None:
    before, book = shipped_editions(), book_in_use()
    make_many(10, at=AT)
    replayed(edition=decided_within(tmp_path, 5))
    assert shipped_editions() is before
    assert book_in_use() is book


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (DECIDE, DECIDE.replace("count = 7", 'count = "seven"'), "count"),
        ('mark = "I"\non_breach = "escalate"\npauses = ["supplement", "steps", "hold"]\next', "ext", "mark"),
    ],
)
def test_a_faulty_draft_is_refused_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    faulty = draft(tmp_path, (old, new))
    with pytest.raises(CommandError, match=rf"draft\.toml:\d+: .*{reason}"):
        replayed(edition=faulty)


def test_a_draft_that_leaves_two_texts_in_force_is_refused(tmp_path: Path) -> None:
    rival = draft(tmp_path, ('"NDRC-36"', '"NDRC-37"'))
    with pytest.raises(CommandError, match="NDRC-36, NDRC-37"):
        replayed(edition=rival)


def test_a_replay_needs_a_draft() -> None:
    with pytest.raises(CommandError, match="--edition"):
        replayed()


def test_a_longer_publicity_moves_the_end_of_general_records_alone(tmp_path: Path) -> None:
    general = make_record(department=_elsewhere(), penalty_kinds="没收违法所得", fine=None)
    make_record(department=_elsewhere(), class_name="minor", penalty_kinds="警告", fine=None)
    found = replayed(edition=draft(tmp_path, (GENERAL, GENERAL.replace("count = 1", "count = 2"))))
    assert found.kinds == {"last-day-shown", "publicity-ends"}
    assert found.of("publicity-ends") == {general.pk: ("2027-05-16", "2028-05-16")}


def test_another_rule_changes_class_days_and_what_is_owed(tmp_path: Path) -> None:
    record = make_record(department=_elsewhere(), penalty_kinds="没收违法所得", fine=None)
    rule = 'when = { kinds_any = ["没收违法所得", "没收非法财物"] }\nclass = "general"'
    found = replayed(edition=draft(tmp_path, (rule, rule.replace("general", "serious"))))
    assert found.of("class") == {record.pk: ("general", "serious")}
    assert found.of("first-filing-day") == {record.pk: ("2026-08-16", "2027-05-16")}
    assert {row["department"] for row in found.changes} == {record.department.name_zh}


def test_a_class_found_by_a_person_stays_and_is_counted_apart(tmp_path: Path) -> None:
    make_record(department=_elsewhere(), class_name="serious", penalty_kinds="没收违法所得", fine=None)
    rule = 'when = { kinds_any = ["没收违法所得", "没收非法财物"] }\nclass = "general"'
    found = replayed(edition=draft(tmp_path, (rule, rule.replace("general", "minor"))))
    assert found.changes == []
    assert found.printed["apart"] == 1


def test_a_record_that_is_over_keeps_its_days(tmp_path: Path) -> None:
    make_record(department=_elsewhere(), penalty_kinds="没收违法所得", fine=None, state="ENDED")
    assert not replayed(edition=draft(tmp_path, (GENERAL, GENERAL.replace("count = 1", "count = 2")))).changes


def test_a_new_way_shows_on_records_and_on_the_running_case(tmp_path: Path) -> None:
    record = make_record(department=_elsewhere(), penalty_kinds="没收违法所得", fine=None)
    case = make_filed_case("VERIFYING", at=AT).case
    training = 'name_en = "Training"\nneed = "not-asked"'
    asked = training.replace("not-asked", "required") + (
        '\nphase = "before-filing"\nwho = "subject"\nclasses = ["general"]'
    )
    with without_the_example():
        found = replayed(edition=draft(tmp_path, (training, asked)))
    ways = {(row["thing"], row["id"]): (row["from"], row["to"]) for row in found.changes}
    assert set(ways) == {("record", record.pk), ("case", case.pk)}
    for before, after in ways.values():
        assert "training" not in before
        assert "training (before-filing)" in after


def test_another_route_shows(tmp_path: Path) -> None:
    record = make_record(department=_elsewhere(), penalty_kinds="没收违法所得", fine=None)
    scope = 'authority_field = ["market-regulation"] }'
    found = replayed(edition=draft(tmp_path, (scope, scope.replace('"market', '"ecology", "market'))))
    assert found.of("route") == {record.pk: ("credit-china", "gsxt")}
    assert found.of("edition")[record.pk][0] == "NDRC-36"


def test_an_overlay_is_replayed_in_its_place(tmp_path: Path) -> None:
    case = make_filed_case("VERIFYING", at=AT).case
    text = (SHIPPED / "zaozhuang.toml").read_text(encoding="utf-8")
    found = replayed(edition=draft(tmp_path, ("count      = 1", "count      = 2"), text=text))
    promise = Deadline.objects.get(owner_id=case.pk, goal="promise")
    to = add_working_days(promise.started_on, 2, shipped_calendar())
    assert found.of("promise decide") == {case.pk: (promise.due_on.isoformat(), to.isoformat())}
    assert found.kinds == {"promise decide"}


def test_a_holders_limit_is_replayed_for_its_release(tmp_path: Path) -> None:
    place = ended_record(HolderKind.DEPARTMENT_SITE, HolderKind.CREDIT_CHINA)
    place.order()
    release = Release.objects.get(holder__kind=HolderKind.DEPARTMENT_SITE)
    send(release_id=release.pk, at=AT)
    row = Deadline.objects.get(owner_kind="release", owner_id=release.pk)
    words = 'words = "及时"\ninstrument = "国办发〔2025〕22号"\narticle = ""\nmark = "S"\nflagged_after = { count = 3'
    found = replayed(edition=draft(tmp_path, (words, words.replace("count = 3", "count = 1"))))
    (change,) = found.changes
    assert (change["thing"], change["id"]) == ("release", release.pk)
    assert change["department"] == place.department.name_zh
    assert (change["from"], change["to"]) == (
        row.due_on.isoformat(),
        add_working_days(row.started_on, 1, shipped_calendar()).isoformat(),
    )


@pytest.mark.parametrize(
    "text", [NOTICE_2027, closures("3704", date(2026, 9, 7), date(2026, 9, 9))], ids=["year", "place"]
)
def test_a_draft_notice_shows_what_its_release_would_move(tmp_path: Path, text: str) -> None:
    at = AT if "jurisdiction" in text else datetime(2027, 1, 29, 10, tzinfo=SHANGHAI)
    make_many(150, at=at)
    path = tmp_path / "notice.toml"
    path.write_text(text, encoding="utf-8")
    gazette = gazette_of(source_of(text))
    with standing_at(at):
        moves = list(preview(book_in_use().with_gazette(gazette), gazette, at=at))
        found = replayed(calendar=path)
    expected = {
        (move.owner.id, move.term, move.goal): (move.from_on.isoformat(), move.to_on.isoformat())
        for move in moves
        if move.from_on != move.to_on
    }
    assert expected
    shown = {
        (row["id"], row["what"].split()[1], {"term": "law"}.get(row["what"].split()[0], "promise")): (
            row["from"],
            row["to"],
        )
        for row in found.changes
        if row["thing"] == "case"
    }
    assert shown == expected


def test_both_drafts_are_laid_together(tmp_path: Path) -> None:
    make_filed_case("VERIFYING", at=AT)
    storm = tmp_path / "storm.toml"
    first = AT.date() + timedelta(days=4)
    storm.write_text(closures("3704", first, first), encoding="utf-8")
    row = Deadline.objects.get(term="decide", goal="law")
    found = replayed(edition=decided_within(tmp_path, 8), calendar=storm)
    ninth = add_working_days(row.started_on, 9, shipped_calendar())
    assert [to for _from, to in found.of("term decide").values()] == [ninth.isoformat()]


def test_the_text_report_ends_with_a_line_per_department(tmp_path: Path) -> None:
    case = make_filed_case("VERIFYING", at=AT).case
    out = StringIO()
    call_command("replay", edition=decided_within(tmp_path, 5), stdout=out)
    lines = out.getvalue().splitlines()
    assert f"case {case.number}  term decide: " in lines[0]
    assert lines[1] == f"{case.determining_department.name_zh}: 1 (term decide 1)"


def test_a_key_that_is_new_is_added() -> None:
    live = world_in_force()
    with TemporaryDirectory() as folder:
        text = (SHIPPED / "zaozhuang.toml").read_text(encoding="utf-8")
        path = draft(Path(folder), ('key           = "zaozhuang"', 'key           = "tengzhou"'), text=text)
        added = with_drafts(live, edition=path, calendar=None).editions.every_key()
    assert set(added) - set(live.editions.every_key()) >= {"NDRC-36+tengzhou"}


def _elsewhere() -> Department:
    """A department of a place without overlays, in a field without a standard of its own."""
    return make_department(field="ecology", jurisdiction="110000")
