"""Filing once more after a refusal: the ground must be answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.models import Case
from cases.states import RepairState
from tests.factories.cases import make_filed_case
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_the_form_asks_how_the_ground_was_answered(sign_in: SignIn) -> None:
    made = make_filed_case(RepairState.CLOSED_REFUSED)
    client = sign_in(made.owner)
    client.post(reverse("portal:draft"), {"record": made.case.record_id})
    again = Case.objects.get(record=made.case.record_id, state=RepairState.DRAFT)
    page = client.get(reverse("portal:part", args=[again.number, "application"]))
    assert f"How you answered the ground on which {made.case.number} was refused" in page.content.decode()
