"""A rectification and what crosses it meet at the record's lock: whichever commits first, a defined result holds."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from cases.models import Case
from cases.models.talk import TalkStanding
from cases.services import crossing
from cases.services.rectification import reporting
from cases.services.rectification.demands import owed
from cases.services.rectification.ordering import order
from cases.states import FINAL_STATES
from cases.states import RectificationState as S
from clocks.models import Deadline
from journal.verify import findings
from records.models import Department
from records.models.entered import DocumentKind
from rulebook.terms import midnight_after
from tests.conftest import Deliver
from tests.crossing.papers import paper
from tests.factories.at_once import at_once
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_record
from tests.factories.rectifications import ORDER, ORDERED_AT, Ordered, make_rectification
from workflows import desks
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db(transaction=True)


def coherent(made: Ordered) -> None:
    assert list(findings()) == []
    assert list(drifts()) == []
    if made.case.state in FINAL_STATES:
        open_terms = Deadline.objects.filter(owner_kind="case", owner_id=made.case.pk, stopped_at=None)
        assert not open_terms.exists()


def test_a_report_and_the_end_of_the_limit_at_once(deliver: Deliver) -> None:
    """C28: the report is taken either way; whether a talk had fallen due tells who was first."""
    made = make_rectification(S.RECTIFYING)
    running = Deadline.objects.get(owner_kind="case", owner_id=made.case.pk, stopped_at=None)
    at, answers = midnight_after(running.due_on), {one.pk: "已整改" for one in owed(made.case)}
    reported, over = at_once(
        lambda: reporting.report(case_id=made.case.pk, answers=answers, actor=made.subject, at=at),
        lambda: reporting.overdue(case_id=made.case.pk, term=running.term, at=at),
    )
    deliver(at)
    made = made.later()
    if isinstance(reported, Exception):
        assert (made.case.state, isinstance(over, Exception)) == (S.TALK_DUE, False)
    else:
        assert made.case.state == S.REPORTED
    coherent(made)


@pytest.mark.parametrize("kind", [DocumentKind.STAY, DocumentKind.ANNULLED])
def test_a_document_and_a_talk_at_once(kind: DocumentKind, deliver: Deliver) -> None:
    """C4 and C6: the talk is held, or it is not, and the document has its effect either way."""
    made = make_rectification(S.TALK_SET).at_the_talk()
    officer, at = actor_of_user(made.reviewer), made.at + timedelta(minutes=5)
    entered, held = at_once(
        lambda: crossing.enter_court_document(
            record_id=made.case.record_id, paper=paper(kind, at=at), actor=officer, at=at
        ),
        lambda: desks.perform(
            case_id=made.case.pk, act="hold_talk", actor=officer, at=at, **made.minutes_facts()
        ),
    )
    assert not isinstance(entered, Exception)
    deliver(at)
    made = made.later()
    if kind == DocumentKind.ANNULLED:
        # the judgment ends the case when it is heard of, before or after the minutes
        assert made.case.state == S.TERMINATED
    else:
        assert made.case.state == (S.TALK_SET if isinstance(held, Exception) else S.RECTIFYING)
        assert made.case.holds.filter(to_at__isnull=True).exists()
    assert (made.talk.standing == TalkStanding.HELD) != isinstance(held, Exception)
    coherent(made)


def test_a_merger_and_a_talk_at_once(deliver: Deliver) -> None:
    """C8: the former department holds it before its desk moves, or not at all on the day it has ended."""
    made = make_rectification(S.TALK_SET).at_the_talk()
    unit, heir, at = made.case.record.department, make_department(), made.at
    Department.objects.filter(pk=unit.pk).update(valid_to=at.date(), successor=heir)
    officer = actor_of_user(made.reviewer)
    _moved, held = at_once(
        lambda: crossing.hand_over(department_id=unit.pk, at=at),
        lambda: desks.perform(
            case_id=made.case.pk, act="hold_talk", actor=officer, at=at, **made.minutes_facts()
        ),
    )
    deliver(at)
    made = made.later()
    assert isinstance(held, Exception)
    assert (made.case.state, made.case.handling_department) == (S.TALK_SET, heir)
    coherent(made)


def test_two_orders_on_one_record_at_once() -> None:
    """C19: one case; the demands of both."""
    record = make_record()
    officers = [actor_of_user(make_officer("reviewer", record.department)) for _place in range(2)]
    first, second = (
        partial(order, record_id=record.pk, actor=actor, at=ORDERED_AT, **ORDER) for actor in officers
    )
    made = at_once(first, second)
    done = [one for one in made if isinstance(one, Case)]
    assert done
    assert len({case.pk for case in done}) == Case.objects.filter(record=record).count() == 1
    assert done[0].demands.count() == 2 * len(done)
