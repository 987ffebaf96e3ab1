from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from cases.states import RepairState as S
from clocks import recount
from clocks.models import Deadline, Recount
from clocks.tasks import recount_terms
from clocks.verify import findings
from journal.models import Entry
from journal.now import SHANGHAI, standing_at
from notifications.models import Message
from rulebook.calendar_in_use import calendar_in_use
from rulebook.models import GazetteProposal, ReleasedGazette
from tests.desk.calendar_steps import (
    AT,
    PAGE,
    Deliver,
    asked_to_supplement,
    counted,
    page_of,
    press_release,
    propose,
)
from tests.desk.conftest import SignIn
from tests.factories.cases import make_filed_case
from tests.factories.gazettes import NOTICE_2027
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with standing_at(AT):
        yield


@pytest.fixture
def people() -> tuple[User, User]:
    unit = make_department()
    return (
        make_officer(Role.SYSTEM_ADMIN, unit, user=make_user("hu", full_name="胡某某")),
        make_officer(Role.SYSTEM_ADMIN, unit, user=make_user("he", full_name="何某某")),
    )


@pytest.fixture
def one(sign_in: SignIn, people: tuple[User, User]) -> Client:
    return sign_in(people[0])


@pytest.fixture
def other(sign_in: SignIn, people: tuple[User, User]) -> Client:
    return sign_in(people[1])


def shown_moves(page: object) -> list[tuple[int, date, date]]:
    rows = page.context["rows"]  # type: ignore[attr-defined]  # the test client's response
    return [(row.move.deadline_id, row.move.from_on, row.move.to_on) for row in rows]


# ---- the list ---------------------------------------------------------------------------------------------


def test_every_year_stands_with_its_notice_and_its_source(one: Client) -> None:
    page = one.get(PAGE)
    text = page.content.decode()
    years = [row.gazette.year for row in page.context["national"]]
    assert years == sorted(years, reverse=True)
    assert {2019, 2026, 2027} <= set(years)
    assert "国办发明电〔2025〕7号" in text
    assert "Came with the product" in text
    assert "Provisional" in text
    assert "to confirm" in text  # the number of a notice that nobody read


def test_a_year_shows_its_days(one: Client) -> None:
    text = one.get(f"{PAGE}2026/").content.decode()
    assert "Spring Festival" in text
    assert "Sunday 20 September 2026" in text  # worked
    assert one.get(f"{PAGE}2031/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "role", [Role.AUDIT_ADMIN, Role.SECURITY_ADMIN, Role.SUPERVISOR, Role.DECIDER, Role.REVIEWER]
)
def test_only_system_administrators_come_here(sign_in: SignIn, one: Client, role: Role) -> None:
    proposal = propose(one)
    stranger = sign_in(make_officer(role, make_department()))
    for path in (PAGE, f"{PAGE}2026/", PAGE + "propose/", PAGE + "close/", page_of(proposal)):
        assert stranger.get(path).status_code == HTTPStatus.FORBIDDEN, path
    for act in ("release", "reject", "withdraw", "count"):
        assert stranger.post(page_of(proposal, act)).status_code == HTTPStatus.FORBIDDEN, act
    proposal.refresh_from_db()
    assert proposal.state == "WAITING"


def test_the_public_is_asked_to_sign_in() -> None:
    assert Client().get(PAGE).status_code == HTTPStatus.FOUND


# ---- proposing ----------------------------------------------------------------------------------------------


def test_a_notice_is_proposed_as_a_file(one: Client) -> None:
    file = SimpleUploadedFile("2027.toml", b"\xef\xbb\xbf" + NOTICE_2027.encode())
    done = one.post(PAGE + "propose/", {"file": file, "text": ""}, follow=True)
    proposal = GazetteProposal.objects.get()
    assert "waits for another system administrator" in done.content.decode()
    assert (proposal.year, proposal.text) == (2027, NOTICE_2027)
    entry = Entry.objects.get(verb="gazette.proposed")
    assert (entry.actor_ref, entry.payload["proposal_id"]) == (proposal.proposed_by, proposal.pk)
    assert calendar_in_use().is_provisional(2027)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2027-02-20", "2027-02-24", "Line 3 (working = ["),
        ("2027-02-20", "2027-02-24", "2027-02-24 is no weekend day."),
        ('mark = "R"', 'mork = "R"', "“mark” is missing."),
        (NOTICE_2027, "year = ", "Line 1 (year =): The text is not written as the format wants it."),
        ('"official"', '"provisional"', "A calendar without its notice cannot be released"),
        (NOTICE_2027, "  ", "Choose a file or write the text of the calendar."),
    ],
)
def test_a_bad_text_is_refused_with_its_line_and_kept_in_its_box(
    one: Client, old: str, new: str, told: str
) -> None:
    text = NOTICE_2027.replace(old, new)
    refused = one.post(PAGE + "propose/", {"text": text})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in refused.content.decode().replace("&quot;", '"')
    assert refused.context["form"]["text"].value() == text
    assert not GazetteProposal.objects.exists()


