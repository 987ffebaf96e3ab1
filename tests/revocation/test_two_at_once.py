"""A judgment and the signature under a revocation meet at the record's lock: one of the two defined results holds."""

from __future__ import annotations

import pytest

from cases.models import Case
from cases.services import crossing
from cases.states import RevocationState as S
from journal.verify import findings
from records.models import Bar, Listing
from records.models.entered import DocumentKind
from tests.conftest import Deliver
from tests.crossing.papers import paper
from tests.factories.at_once import at_once
from tests.factories.people import actor_of_user
from tests.factories.revocations import make_revocation
from workflows import desks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", [DocumentKind.STAY, DocumentKind.ANNULLED])
def test_a_document_and_a_signature_at_once(kind: DocumentKind, deliver: Deliver) -> None:
    made = make_revocation(S.PROPOSED)
    deliver(made.at)
    officer, decider = actor_of_user(made.opener), actor_of_user(made.decider)
    entered, signed = at_once(
        lambda: crossing.enter_court_document(
            record_id=made.case.record_id, paper=paper(kind, at=made.at), actor=officer, at=made.at
        ),
        lambda: desks.perform(case_id=made.case.pk, act="revoke", actor=decider, at=made.at),
    )
    assert not isinstance(entered, Exception)
    deliver(made.at)
    case = Case.objects.get(pk=made.case.pk)
    listing = Listing.objects.get(record_id=case.record_id)
    standing = Bar.objects.filter(lifted_at__isnull=True).count()
    if isinstance(signed, Exception):
        assert case.state in {S.PROPOSED, S.TERMINATED}
        assert listing.state == ("ENDED" if kind == DocumentKind.STAY else "WITHDRAWN")
        assert standing == 0
    else:
        assert case.state == S.REVOKED
        assert listing.state == ("HIDDEN" if kind == DocumentKind.STAY else "WITHDRAWN")
        assert standing == (kind == DocumentKind.STAY)
    assert list(findings()) == []
