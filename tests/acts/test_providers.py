"""A training or a report counts where its provider stood in the register on its day: the same code everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.services import drafting, intake
from cases.services.group_filing import loaded
from cases.services.preflight import gaps, gaps_of_each
from cases.states import RepairState as S
from desk.checks import checklist
from journal.now import day_of
from journal.refusals import Refusal
from records.models import Provider
from rulebook.in_force import Editions, shipped_editions, using
from tests.acts.reading import SIX_WAYS, SIX_WAYS_PLACE, make_six_ways_record, six_ways
from tests.factories.cases import FILED_AT, FiledCase, add_document, complete_draft, make_filed_case
from tests.factories.people import actor_of_user
from tests.factories.records import make_provider

pytestmark = pytest.mark.django_db
ON = day_of(FILED_AT)
TRAINING = {
    "course": "信用修复专题培训",
    "hours": "8",
    "completed_on": "2026-08-20",
    "certificate": "PX-2026-001",
}


@cache
def _training_first(folder: Path) -> Editions:
    """Six ways, the training before filing and only by a provider of the register."""
    text = SIX_WAYS.read_text(encoding="utf-8")
    head, tail = text.split('id = "training"', 1)
    tail = tail.replace('phase = "during-case"', 'phase = "before-filing"\nproviders = "register"', 1)
    tail = tail.replace(
        'limit = { count = 30, unit = "D", trigger = "accepted", article = "", mark = "K" }', "", 1
    )
    changed = folder / SIX_WAYS.name
    changed.write_text(head + 'id = "training"' + tail, encoding="utf-8")
    return shipped_editions().with_files(changed)


@pytest.fixture
def bound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with using(_training_first(tmp_path_factory.getbasetemp())):
        yield


@pytest.fixture
def open_to_all() -> Iterator[None]:
    with six_ways():
        yield


def provider(**facts: object) -> Provider:
    return make_provider(jurisdiction=SIX_WAYS_PLACE, **facts)  # type: ignore[arg-type]  # fields by name


def drafted() -> FiledCase:
    return make_filed_case(S.DRAFT, record=make_six_ways_record())


def train(made: FiledCase, **facts: str) -> FiledCase:
    drafting.set_step(
        case_id=made.case.pk,
        actor=actor_of_user(made.owner),
        at=made.at,
        way="training",
        facts={**TRAINING, **facts},
    )
    return made.later()


def codes(made: FiledCase) -> set[str]:
    return {gap.code for gap in gaps(made.later().case, on=ON)}


@pytest.mark.usefixtures("bound")
def test_a_provider_is_chosen_from_the_register_where_the_edition_asks_for_one() -> None:
    made = drafted()
    with pytest.raises(Refusal) as refused:
        train(made, provider="某培训公司")
    assert refused.value.code == "provider-not-registered"
    chosen = provider()
    facts = train(made, provider_id=str(chosen.pk)).case.steps.get(way="training").facts
    assert (facts["provider"], facts["provider_id"]) == (chosen.name, str(chosen.pk))


@pytest.mark.usefixtures("bound")
@pytest.mark.parametrize(
    ("from_on", "to_on", "counts"),
    [
        (date(2020, 1, 1), None, True),
        (date(2026, 8, 20), date(2026, 8, 21), True),
        (date(2026, 8, 21), None, False),
        (date(2020, 1, 1), date(2026, 8, 20), False),
    ],
)
def test_its_day_judges_the_provider_at_filing(from_on: date, to_on: date | None, *, counts: bool) -> None:
    made = drafted()
    train(made, provider_id=str(provider(from_on=from_on, to_on=to_on).pk))
    assert ("provider-not-valid" in codes(made)) is not counts


@pytest.mark.usefixtures("bound")
def test_an_application_with_a_wrong_provider_is_not_filed_and_the_officer_sees_the_same_code() -> None:
    made = drafted()
    body = provider()
    drafting_done(made, body)
    body.to_on = date(2026, 8, 1)
    body.save()
    with pytest.raises(Refusal) as refused:
        intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert body.name in str(refused.value)
    body.to_on = None
    body.save()
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    body.to_on = date(2026, 8, 1)
    body.save()
    told = [gap.code for check in checklist(made.later().case, on=ON) for gap in check.missing]
    assert told == ["provider-not-valid"]


def drafting_done(made: FiledCase, body: Provider) -> None:
    """Everything that filing asks for, the training by a body of the register."""
    train(made, provider_id=str(body.pk))
    made.case.steps.filter(way="training").update(who="nobody")  # what the factory answers by itself it skips
    complete_draft(made)
    made.case.steps.filter(way="training").update(who="subject")
    if not made.case.documents.filter(material="M5").exists():
        add_document(made, material="M5")


@pytest.mark.usefixtures("open_to_all")
def test_another_body_may_be_named_where_the_edition_leaves_it_open() -> None:
    made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
    facts = train(made, provider="某培训公司").case.steps.get(way="training").facts
    assert (facts["provider"], facts.get("provider_id")) == ("某培训公司", None)


@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("chosen", ["0", "x", "-1"])
def test_a_body_that_is_not_of_the_register_cannot_be_chosen(chosen: str) -> None:
    made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
    with pytest.raises(Refusal) as refused:
        train(made, provider_id=chosen)
    assert refused.value.code == "unknown-provider"


@pytest.mark.usefixtures("open_to_all")
def test_a_body_of_another_place_or_kind_cannot_be_chosen() -> None:
    made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
    for other in (make_provider(jurisdiction="370400"), provider(kind="report")):
        with pytest.raises(Refusal) as refused:
            train(made, provider_id=str(other.pk))
        assert refused.value.code == "unknown-provider"


@pytest.mark.usefixtures("open_to_all")
def test_steps_with_a_wrong_provider_are_not_submitted() -> None:
    made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
    train(made, provider_id=str(provider(to_on=date(2026, 8, 20)).pk))
    for way in ("credit-report", "public-good"):
        made.case.steps.filter(way=way).update(finding="submitted")
    with pytest.raises(Refusal) as refused:
        intake.submit_steps(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert refused.value.code == "provider-not-valid"


@pytest.mark.usefixtures("bound")
def test_the_bodies_of_many_drafts_are_asked_for_in_one_statement() -> None:
    ended = provider(to_on=date(2026, 8, 1))
    counted = []
    for count in (2, 6):
        drafts = [train(drafted(), provider_id=str((ended, provider())[n % 2].pk)) for n in range(count)]
        asked = loaded(Case.objects.filter(pk__in=[made.case.pk for made in drafts]).order_by("pk"))
        with CaptureQueriesContext(connection) as statements:
            found = gaps_of_each(asked, on=ON)
        wrong = [any(gap.code == "provider-not-valid" for gap in missing) for _case, missing in found]
        assert wrong == [n % 2 == 0 for n in range(count)]
        assert sum("records_provider" in query["sql"] for query in statements) == 1
        counted.append(len(statements))
    assert counted[0] == counted[1]
