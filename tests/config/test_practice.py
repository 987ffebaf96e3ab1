"""The practice town: its clock goes forwards only, time passes look by look, and one button makes it new."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, include, path, reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.models import Case
from cases.states import RepairState as S
from clocks.models import Deadline, Standing
from config.practice import clock, jobs
from config.practice.driving import FARTHEST, LOOKS, let_time_pass, looks_until
from config.practice.forms import DriveForm
from config.practice.rebuilding import NoPractice, build_anew
from config.town import people
from config.urls import urlpatterns as own
from journal import guards
from journal.models import Entry
from journal.now import SHANGHAI, now, set_ahead, standing_at
from records.models import Department
from tests.config.test_env import SERVICE, started
from tests.factories.cases import make_filed_case
from tests.factories.records import make_department

urlpatterns = [*own, path("practice/", include("config.practice.urls"))]

practised = pytest.mark.urls(__name__)


def wait_for(event: threading.Event) -> None:
    assert event.wait(20)


@pytest.fixture
def practice(settings: Any, tmp_path: Path) -> Iterator[None]:  # noqa: ANN401 - pytest-django's own
    """A practice town's folder; the clock goes with the machine again afterwards."""
    settings.PRACTICE = True
    settings.VAR_DIR = tmp_path
    yield
    set_ahead(timedelta(0))
    jobs._last = None  # noqa: SLF001 - each test begins in a town where nothing was started


def test_no_other_desk_has_its_addresses() -> None:
    assert not settings.PRACTICE
    with pytest.raises(NoReverseMatch):
        reverse("practice")
    assert Client().post("/practice/reset/").status_code == HTTPStatus.NOT_FOUND


def test_the_clock_runs_on_from_where_it_was_put_and_remembers(practice: None) -> None:
    before = now()
    clock.stand_ahead(before + timedelta(days=3))
    ahead = now() - datetime.now(tz=UTC)
    assert timedelta(days=3) - timedelta(seconds=5) < ahead < timedelta(days=3) + timedelta(seconds=5)
    set_ahead(timedelta(0))  # a restart
    clock.wind()
    assert abs((now() - datetime.now(tz=UTC)) - ahead) < timedelta(seconds=1)
    with pytest.raises(ValueError, match="not turned back"):
        clock.stand_ahead(now() - timedelta(minutes=1))


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 10, 1)),  # noqa: DTZ001 - the zone is set below
    ahead=st.timedeltas(timedelta(seconds=1), FARTHEST),
)
def test_no_day_is_slept_over(start: datetime, ahead: timedelta) -> None:
    begun = start.replace(tzinfo=SHANGHAI)
    end = begun + ahead
    looks = looks_until(begun, end)
    assert looks[-1] == end
    assert list(looks) == sorted(set(looks))
    day = begun.date()
    while day <= end.date():
        for hour in LOOKS:
            moment = datetime.combine(day, hour, tzinfo=SHANGHAI)
            assert (moment in looks) == (begun < moment <= end) or moment == end
        day += timedelta(days=1)


def test_time_goes_forwards_and_not_too_far() -> None:
    start = datetime(2026, 9, 1, 9, tzinfo=SHANGHAI)
    for end in (start, start - timedelta(days=1), start + FARTHEST + timedelta(seconds=1)):
        with pytest.raises(ValueError, match="forwards"):
            looks_until(start, end)


@pytest.mark.django_db(transaction=True)
def test_while_time_passes_terms_run_out_and_are_told(practice: None) -> None:
    made = make_filed_case(S.ROUTED)
    ahead = made.at - datetime.now(tz=UTC)
    set_ahead(ahead)  # the town stands at the day of its case
    mine = Deadline.objects.filter(
        owner_kind="case", owner_id=made.case.pk, goal="law", stopped_at__isnull=True
    )
    term = mine.earliest("due_at")
    job = jobs.Job(closes_the_town=False)
    let_time_pass(job, until=min(term.due_at + timedelta(days=1), now() + FARTHEST))
    assert job.done == job.total > 0
    term.refresh_from_db()
    assert term.standing == Standing.BREACHED
    assert term.breached_at is not None
    assert abs(term.breached_at - term.due_at) < timedelta(minutes=5)  # at the first look after midnight
    assert Case.objects.get(pk=made.case.pk).late


@pytest.mark.django_db(transaction=True)
def test_one_button_throws_everything_away_and_begins_again(practice: None) -> None:
    make_filed_case(S.ROUTED)
    clock.stand_ahead(now() + timedelta(days=5))
    begun: list[datetime] = []

    def build(*, at: datetime, tell: Any) -> None:  # noqa: ANN401 - whoever listens
        begun.append(at)
        make_department()
        tell("built")

    job = jobs.Job(closes_the_town=True)
    build_anew(job, build=build)
    assert job.told == ["built"]
    assert not Case.objects.exists()
    assert not Entry.objects.exists()
    assert Department.objects.count() == 1
    assert abs(begun[0] - datetime.now(tz=UTC)) < timedelta(seconds=30)
    assert guards.missing(connection) == []


