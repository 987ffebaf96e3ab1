"""Two people, one button: exactly one act is done, the other is told who was first; on real transactions."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from accounts.actors import Actor
from cases.models import Case
from cases.services import drafting, intake
from cases.states import OPEN_STATES
from cases.states import RepairState as S
from clocks import services as clocks
from journal.deliver import deliver_due
from journal.models import Delivery, Entry
from journal.refusals import Crossed, Refusal
from journal.verify import findings
from records.services import listing as listings
from tests.acts.reading import at_day, owed, owner_of, unit_of
from tests.factories.cases import FILED_AT, GRANTED, FiledCase, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_record
from workflows import desks
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30


def together(*acts: Callable[[], object]) -> list[Refusal | None]:
    """Let acts begin at the same moment, each on its own connection; what each was refused with, if it was."""
    gate = threading.Barrier(len(acts), timeout=PATIENCE)

    def one(act: Callable[[], object]) -> Refusal | None:
        try:
            gate.wait()
            act()
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(one, acts))


def perform(
    made: FiledCase,
    act: str,
    actor: Actor,
    **facts: Any,
) -> Callable[[], object]:
    return lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor, at=made.at, **facts)


def colleague(made: FiledCase, role: str) -> Actor:
    return actor_of_user(make_officer(role, unit_of(made.case)))


def done(made: FiledCase, *verbs: str) -> int:
    return Entry.objects.filter(stream=made.case.stream, verb__in=verbs).count()


def one_won(refusals: list[Refusal | None]) -> None:
    assert Counter(refusal is None for refusal in refusals) == {True: 1, False: len(refusals) - 1}
    assert all(isinstance(refusal, Crossed) for refusal in refusals if refusal is not None)
    assert list(findings()) == []


def deliver() -> None:
    """Deliver everything; entries of a case already told are skipped by their handlers."""
    while deliver_due(at=at_day(12, 1)):
        pass
    assert not Delivery.objects.filter(done_at__isnull=True).exists()


def test_two_deciders_sign_the_same_proposal() -> None:
    made = make_filed_case(S.PROPOSED)
    refusals = together(
        perform(made, "approve", actor_of_user(made.decider)),
        perform(made, "approve", colleague(made, "decider")),
    )
    one_won(refusals)
    assert done(made, "case.approved") == 1
    assert Entry.objects.filter(stream=made.case.record.stream, verb="listing.ended").count() == 1
    deliver()
    assert list(drifts()) == []


def test_one_decider_signs_while_the_other_sends_back() -> None:
    made = make_filed_case(S.PROPOSED)
    refusals = together(
        perform(made, "approve", actor_of_user(made.decider)),
        perform(made, "send_back", colleague(made, "decider"), reason="请补充理由"),
    )
    one_won(refusals)
    state = made.later().case.state
    assert done(made, "case.approved", "case.sent_back") == 1
    assert (made.later().case.record.listing.state == "ENDED") == (state == S.CLOSED_REPAIRED)


def test_two_reviewers_take_the_same_work() -> None:
    made = make_filed_case(S.ROUTED)
    actors = (actor_of_user(made.reviewer), colleague(made, "reviewer"))

    def claim(actor: Actor) -> Callable[[], object]:
        return lambda: desks.claim(case_id=made.case.pk, actor=actor, at=made.at)

    one_won(together(*(claim(actor) for actor in actors)))
    assert done(made, "desk.claimed") == 1


def test_one_reviewer_accepts_while_the_other_declines() -> None:
    made = make_filed_case(S.ROUTED)
    refusals = together(
        perform(made, "accept", actor_of_user(made.reviewer)),
        perform(made, "decline", colleague(made, "reviewer"), reason="不属于本单位职权", clause="第三章"),
    )
    one_won(refusals)
    made = made.later()
    assert set(owed(made.case)) == ({"decide", "total"} if made.case.state == S.VERIFYING else set())


def test_a_double_click_on_one_button_acts_once() -> None:
    made = make_filed_case(S.VERIFYING).check_all()
    actor, version = actor_of_user(made.reviewer), made.case.version
    click = perform(made, "propose", actor, version=version, **GRANTED)
    one_won(together(click, click, click))
    assert made.case.decisions.count() == 1


def test_the_subject_withdraws_while_the_decider_signs() -> None:
    made = make_filed_case(S.PROPOSED)
    owner = actor_of_user(made.owner)
    refusals = together(
        perform(made, "approve", actor_of_user(made.decider)),
        lambda: intake.withdraw(case_id=made.case.pk, actor=owner, at=made.at),
    )
    one_won(refusals)
    deliver()
    made = made.later()
    assert (made.case.state, made.case.record.listing.state) in {
        (S.CLOSED_REPAIRED, "ENDED"),
        (S.WITHDRAWN, "PUBLISHED"),
    }
    assert owed(made.case) == {}
    assert list(drifts()) == []


def test_the_period_ends_while_the_decider_signs() -> None:
    made = make_filed_case(S.PROPOSED)
    made = made.later(at=made.at + timedelta(days=300))
    refusals = together(
        perform(made, "approve", actor_of_user(made.decider)),
        lambda: listings.run_out(record_id=made.case.record_id, at=made.at, actor_ref="system:clock"),
    )
    assert refusals[1] is None, "the end of the period is never refused: it finds publication ended"
    while deliver_due(at=made.at):
        pass
    made = made.later()
    signed = refusals[0] is None
    assert (made.case.state, made.case.record.listing.state, made.case.record.listing.end_cause) == (
        (S.CLOSED_REPAIRED, "ENDED", "repaired") if signed else (S.TERMINATED, "EXPIRED", "longest-period")
    )
    assert Entry.objects.filter(stream=made.case.record.stream, verb="listing.ended").count() == 1
    assert list(findings()) == []


def test_the_supplement_comes_while_the_sweep_runs() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    late = at_day(9, 16)
    owner = actor_of_user(made.owner)
    together(
        lambda: (clocks.sweep(at=late), deliver_due(at=late)),
        lambda: intake.supplement(case_id=made.case.pk, answer="已补充", actor=owner, at=late),
    )
    deliver()
    made = made.later()
    assert made.case.state in {S.ROUTED, S.LAPSED}
    assert ("accept" in owed(made.case)) == (made.case.state == S.ROUTED)
    assert done(made, "case.supplemented", "case.lapsed") == 1
    assert list(drifts()) == []


def test_two_agents_open_a_draft_on_the_same_record() -> None:
    record = make_record()
    actors = [actor_of_user(make_owner(record.subject)) for _person in range(2)]

    def draft(actor: Actor) -> Callable[[], object]:
        return lambda: drafting.draft(record_id=record.pk, actor=actor, at=FILED_AT)

    assert together(*(draft(actor) for actor in actors)) == [None, None]
    assert Case.objects.filter(record=record, state__in=OPEN_STATES).count() == 1


def test_two_agents_file_the_same_draft() -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    actors = (actor_of_user(made.owner), actor_of_user(make_owner(made.case.subject)))

    def file(actor: Actor) -> Callable[[], object]:
        return lambda: intake.file(case_id=made.case.pk, actor=actor, at=FILED_AT)

    one_won(together(*(file(actor) for actor in actors)))
    assert [term.term for term in clocks.open_terms(owner_of(made.case))] == ["total"]


def test_two_deliverers_push_a_case_once() -> None:
    made = make_filed_case(S.FILED)

    def deliverer() -> None:
        for _look in range(4):
            deliver_due(at=FILED_AT)

    assert together(deliverer, deliverer) == [None, None]
    while deliver_due(at=FILED_AT + timedelta(hours=2)):
        pass
    assert made.later().case.state == S.ROUTED
    assert done(made, "case.pushed") == 1
    assert list(drifts()) == []
