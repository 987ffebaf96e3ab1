"""An objection and what crosses it meet at the record's lock: whichever commits first, a defined result holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.models import Case
from cases.services import crossing
from cases.services.objection import filing
from cases.states import ObjectionState as S
from cases.states import RepairState
from records.models.entered import DocumentKind
from tests.conftest import Deliver
from tests.crossing.papers import paper
from tests.crossing.test_objections import coherent
from tests.factories.at_once import at_once
from tests.factories.cases import make_filed_case
from tests.factories.objections import make_objection
from tests.factories.people import actor_of_user, make_officer
from tests.objections.reading import record_of
from workflows import desks

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_withdrawal_and_the_signature_at_once(deliver: Deliver) -> None:
    """C1: the error is corrected either way, by the decision or of the unit's own motion."""
    made = make_objection(S.PROPOSED)
    owner, decider, at = actor_of_user(made.owner), actor_of_user(made.decider), made.at
    at_once(
        lambda: filing.withdraw(case_id=made.case.pk, reason="", actor=owner, at=at),
        lambda: desks.perform(case_id=made.case.pk, act="correct", actor=decider, at=at),
    )
    deliver(at)
    made = made.later()
    assert made.case.state in {S.WITHDRAWN, S.CLOSED_CORRECTED}
    assert record_of(made).fine == 2
    coherent(made)


def test_a_judgment_and_the_signature_at_once(deliver: Deliver) -> None:
    """C4: the record is withdrawn once; the objection ends by whichever came first."""
    made = make_objection(S.REVIEWING).propose("withdrawn")
    officer, decider = actor_of_user(make_officer("reviewer", made.case.record.department)), made.decider
    at = made.at + timedelta(minutes=5)
    _entered, signed = at_once(
        lambda: crossing.enter_court_document(
            record_id=made.case.record_id,
            paper=paper(DocumentKind.ANNULLED, at=at),
            actor=officer,
            at=at,
        ),
        lambda: desks.perform(
            case_id=made.case.pk, act="withdraw_record", actor=actor_of_user(decider), at=at
        ),
    )
    deliver(at)
    made = made.later()
    assert not isinstance(signed, Exception) or made.case.state == S.CLOSED_RECORD_WITHDRAWN
    assert made.case.state == S.CLOSED_RECORD_WITHDRAWN
    assert record_of(made).listing.state == "WITHDRAWN"
    coherent(made)


def test_the_acceptance_and_the_signature_of_the_repair_at_once(deliver: Deliver) -> None:
    """C22: either the repair is granted and the objection goes on, or it stands still for the objection."""
    repair = make_filed_case(RepairState.PROPOSED)
    made = make_objection(S.FILED, record=repair.case.record, owner=repair.owner, at=repair.at)
    reviewer, decider, at = actor_of_user(made.reviewer), actor_of_user(repair.decider), made.at
    accepted, granted = at_once(
        lambda: desks.perform(case_id=made.case.pk, act="accept", actor=reviewer, at=at),
        lambda: desks.perform(case_id=repair.case.pk, act="approve", actor=decider, at=at),
    )
    assert not isinstance(accepted, Exception)
    deliver(at)
    held = Case.objects.get(pk=repair.case.pk).holds.filter(to_at=None, document=made.case.number).exists()
    state = repair.later().case.state
    assert (state, held) == (
        (RepairState.PROPOSED, True)
        if isinstance(granted, Exception)
        else (RepairState.CLOSED_REPAIRED, False)
    )
    assert made.later().case.state == S.CHECKING
    coherent(made.later())
