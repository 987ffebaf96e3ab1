"""C7, C12, C13 and C15 on a case of every kind, with both orders of commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import pytest

from accounts.actors import Actor
from accounts.models import User
from cases.models import Case
from cases.models.hold import HoldCause
from cases.services import crossing, intake, keeping, party
from cases.services.objection import filing
from cases.services.rectification import reporting
from cases.services.rectification.demands import owed as demands_owed
from cases.services.revocation import hearing
from cases.states import CaseKind, ObjectionState, RectificationState, RepairState, RevocationState
from clocks import services as clocks
from journal.now import day_of
from journal.refusals import Refusal
from journal.verify import findings
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.subject import SubjectKind
from records.services.insolvency import Appointment
from tests.conftest import Deliver
from tests.crossing.papers import paper, refused
from tests.factories.at_once import at_once
from tests.factories.cases import make_filed_case
from tests.factories.objections import make_objection
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_record, make_subject
from tests.factories.rectifications import make_rectification
from tests.factories.revocations import KEEP, REVOKE, make_revocation
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db
HEIR = "李四平"


class Made(Protocol):
    """What every factory of cases gives."""

    @property
    def case(self) -> Case: ...
    @property
    def owner(self) -> User: ...
    @property
    def at(self) -> datetime: ...
    def later(self, *, at: datetime | None = None) -> Any: ...  # noqa: ANN401 - the same kind of thing


@dataclass(frozen=True)
class Kind:
    """A kind of case: how one is made, what its subject and its officer do next, and where each leads."""

    make: Callable[[CreditRecord], Any]
    by_subject: Callable[[Made, Actor, datetime], object]
    subject_leads_to: str
    by_officer: Callable[[Any], Any]
    officer_leads_to: str
    in_state: Callable[[CreditRecord], Any]


def report(made: Made, actor: Actor, at: datetime) -> object:
    answers = {one.pk: f"第{one.ordinal}项已整改。" for one in demands_owed(made.case)}
    return reporting.report(case_id=made.case.pk, answers=answers, actor=actor, at=at)


def proposed(record: CreditRecord, what: dict[str, Any]) -> Any:  # noqa: ANN401 - an opened revocation
    """A revocation that waits for its signature."""
    repair = make_filed_case(RepairState.CLOSED_REPAIRED, record=record)
    return make_revocation(RevocationState.REVIEWING, repair=repair).perform("propose", **what)


KINDS: dict[str, Kind] = {
    CaseKind.REPAIR: Kind(
        make=lambda record: make_filed_case(RepairState.VERIFYING, record=record),
        by_subject=lambda made, actor, at: intake.withdraw(case_id=made.case.pk, actor=actor, at=at),
        subject_leads_to=RepairState.WITHDRAWN,
        by_officer=lambda made: made.countersign("approve"),
        officer_leads_to=RepairState.CLOSED_REPAIRED,
        in_state=lambda record: make_filed_case(RepairState.PROPOSED, record=record),
    ),
    CaseKind.OBJECTION: Kind(
        make=lambda record: make_objection(ObjectionState.CHECKING, record=record),
        by_subject=lambda made, actor, at: filing.withdraw(
            case_id=made.case.pk, reason="另行处理", actor=actor, at=at
        ),
        subject_leads_to=ObjectionState.WITHDRAWN,
        by_officer=lambda made: made.countersign("uphold"),
        officer_leads_to=ObjectionState.CLOSED_UPHELD,
        in_state=lambda record: make_objection(ObjectionState.REVIEWING, record=record).propose("upheld"),
    ),
    CaseKind.RECTIFICATION: Kind(
        make=lambda record: make_rectification(RectificationState.RECTIFYING, record=record),
        by_subject=report,
        subject_leads_to=RectificationState.REPORTED,
        by_officer=lambda made: made.check_all().perform("find_satisfied"),
        officer_leads_to=RectificationState.SATISFIED,
        in_state=lambda record: make_rectification(RectificationState.REPORTED, record=record),
    ),
    CaseKind.REVOCATION: Kind(
        make=lambda record: make_revocation(
            RevocationState.NOTIFIED, repair=make_filed_case(RepairState.CLOSED_REPAIRED, record=record)
        ),
        by_subject=lambda made, actor, at: hearing.state_defence(
            case_id=made.case.pk, statement="凭证属实。", actor=actor, at=at
        ),
        subject_leads_to=RevocationState.REVIEWING,
        by_officer=lambda made: made.countersign("keep"),
        officer_leads_to=RevocationState.KEPT,
        in_state=lambda record: proposed(record, KEEP),
    ),
}
EVERY = pytest.mark.parametrize("kind", KINDS)


def business() -> CreditRecord:
    subject = make_subject(kind=SubjectKind.INDIVIDUAL_BUSINESS, name="薛城区样例小吃店")
    return make_record(subject=subject)


def officer_of(made: Made) -> Actor:
    """An officer of the department that determined the record."""
    return actor_of_user(make_officer("reviewer", made.case.record.department), on=day_of(made.at))


def terms_of(case: Case) -> dict[str, date]:
    owner = clocks.Owner("case", case.pk, case.stream)
    return {term.term: term.due_on for term in clocks.open_terms(owner)}


def held(case: Case) -> list[str]:
    return list(case.holds.filter(to_at=None).values_list("cause", flat=True))


def heard(made: Made, deliver: Deliver) -> Any:  # noqa: ANN401 - the same kind of thing
    deliver(made.at)
    assert list(findings()) == []
    assert list(drifts()) == []
    return made.later()


def stale(made: Made) -> Actor:
    """The former agent as a page knew it before anything happened."""
    return actor_of_user(made.owner, on=day_of(made.at))


# ---- C7: another proceeding is pending without a stay --------------------------------------------------


@EVERY
def test_c7_a_suit_holds_nothing_of_itself_and_an_officer_may_wait_for_it(
    kind: str, deliver: Deliver
) -> None:
    """Held first, the act is refused and afterwards the terms that were left go on; the act first, it stands."""
    waits, goes_on = KINDS[kind].in_state(make_record()), KINDS[kind].in_state(make_record())
    assert held(goes_on.case) == []
    before = set(terms_of(waits.case))
    unit = make_officer("supervisor", waits.case.handling_department)
    keeping.hold(
        case_id=waits.case.pk,
        cause=HoldCause.OTHER_PROCEEDING,
        document="（2026）鲁0403行初12号",
        actor=actor_of_user(unit, on=day_of(waits.at)),
        at=waits.at,
    )
    with pytest.raises(Refusal) as told:
        KINDS[kind].by_officer(waits)
    assert told.value.code == "held"
    waits = heard(waits.later(at=waits.at + timedelta(days=3)), deliver)
    keeping.resume(case_id=waits.case.pk, actor=actor_of_user(unit, on=day_of(waits.at)), at=waits.at)
    waits = heard(waits, deliver)
    assert (held(waits.case), set(terms_of(waits.case))) == ([], before)
    assert KINDS[kind].by_officer(waits).case.state == KINDS[kind].officer_leads_to
    assert heard(KINDS[kind].by_officer(goes_on), deliver).case.state == KINDS[kind].officer_leads_to


# ---- C12: the operator changed; C15: an administrator is appointed ------------------------------------


def change(made: Made, operator: str = HEIR) -> None:
    party.change_operator(
        record_id=made.case.record_id,
        operator=operator,
        document="枣市监个变〔2026〕5号",
        on=day_of(made.at),
        actor=officer_of(made),
        at=made.at + timedelta(minutes=5),
    )


def appointment_on(day: date) -> Appointment:
    return Appointment(
        name="山东样例律师事务所",
        issuer="枣庄市中级人民法院",
        number="（2026）鲁04破1号",
        document_on=day - timedelta(days=3),
        received_on=day,
    )


def appoint(made: Made) -> None:
    party.appoint_administrator(
        record_id=made.case.record_id,
        appointment=appointment_on(day_of(made.at)),
        actor=officer_of(made),
        at=made.at + timedelta(minutes=5),
    )


@dataclass(frozen=True)
class TakingOver:
    """Somebody else comes to speak for the subject: whose record it is, and the act."""

    record: Callable[[], CreditRecord]
    happens: Callable[[Any], None]


EITHER = pytest.mark.parametrize(
    "taking_over",
    [
        pytest.param(TakingOver(business, change), id="C12 operator"),
        pytest.param(TakingOver(make_record, appoint), id="C15 administrator"),
    ],
)


@EITHER
@EVERY
def test_c12_c15_the_case_goes_on_with_whoever_took_over_alone(
    kind: str, taking_over: TakingOver, deliver: Deliver
) -> None:
    made = KINDS[kind].make(taking_over.record())
    former, before = stale(made), terms_of(made.case)
    taking_over.happens(made)
    made = heard(made.later(at=made.at + timedelta(minutes=6)), deliver)
    assert (held(made.case), terms_of(made.case)) == ([], before)
    act = KINDS[kind].by_subject
    assert refused(lambda: act(made, former, made.at)) == "not-subject"
    heir = actor_of_user(make_owner(made.case.subject), on=day_of(made.at))
    act(made, heir, made.at)
    assert heard(made, deliver).case.state == KINDS[kind].subject_leads_to


@EITHER
@EVERY
def test_c12_c15_what_was_done_for_the_subject_before_stands(
    kind: str, taking_over: TakingOver, deliver: Deliver
) -> None:
    made = KINDS[kind].make(taking_over.record())
    KINDS[kind].by_subject(made, stale(made), made.at)
    taking_over.happens(made)
    made = heard(made.later(at=made.at + timedelta(minutes=6)), deliver)
    assert made.case.state == KINDS[kind].subject_leads_to


@EITHER
@EVERY
def test_c12_c15_an_officers_act_is_the_same_before_and_after(
    kind: str, taking_over: TakingOver, deliver: Deliver
) -> None:
    first, later = (KINDS[kind].in_state(taking_over.record()) for _turn in range(2))
    taking_over.happens(first)
    first = KINDS[kind].by_officer(first.later(at=first.at + timedelta(minutes=6)))
    later = KINDS[kind].by_officer(later)
    taking_over.happens(later)
    for made in (first, later):
        assert heard(made, deliver).case.state == KINDS[kind].officer_leads_to


@EVERY
def test_c12_without_a_new_operator_it_is_as_after_a_deregistration(kind: str, deliver: Deliver) -> None:
    made = KINDS[kind].make(business())
    state = made.case.state
    change(made, operator="")
    made = heard(made.later(at=made.at + timedelta(minutes=6)), deliver)
    if kind == CaseKind.OBJECTION:
        assert (made.case.state, held(made.case)) == (state, [HoldCause.SUCCESSION])
    else:
        assert (made.case.state, made.case.cause) == ("TERMINATED", "subject-ceased")


# ---- C13: a plan or settlement is approved -----------------------------------------------------------


def approve(made: Made) -> None:
    at = made.at + timedelta(minutes=5)
    crossing.enter_insolvency_ruling(
        record_id=made.case.record_id,
        paper=paper(DocumentKind.PLAN_APPROVED, at=at),
        actor=officer_of(made),
        at=at,
    )


@pytest.mark.parametrize("kind", [CaseKind.REPAIR, CaseKind.OBJECTION])
def test_c13_a_repair_and_an_objection_go_on_under_a_plan(kind: str, deliver: Deliver) -> None:
    first, later = KINDS[kind].in_state(make_record()), KINDS[kind].in_state(make_record())
    before = terms_of(first.case)
    approve(first)
    first = heard(first.later(at=first.at + timedelta(minutes=6)), deliver)
    assert (held(first.case), terms_of(first.case)) == ([], before)
    assert Listing.objects.get(record=first.case.record_id).state == "HIDDEN"
    first, later = KINDS[kind].by_officer(first), KINDS[kind].by_officer(later)
    if kind == CaseKind.REPAIR:  # a granted repair ended the publication: there is nothing left to hide
        assert refused(lambda: approve(later)) == "listing-over"
    else:
        approve(later)
    for made in (first, later):
        assert heard(made, deliver).case.state == KINDS[kind].officer_leads_to


def test_c13_a_rectification_waits_for_the_plan_and_what_was_found_before_stands(deliver: Deliver) -> None:
    kind = KINDS[CaseKind.RECTIFICATION]
    first, later = kind.in_state(make_record()), kind.in_state(make_record())
    approve(first)
    first = heard(first.later(at=first.at + timedelta(minutes=6)), deliver)
    assert held(first.case) == [HoldCause.REORGANISATION]
    with pytest.raises(Refusal) as told:
        kind.by_officer(first)
    assert told.value.code == "held"
    later = kind.by_officer(later)
    approve(later)
    assert heard(later, deliver).case.state == RectificationState.SATISFIED


@pytest.mark.parametrize("outcome", ["keep", "revoke"])
def test_c13_a_revocation_goes_on_and_a_plan_hides_what_it_showed_again(
    outcome: str, deliver: Deliver
) -> None:
    """While the record is repaired there is nothing to hide; once revoked, the plan hides it."""
    record = make_record()
    made = proposed(record, KEEP if outcome == "keep" else REVOKE)
    assert refused(lambda: approve(made)) == "listing-over"
    made = heard(made.later(at=made.at + timedelta(minutes=6)), deliver)
    assert held(made.case) == []
    made = heard(made.countersign(outcome), deliver)
    if outcome == "keep":
        assert refused(lambda: approve(made)) == "listing-over"
        return
    assert Listing.objects.get(record=record).state == "PUBLISHED"
    approve(made)
    made = heard(made.later(at=made.at + timedelta(minutes=6)), deliver)
    assert Listing.objects.get(record=record).state == "HIDDEN"
    assert made.case.state == RevocationState.REVOKED


# ---- at once -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@EVERY
def test_c15_the_appointment_and_the_managements_act_at_once(kind: str, deliver: Deliver) -> None:
    """Either the act came first and stands, or its mandate was over: never an act of nobody's."""
    made = KINDS[kind].make(make_record())
    deliver(made.at)
    state, former, at = made.case.state, stale(made), made.at + timedelta(minutes=5)
    officer = officer_of(made)
    appointed, acted = at_once(
        lambda: party.appoint_administrator(
            record_id=made.case.record_id, appointment=appointment_on(day_of(at)), actor=officer, at=at
        ),
        lambda: KINDS[kind].by_subject(made, former, at),
    )
    made = heard(made.later(at=at), deliver)
    assert not isinstance(appointed, Refusal)
    if isinstance(acted, Exception):
        assert made.case.state == state
    else:
        assert made.case.state == KINDS[kind].subject_leads_to
