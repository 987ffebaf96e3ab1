"""撤销或者维持: proposal and countersignature, and everything that a revoked repair sets going."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cases.models import Case, Commitment
from cases.models.commitment import CommitmentStanding
from cases.services import drafting, keeping
from cases.services.revocation import deciding
from cases.states import RepairState
from cases.states import RevocationState as S
from clocks.models import Deadline
from delisting.models import Order, OrderState, Release
from delisting.services import move_due
from journal.models import Entry
from journal.verify import findings
from records.models import Bar, Measure
from records.models.holder import HolderKind
from records.services import listing as listings
from tests.acts.reading import at_day, owed
from tests.conftest import Deliver
from tests.crossing.papers import refused
from tests.factories.cases import make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_holder, make_measure, make_record
from tests.factories.revocations import KEEP, REVOKE, OpenedRevocation, make_granted_repair, make_revocation
from tests.factories.texts import bent

pytestmark = pytest.mark.django_db


def signed_by(made: OpenedRevocation, user: User, act: str = "revoke") -> str:
    service = {"revoke": deciding.revoke, "keep": deciding.keep}[act]
    return refused(lambda: service(case_id=made.case.pk, actor=actor_of_user(user), at=made.at))


def test_a_proposal_needs_an_outcome_of_this_kind_with_reasons_and_clause() -> None:
    made = make_revocation(S.REVIEWING)
    who: dict[str, Any] = {"case_id": made.case.pk, "actor": actor_of_user(made.opener), "at": made.at}
    for wrong, code in (
        ({"outcome": "approve"}, "wrong-outcome"),
        ({"reasons": " "}, "reason"),
        ({"clause": ""}, "clause"),
    ):
        assert refused(partial(deciding.propose, **{**REVOKE, **wrong}, **who)) == code
    assert deciding.propose(**REVOKE, **who).state == S.PROPOSED


def test_whoever_opened_or_proposed_may_not_countersign_though_the_granting_officer_may() -> None:
    unit = (repair := make_granted_repair()).case.record.department
    opener = make_officer("decider", unit, user=make_officer("reviewer", unit))
    proposer = make_officer("decider", unit, user=make_officer("reviewer", unit))
    made = make_revocation(S.REVIEWING, repair=repair, opener=opener)
    deciding.propose(case_id=made.case.pk, actor=actor_of_user(proposer), at=made.at, **REVOKE)
    assert signed_by(made, opener) == "own-hand"
    assert signed_by(made, proposer) == "own-hand"
    assert signed_by(made, make_officer("decider", make_department())) == "not-countersigner"
    granted = repair.decider
    assert deciding.revoke(case_id=made.case.pk, actor=actor_of_user(granted), at=made.at).state == S.REVOKED


def test_the_countersigner_signs_what_was_proposed_or_sends_it_back() -> None:
    made = make_revocation(S.PROPOSED)
    assert signed_by(made, made.decider, "keep") == "wrong-outcome"
    back = made.countersign("send_back", reason="请核实银行流水。")
    assert (back.case.state, set(owed(back.case))) == (S.REVIEWING, {"revocation.decide"})
    again = back.perform("propose", **KEEP).countersign("keep")
    assert again.case.state == S.KEPT


def test_a_revoked_repair_gives_the_record_back_its_days_its_measures_and_its_public() -> None:
    record = make_record()
    measure = make_measure(record)
    made = make_revocation(S.PROPOSED, repair=make_granted_repair(record))
    assert Measure.objects.get(pk=measure.pk).state == "LIFTED"
    made = made.countersign("revoke")
    listing = made.record.listing
    assert (listing.state, listing.end_cause, listing.ended_at) == ("PUBLISHED", "", None)
    assert listing.ends_on == date(2027, 5, 15), "the old period goes on"
    assert Measure.objects.get(pk=measure.pk).state == "IN_FORCE"
    assert made.case.closed_at == made.at
    assert owed(made.case) == {}
    assert list(findings()) == []


def test_where_no_day_is_left_only_the_bar_remains() -> None:
    made = make_revocation(S.PROPOSED).later(at=at_day(9, 20) + timedelta(days=300))
    made = made.countersign("revoke")
    assert (made.record.listing.state, made.record.listing.end_cause) == ("EXPIRED", "longest-period")
    assert Bar.objects.get(subject=made.case.subject).stands_on(date(2027, 8, 1))


def test_a_revoked_repair_bars_its_subject_for_three_years_to_the_day() -> None:
    made = make_revocation(S.REVOKED)
    bar = Bar.objects.get(subject=made.case.subject)
    assert (bar.bar_id, bar.from_on, bar.until_on) == (
        "false-materials",
        date(2026, 9, 8),
        date(2029, 9, 8),
    )
    assert (bar.case_number, bar.published, bar.edition_key) == (
        made.case.number,
        True,
        made.case.edition_key,
    )
    told = Entry.objects.get(stream=made.case.stream, verb="case.revoked").payload
    assert (told["barred"], told["bar_until"], told["ground"]) == (True, "2029-09-08", "false-materials")
    other = make_record(subject=made.case.subject)
    owner = actor_of_user(made.owner)
    assert refused(lambda: drafting.draft(record_id=other.pk, actor=owner, at=made.at)) == "barred"


def test_a_text_without_the_bar_restores_and_bars_nobody(tmp_path: Path) -> None:
    bar = '[[bar]]\nid = "false-materials"\nuntil = { count = 3, unit = "Y", trigger = "revoked", '
    bar += 'article = "about 20", mark = "I" }\narticle = "about 20"\nmark = "I"\n'
    with bent(tmp_path, "ndrc-36.toml", (bar, "")):
        made = make_revocation(S.REVOKED)
    assert made.record.listing.state == "PUBLISHED"
    assert not Bar.objects.exists()
    assert Entry.objects.get(stream=made.case.stream, verb="case.revoked").payload["barred"] is False


def test_the_commitment_is_broken_by_a_revocation_and_watched_on_where_the_repair_is_kept() -> None:
    revoked, kept = make_revocation(S.REVOKED), make_revocation(S.KEPT)
    assert revoked.commitment.standing == CommitmentStanding.BROKEN
    assert revoked.commitment.ended_at == revoked.at
    assert kept.commitment.standing == CommitmentStanding.WATCHED
    assert kept.record.listing.state == "ENDED"
    assert not Bar.objects.filter(subject=kept.case.subject).exists()


def test_what_was_granted_before_commitments_were_kept_is_revoked_all_the_same() -> None:
    made = make_revocation(S.PROPOSED)
    Commitment.objects.filter(case=made.repair.case).delete()
    assert made.countersign("revoke").case.state == S.REVOKED


def test_holders_show_their_copies_again_and_a_late_end_wins_nothing(deliver: Deliver) -> None:
    record = make_record()
    make_holder(kind=HolderKind.CREDIT_CHINA, department=make_department(name_zh="信用中国网站", field=""))
    made = make_revocation(S.REVOKED, repair=make_granted_repair(record))
    deliver(made.at)
    move_due(at=made.at)
    orders = Order.objects.filter(record=record).order_by("sequence")
    assert [(order.kind, order.state == OrderState.SUPERSEDED) for order in orders] == [
        ("end", True),
        ("restore", False),
    ]
    last = orders.last()
    assert last is not None
    assert last.case_id == made.case.pk
    assert not Release.objects.filter(order=orders[0]).exclude(state="SUPERSEDED").exists()


def test_another_open_repair_of_the_record_ends_and_those_of_other_records_go_on() -> None:
    made = make_revocation(S.PROPOSED)
    running = make_filed_case(
        RepairState.VERIFYING,
        record=make_record(subject=made.case.subject, department=made.case.record.department),
    )
    stray = Case.objects.create(
        number="XF-2026-STRAYSTR",
        kind="repair",
        state=RepairState.ROUTED,
        subject=made.case.subject,
        record=made.case.record,
        determining_department=made.case.determining_department,
        edition_key=made.case.edition_key,
        drafted_at=made.at,
        filed_at=made.at,
    )
    made.countersign("revoke")
    stray.refresh_from_db()
    assert (stray.state, stray.cause) == ("TERMINATED", "repair-revoked")
    assert running.later().case.state == RepairState.VERIFYING


def test_after_a_withdrawal_nobody_has_heard_of_yet_nothing_is_revoked() -> None:
    made = make_revocation(S.PROPOSED)
    listings.withdraw(record_id=made.record.pk, document="3号", at=made.at, actor_ref="system:tests")
    assert signed_by(made, made.decider) == "withdrawn-already"
    assert Case.objects.get(pk=made.case.pk).state == S.PROPOSED
    assert not Bar.objects.exists()
    assert made.commitment.is_watched


def test_a_late_decision_is_told_to_the_supervisor_and_valid(deliver: Deliver) -> None:
    made = make_revocation(S.PROPOSED)
    row = Deadline.objects.get(owner_kind="case", owner_id=made.case.pk, term="revocation.decide", goal="law")
    keeping.breach(
        case_id=made.case.pk,
        term=row.term,
        goal="law",
        due_on=row.due_on.isoformat(),
        at=at_day(10, 1),
    )
    late = made.later(at=at_day(10, 1))
    assert (late.case.state, late.case.late) == (S.PROPOSED, True)
    assert late.countersign("revoke").case.state == S.REVOKED
