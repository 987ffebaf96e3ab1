"""C18: a refusal is annulled on review; other officers decide anew, and nothing is asked of the company again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.services import drafting, intake, remand
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import standing_at
from journal.record import record as record_entry
from records.models import EnteredDocument
from records.models.entered import DocumentKind
from records.services import listing as listings
from tests.acts.reading import owed, refused_at_the_desk
from tests.conftest import Deliver
from tests.crossing.papers import Scene, coherent, paper, refused, scene
from tests.crossing.test_pages import PAPER, signed_in
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department
from tests.notifications.telling import templates_to
from workflows import desks

pytestmark = pytest.mark.django_db
REMANDED = DocumentKind.REMANDED


def annul(shown: Scene, *, by: User | None = None) -> Case:
    at = shown.step()
    return remand.remand(
        case_id=shown.case.pk,
        paper=paper(REMANDED, at=at),
        actor=actor_of_user(by or shown.made.reviewer),
        at=at,
    )


def others(shown: Scene) -> tuple[User, User]:
    unit = shown.record.department
    return make_officer("reviewer", unit), make_officer("decider", unit)


def test_a_new_case_stands_at_the_unit_with_the_same_form_and_papers(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    old, case = shown.case, annul(shown)
    shown.hear()
    case.refresh_from_db()
    assert (case.state, case.remanded_from, case.previous) == (S.ROUTED, old, old)
    assert case.handling_department == shown.record.department
    assert set(owed(case)) == {"accept", "total"}
    assert case.application.performance == old.application.performance
    assert case.application.commitment_signed_at == old.application.commitment_signed_at
    digests = [list(one.documents.order_by("pk").values_list("sha256", flat=True)) for one in (old, case)]
    assert digests[0] == digests[1] != []
    assert set(case.steps.values_list("finding", flat=True)) == {"submitted"}
    desk = desks.desk_of(case)
    assert desk is not None
    assert desk.node == "acceptance"
    assert EnteredDocument.objects.get().kind == REMANDED
    assert templates_to(shown.made.owner.pk)[-1] == "remanded"
    assert Entry.objects.get(verb="case.remanded").payload["from_number"] == old.number


def test_other_officers_decide_it_to_the_end(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    old_reviewer, old_decider = shown.made.reviewer, shown.made.decider
    case = annul(shown)
    shown.hear()
    reviewer, decider = others(shown)
    shown.made = type(shown.made)(case, shown.made.owner, reviewer, decider, shown.at)
    assert refused_at_the_desk(shown.made, "accept", by=old_reviewer).code == "decided-before"
    shown.made = shown.made.perform("accept").check_all()
    shown.made = shown.made.perform("propose", outcome="approve", reasons="义务已履行。", clause="第三章")
    assert refused_at_the_desk(shown.made, "approve", by=old_decider).code == "decided-before"
    shown.made = shown.made.countersign("approve")
    assert shown.hear().record.listing.end_cause == "repaired"
    coherent(shown)


def test_a_refusal_is_annulled_once_and_only_a_refusal(deliver: Deliver) -> None:
    granted, twice = scene(deliver, S.CLOSED_REPAIRED), scene(deliver, S.CLOSED_REFUSED)
    assert refused(lambda: annul(granted)) == "not-refused"
    annul(twice)
    assert refused(lambda: annul(twice)) == "remanded-already"
    assert Case.objects.filter(remanded_from=twice.case).count() == 1


def test_the_end_of_publication_before_and_after_the_annulment(deliver: Deliver) -> None:
    first, second = scene(deliver, S.CLOSED_REFUSED), scene(deliver, S.CLOSED_REFUSED)
    over = first.at.replace(year=2027)
    listings.run_out(record_id=first.record.pk, at=over, actor_ref="system:clock")
    assert refused(lambda: annul(first)) == "record-over"
    case = annul(second)
    second.hear()
    listings.run_out(record_id=second.record.pk, at=over, actor_ref="system:clock")
    deliver(over)
    case.refresh_from_db()
    assert (case.state, case.cause) == (S.TERMINATED, "publicity-ended")


@pytest.mark.parametrize("comes_first", ["application", "annulment"])
def test_a_second_application_before_and_after_the_annulment(comes_first: str, deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    owner = actor_of_user(shown.made.owner)

    def apply() -> Case:
        return drafting.draft(record_id=shown.record.pk, actor=owner, at=shown.step())

    if comes_first == "application":
        draft = apply()
        assert refused(lambda: annul(shown)) == "second-case"
        drafting.discard(case_id=draft.pk, actor=owner, at=shown.step())
        assert annul(shown).state == S.ROUTED
    else:
        case = annul(shown)
        assert refused(apply) == "second-case"
        intake.withdraw(case_id=case.pk, actor=owner, at=shown.step())
        assert apply().state == S.DRAFT


def test_an_objection_found_right_has_the_repair_decided_again_once(deliver: Deliver) -> None:
    """C23: whoever corrects the objection names the refused repair; its number stands in the place of a document."""
    shown = scene(deliver, S.CLOSED_REFUSED)
    old, at = shown.case, shown.step()
    for _time in range(2):
        record_entry(
            stream=old.stream,
            verb="case.decide_again",
            actor_ref="user:1",
            at=at,
            payload={
                "case_id": old.pk,
                "record_id": old.record_id,
                "number": "YY-2026-AAAAAAAA",
                "previous_id": old.pk,
                "previous_number": old.number,
            },
        )
    shown.hear()
    case = Case.objects.get(remanded_from=old)
    assert case.state == S.ROUTED
    assert Entry.objects.get(verb="case.remanded").payload["document"] == "YY-2026-AAAAAAAA"


def test_a_stay_on_the_record_holds_what_is_decided_anew(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    shown.enter(DocumentKind.STAY)
    case = annul(shown)
    shown.hear()
    assert list(case.holds.filter(to_at__isnull=True).values_list("cause", flat=True)) == ["execution-stayed"]


def test_what_was_not_accepted_can_be_remanded_too(deliver: Deliver) -> None:
    shown = scene(deliver, S.DECLINED)
    case = annul(shown)
    assert (case.state, set(case.steps.values_list("finding", flat=True))) == (S.ROUTED, {"submitted"})


def test_it_is_entered_on_the_records_page_by_its_unit(deliver: Deliver) -> None:
    shown = scene(deliver, S.CLOSED_REFUSED)
    address = reverse("desk:enter_document", args=[shown.record.pk, "remand"])
    facts = {**PAPER, "kind": "remanded", "case": shown.case.pk}
    with standing_at(shown.at + timedelta(days=1)):
        stranger = signed_in(make_officer("reviewer", make_department()))
        assert stranger.post(address, facts).status_code == 404
        client = signed_in(shown.made.reviewer)
        assert shown.case.number in client.get(address).content.decode()
        answer = client.post(address, facts)
        assert answer.status_code == 302
        assert address not in client.get(answer["Location"]).content.decode()
        assert client.post(address, facts).status_code == 422
    assert Case.objects.get(remanded_from=shown.case).state == S.ROUTED