@pytest.mark.django_db
def test_a_desk_in_service_is_never_thrown_away() -> None:
    make_department()
    with pytest.raises(NoPractice):
        build_anew(jobs.Job(closes_the_town=True))
    assert Department.objects.exists()


@practised
@pytest.mark.django_db
def test_the_page_shows_the_clock_and_every_page_says_practice(practice: None, client: Client) -> None:
    with standing_at(datetime(2026, 9, 16, 10, tzinfo=SHANGHAI)):
        page = client.get(reverse("practice")).content.decode()
        other = client.get(reverse("home")).content.decode()
    assert "2026年9月16日（周三） 10:00" in page
    for words in (page, other):
        assert "practice-strip" in words


@pytest.mark.django_db
@practised
def test_the_page_says_in_the_readers_language_who_one_can_be(practice: None, client: Client) -> None:
    empty = client.get(reverse("practice")).content.decode()
    assert people.DEMO_PASSWORD not in empty
    password = make_password(people.DEMO_PASSWORD)
    User.objects.bulk_create(User(username=one.username, password=password) for one in people.PEOPLE)
    page = client.get(reverse("practice"), headers={"accept-language": "zh-CN"}).content.decode()
    assert "经办人：受理、核查、拟办" in page
    assert people.DEMO_PASSWORD in page
    assert not [one.what for one in people.EVERYBODY if one.what in page]


@practised
@pytest.mark.django_db
def test_a_day_that_is_not_later_is_refused_in_words(practice: None, client: Client) -> None:
    with standing_at(datetime(2026, 9, 16, 10, tzinfo=SHANGHAI)):
        for to in ("2026-09-16", "2026-09-01", "2026-12-31", "soon", ""):
            page = client.post(reverse("drive_practice"), {"to": to})
            assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, to
            assert 'id="id_to_error"' in page.content.decode()
    assert jobs.last_job() is None


@pytest.mark.django_db
def test_a_working_day_on_is_the_next_morning_of_work(practice: None) -> None:
    with standing_at(datetime(2026, 9, 30, 10, tzinfo=SHANGHAI)):  # the day before the National Day holiday
        for ahead, morning in (("working-day", (10, 8)), ("day", (10, 1)), ("week", (10, 7))):
            form = DriveForm({"ahead": ahead})
            assert form.is_valid()
            assert form.until() == datetime(2026, *morning, 9, tzinfo=SHANGHAI)


def test_one_job_at_a_time(practice: None) -> None:
    go_on = threading.Event()
    thread = jobs.start(lambda _job: wait_for(go_on), closes_the_town=True)
    assert jobs.town_is_closed()
    with pytest.raises(jobs.Busy):
        jobs.start(lambda _job: None, closes_the_town=False)
    go_on.set()
    thread.join(10)
    assert not jobs.town_is_closed()


def test_a_job_that_fails_says_so_and_frees_the_town(
    practice: None, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_job: jobs.Job) -> None:
        raise RuntimeError("the outbox is not empty")

    jobs.start(fail, closes_the_town=True).join(10)
    job = jobs.last_job()
    assert job is not None
    assert job.fault == "the outbox is not empty"
    assert not jobs.town_is_closed()
    jobs.start(lambda _job: None, closes_the_town=False).join(10)


@practised
@pytest.mark.django_db
def test_while_the_town_is_built_every_address_says_so(practice: None, settings: Any) -> None:  # noqa: ANN401
    settings.MIDDLEWARE = ["config.practice.middleware.ClosedTown", *settings.MIDDLEWARE]
    told, go_on = threading.Event(), threading.Event()

    def half(job: jobs.Job) -> None:
        job.tell("half")
        told.set()
        wait_for(go_on)

    thread = jobs.start(half, closes_the_town=True)
    wait_for(told)
    client = Client()
    for address in (reverse("home"), reverse("practice"), "/desk/"):
        answer = client.get(address)
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert answer["Retry-After"]
        assert "half" in answer.content.decode()
    go_on.set()
    thread.join(10)
    assert client.get(reverse("home")).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("module", "given"), [("production", SERVICE), ("local", {"DATABASE_URL": "sqlite:///:memory:"})]
)
def test_it_goes_with_neither_servers_nor_production(
    module: str, given: dict[str, str], tmp_path: Path
) -> None:
    answer = started({"DESK_VAR": str(tmp_path), "DESK_PRACTICE": "1", **given}, module)
    assert answer.returncode != 0
    assert "DESK_PRACTICE" in answer.stderr