def test_the_text_of_a_bad_file_stands_in_the_box(one: Client) -> None:
    text = NOTICE_2027.replace("2027-02-20", "2027-02-24")
    refused = one.post(PAGE + "propose/", {"file": SimpleUploadedFile("x.toml", text.encode())})
    assert refused.context["form"]["text"].value() == text


@pytest.mark.parametrize(
    ("content", "told"),
    [("节".encode("gbk"), "The file is not UTF-8 text."), (b"#" * 70_000, "larger than 64 KB")],
)
def test_a_file_that_cannot_be_read_is_refused(one: Client, content: bytes, told: str) -> None:
    refused = one.post(PAGE + "propose/", {"file": SimpleUploadedFile("x.toml", content)})
    assert told in refused.content.decode()


def test_a_second_proposal_for_the_year_and_the_text_in_force_are_refused(
    one: Client, other: Client, deliver: Deliver
) -> None:
    proposal = propose(one)
    second = other.post(PAGE + "propose/", {"text": NOTICE_2027})
    assert second.status_code == HTTPStatus.CONFLICT
    assert "A proposal for 2027 waits already." in second.content.decode()
    counted(deliver)
    press_release(other, proposal)
    again = one.post(PAGE + "propose/", {"text": NOTICE_2027})
    assert "This very text is in force already." in again.content.decode()


def test_another_version_begins_with_the_text_in_force(one: Client) -> None:
    form = one.get(PAGE + "propose/", {"year": "2026", "place": ""}).context["form"]
    assert "国办发明电〔2025〕7号" in form["text"].value()


# ---- what it moves, before ----------------------------------------------------------------------------------


def test_the_page_comes_again_until_it_is_counted(one: Client, deliver: Deliver) -> None:
    asked_to_supplement()
    proposal = propose(one)
    assert one.get(page_of(proposal)).headers["Refresh"] == "3"
    counted(deliver)
    page = one.get(page_of(proposal))
    assert "Refresh" not in page.headers
    assert "Thursday 18 February 2027" in page.content.decode()


def test_the_preview_is_what_is_applied(one: Client, other: Client, deliver: Deliver) -> None:
    """One term that moves and one that stays on the day that was told."""
    asked_to_supplement()
    accepted = make_filed_case(S.ROUTED, at=datetime(2027, 1, 25, 9, tzinfo=SHANGHAI))
    accepted.perform("accept")
    proposal = propose(one)
    counted(deliver)
    before = other.get(page_of(proposal))
    assert before.context["run"].moved
    assert before.context["run"].kept
    assert "Told already; the calendar alone would say" in before.content.decode()
    assert press_release(other, proposal) == HTTPStatus.FOUND
    counted(deliver)
    after = other.get(f"{PAGE}released/{ReleasedGazette.objects.get().pk}/")
    assert shown_moves(after) == shown_moves(before)
    assert shown_moves(before)
    for pk, _from_on, to_on in shown_moves(after):
        assert Deadline.objects.get(pk=pk).due_on == to_on
    assert list(findings()) == []


def test_nothing_moves_while_the_proposal_waits(one: Client, deliver: Deliver) -> None:
    asked_to_supplement()
    propose(one)
    counted(deliver)
    assert Deadline.objects.get(term="supplement").due_on == date(2027, 2, 16)
    assert not Entry.objects.filter(verb="deadline.recounted").exists()


