from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from accounts.models import Mandate, User
from accounts.roles import MandateKind, Role
from cases.states import CaseKind
from cases.states import RepairState as S
from desk.acts import OF_EVERY_KIND, PAGES
from records.models.listing import ListingState
from tests.desk.conftest import SignIn
from tests.factories.cases import REFUSED, FiledCase, make_filed_case
from tests.factories.people import LONG_AGO, make_officer, make_user
from tests.factories.records import make_department
from workflows.acts import SERVICES

pytestmark = pytest.mark.django_db

WHY = {"reason": "申请事项不属于本单位职权。", "clause": "《信用修复管理办法》第三章"}
GRANT = {"outcome": "approve", "reasons": "整改到位。", "clause": "《信用修复管理办法》第三章"}
HOLD = {"cause": "competence", "document": "枣编办〔2026〕3号"}
END = {"cause": "filed-in-error", "document": ""}
ITEM = {"rows": 4, "what_0": "缴款凭证", "material_0": "M3", "clause_0": "第三章"}


def address(made: FiledCase, act: str) -> str:
    return f"/desk/cases/{made.case.number}/{act}/"


def send(client: Client, made: FiledCase, act: str, facts: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - Django's test response
    return client.post(address(made, act), {"version": made.case.version, **(facts or {})}, follow=True)


def proposed(outcome: str) -> FiledCase:
    """A case with such a proposal on the decider's desk."""
    if outcome == "approve":
        return make_filed_case(S.PROPOSED)
    return make_filed_case(S.VERIFYING).check_all().perform("propose", **REFUSED)


@dataclass(frozen=True)
class Done:
    """An act in a state, what it says, what follows."""

    state: S
    act: str
    facts: dict[str, Any]
    then: S
    words: str


STEP = {"way": "rectification", "finding": "satisfied"}
REVIEWERS_ACTS = [
    Done(S.ROUTED, "accept", {}, S.VERIFYING, "The application was accepted."),
    Done(S.ROUTED, "decline", WHY, S.DECLINED, "The application was not accepted"),
    Done(S.ROUTED, "ask_supplement", ITEM, S.SUPPLEMENTING, "Every missing item was asked for at once."),
    Done(S.ROUTED, "hold", HOLD, S.ROUTED, "The case was put on hold."),
    Done(S.ROUTED, "terminate", END, S.TERMINATED, "The case was terminated."),
    Done(S.VERIFYING, "check_step", STEP, S.VERIFYING, "The step was checked."),
    Done(S.VERIFYING, "extend", {"reason": "案情复杂。"}, S.VERIFYING, "The decision term was extended."),
]


@pytest.mark.parametrize("done", REVIEWERS_ACTS, ids=lambda done: done.act)
def test_a_reviewers_act_is_done_on_its_page(sign_in: SignIn, done: Done) -> None:
    made = make_filed_case(done.state)
    client = sign_in(made.reviewer)
    way = {"way": "rectification"} if done.act == "check_step" else {}
    assert client.get(address(made, done.act), way).status_code == HTTPStatus.OK
    page = send(client, made, done.act, done.facts)
    assert page.status_code == HTTPStatus.OK
    assert done.words in page.content.decode()
    assert made.later().case.state == done.then


def test_a_proposal_is_made_once_every_step_is_checked(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING).check_all()
    send(sign_in(made.reviewer), made, "propose", GRANT)
    assert made.later().case.state == S.PROPOSED


def test_on_a_repair_one_proposes_to_grant_or_to_refuse_and_nothing_else(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING).check_all()
    page = sign_in(made.reviewer).get(address(made, "propose")).content.decode()
    assert {
        one for one in ("approve", "refuse", "correct", "revoke", "keep") if f'value="{one}"' in page
    } == {
        "approve",
        "refuse",
    }


@pytest.mark.parametrize(
    ("act", "then"),
    [("approve", S.CLOSED_REPAIRED), ("refuse", S.CLOSED_REFUSED), ("send_back", S.VERIFYING)],
)
def test_the_other_officer_countersigns_or_sends_back(sign_in: SignIn, act: str, then: S) -> None:
    made = proposed("refuse" if act == "refuse" else "approve")
    client = sign_in(made.decider)
    page = client.get(address(made, act)).content.decode()
    assert str(made.reviewer) in page
    send(client, made, act, {"reason": "理由不充分。"} if act == "send_back" else {})
    assert made.later().case.state == then


def test_granting_says_beforehand_that_publication_ends_and_ends_it(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    client = sign_in(made.decider)
    assert "Publication ends at once" in client.get(address(made, "approve")).content.decode()
    send(client, made, "approve")
    assert made.later().case.record.listing.state == ListingState.ENDED


def test_a_hold_is_ended_by_taking_the_case_up_again(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    send(client, made, "hold", HOLD)
    made = made.later()
    refused = client.get(address(made, "accept"))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "on hold" in refused.content.decode()
    send(client, made, "resume")
    assert not made.case.holds.filter(to_at__isnull=True).exists()


def test_a_case_is_passed_to_the_competent_unit_and_leaves_the_list(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    other = make_department()
    done = send(sign_in(made.reviewer), made, "reroute", {"department": other.pk, "reason": "由该单位负责。"})
    assert done.status_code == HTTPStatus.OK
    assert made.later().case.handling_department == other


def test_a_unit_that_no_longer_stands_is_not_offered(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    gone = make_department(valid_to=LONG_AGO)
    refused = send(
        sign_in(made.reviewer), made, "reroute", {"department": gone.pk, "reason": "由该单位负责。"}
    )
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert made.later().case.handling_department == made.case.handling_department


@pytest.mark.parametrize(
    ("act", "facts", "words"),
    [
        ("decline", {"reason": "", "clause": "第三章"}, "Give the reason."),
        ("decline", {"reason": "不属于本单位职权。", "clause": ""}, "Name the clause relied on."),
        ("ask_supplement", {"rows": 4}, "Name every missing item at once"),
        ("hold", {"cause": "competence", "document": ""}, "Give the number of the paper the hold rests on."),
        ("hold", {"cause": "weather", "document": "1"}, "Select a valid choice"),
        ("terminate", {}, "Name the cause."),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(
    sign_in: SignIn, act: str, facts: dict[str, Any], words: str
) -> None:
    made = make_filed_case(S.ROUTED)
    refused = send(sign_in(made.reviewer), made, act, facts)
    text = refused.content.decode()
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in text
    assert "Error:" in text
    assert all(str(value) in text for value in facts.values() if value not in {"weather", 4})
    assert made.later().case.version == made.case.version


def test_an_insufficient_step_needs_a_reason_and_a_clause(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING)
    client = sign_in(made.reviewer)
    found = {"way": "rectification", "finding": "insufficient"}
    assert "Give the reason." in send(client, made, "check_step", found).content.decode()
    send(client, made, "check_step", {**found, **WHY})
    assert made.case.steps.get(way="rectification").reason == WHY["reason"]


def test_a_proposal_before_every_step_is_checked_is_refused(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING)
    refused = send(sign_in(made.reviewer), made, "propose", GRANT)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Check every step before you propose" in refused.content.decode()


def test_more_rows_keep_what_was_typed(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    more = sign_in(made.reviewer).post(address(made, "ask_supplement"), {**ITEM, "more": "1"})
    text = more.content.decode()
    assert more.status_code == HTTPStatus.OK
    assert "缴款凭证" in text
    assert "Item 8" in text
    assert made.later().case.state == S.ROUTED


def test_what_the_checks_miss_stands_in_the_first_rows_in_the_letters_language(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    made.case.application.contact_phone = ""
    made.case.application.save()
    form = sign_in(made.reviewer).get(address(made, "ask_supplement")).context["form"]
    assert "电话" in form["what_0"].value()
    assert form["what_1"].value() is None


def test_a_stale_page_is_refused_and_keeps_the_text(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING)
    old = made.case.version
    made = made.perform("extend", reason="案情复杂。")
    refused = sign_in(made.reviewer).post(
        address(made, "check_step"),
        {"version": old, "way": "rectification", "finding": "satisfied", "reason": "我写了很久。"},
    )
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "out of date" in refused.content.decode()
    assert "我写了很久。" in refused.content.decode()


def test_a_double_click_acts_once_and_says_who_was_first(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    send(client, made, "accept")
    version = made.later().case.version
    again = send(client, made, "accept")
    assert again.status_code == HTTPStatus.CONFLICT
    assert str(made.reviewer) in again.content.decode()
    assert made.later().case.version == version


def test_work_that_somebody_has_taken_cannot_be_done_by_another(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    other = make_officer(Role.REVIEWER, made.case.record.department, user=make_user(full_name="李经办"))
    sign_in(other).post(f"/desk/cases/{made.case.number}/claim/")
    refused = send(sign_in(made.reviewer), made, "decline", WHY)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "李经办 has taken this work" in refused.content.decode()
    assert WHY["reason"] in refused.content.decode()


def test_whoever_proposed_may_not_countersign(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    make_officer(Role.DECIDER, made.case.record.department, user=made.reviewer)
    refused = send(sign_in(made.reviewer), made, "approve")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "may not countersign" in refused.content.decode()
    assert made.later().case.state == S.PROPOSED


def test_an_officer_with_a_mandate_for_the_company_may_not_act(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    stake(made, made.reviewer)
    assert send(sign_in(made.reviewer), made, "accept").status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("act", ["file", "withdraw", "lapse", "breach", "push", "nonsense"])
def test_what_is_not_an_officers_act_has_no_page(sign_in: SignIn, act: str) -> None:
    made = make_filed_case(S.ROUTED)
    assert sign_in(made.reviewer).get(address(made, act)).status_code == HTTPStatus.NOT_FOUND


def test_an_act_that_is_not_possible_now_says_so(sign_in: SignIn) -> None:
    made = make_filed_case(S.DECLINED)
    refused = sign_in(made.reviewer).get(address(made, "accept"))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "is not possible while the case is in the state" in refused.content.decode()


def test_every_act_of_the_desks_has_its_page() -> None:
    assert set(PAGES) == set(SERVICES[CaseKind.REPAIR])
    assert set(OF_EVERY_KIND) <= set(PAGES)


def test_clauses_of_the_edition_are_offered_in_the_letters_language(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    clauses = sign_in(made.reviewer).get(address(made, "decline")).context["clauses"]
    assert clauses
    assert all("chapter" not in clause for clause in clauses)


def stake(made: FiledCase, officer: User) -> None:
    """The officer holds a mandate for the company of the case."""
    Mandate.objects.create(
        user=officer,
        subject=made.case.subject,
        kind=MandateKind.AGENT,
        from_on=LONG_AGO,
        given_by_ref="system:tests",
    )
