"""The steps on the page: a provider of the register, or another body where the edition leaves it open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse

from cases.models import Step
from cases.states import RepairState as S
from tests.acts.reading import SIX_WAYS_PLACE, make_six_ways_record, six_ways
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.records import make_provider
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
TRAINING = {
    "way": "training",
    "training-course": "信用修复专题培训",
    "training-hours": "8",
    "training-completed_on": "2026-08-20",
    "training-certificate": "PX-2026-001",
}


@pytest.fixture(autouse=True)
def _six_ways() -> Iterator[None]:
    with six_ways():
        yield


def under_repair() -> tuple[FiledCase, str]:
    made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
    return made, reverse("portal:step", args=[made.case.number, "training"])


def facts_of(made: FiledCase) -> dict[str, str]:
    facts: dict[str, str] = Step.objects.get(case=made.case, way="training").facts
    return facts


def test_the_page_says_that_nobody_need_be_paid_and_lists_the_register(sign_in: SignIn) -> None:
    made, address = under_repair()
    body = make_provider(jurisdiction=SIX_WAYS_PLACE)
    page = sign_in(made.owner).get(address).content.decode()
    assert body.name in page
    assert "You need not pay anybody for a repair." in page
    assert reverse("register:providers") in page


def test_a_body_of_the_register_is_chosen(sign_in: SignIn) -> None:
    made, address = under_repair()
    body = make_provider(jurisdiction=SIX_WAYS_PLACE)
    sign_in(made.owner).post(address, {**TRAINING, "training-provider_id": str(body.pk)})
    assert (facts_of(made)["provider"], facts_of(made)["provider_id"]) == (body.name, str(body.pk))


def test_another_body_is_named(sign_in: SignIn) -> None:
    made, address = under_repair()
    make_provider(jurisdiction=SIX_WAYS_PLACE)
    sign_in(made.owner).post(
        address, {**TRAINING, "training-provider_id": "", "training-provider": "某培训公司"}
    )
    assert facts_of(made)["provider"] == "某培训公司"


@pytest.mark.parametrize("named", ["", "某培训公司"])
def test_one_of_the_two_and_not_both(sign_in: SignIn, named: str) -> None:
    made, address = under_repair()
    body = make_provider(jurisdiction=SIX_WAYS_PLACE)
    chosen = str(body.pk) if named else ""
    page = sign_in(made.owner).post(
        address, {**TRAINING, "training-provider_id": chosen, "training-provider": named}
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "one of the two" in page.content.decode()


def test_without_a_register_the_body_is_simply_named(sign_in: SignIn) -> None:
    made, address = under_repair()
    page = sign_in(made.owner).get(address).content.decode()
    assert "training-provider_id" not in page
    sign_in(made.owner).post(address, {**TRAINING, "training-provider": "某培训公司"})
    assert facts_of(made)["provider"] == "某培训公司"


def test_a_provider_that_was_not_recognised_that_day_is_named_on_the_page(sign_in: SignIn) -> None:
    made, address = under_repair()
    body = make_provider(jurisdiction=SIX_WAYS_PLACE, to_on=date(2026, 8, 1))
    client = sign_in(made.owner)
    client.post(address, {**TRAINING, "training-provider_id": str(body.pk)})
    assert f"{body.name} was not in the register on" in client.get(address).content.decode()


def test_the_summary_names_each_answer_that_is_missing(sign_in: SignIn) -> None:
    made, address = under_repair()
    page = sign_in(made.owner).post(address, {"way": "training"}).content.decode()
    for label in ("Course", "Hours", "Completed on", "Certificate number"):
        assert (
            page.count(f"Fill in “{label}”: the step is not done without it.") == 2
        )  # above, and at the field
