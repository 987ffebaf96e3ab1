"""What crosses an objection, and what an objection crosses, in both orders of commit (C1 to C5, C17 to C24)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cases.models import Case, ContestedField
from cases.models.hold import HoldCause
from cases.services import crossing, intake, party
from cases.services.objection import drafting, filing
from cases.services.objection.crossing import when_the_listing_ends
from cases.states import FINAL_STATES, RepairState
from cases.states import ObjectionState as S
from clocks.models import Deadline
from journal.now import day_of
from journal.refusals import Refusal
from journal.verify import findings
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.subject import SubjectKind
from records.services import listing as listings
from tests.conftest import Deliver
from tests.crossing.papers import CHANGES, paper, refused
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.objections import FiledObjection, make_objection
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_record, make_subject
from tests.objections.reading import record_of, said, spoken, terms
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

FALLEN = [DocumentKind.ANNULLED, DocumentKind.UNLAWFUL, DocumentKind.VOID]
RUNNING = [S.FILED, S.SUPPLEMENTING, S.CHECKING, S.INQUIRING, S.REVIEWING, S.PROPOSED]


def enter(made: FiledObjection, kind: DocumentKind, **changes: str) -> FiledObjection:
    """An officer of the determining unit enters a court's document."""
    at = made.at + timedelta(minutes=10)
    crossing.enter_court_document(
        record_id=made.case.record_id,
        paper=paper(kind, at=at),
        changes=changes or (CHANGES if kind == DocumentKind.CHANGED else None),
        actor=actor_of_user(make_officer("reviewer", made.case.record.department)),
        at=at,
    )
    return made.later(at=at)


def heard(made: FiledObjection, deliver: Deliver) -> FiledObjection:
    deliver(made.at)
    made = made.later()
    coherent(made)
    return made


def coherent(made: FiledObjection) -> None:
    """The chain is whole, token and state agree, a closed case owes nothing and marks nothing."""
    assert list(findings()) == []
    assert list(drifts()) == []
    if made.case.state in FINAL_STATES:
        assert not Deadline.objects.filter(owner_kind="case", owner_id=made.case.pk, stopped_at=None).exists()
        assert not Listing.objects.get(record=made.case.record_id).is_contested
        assert not made.case.holds.filter(to_at=None).exists()


def withdraw(made: FiledObjection) -> FiledObjection:
    filing.withdraw(case_id=made.case.pk, reason="另行处理", actor=actor_of_user(made.owner), at=made.at)
    return made.later()


# ---- C1: the subject withdraws -----------------------------------------------------------------------


def test_the_withdrawal_first_and_the_signature_later(deliver: Deliver) -> None:
    made = withdraw(make_objection(S.PROPOSED))
    with pytest.raises(Refusal):
        made.countersign("correct")
    done = heard(made, deliver)
    assert done.case.state == S.WITHDRAWN
    assert record_of(done).fine == 2  # what the providing unit confirmed is corrected of its own motion


def test_the_signature_first_and_the_withdrawal_later(deliver: Deliver) -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    assert refused(lambda: withdraw(made)) == "not-now"
    assert heard(made, deliver).case.state == S.CLOSED_CORRECTED


# ---- C2: the longest period ends ---------------------------------------------------------------------


def ended(made: FiledObjection) -> FiledObjection:
    lapses = Listing.objects.get(record=made.case.record_id).lapses_on
    assert lapses is not None
    at = datetime.combine(lapses, made.at.timetz())
    listings.run_out(record_id=made.case.record_id, at=at, actor_ref="system:clock")
    return made.later(at=at)


@pytest.mark.parametrize("state", [S.DRAFT, *RUNNING])
def test_an_objection_outlives_the_publication_and_the_mark_goes_with_it(
    state: str, deliver: Deliver
) -> None:
    made = heard(ended(make_objection(state)), deliver)
    assert made.case.state == state
    assert not record_of(made).listing.is_contested


@pytest.mark.parametrize(
    ("state", "end"), [(S.DRAFT, S.DISCARDED), *((one, S.TERMINATED) for one in RUNNING)]
)
def test_where_the_text_takes_objections_only_while_valid_it_ends_with_the_publication(
    state: str, end: str, deliver: Deliver
) -> None:
    guangzhou = make_department(name_zh="广州市交通运输局", jurisdiction="440100")
    made = heard(ended(make_objection(state, record=make_record(department=guangzhou))), deliver)
    assert made.case.state == end


