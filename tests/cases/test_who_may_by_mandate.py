"""What an agent may do: exactly what the owner's mandate covers, on the records it is for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases import policies
from cases.machines.kinds import MACHINES, transitions_of
from cases.machines.whose import Who
from cases.policies import who_of
from cases.scopes import scope_of
from cases.services import drafting, intake
from cases.services.acting import facts_of
from cases.services.objection import drafting as objecting
from cases.states import CaseKind
from cases.states import RepairState as S
from journal.models import Entry
from journal.refusals import Refusal
from notifications.audience import people
from notifications.composing.parts import About
from notifications.models import Letter
from notifications.rule import Audience
from notifications.selectors import letters_visible_to
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_agent
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

# who may do what on a repair, by the scope of the mandate
RULE = {
    S.DRAFT: {"file": {"file", "discard"}},
    S.ROUTED: {"file": {"withdraw"}},
    S.SUPPLEMENTING: {"file": {"withdraw"}, "answer": {"supplement"}},
    S.VERIFYING: {"file": {"withdraw"}},
    S.PROPOSED: {"file": {"withdraw"}},
}


def agent_of(case_record: object, scopes: str) -> Actor:
    return actor_of_user(make_agent(case_record.subject, scopes=scopes))  # type: ignore[attr-defined]  # a record


@pytest.mark.parametrize("state", RULE)
@pytest.mark.parametrize("scope", MandateScope.values)
def test_an_agent_is_offered_and_granted_exactly_its_scope(state: str, scope: str) -> None:
    made = make_filed_case(state)
    actor = agent_of(made.case.record, scope)
    assert set(policies.acts_open_to(made.case, actor)) == RULE[S(state)].get(scope, set())


@pytest.mark.parametrize("state", RULE)
def test_all_scopes_together_are_what_the_owner_may(state: str) -> None:
    made = make_filed_case(state)
    every = agent_of(made.case.record, " ".join(MandateScope.values))
    owner = actor_of_user(made.owner)
    assert policies.acts_open_to(made.case, every) == policies.acts_open_to(made.case, owner)


@pytest.mark.parametrize("kind", list(MACHINES))
def test_every_act_of_a_subject_lies_in_one_scope(kind: str) -> None:
    made = make_filed_case(S.ROUTED)
    made.case.kind = kind
    names = [transition.name for transition in transitions_of(kind)] + list(MACHINES[kind].beside)
    own = [name for name in dict.fromkeys(names) if who_of(name, kind) == Who.SUBJECT]
    assert own
    wanted = {MandateScope.OBJECT} if kind == CaseKind.OBJECTION else {MandateScope.FILE, MandateScope.ANSWER}
    assert {scope_of(name, made.case) for name in own} <= wanted


@pytest.mark.parametrize("scope", ["sign", "answer", "object", "letters"])
def test_without_the_scope_nothing_is_drafted_or_filed(scope: str) -> None:
    record = make_record()
    actor = agent_of(record, scope)
    with pytest.raises(Refusal) as refused:
        drafting.draft(record_id=record.pk, actor=actor, at=FILED_AT)
    assert refused.value.code == "outside-mandate"
    made = make_filed_case(S.DRAFT, record=record)
    complete_draft(made)
    acts: tuple[Callable[[], object], ...] = (
        lambda: intake.file(case_id=made.case.pk, actor=actor, at=FILED_AT),
        lambda: drafting.save_application(case_id=made.case.pk, actor=actor, at=FILED_AT, reason="x"),
    )
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "outside-mandate"


@pytest.mark.parametrize(("scope", "may"), [("object", True), ("file", False)])
def test_objecting_is_a_scope_of_its_own(scope: str, *, may: bool) -> None:
    record = make_record()
    actor = agent_of(record, scope)
    if may:
        assert objecting.draft(record_id=record.pk, actor=actor, at=FILED_AT).pk
        return
    with pytest.raises(Refusal) as refused:
        objecting.draft(record_id=record.pk, actor=actor, at=FILED_AT)
    assert refused.value.code == "outside-mandate"


def test_a_mandate_for_one_record_shows_and_touches_no_other() -> None:
    first = make_record()
    second = make_record(subject=first.subject)
    one, two = make_filed_case(S.ROUTED, record=first), make_filed_case(S.ROUTED, record=second)
    actor = actor_of_user(make_agent(first.subject, records=[first]))
    assert list(policies.visible_to(actor)) == [one.case]
    assert "withdraw" in policies.acts_open_to(one.case, actor)
    assert policies.acts_open_to(two.case, actor) == ()
    other = make_record(subject=first.subject)
    with pytest.raises(Refusal) as refused:
        drafting.draft(record_id=other.pk, actor=actor, at=FILED_AT)
    assert refused.value.code == "no-record"


@pytest.mark.parametrize(("scope", "reads"), [("letters", True), ("file answer", False)])
def test_letters_and_messages_go_to_whom_the_mandate_lets_read(
    scope: str, *, reads: bool, deliver: Deliver
) -> None:
    made = make_filed_case(S.ROUTED)
    agent = make_agent(made.case.subject, scopes=scope)
    deliver(made.at)
    entry = Entry.objects.get(stream=made.case.stream, verb="case.filed")
    told = people(Audience.SUBJECT, About(entry, made.case.record, made.case))
    assert (agent in told) == reads
    assert Letter.objects.filter(case=made.case).exists()
    assert letters_visible_to(actor_of_user(agent)).exists() == reads


def test_an_entry_says_for_whom_an_agent_acted_and_an_owner_for_nobody() -> None:
    made = make_filed_case(S.ROUTED)
    agent = agent_of(made.case.record, "file")
    intake.withdraw(case_id=made.case.pk, actor=agent, at=made.at)
    entry = Entry.objects.get(stream=made.case.stream, verb="case.withdrawn")
    assert entry.payload["agent_for"] == made.case.subject_id
    assert "agent_for" not in facts_of(made.case, actor_of_user(made.owner))
