"""The company's page and its planner say that rectification is ordered, and that a talk is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from cases.states import RectificationState as S
from journal.now import standing_at
from tests.factories.rectifications import make_rectification
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.RECTIFYING, "Rectification is ordered"),
        (S.TALK_DUE, "A talk about the ordered rectification"),
        (S.TALK_SET, "A talk about the ordered rectification"),
    ],
)
def test_the_record_says_what_is_due(sign_in: SignIn, state: S, words: str) -> None:
    made = make_rectification(state)
    with standing_at(made.at + timedelta(minutes=5)):
        page = sign_in(made.owner).get(reverse("portal:company")).content.decode()
    told = " ".join(strip_tags(page).split())
    assert words in told
    assert reverse("portal:case", args=[made.case.number]) in page
    assert "Go on with the ordered rectification" in told


def test_a_rectification_that_is_over_is_only_listed(sign_in: SignIn) -> None:
    made = make_rectification(S.SATISFIED)
    with standing_at(made.at + timedelta(minutes=5)):
        page = sign_in(made.owner).get(reverse("portal:company")).content.decode()
    assert "Go on with the ordered rectification" not in page
    assert made.case.number in page
