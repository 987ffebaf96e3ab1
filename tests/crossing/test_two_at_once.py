"""Two transactions meet at the record's lock: whichever commits first, one of the two defined results holds."""

from __future__ import annotations

import pytest

from cases.services import crossing
from cases.states import RepairState as S
from records.models.entered import DocumentKind
from tests.conftest import Deliver
from tests.crossing.papers import coherent, paper, scene
from tests.factories.at_once import at_once
from tests.factories.people import actor_of_user
from workflows import desks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", [DocumentKind.STAY, DocumentKind.ANNULLED])
def test_a_document_and_a_signature_at_once(kind: DocumentKind, deliver: Deliver) -> None:
    shown = scene(deliver, S.PROPOSED)
    at, record = shown.step(), shown.record
    officer, decider = actor_of_user(shown.made.reviewer), actor_of_user(shown.made.decider)
    entered, signed = at_once(
        lambda: crossing.enter_court_document(
            record_id=record.pk, paper=paper(kind, at=at), actor=officer, at=at
        ),
        lambda: desks.perform(case_id=shown.case.pk, act="approve", actor=decider, at=at),
    )
    assert not isinstance(entered, Exception)
    shown.hear()
    listing, case = shown.record.listing, shown.case
    if isinstance(signed, Exception):
        assert case.state in {S.PROPOSED, S.TERMINATED}
        assert listing.state == ("HIDDEN" if kind == DocumentKind.STAY else "WITHDRAWN")
    else:
        assert case.state == S.CLOSED_REPAIRED
        assert listing.state == ("ENDED" if kind == DocumentKind.STAY else "WITHDRAWN")
    coherent(shown)