def test_after_the_publication_an_error_is_still_corrected(deliver: Deliver) -> None:
    made = heard(ended(make_objection(S.PROPOSED)), deliver).countersign("correct")
    assert record_of(heard(made, deliver)).fine == 2


def test_corrected_first_and_over_later(deliver: Deliver) -> None:
    made = heard(ended(make_objection(S.CLOSED_CORRECTED)), deliver)
    assert made.case.state == S.CLOSED_CORRECTED
    assert record_of(made).listing.state == "EXPIRED"


# ---- C3, C5: the record is corrected otherwise -------------------------------------------------------


@pytest.mark.parametrize("state", RUNNING)
def test_what_was_set_right_otherwise_drops_out_and_the_rest_goes_on(state: str, deliver: Deliver) -> None:
    fields = {"fine": "2", "content": "罚款2万元"}
    made = make_objection(state, fields=fields) if state != S.PROPOSED else proposed(fields)
    made = heard(enter(made, DocumentKind.CHANGED), deliver)
    assert made.case.state == state
    assert dropped(made) == {"fine"}
    assert said(made, "case.fields_dropped")["fields"] == ["fine"]


def proposed(fields: dict[str, str]) -> FiledObjection:
    made = make_objection(S.CHECKING, fields=fields)
    return made.perform("conclude", finding="own-error", reason="录入差错。").propose()


def dropped(made: FiledObjection) -> set[str]:
    rows = ContestedField.objects.filter(case=made.case, dropped_at__isnull=False)
    return set(rows.values_list("field", flat=True))


@pytest.mark.parametrize("state", RUNNING)
def test_an_objection_of_which_nothing_is_left_is_terminated(state: str, deliver: Deliver) -> None:
    made = heard(enter(make_objection(state), DocumentKind.CHANGED), deliver)
    assert (made.case.state, made.case.cause) == (S.TERMINATED, "set-right-otherwise")


def test_a_proposal_about_a_field_that_dropped_out_changes_only_the_others(deliver: Deliver) -> None:
    made = proposed({"fine": "2", "content": "罚款2万元"})
    made = heard(enter(made, DocumentKind.CHANGED), deliver).countersign("correct")
    record = record_of(heard(made, deliver))
    assert record.fine == 2
    assert record.content == "罚款2万元"
    assert said(made, "case.corrected")


def test_corrected_otherwise_first_and_signed_before_anybody_heard(deliver: Deliver) -> None:
    made = enter(make_objection(S.PROPOSED), DocumentKind.CHANGED).countersign("correct")
    done = heard(made, deliver)
    assert done.case.state == S.CLOSED_CORRECTED
    assert record_of(done).fine == 2


def test_signed_first_and_corrected_otherwise_later(deliver: Deliver) -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    assert refused(lambda: enter(made, DocumentKind.CHANGED)) == "no-change"
    assert heard(made, deliver).case.state == S.CLOSED_CORRECTED


def test_another_value_than_the_contested_one_leaves_the_objection_as_it_is(deliver: Deliver) -> None:
    made = heard(enter(make_objection(S.REVIEWING), DocumentKind.CHANGED, fine="4"), deliver)
    assert (made.case.state, dropped(made)) == (S.REVIEWING, set())


# ---- C4: the record falls ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "kind"),
    [*((state, DocumentKind.ANNULLED) for state in RUNNING), *((S.REVIEWING, kind) for kind in FALLEN[1:])],
)
def test_a_penalty_that_fell_closes_the_objection_with_the_judgment(
    state: str, kind: DocumentKind, deliver: Deliver
) -> None:
    made = heard(enter(make_objection(state), kind), deliver)
    assert made.case.state == S.CLOSED_RECORD_WITHDRAWN
    assert said(made, "case.record_fell")["document"] == paper(kind, at=made.at).number
    assert list(made.case.redress.values_list("kind", flat=True)) == [
        "correct-every-place",
        "public-statement",
    ]


def test_a_draft_on_a_record_that_fell_is_discarded(deliver: Deliver) -> None:
    assert heard(enter(make_objection(S.DRAFT), DocumentKind.ANNULLED), deliver).case.state == S.DISCARDED


def test_annulled_first_and_upheld_before_anybody_heard(deliver: Deliver) -> None:
    made = make_objection(S.REVIEWING).propose("upheld")
    done = heard(enter(made, DocumentKind.ANNULLED).countersign("uphold"), deliver)
    assert (done.case.state, record_of(done).listing.state) == (S.CLOSED_UPHELD, "WITHDRAWN")


