"""When the authority is late, the subject's page says so, what follows, and what can be done until when."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test.client import Client
from django.urls import reverse

from cases.lateness import late_terms
from cases.services import intake
from cases.states import RepairState as S
from clocks import services as clocks
from clocks.receipts import recompute
from journal.now import standing_at
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from tests.portal.conftest import SignIn
from workflows import router

pytestmark = pytest.mark.django_db

WRITTEN = re.compile(r'<pre class="payload" tabindex="0"><code>(.*?)</code></pre>', re.DOTALL)


def words_on(client: Client, made: FiledCase, month: int, day: int) -> str:
    with standing_at(at_day(month, day)):
        return client.get(reverse("portal:case", args=[made.case.number])).content.decode()


def test_a_unit_in_time_is_not_called_late(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    words = words_on(sign_in(made.owner), made, 9, 4)  # the last day of the acceptance
    assert "The unit is late" not in words


def test_an_acceptance_that_is_owed_names_consequence_and_remedies_with_last_days(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    words = words_on(sign_in(made.owner), made, 9, 5)  # no sweep has run yet
    assert "The unit is late: Acceptance" in words
    assert "Friday 4 September 2026" in words
    assert "Silence decides nothing" in words
    assert "Administrative review" in words
    assert "Tuesday 3 November 2026" in words  # sixty days from the end of the term
    assert "Administrative lawsuit" in words
    assert "Thursday 4 March 2027" in words  # six months


def test_each_day_on_the_page_can_be_counted_again_from_its_receipt(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    words = words_on(sign_in(made.owner), made, 9, 5)
    receipts = [json.loads(html.unescape(text)) for text in WRITTEN.findall(words)]
    assert {receipt["term"] for receipt in receipts} >= {
        "accept",
        "remedy.breach.行政复议",
        "remedy.breach.行政诉讼",
    }
    for receipt in receipts:
        assert recompute(receipt).isoformat() == receipt["due_on"]


def test_after_the_sweep_the_page_says_the_same_once(sign_in: SignIn, deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    clocks.sweep(at=at_day(9, 5, 0))
    deliver(at_day(9, 5, 0))
    assert words_on(sign_in(made.owner), made, 9, 5).count("The unit is late: Acceptance") == 1


def test_a_late_act_is_valid_and_leaves_no_remedy_against_silence(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED).later(at=at_day(9, 8)).perform("accept")
    words = words_on(sign_in(made.owner), made, 9, 9)
    assert "The unit was late: Acceptance" in words
    assert "The unit acted on Tuesday 8 September 2026" in words
    assert "Silence decides nothing" not in words
    assert "Administrative lawsuit" not in words


def test_an_application_that_is_withdrawn_meanwhile_is_told_as_ended(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    intake.withdraw(case_id=made.case.pk, actor=actor_of_user(made.owner), at=at_day(9, 9), reason="另行处理")
    router.align(made.case.pk)
    words = words_on(sign_in(made.owner), made, 9, 10)
    assert "The case ended on Wednesday 9 September 2026." in words
    assert "Silence decides nothing" not in words


def test_the_subjects_own_term_is_no_lateness_of_the_unit() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    clocks.sweep(at=at_day(9, 16))
    assert late_terms(made.case, at=at_day(9, 16)) == ()


def test_a_broken_promise_is_no_lateness_by_law() -> None:
    made = make_filed_case(S.VERIFYING)
    clocks.sweep(at=at_day(9, 3, 0))
    assert late_terms(made.case, at=at_day(9, 3)) == ()


def test_a_decision_that_is_owed_counts_from_its_own_last_day() -> None:
    made = make_filed_case(S.VERIFYING)
    (late,) = late_terms(made.case, at=at_day(9, 11))
    assert late.deadline.term == "decide"
    # from 10 September: sixty days end on Monday 9 November, six months on Wednesday 10 March 2027
    assert [day.until.isoformat() for day in late.remedies] == ["2026-11-09", "2027-03-10"]
    assert [day.receipt.provisional for day in late.remedies] == [False, True]
