"""The choice of a text on the desk: previewed on the page of the act, then shown on the case for everybody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from journal.now import standing_at
from tests.acts.test_change_over import APRIL, MARCH, opened
from tests.desk.conftest import SignIn

pytestmark = pytest.mark.django_db
BUTTON = "Choose the text for the case"


def test_the_page_shows_what_each_choice_would_do_and_keeps_the_one_made(sign_in: SignIn) -> None:
    made = opened()
    case_page = reverse("desk:case", args=[made.case.number])
    act_page = reverse("desk:act", args=[made.case.number, "change_over"])
    with standing_at(APRIL):
        client = sign_in(made.reviewer)
        assert BUTTON in client.get(case_page).content.decode()
        seen = client.get(act_page).content.decode()
        assert "The case passes to" in seen
        assert "nothing more to be done; decision by" in seen
        sent = {"choice": "stay", "reason": "当事人已按原办法准备材料。", "version": made.case.version}
        client.post(act_page, sent)
        shown = client.get(case_page).content.decode()
        assert "Which text applies" in shown
        assert "当事人已按原办法准备材料。" in shown
        assert BUTTON not in shown
        own = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
        assert "当事人已按原办法准备材料。" in own


def test_on_the_last_day_of_the_earlier_text_there_is_no_choice(sign_in: SignIn) -> None:
    made = opened()
    with standing_at(MARCH):
        shown = sign_in(made.reviewer).get(reverse("desk:case", args=[made.case.number])).content.decode()
    assert BUTTON not in shown