def test_what_moves_is_shown_in_pages(one: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.calendar_rows.PAGE", 2)
    for _case in range(3):
        asked_to_supplement()
    proposal = propose(one)
    counted(deliver)
    first = one.get(page_of(proposal))
    run = first.context["run"]
    rows, after = shown_moves(first), first.context["next_cursor"]
    while after:
        page = one.get(page_of(proposal), {"after": after})
        rows += shown_moves(page)
        after = page.context["next_cursor"]
    assert len(rows) == len(set(rows)) == run.moved + run.kept > 2
    assert one.get(page_of(proposal), {"after": "x"}).status_code == HTTPStatus.NOT_FOUND


def test_what_was_counted_before_another_release_is_counted_again(
    one: Client, other: Client, deliver: Deliver
) -> None:
    asked_to_supplement()
    proposal = propose(one)
    counted(deliver)
    year_before = NOTICE_2027.replace("2027-05-08", "2027-05-09").replace("2027", "2028")
    year_before = "\n".join(
        line if not line.startswith("working") else "working = []" for line in year_before.splitlines()
    )
    next_year = propose(other, year_before)
    seen = one.get(page_of(proposal)).context["run"].calendar
    counted(deliver)
    press_release(one, next_year)
    page = other.get(page_of(proposal))
    assert page.context["stale"]
    refused = other.post(page_of(proposal, "release"), {"seen": seen})
    assert refused.status_code == HTTPStatus.CONFLICT
    other.post(page_of(proposal, "count"))
    counted(deliver)
    assert press_release(other, proposal) == HTTPStatus.FOUND


# ---- four eyes ----------------------------------------------------------------------------------------------


def test_the_proposer_does_not_release(one: Client, deliver: Deliver) -> None:
    proposal = propose(one)
    counted(deliver)
    page = one.get(page_of(proposal))
    assert "I have compared it with the notice: release" not in page.content.decode()
    assert page_of(proposal, "withdraw") in page.content.decode()
    refused = one.post(page_of(proposal, "release"), {"seen": page.context["run"].calendar})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "Whoever proposed a calendar does not decide on it." in refused.content.decode()
    assert one.post(page_of(proposal, "reject"), {"reason": "x"}).status_code == HTTPStatus.FORBIDDEN
    assert not ReleasedGazette.objects.exists()


def test_nobody_releases_what_was_not_counted(one: Client, other: Client) -> None:
    proposal = propose(one)
    assert press_release(other, proposal) == 0
    refused = other.post(page_of(proposal, "release"), {"seen": ""})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert not ReleasedGazette.objects.exists()


def test_a_second_person_releases_and_those_affected_are_told(
    one: Client, other: Client, people: tuple[User, User], deliver: Deliver
) -> None:
    made = asked_to_supplement()
    proposal = propose(one)
    counted(deliver)
    shown = other.get(page_of(proposal)).content.decode()
    for act in ("release", "reject"):
        assert f'action="{page_of(proposal, act)}"' in shown
    press_release(other, proposal)
    assert not calendar_in_use().is_provisional(2027)
    counted(deliver)
    deliver(AT)
    row = ReleasedGazette.objects.get()
    assert (row.proposed_by, row.released_by) == tuple(f"user:{user.pk}" for user in people)
    assert Message.objects.filter(user=made.owner, template="day-moved").exists()
    moved = Entry.objects.get(verb="deadline.recounted", payload__term="supplement")
    assert (moved.payload["from"], moved.payload["to"]) == ("2027-02-16", "2027-02-18")
    assert Entry.objects.filter(verb="gazette.applied").count() == 1
    listed = one.get(PAGE).content.decode()
    assert "何某某" in listed
    assert "proposed by 胡某某" in listed


def test_a_rejection_tells_why_and_the_mended_text_may_come(one: Client, other: Client) -> None:
    proposal = propose(one)
    silent = other.post(page_of(proposal, "reject"), {"reason": " "})
    assert silent.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    other.post(page_of(proposal, "reject"), {"reason": "4月25日应为4月24日"})
    text = one.get(page_of(proposal)).content.decode()
    assert "4月25日应为4月24日" in text
    assert "Rejected" in text
    assert propose(one, NOTICE_2027.replace("2027-04-25", "2027-04-24")).pk != proposal.pk


def test_the_proposer_takes_a_proposal_back_and_nobody_else(one: Client, other: Client) -> None:
    proposal = propose(one)
    assert other.post(page_of(proposal, "withdraw")).status_code == HTTPStatus.FORBIDDEN
    one.post(page_of(proposal, "withdraw"))
    proposal.refresh_from_db()
    assert proposal.state == "WITHDRAWN"
    assert Entry.objects.filter(verb="gazette.withdrawn").exists()
    assert one.post(page_of(proposal, "withdraw")).status_code == HTTPStatus.CONFLICT


def test_somebody_alone_is_told_that_a_second_person_is_missing(sign_in: SignIn) -> None:
    client = sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))
    text = client.get(page_of(propose(client))).content.decode()
    assert "Nobody else is system administrator at present." in text


# ---- applied by the worker ------------------------------------------------------------------------------------


def test_an_outage_in_the_middle_is_shown_and_taken_up(
    one: Client, other: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _case in range(3):
        asked_to_supplement()
    proposal = propose(one)
    counted(deliver)
    foreseen = shown_moves(one.get(page_of(proposal)))
    press_release(other, proposal)
    deliver(AT)
    result = f"{PAGE}released/{ReleasedGazette.objects.get().pk}/"
    real, calls = recount.take, []

    def plug_pulled(*args: object, **more: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("plug pulled")
        return real(*args, **{**more, "size": 2})  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(recount, "take", plug_pulled)
        recount_terms()
    page = one.get(result)
    assert "Counting was interrupted. It goes on by itself" in page.content.decode()
    assert page.headers["Refresh"] == "3"
    assert 0 < page.context["run"].looked < page.context["run"].reach
    with standing_at(AT + timedelta(minutes=2)):
        recount_terms()
        done = one.get(result)
    assert shown_moves(done) == foreseen
    assert done.context["run"].looked == done.context["run"].reach
    assert Entry.objects.filter(verb="deadline.recounted").count() == len(foreseen)
    assert "Refresh" not in done.headers


def test_a_mistake_is_mended_by_another_version(one: Client, other: Client, deliver: Deliver) -> None:
    wrong = NOTICE_2027.replace("last = 2027-02-10", "last = 2027-02-11")
    for text in (wrong, NOTICE_2027):
        proposal = propose(one, text)
        counted(deliver)
        press_release(other, proposal)
    page = one.get(f"{PAGE}2027/")
    assert [version.in_force for version in page.context["versions"]] == [True, False]
    assert calendar_in_use().why_off(date(2027, 2, 11)) is None
    assert Recount.objects.filter(gazette__isnull=False).count() == 1  # the second is not delivered yet
    deliver(AT)
    assert Recount.objects.filter(gazette__isnull=False).count() == 2
