"""立案告知: who may take a granted repair up again, on what, and what the subject has until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from cases.labels import GROUNDS_OF_REVOCATION
from cases.models import Case
from cases.services.documents import GROUND as GROUND_PAPER
from cases.services.documents import open_document, remove
from cases.services.revocation import opening
from cases.states import RepairState, RevocationState
from desk.handling import why_here
from journal.models import Entry
from journal.now import day_of
from records.services import listing as listings
from rulebook.in_force import shipped_editions
from tests.acts.reading import owed
from tests.conftest import Deliver
from tests.crossing.papers import refused
from tests.factories.cases import GRANTED, PDF, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer, make_user
from tests.factories.records import make_department
from tests.factories.revocations import GROUND, make_granted_repair, make_revocation
from workflows.desks import desk_of

pytestmark = pytest.mark.django_db


def opened_by(repair: FiledCase, user: User, **more: object) -> Callable[[], Case]:
    facts = {**GROUND, **more}
    at = repair.at + timedelta(days=1)
    actor = actor_of_user(user)
    return lambda: opening.open_revocation(repair_case_id=repair.case.pk, actor=actor, at=at, **facts)


def test_the_subject_is_told_and_has_five_working_days_to_defend_itself() -> None:
    made = make_revocation()
    case, repair = made.case, made.repair.case
    assert (case.state, case.previous_id, case.record_id) == ("NOTIFIED", repair.pk, repair.record_id)
    assert case.number.startswith("CX-2026-")
    assert case.handling_department_id == repair.handling_department_id
    assert (case.edition_key, case.notice.ground, case.notice.statement) == (
        "NDRC-36+zaozhuang",
        "false-materials",
        "",
    )
    assert owed(case) == {"revocation.defence": "running 2026-09-15"}
    assert case.next_due_at is not None
    assert day_of(case.next_due_at).isoformat() == "2026-09-16"
    entry = Entry.objects.get(stream=case.stream, verb="case.revocation_opened")
    assert entry.payload["case_kind"] == "revocation"
    assert entry.payload["facts"] == GROUND["facts"]
    assert made.record.listing.state == "ENDED", "nothing is undone before the decision"


def test_once_heard_the_case_waits_on_its_desk_for_the_defence(deliver: Deliver) -> None:
    made = make_revocation()
    deliver(made.at)
    desk = desk_of(made.case)
    assert desk is not None
    assert desk.node == "awaiting_defence"


def test_a_paper_of_the_unit_is_read_by_the_subject_and_stays_in_the_file() -> None:
    made = make_revocation(proof=SimpleUploadedFile("bank.pdf", PDF))
    paper = made.case.documents.get()
    owner = actor_of_user(made.owner)
    assert paper.material == GROUND_PAPER
    assert open_document(document_id=paper.pk, actor=owner) == paper
    assert refused(lambda: remove(document_id=paper.pk, actor=owner, at=made.at)) == "documents-closed"


@pytest.mark.parametrize(
    ("missing", "code"),
    [({"facts": " "}, "facts"), ({"clause": ""}, "clause"), ({"ground": "bad-luck"}, "no-ground")],
)
def test_without_ground_facts_or_clause_nothing_is_opened(missing: dict[str, str], code: str) -> None:
    repair = make_granted_repair()
    assert refused(opened_by(repair, repair.reviewer, **missing)) == code
    assert not Case.objects.filter(kind="revocation").exists()


def test_only_a_reviewer_of_the_unit_that_decides_opens_it() -> None:
    repair = make_granted_repair()
    unit = repair.case.record.department
    own = make_agent(repair.case.subject, user=make_officer("reviewer", unit))
    assert refused(opened_by(repair, make_user())) == "no-case"
    assert refused(opened_by(repair, make_officer("reviewer", make_department()))) == "no-case"
    assert refused(opened_by(repair, repair.decider)) == "not-officer"
    assert refused(opened_by(repair, make_officer("supervisor", unit))) == "not-officer"
    assert refused(opened_by(repair, repair.owner)) == "own-company"
    assert refused(opened_by(repair, own)) == "own-company"
    assert opened_by(repair, make_officer("reviewer", unit))().state == "NOTIFIED"


@pytest.mark.parametrize("state", [RepairState.VERIFYING, RepairState.CLOSED_REFUSED, RepairState.WITHDRAWN])
def test_what_was_not_granted_cannot_be_revoked(state: str) -> None:
    repair = make_filed_case(state)
    assert refused(opened_by(repair, repair.reviewer)) == "not-granted"


def test_there_is_one_open_revocation_of_a_repair_and_no_second_after_it_was_revoked() -> None:
    made = make_revocation()
    assert refused(opened_by(made.repair, made.opener)) == "second-case"
    revoked = make_revocation(RevocationState.REVOKED)
    assert refused(opened_by(revoked.repair, revoked.opener)) == "revoked-already"


def test_a_repair_that_was_kept_may_be_taken_up_again_on_new_facts() -> None:
    kept = make_revocation(RevocationState.KEPT)
    assert opened_by(kept.repair, kept.opener, facts="新查明的事实。")().state == "NOTIFIED"


def test_a_withdrawn_record_leaves_nothing_to_revoke() -> None:
    repair = make_granted_repair()
    listings.withdraw(record_id=repair.case.record_id, document="3号", at=repair.at, actor_ref="system:tests")
    assert refused(opened_by(repair, repair.reviewer)) == "nothing-to-revoke"


def test_the_page_of_a_repair_offers_it_to_whom_the_service_lets() -> None:
    repair = make_granted_repair()
    on = day_of(repair.at)

    def offered(user: User) -> bool:
        return opening.may_be_opened(repair.case, actor_of_user(user), on=on)

    assert offered(repair.reviewer)
    assert not offered(repair.decider)
    assert not offered(repair.owner)
    made = make_revocation(repair=repair)
    assert not opening.may_be_opened(made.repair.case, actor_of_user(repair.reviewer), on=on)


def test_every_ground_of_every_text_has_its_words() -> None:
    texts = shipped_editions()
    grounds = {ground for key in texts.every_key() for ground in texts.by_key(key).revocation.grounds}
    assert grounds == set(GROUNDS_OF_REVOCATION)


def test_after_a_passing_on_the_unit_that_granted_the_repair_takes_it_up() -> None:
    other = make_department()
    routed = make_filed_case().perform("reroute", department_id=other.pk, reason="由该单位办理")
    here = replace(routed, reviewer=make_officer("reviewer", other), decider=make_officer("decider", other))
    granted = here.perform("accept").check_all().perform("propose", **GRANTED).countersign("approve")
    made = make_revocation(repair=granted)
    assert (made.case.handling_department_id, made.case.handling_reason) == (other.pk, "granted")
    assert granted.case.number in why_here(made.case, ())
