"""C15, C16: an administrator is appointed and relieved; what an agent may do whose mandate ended."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Mandate, User
from accounts.services import activate, end_mandate, issue_activation
from cases.policies import visible_to
from cases.services import intake, party
from cases.states import RepairState as S
from journal.now import day_of
from notifications.models import Letter
from records.models import Administration
from records.selectors import addressee_of
from records.services.insolvency import Appointment
from tests.acts.reading import owed
from tests.conftest import Deliver
from tests.crossing.papers import Scene, coherent, day, refused, scene
from tests.factories.people import actor_of_user, make_agent, make_officer, make_user
from tests.factories.records import make_department
from tests.notifications.telling import letter_of, templates_to, text_of

pytestmark = pytest.mark.django_db
FIRM = "山东样例律师事务所"


def appoint(shown: Scene, **facts: Any) -> Administration:
    at = shown.step()
    told = {
        "name": FIRM,
        "issuer": "枣庄市中级人民法院",
        "number": "（2026）鲁04破1号",
        "document_on": day(8, 28),
        "received_on": day_of(at),
        **facts,
    }
    return party.appoint_administrator(
        record_id=shown.record.pk,
        appointment=Appointment(**told),
        actor=actor_of_user(shown.made.reviewer),
        at=at,
    )


def relieve(shown: Scene) -> Administration:
    return party.relieve_administrator(
        record_id=shown.record.pk,
        document="（2026）鲁04破1号之四",
        on=day_of(shown.at),
        actor=actor_of_user(shown.made.reviewer),
        at=shown.step(),
    )


def with_an_account(shown: Scene) -> User:
    """Somebody whom the window gives the account of the company."""
    clerk, person = actor_of_user(make_officer("window-clerk", make_department())), make_user()
    code = issue_activation(subject_id=shown.record.subject_id, actor=clerk, at=shown.step())
    activate(user_id=person.pk, code=code, at=shown.step())
    return person


def supply(shown: Scene, user: User) -> object:
    at = shown.step()
    return intake.supplement(
        case_id=shown.case.pk, answer="已补交。", actor=actor_of_user(user, on=day_of(at)), at=at
    )


def test_the_administrator_takes_the_managements_place_and_the_case_goes_on(deliver: Deliver) -> None:
    shown = scene(deliver, S.SUPPLEMENTING)
    agent, before = make_agent(shown.record.subject), owed(shown.case)
    appoint(shown)
    shown.hear()
    assert not Mandate.objects.filter(subject=shown.record.subject, to_on__isnull=True).exists()
    assert (shown.case.state, owed(shown.case), shown.held) == (S.SUPPLEMENTING, before, [])
    for person in (shown.made.owner, agent):
        assert templates_to(person.pk)[-1] == "mandate-over-administrator-appointed"
        assert refused(lambda who=person: supply(shown, who)) == "not-subject"  # type: ignore[misc]
    supply(shown, with_an_account(shown))
    assert shown.hear().case.state == S.ROUTED
    coherent(shown)


def test_a_supplement_before_the_appointment_stands(deliver: Deliver) -> None:
    shown = scene(deliver, S.SUPPLEMENTING)
    supply(shown, shown.made.owner)
    appoint(shown)
    assert shown.hear().case.state == S.ROUTED
    coherent(shown)


def test_letters_go_to_the_administrator_until_it_is_relieved(deliver: Deliver) -> None:
    shown = scene(deliver, S.PROPOSED)
    subject = shown.record.subject
    appoint(shown)
    person = with_an_account(shown)
    shown.made = shown.made.later(at=shown.at).countersign("approve")
    shown.hear()
    letter = letter_of(shown.case, "approval")
    assert letter.content["addressee"] == f"{subject.name}管理人（{FIRM}）"
    assert FIRM in text_of(letter)
    assert "approved" in templates_to(person.pk)
    assert "approved" not in templates_to(shown.made.owner.pk)
    relieve(shown)
    shown.hear()
    assert templates_to(person.pk)[-1] == "mandate-over-administrator-relieved"
    assert addressee_of(subject) == subject.name
    receipt = Letter.objects.get(case=shown.case, kind="receipt")
    assert receipt.content["addressee"] == subject.name


def test_one_administrator_at_a_time(deliver: Deliver) -> None:
    shown = scene(deliver)
    assert refused(lambda: relieve(shown)) == "no-administrator"
    appoint(shown)
    assert refused(lambda: appoint(shown)) == "administrator-in-office"
    relieve(shown)
    assert appoint(shown).ended_on is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": " "}, "administrator"),
        ({"issuer": ""}, "issuer"),
        ({"number": ""}, "document"),
        ({"received_on": day(12, 1)}, "received-on"),
        ({"document_on": day(9, 2)}, "document-on"),
    ],
)
def test_the_decision_of_the_court_must_be_whole(facts: dict[str, Any], code: str, deliver: Deliver) -> None:
    shown = scene(deliver)
    assert refused(lambda: appoint(shown, **facts)) == code
    assert Mandate.objects.filter(subject=shown.record.subject, to_on__isnull=True).exists()


def test_after_its_mandate_ended_an_agent_does_nothing_and_hears_nothing(deliver: Deliver) -> None:
    """C16: a term served on the agent before stays valid; letters go to the subject from that moment."""
    shown = scene(deliver, S.SUPPLEMENTING)
    agent = make_agent(shown.record.subject)
    before = owed(shown.case)
    mandate = Mandate.objects.get(user=agent)
    at = shown.step()
    end_mandate(mandate_id=mandate.pk, actor=actor_of_user(shown.made.owner), at=at)
    assert refused(lambda: supply(shown, agent)) == "not-subject"
    assert owed(shown.case) == before
    supply(shown, shown.made.owner)
    shown.hear()
    shown.made = shown.made.later(at=shown.at).perform("accept")
    shown.hear()
    assert templates_to(shown.made.owner.pk)[-1] == "accepted"
    assert "accepted" not in templates_to(agent.pk)


def test_an_act_that_waited_while_the_mandate_ended_is_refused(deliver: Deliver) -> None:
    """Whoever came through the door before the appointment does not act after it."""
    shown = scene(deliver, S.SUPPLEMENTING)
    waiting = actor_of_user(shown.made.owner, on=day_of(shown.at))
    appoint(shown)
    at = shown.step()
    late = lambda: intake.supplement(case_id=shown.case.pk, answer="已补交。", actor=waiting, at=at)  # noqa: E731
    assert refused(late) == "not-subject"
    assert shown.case.state == S.SUPPLEMENTING


def test_a_draft_of_an_agent_stays_with_the_subject(deliver: Deliver) -> None:
    shown = scene(deliver, S.DRAFT)
    agent = make_agent(shown.record.subject)
    end_mandate(
        mandate_id=Mandate.objects.get(user=agent).pk,
        actor=actor_of_user(shown.made.owner),
        at=shown.step(),
    )
    on = day_of(shown.at)
    assert visible_to(actor_of_user(shown.made.owner, on=on)).filter(pk=shown.case.pk).exists()
    assert not visible_to(actor_of_user(agent, on=on)).filter(pk=shown.case.pk).exists()
