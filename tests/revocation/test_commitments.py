"""信用承诺: taken up with the grant, looked at, honoured by itself or by an officer, broken only by a revocation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from cases.commitment import commitment_text, promises_of
from cases.commitment_policies import commitments_visible_to
from cases.models import Commitment, CommitmentCheck
from cases.models.commitment import CheckFinding, CommitmentStanding
from cases.services import commitments
from cases.services.documents import open_document
from cases.states import RepairState
from cases.states import RevocationState as S
from clocks import services as clocks
from journal.models import Entry
from journal.verify import findings
from records.models import Department
from records.services import listing as listings
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.crossing.papers import refused
from tests.factories.cases import PDF, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer
from tests.factories.records import make_department
from tests.factories.revocations import make_granted_repair, make_revocation
from tests.factories.texts import bent

pytestmark = pytest.mark.django_db

REVOCATION = '[revocation]\ngrounds  = ["false-materials"'
WATCHED_A_YEAR = (
    '[revocation]\nwatch = { count = 1, unit = "Y", trigger = "decided", article = "", mark = "K" }\n'
    'grounds  = ["false-materials"'
)


def given_for(repair: FiledCase) -> Commitment:
    return Commitment.objects.get(case=repair.case)


def looked_at(
    repair: FiledCase, user: User, *, at: datetime | None = None, **facts: object
) -> CommitmentCheck:
    found: dict[str, Any] = {"finding": CheckFinding.KEPT, "note": "现场核查，未见超限运输。", **facts}
    return commitments.check(
        commitment_id=given_for(repair).pk,
        actor=actor_of_user(user),
        at=at or repair.at,
        **found,
    )


def for_a_year(folder: Path) -> FiledCase:
    """A repair granted under a text that sets a year to the watch."""
    with bent(folder, "ndrc-36.toml", (REVOCATION, WATCHED_A_YEAR)):
        return make_granted_repair()


def test_the_grant_takes_up_what_was_signed_open_ended_where_the_text_gives_no_number() -> None:
    repair = make_granted_repair()
    given = given_for(repair)
    assert given.text == commitment_text(repair.case)
    assert (given.given_by, given.given_on, given.granted_on) == (
        "张某某",
        date(2026, 9, 1),
        date(2026, 9, 1),
    )
    assert (given.standing, given.until_on, given.check_on) == (CommitmentStanding.WATCHED, None, None)
    assert given.published, "NDRC-36 asks for a commitment given in public"
    assert Entry.objects.filter(stream=repair.case.stream, verb="commitment.taken_up").count() == 1


def test_nothing_is_taken_up_where_no_repair_is_granted() -> None:
    make_filed_case(RepairState.CLOSED_REFUSED)
    make_filed_case(RepairState.PROPOSED)
    assert not Commitment.objects.exists()


def test_what_is_published_are_the_promises_not_the_decision_they_were_given_for() -> None:
    repair = make_granted_repair()
    promises = promises_of(given_for(repair).text)
    assert [promise[:2] for promise in promises] == ["一、", "二、", "三、", "四、"]
    assert repair.case.record.decision_number not in "".join(promises)


def test_a_look_is_kept_with_its_proof_and_decides_nothing() -> None:
    repair = make_granted_repair()
    check = looked_at(
        repair,
        repair.reviewer,
        finding=CheckFinding.BROKEN,
        note="凭证系伪造。",
        check_on=date(2026, 12, 1),
        proof=SimpleUploadedFile("bank.pdf", PDF),
    )
    given = given_for(repair)
    assert (given.standing, given.check_on) == (CommitmentStanding.WATCHED, date(2026, 12, 1))
    assert check.proof is not None
    proof, owner = check.proof, actor_of_user(repair.owner)
    assert open_document(document_id=proof.pk, actor=actor_of_user(repair.decider)) == proof
    assert refused(lambda: open_document(document_id=proof.pk, actor=owner)) == "no-document", (
        "it is the unit's own until it is told as a ground"
    )
    told = Entry.objects.get(stream=repair.case.stream, verb="commitment.checked").payload
    assert (told["finding"], told["check_on"]) == ("broken", "2026-12-01")
    assert list(findings()) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"finding": "fine"}, "unknown-finding"),
        ({"note": "  "}, "check-note"),
        ({"check_on": date(2026, 9, 1)}, "check-past"),
    ],
)
def test_a_look_needs_a_finding_words_and_a_next_day_that_is_ahead(wrong: dict[str, Any], code: str) -> None:
    repair = make_granted_repair()
    assert refused(lambda: looked_at(repair, repair.reviewer, **wrong)) == code
    assert not CommitmentCheck.objects.exists()


def test_only_reviewers_of_the_determining_unit_look_after_it() -> None:
    repair = make_granted_repair()
    unit = repair.case.record.department
    own = make_agent(repair.case.subject, user=make_officer("reviewer", unit))
    assert refused(lambda: looked_at(repair, repair.decider)) == "not-determining"
    assert refused(lambda: looked_at(repair, make_officer("reviewer", make_department()))) == "no-commitment"
    assert refused(lambda: looked_at(repair, repair.owner)) == "own-company"
    assert refused(lambda: looked_at(repair, own)) == "own-company"
    assert looked_at(repair, make_officer("reviewer", unit)).finding == CheckFinding.KEPT


def test_after_a_merger_the_successor_looks_after_it_and_the_old_unit_no_more() -> None:
    repair = make_granted_repair()
    successor = make_department()
    Department.objects.filter(pk=repair.case.record.department_id).update(
        valid_to=date(2026, 10, 1), successor=successor
    )
    officer = make_officer("reviewer", successor)
    before, after = at_day(9, 30), at_day(10, 1)
    assert refused(lambda: looked_at(repair, officer, at=before)) == "no-commitment"
    assert looked_at(repair, officer, at=after).by_ref == f"user:{officer.pk}"
    assert refused(lambda: looked_at(repair, repair.reviewer, at=after)) == "not-determining"
    seen = commitments_visible_to(actor_of_user(officer), on=date(2026, 10, 1))
    assert given_for(repair) in seen


def test_an_officer_finds_it_honoured_with_a_reason_and_then_it_is_over() -> None:
    repair = make_granted_repair()
    given = given_for(repair)
    who: dict[str, Any] = {
        "commitment_id": given.pk,
        "actor": actor_of_user(repair.reviewer),
        "at": repair.at,
    }
    assert refused(lambda: commitments.honour(**who)) == "check-note"
    assert commitments.honour(note="逐项核对，均已履行。", **who).standing == CommitmentStanding.HONOURED
    assert refused(lambda: commitments.honour(note="再次", **who)) == "not-watched"
    assert refused(lambda: looked_at(repair, repair.reviewer)) == "not-watched"
    assert not given_for(repair).is_shown


def test_it_is_honoured_by_itself_after_its_last_day_where_the_text_has_one(
    tmp_path: Path, deliver: Deliver
) -> None:
    repair = for_a_year(tmp_path)
    deliver(repair.at)
    assert given_for(repair).until_on == date(2027, 9, 1)
    last, after = (at_day(9, day).replace(year=2027) for day in (1, 2))
    clocks.sweep(at=last)
    deliver(last)
    assert given_for(repair).is_watched
    clocks.sweep(at=after)
    deliver(after)
    assert given_for(repair).standing == CommitmentStanding.HONOURED


def test_one_that_is_doubted_on_its_last_day_waits_for_the_decision(tmp_path: Path, deliver: Deliver) -> None:
    repair = for_a_year(tmp_path)
    deliver(repair.at)
    after = at_day(9, 2).replace(year=2027)
    made = make_revocation(S.NOTIFIED, repair=repair, at=after - timedelta(days=3))
    clocks.sweep(at=after)
    deliver(after)
    assert given_for(repair).is_watched
    made = made.later(at=after).state_defence()
    made = made.perform("propose", outcome="keep", reasons="属实。", clause="第二十条").countersign("keep")
    assert given_for(repair).standing == CommitmentStanding.HONOURED, "its last day has passed meanwhile"


def test_while_a_revocation_is_open_nobody_finds_it_honoured() -> None:
    made = make_revocation()
    who: dict[str, Any] = {
        "commitment_id": made.commitment.pk,
        "actor": actor_of_user(made.opener),
        "at": made.at,
    }
    assert refused(lambda: commitments.honour(note="已履行", **who)) == "revocation-open"


def test_it_falls_away_with_a_record_that_was_withdrawn(deliver: Deliver) -> None:
    repair = make_granted_repair()
    deliver(repair.at)
    listings.withdraw(record_id=repair.case.record_id, document="3号", at=repair.at, actor_ref="system:tests")
    deliver(repair.at)
    given = given_for(repair)
    assert (given.standing, given.is_shown) == (CommitmentStanding.RELEASED, False)
