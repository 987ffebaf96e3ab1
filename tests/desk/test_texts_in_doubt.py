"""Where two texts claim a day and neither repeals the other, nothing is chosen: it is refused, and shown, by name."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

import pytest

from cases.editions import doubt_of, edition_to_choose, newer_edition
from cases.policies import acts_open_to
from cases.services import drafting
from cases.services.eligibility import procedure_edition
from cases.services.objection.admission import objection_edition
from cases.states import RepairState as S
from journal.now import day_of
from journal.refusals import Refusal
from records.models import EnteredDocument, Listing
from records.services import classing
from rulebook.edition import Edition
from rulebook.in_force import Editions, NoEdition, SeveralEditions
from tests.desk.conftest import SignIn
from tests.factories.cases import make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db
RIVALS = ("NDRC-36", "NDRC-37")
WORDS = "NDRC-36, NDRC-37"


@pytest.fixture
def in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on two texts claim every day on Credit China."""

    def claimed(
        _self: Editions, *, route: str, jurisdiction: str, on: date, record_kind: str = ""
    ) -> Edition:
        if route != "credit-china":
            raise NoEdition(route, jurisdiction, on)
        assert record_kind is not None
        raise SeveralEditions(RIVALS, on)

    monkeypatch.setattr(Editions, "in_force", claimed)


def test_no_newer_text_is_chosen_and_the_refusal_names_both(request: pytest.FixtureRequest) -> None:
    made = make_filed_case(S.VERIFYING)
    request.getfixturevalue("in_doubt")
    for ask in (newer_edition, edition_to_choose):
        with pytest.raises(Refusal, match=WORDS) as told:
            ask(made.case, on=day_of(made.at))
        assert told.value.code == "several-texts"
    assert WORDS in doubt_of(made.case, on=day_of(made.at))
    acts = acts_open_to(made.case, actor_of_user(made.reviewer), on=day_of(made.at))
    assert "change_over" not in acts
    assert "propose" in acts  # what the case itself needs goes on under its own text


def test_a_closed_case_has_no_doubt_and_neither_has_one_without_a_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed, running = make_filed_case(S.CLOSED_REFUSED), make_filed_case(S.VERIFYING)

    def none(_self: Editions, *, route: str, jurisdiction: str, on: date, record_kind: str = "") -> Edition:
        raise NoEdition(route, jurisdiction + record_kind, on)

    monkeypatch.setattr(Editions, "in_force", none)
    assert doubt_of(closed.case, on=day_of(closed.at)) == ""
    assert doubt_of(running.case, on=day_of(running.at)) == ""
    assert newer_edition(running.case, on=day_of(running.at)) is None


@pytest.mark.parametrize("ask", [procedure_edition, objection_edition])
def test_nothing_is_filed_under_a_text_in_doubt(ask: object, request: pytest.FixtureRequest) -> None:
    record = make_record()
    request.getfixturevalue("in_doubt")
    assert callable(ask)
    with pytest.raises(Refusal, match=WORDS):
        ask(record, on=date(2026, 9, 1))


def test_a_draft_is_refused_by_name(request: pytest.FixtureRequest) -> None:
    made = make_filed_case(S.DRAFT)
    other = make_record(subject=made.case.subject, department=made.case.record.department)
    request.getfixturevalue("in_doubt")
    with pytest.raises(Refusal, match=WORDS):
        drafting.draft(record_id=other.pk, actor=actor_of_user(made.owner), at=made.at + timedelta(minutes=1))


def test_a_record_is_not_judged_and_says_why(request: pytest.FixtureRequest) -> None:
    record = make_record()
    request.getfixturevalue("in_doubt")
    found = classing.judge(record)
    assert (found.class_status, found.reason) == ("undecidable", classing.SEVERAL_TEXTS)


def test_a_judgment_that_withdraws_an_unjudged_record_is_refused_by_name(
    sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("in_doubt")
    record = make_record(class_name="")
    client = sign_in(make_officer("reviewer", record.department))
    page = f"/desk/records/{record.pk}/enter/court/"
    facts = {
        "kind": "annulled",
        "issuer": "枣庄市薛城区人民法院",
        "number": "（2026）鲁0403行初1号",
        "document_on": "2026-08-30",
        "received_on": "2026-09-01",
    }
    refused = client.post(page, facts, headers={"accept-language": "en"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert WORDS in refused.content.decode()
    assert not EnteredDocument.objects.exists()
    listing = Listing.objects.get(record=record)
    assert not listing.is_over


def test_the_case_page_and_the_page_of_classes_say_it_and_what_to_do(
    sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    made = make_filed_case(S.VERIFYING)
    request.getfixturevalue("in_doubt")
    client = sign_in(made.reviewer)
    for address in (f"/desk/cases/{made.case.number}/", "/desk/classes/"):
        shown = client.get(address, headers={"accept-language": "en"})
        assert shown.status_code == 200, shown.content.decode()[-3000:]
        page = shown.content.decode()
        assert WORDS in page
        assert "system administrator" in page


def test_without_doubt_no_page_speaks_of_it(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING)
    client = sign_in(make_officer("reviewer", made.case.record.department))
    for address in (f"/desk/cases/{made.case.number}/", "/desk/classes/"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert "neither repeals" not in page
        assert "none repeals" not in page