def test_annulled_first_and_withdrawn_by_the_desk_before_anybody_heard(deliver: Deliver) -> None:
    made = make_objection(S.REVIEWING).propose("withdrawn")
    done = heard(enter(made, DocumentKind.ANNULLED).countersign("withdraw_record"), deliver)
    assert done.case.state == S.CLOSED_RECORD_WITHDRAWN
    assert "case.record_fell" not in spoken(done)


def test_withdrawn_by_the_desk_first_and_annulled_later(deliver: Deliver) -> None:
    made = heard(make_objection(S.CLOSED_RECORD_WITHDRAWN), deliver)
    assert refused(lambda: enter(made, DocumentKind.ANNULLED)) == "withdrawn-already"


# ---- C6, C7: stays and suits -------------------------------------------------------------------------


def test_a_stay_holds_no_objection(deliver: Deliver) -> None:
    made = heard(enter(make_objection(S.REVIEWING), DocumentKind.STAY), deliver)
    assert not made.case.holds.exists()
    assert record_of(made).listing.is_contested


# ---- C12: another operator ---------------------------------------------------------------------------


def test_the_new_operator_of_a_business_is_asked_from_now_on() -> None:
    business = make_subject(kind=SubjectKind.INDIVIDUAL_BUSINESS)
    made = make_objection(S.REVIEWING, record=make_record(subject=business))
    party.change_operator(
        record_id=made.case.record_id,
        operator="李某某",
        document="枣市监〔2026〕7号",
        on=day_of(made.at),
        actor=actor_of_user(make_officer("reviewer", made.case.record.department)),
        at=made.at,
    )
    form = made.later().case.filing
    assert (form.contact_name, form.contact_phone) == ("李某某", "")


# ---- C22: objection and repair -----------------------------------------------------------------------


def both(
    repair_state: str, objection_state: str, *, objection_first: bool, **fields: str
) -> tuple[FiledCase, FiledObjection]:
    """A repair and an objection of one record, the one filed after the other."""
    record = make_record()
    wanted: dict[str, Any] = {"fields": fields or {"fine": "2"}}
    if objection_first:
        objection = make_objection(objection_state, record=record, **wanted)
        repair = make_filed_case(repair_state, record=record, owner=objection.owner, at=objection.at)
    else:
        repair = make_filed_case(repair_state, record=record)
        objection = make_objection(objection_state, record=record, owner=repair.owner, at=repair.at, **wanted)
    return repair, objection


def held(repair: FiledCase) -> list[str]:
    return list(repair.case.holds.filter(to_at__isnull=True).values_list("document", flat=True))


@pytest.mark.parametrize(
    "state", [RepairState.ROUTED, RepairState.SUPPLEMENTING, RepairState.VERIFYING, RepairState.PROPOSED]
)
def test_acceptance_lets_the_open_repair_stand_still(state: str, deliver: Deliver) -> None:
    repair, objection = both(state, S.CHECKING, objection_first=False)
    assert held(repair) == [objection.case.number]
    assert repair.case.holds.get().cause == HoldCause.OTHER_PROCEEDING
    heard(objection, deliver)
    assert repair.later().case.state == state


def test_a_repair_filed_while_the_objection_is_examined_stands_still_too(deliver: Deliver) -> None:
    repair, objection = both(RepairState.FILED, S.CHECKING, objection_first=True)
    heard(objection.later(at=repair.at), deliver)
    assert repair.later().case.state == RepairState.ROUTED
    assert held(repair) == [objection.case.number]


@pytest.mark.parametrize(
    ("field", "right", "stands_still"),
    [
        ("fine", "2", True),
        ("content", "罚款2万元", True),
        ("determined_on", "2026-05-14", True),
        ("whole-record", "", True),
        ("facts", "当事人未超限运输。", False),
        ("publication", "", False),
        ("valid_until", "2026-12-31", False),
    ],
)
def test_only_what_decides_class_duty_or_minimum_stops_the_repair(
    field: str, right: str, *, stands_still: bool
) -> None:
    repair, _objection = both(RepairState.VERIFYING, S.CHECKING, objection_first=False, **{field: right})
    assert bool(held(repair)) == stands_still


