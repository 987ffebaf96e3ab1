"""Two transactions meet at the record's lock: whichever commits first, one of the two defined results holds."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection

from cases.services import crossing
from cases.states import RepairState as S
from journal.refusals import Refusal
from records.models.entered import DocumentKind
from tests.conftest import Deliver
from tests.crossing.papers import coherent, paper, scene
from tests.factories.people import actor_of_user
from workflows import desks

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads from one starting shot; what each gave, or why it was refused."""
    results: list[object] = [None] * len(acts)
    start = Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = act()
        except (Refusal, OperationalError) as refused:
            results[place] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


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
