from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from cases.states import RepairState as S
from clocks.models import Deadline, Recount
from clocks.tasks import recount_terms
from clocks.verify import findings
from journal.deliver import deliver_all
from journal.models import Entry
from journal.now import SHANGHAI, standing_at
from notifications.models import Message
from rulebook.calendar_in_use import calendar_in_use
from rulebook.models import GazetteProposal, ReleasedGazette
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.gazettes import NOTICE_2027, proposed
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db

TOLD_ON = datetime(2027, 1, 29, 9, tzinfo=SHANGHAI)
LOADED_AT = datetime(2027, 2, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with standing_at(LOADED_AT):
        yield


@pytest.fixture
def people() -> tuple[User, User]:
    """Two people of one unit, who may release a calendar together."""
    unit = make_department()
    return make_officer(Role.SYSTEM_ADMIN, unit), make_officer(Role.SYSTEM_ADMIN, unit)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2027.toml"
    path.write_text(NOTICE_2027, encoding="utf-8")
    return path


def load(file: Path, *more: str) -> str:
    out = StringIO()
    call_command("load_gazette", str(file), *more, stdout=out)
    return out.getvalue()


def by(people: tuple[User, User]) -> tuple[str, ...]:
    return ("--proposed-by", people[0].username, "--released-by", people[1].username)


def asked_to_supplement() -> FiledCase:
    """Ten working days from 29 January 2027: to 16 February without the notice, to the 18th with it."""
    made = make_filed_case(S.ROUTED, at=TOLD_ON)
    return made.perform("ask_supplement", items=[{"what": "缴款凭证", "material": "M3", "clause": ""}])


def supplement() -> Deadline:
    return Deadline.objects.get(term="supplement")


def test_a_dry_run_shows_the_moves_and_writes_nothing(file: Path) -> None:
    made = asked_to_supplement()
    entries = Entry.objects.count()
    told = json.loads(load(file, "--dry-run", "--json"))
    move = next(move for move in told["moves"] if move["term"] == "supplement")
    assert (move["from"], move["to"], move["kept"]) == ("2027-02-16", "2027-02-18", False)
    assert (move["owner_kind"], move["owner_id"]) == ("case", made.case.pk)
    assert told["dry_run"] is True
    assert told["year"] == 2027
    assert told["moved"] == len([move for move in told["moves"] if not move["kept"]])
    assert supplement().due_on == date(2027, 2, 16)
    assert not ReleasedGazette.objects.exists()
    assert Entry.objects.count() == entries


def test_a_dry_run_for_people_names_each_term(file: Path) -> None:
    made = asked_to_supplement()
    text = load(file, "--dry-run")
    assert f"{made.case.stream} supplement (law): 2027-02-16 -> 2027-02-18" in text
    assert "虚构〔2026〕1号" in text


def test_two_people_release_and_the_terms_move(file: Path, people: tuple[User, User]) -> None:
    asked_to_supplement()
    shown = json.loads(load(file, "--dry-run", "--json"))
    told = json.loads(load(file, "--json", *by(people)))
    assert {key: told[key] for key in ("looked", "moved", "kept", "firm", "calendar")} == {
        key: shown[key] for key in ("looked", "moved", "kept", "firm", "calendar")
    }
    assert told["dry_run"] is False
    assert supplement().due_on == date(2027, 2, 18)
    assert told["calendar"] == calendar_in_use().digest
    row = ReleasedGazette.objects.get()
    assert (row.proposed_by, row.released_by) == (f"user:{people[0].pk}", f"user:{people[1].pk}")
    assert list(findings()) == []


def test_the_next_date_of_the_case_follows_and_the_people_are_told(
    file: Path, people: tuple[User, User]
) -> None:
    made = asked_to_supplement()
    deliver_all(at=LOADED_AT)
    load(file, *by(people))
    deliver_all(at=LOADED_AT)
    made.case.refresh_from_db()
    assert made.case.next_due_at == supplement().due_at == datetime(2027, 2, 18, 16, tzinfo=UTC)
    message = Message.objects.get(user=made.owner, template="day-moved")
    assert message.context["due"] == "2027-02-18"
    assert message.context["term"] == "supplement"
    assert Message.objects.filter(user=made.reviewer, template="day-moved-desk").exists()


def test_loading_again_changes_nothing(file: Path, people: tuple[User, User]) -> None:
    asked_to_supplement()
    load(file, *by(people))
    entries = Entry.objects.count()
    told = json.loads(load(file, "--json", *by(people)))
    assert (told["moved"], told["kept"], told["firm"]) == (0, 0, 0)
    assert Entry.objects.count() == entries
    assert ReleasedGazette.objects.count() == 1


def test_one_person_is_refused(file: Path, people: tuple[User, User]) -> None:
    name = people[0].username
    with pytest.raises(CommandError):
        load(file, "--proposed-by", name, "--released-by", name)
    assert not ReleasedGazette.objects.exists()
    assert not GazetteProposal.objects.exists()


def test_a_missing_person_is_refused(file: Path, people: tuple[User, User]) -> None:
    with pytest.raises(CommandError, match="--released-by"):
        load(file, "--proposed-by", people[0].username)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDIT_ADMIN, Role.SECURITY_ADMIN, None])
def test_only_system_administrators_release(file: Path, people: tuple[User, User], role: Role | None) -> None:
    other = make_user() if role is None else make_officer(role, make_department())
    with pytest.raises(CommandError, match="--released-by"):
        load(file, "--proposed-by", people[0].username, "--released-by", other.username)
    assert not GazetteProposal.objects.exists()


def test_a_proposal_that_waits_on_the_page_goes_first(file: Path, people: tuple[User, User]) -> None:
    waiting = proposed(NOTICE_2027.replace("2027-05-08", "2027-05-09"))
    with pytest.raises(CommandError):
        load(file, *by(people))
    assert list(GazetteProposal.objects.all()) == [waiting]
    assert not ReleasedGazette.objects.exists()


def test_the_worker_finds_nothing_left_after_the_command(file: Path, people: tuple[User, User]) -> None:
    asked_to_supplement()
    load(file, *by(people))
    deliver_all(at=LOADED_AT)
    recount_terms()
    (run,) = Recount.objects.filter(gazette__isnull=False)
    assert run.ended_at == LOADED_AT
    assert Entry.objects.filter(verb="gazette.applied").count() == 1


def test_somebody_nobody_knows_is_refused(file: Path, people: tuple[User, User]) -> None:
    with pytest.raises(CommandError, match=r"--proposed-by.*nobody"):
        load(file, "--proposed-by", "nobody", "--released-by", people[1].username)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("2027-02-20", "2027-02-24", "2027.toml:3: 2027-02-24 is a Wednesday"),
        ('mark = "R"', 'mork = "R"', "2027.toml:5: `mark` is missing"),
        (NOTICE_2027, "year = ", "2027.toml:1: not TOML"),
    ],
)
def test_a_bad_notice_is_refused_with_file_and_line(
    file: Path, people: tuple[User, User], old: str, new: str, fault: str
) -> None:
    file.write_text(NOTICE_2027.replace(old, new), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        load(file, *by(people))
    assert fault in str(refused.value)
    assert not ReleasedGazette.objects.exists()


def test_a_provisional_calendar_is_refused_before_anything_is_shown(file: Path) -> None:
    file.write_text(NOTICE_2027.replace('"official"', '"provisional"'), encoding="utf-8")
    with pytest.raises(CommandError):
        load(file, "--dry-run")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"2031\.toml:1: no such file"):
        load(tmp_path / "2031.toml", "--dry-run")