@pytest.mark.parametrize(
    "end", [S.CLOSED_CORRECTED, S.CLOSED_UPHELD, S.CLOSED_NOTED, S.WITHDRAWN, S.TERMINATED]
)
def test_the_repair_goes_on_with_what_was_left_when_the_objection_ends(end: str, deliver: Deliver) -> None:
    repair = make_filed_case(RepairState.VERIFYING)
    record, owner = repair.case.record, repair.owner
    if end in {S.WITHDRAWN, S.TERMINATED}:
        objection = make_objection(S.CHECKING, record=record, owner=owner, at=repair.at)
        objection = (
            withdraw(objection)
            if end == S.WITHDRAWN
            else objection.perform("terminate", cause="filed-in-error", document="1号")
        )
    else:
        objection = make_objection(end, record=record, owner=owner, at=repair.at)
    heard(objection, deliver)
    assert held(repair) == []
    decide = Deadline.objects.get(owner_id=repair.case.pk, owner_kind="case", term="decide", goal="law")
    assert decide.standing == "running"


def test_a_repair_that_is_over_does_not_stop_the_objection(deliver: Deliver) -> None:
    repair, objection = both(RepairState.CLOSED_REPAIRED, S.CHECKING, objection_first=False)
    assert heard(objection, deliver).case.state == S.CHECKING
    assert held(repair) == []


def test_the_repair_is_granted_first_and_the_objection_goes_on(deliver: Deliver) -> None:
    record = make_record()
    objection = make_objection(S.CHECKING, record=record, fields={"facts": "未超限"})
    repair = make_filed_case(
        RepairState.CLOSED_REPAIRED, record=record, owner=objection.owner, at=objection.at
    )
    assert heard(objection.later(at=repair.at), deliver).case.state == S.CHECKING
    assert Listing.objects.get(record=record).state == "ENDED"


def test_a_repair_held_for_something_else_stays_held_and_is_held_anew_for_the_objection(
    deliver: Deliver,
) -> None:
    repair = make_filed_case(RepairState.VERIFYING).perform(
        "hold", cause="competence", document="枣府〔2026〕3号"
    )
    objection = make_objection(S.CHECKING, record=repair.case.record, owner=repair.owner, at=repair.at)
    assert held(repair) == ["枣府〔2026〕3号"]
    repair = repair.later(at=objection.at).perform("resume")
    deliver(repair.at)
    assert held(repair) == [objection.case.number]


def test_a_withdrawn_repair_is_not_taken_up_by_the_end_of_the_objection(deliver: Deliver) -> None:
    repair, objection = both(RepairState.VERIFYING, S.CHECKING, objection_first=False)
    intake.withdraw(case_id=repair.case.pk, actor=actor_of_user(repair.owner), at=objection.at)
    heard(withdraw(objection), deliver)
    assert repair.later().case.state == RepairState.WITHDRAWN


def test_a_field_that_drops_out_lets_the_repair_go_on(deliver: Deliver) -> None:
    repair, objection = both(
        RepairState.VERIFYING, S.CHECKING, objection_first=False, fine="2", facts="未超限"
    )
    heard(enter(objection, DocumentKind.CHANGED), deliver)
    assert held(repair) == []


def test_the_mark_is_one_and_a_repair_leaves_it_alone() -> None:
    _repair, objection = both(RepairState.VERIFYING, S.CHECKING, objection_first=False, facts="未超限")
    assert Listing.objects.get(record=objection.case.record).contested_by == objection.case.number


# ---- C19, C20, C23 -----------------------------------------------------------------------------------


def test_a_record_that_turns_out_to_be_a_copy_keeps_its_objection(deliver: Deliver) -> None:
    made = make_objection(S.REVIEWING)
    leading = make_record(subject=made.case.subject, department=made.case.record.department)
    CreditRecord.objects.filter(pk=made.case.record_id).update(site="gsxt", follows=leading)
    when_the_listing_ends(made.case, "filed-in-error", made.at)
    assert heard(made, deliver).case.state == S.REVIEWING


def test_filing_against_a_refusal_touches_neither_the_refusal_nor_the_record() -> None:
    repair = make_filed_case(RepairState.CLOSED_REFUSED)
    made = make_objection(S.CHECKING, record=repair.case.record, owner=repair.owner, previous=repair.case)
    assert repair.later().case.state == RepairState.CLOSED_REFUSED
    assert Case.objects.filter(record=made.case.record_id).count() == 2
    again: dict[str, Any] = {
        "record_id": made.case.record_id,
        "actor": actor_of_user(made.owner),
        "at": made.at,
    }
    assert refused(lambda: drafting.draft(**again)) == "second-case"


def test_a_held_objection_owes_nothing_until_it_is_taken_up() -> None:
    made = make_objection(S.REVIEWING).perform("hold", cause="other-proceeding", document="枣法〔2026〕9号")
    assert terms(made)["handle"] == "paused"
