"""陈述申辩: the defence that is stated and the one that is not; either way the examination begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from cases.models import Case
from cases.services import documents, keeping
from cases.services.revocation import hearing
from cases.states import RevocationState as S
from clocks import services as clocks
from tests.acts.reading import at_day, owed
from tests.conftest import Deliver
from tests.crossing.papers import refused
from tests.factories.cases import PDF
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner
from tests.factories.records import make_subject
from tests.factories.revocations import STATEMENT, OpenedRevocation, make_revocation

pytestmark = pytest.mark.django_db


def hold(made: OpenedRevocation) -> None:
    keeping.hold(
        case_id=made.case.pk,
        cause="other-proceeding",
        document="枣行复〔2026〕5号",
        actor=actor_of_user(made.opener),
        at=made.at,
    )


def state_of(made: OpenedRevocation) -> str:
    return str(Case.objects.get(pk=made.case.pk).state)


def test_a_stated_defence_ends_the_hearing_and_begins_the_decision_term() -> None:
    made = make_revocation().state_defence()
    assert made.case.state == S.REVIEWING
    assert owed(made.case) == {"revocation.decide": "running 2026-09-29"}
    notice = made.case.notice
    assert (notice.statement, notice.stated_by_ref) == (STATEMENT, f"user:{made.owner.pk}")
    assert (notice.stated_at, notice.served_by_ref) == (made.at, "")


def test_a_defence_is_stated_once_and_needs_words() -> None:
    made = make_revocation()
    who: dict[str, Any] = {"case_id": made.case.pk, "actor": actor_of_user(made.owner), "at": made.at}
    assert refused(lambda: hearing.state_defence(statement="  ", **who)) == "statement"
    hearing.state_defence(statement=STATEMENT, **who)
    assert refused(lambda: hearing.state_defence(statement="再补充", **who)) == "not-now"


def test_only_the_subject_its_agent_and_a_clerk_for_it_defend() -> None:
    made = make_revocation()
    subject, unit = made.case.subject, made.case.record.department
    clerk = make_officer("window-clerk", unit)

    def said_by(actor: Actor) -> str:
        return refused(
            lambda: hearing.state_defence(case_id=made.case.pk, statement=STATEMENT, actor=actor, at=made.at)
        )

    assert said_by(actor_of_user(made.opener)) == "not-subject"
    assert said_by(actor_of_user(make_owner(make_subject()))) == "not-subject"
    assert said_by(actor_of_user(clerk)) == "not-subject"
    hearing.state_defence(
        case_id=made.case.pk,
        statement=STATEMENT,
        actor=actor_of_user(clerk).serving(subject.pk),
        at=made.at,
    )
    assert made.later().case.notice.served_by_ref == f"user:{clerk.pk}"


def test_papers_are_added_before_the_defence_and_not_after() -> None:
    made = make_revocation()
    agent = actor_of_user(make_agent(made.case.subject))

    def add(name: str) -> None:
        documents.add(
            case_id=made.case.pk,
            material="defence",
            upload=SimpleUploadedFile(name, PDF + name.encode()),
            actor=agent,
            at=made.at,
        )

    add("one.pdf%%EOF")
    assert made.case.documents.count() == 1
    made.state_defence()
    assert refused(lambda: add("two.pdf%%EOF")) == "documents-closed"


def test_silence_ends_the_hearing_by_itself_and_admits_nothing(deliver: Deliver) -> None:
    made = make_revocation()
    deliver(made.at)
    clocks.sweep(at=at_day(9, 15))
    deliver(at_day(9, 15))
    assert state_of(made) == S.NOTIFIED, "its last day is the subject's"
    clocks.sweep(at=at_day(9, 16))
    deliver(at_day(9, 16))
    case = Case.objects.get(pk=made.case.pk)
    assert (case.state, case.late, case.notice.statement) == (S.REVIEWING, False, "")
    assert case.notice.defence_over_on == at_day(9, 16).date()
    assert set(owed(case)) == {"revocation.decide"}


def test_a_defence_on_the_last_day_stands_though_the_sweep_comes_later(deliver: Deliver) -> None:
    made = make_revocation()
    made = made.later(at=at_day(9, 15, 23)).state_defence()
    clocks.sweep(at=at_day(9, 16))
    deliver(at_day(9, 16))
    assert state_of(made) == S.REVIEWING
    assert made.case.notice.statement == STATEMENT


def test_on_hold_nobody_need_defend_itself_and_the_days_left_come_back(deliver: Deliver) -> None:
    made = make_revocation()
    hold(made)
    clocks.sweep(at=at_day(9, 30))
    deliver(at_day(9, 30))
    assert state_of(made) == S.NOTIFIED
    keeping.resume(case_id=made.case.pk, actor=actor_of_user(made.opener), at=at_day(9, 30))
    assert owed(made.case) == {"revocation.defence": "running 2026-10-13"}


def test_a_term_that_ran_out_as_the_hold_began_ends_the_hearing_when_it_is_taken_up(
    deliver: Deliver,
) -> None:
    made = make_revocation()
    deliver(made.at)
    late = made.later(at=at_day(9, 16, 9))
    hold(late)
    clocks.sweep(at=at_day(9, 16))
    deliver(at_day(9, 16))
    assert state_of(made) == S.NOTIFIED
    keeping.resume(case_id=made.case.pk, actor=actor_of_user(made.opener), at=at_day(9, 20))
    assert state_of(made) == S.NOTIFIED
    deliver(at_day(9, 20) + timedelta(hours=1))
    assert state_of(made) == S.REVIEWING
