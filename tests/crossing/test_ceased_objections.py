"""C11 of an objection: its company is deregistered, persons tied to it may come forward, then it ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from cases.models import Case
from cases.models.hold import HoldCause
from cases.services import crossing, keeping
from cases.states import CaseKind, RepairState
from cases.states import ObjectionState as S
from clocks.models import Deadline
from clocks.services import sweep
from journal.models import Entry
from journal.now import SHANGHAI, day_of
from journal.refusals import Refusal
from look.case_words import detail_of
from notifications.models import Letter, Message
from records.models import Listing
from records.models.entered import DocumentKind
from tests.conftest import Deliver
from tests.crossing.papers import refused
from tests.crossing.test_objections import RUNNING, coherent, enter, heard, withdraw
from tests.factories.at_once import at_once
from tests.factories.cases import make_filed_case
from tests.factories.objections import FiledObjection, make_objection
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_subject
from workflows import desks

PROOF = "枣市监销〔2026〕7号"
pytestmark = pytest.mark.django_db


def deregister(made: FiledObjection) -> FiledObjection:
    """An officer of the determining unit enters that the company was deregistered."""
    at = made.at + timedelta(minutes=10)
    crossing.deregister(
        record_id=made.case.record_id,
        document=PROOF,
        on=day_of(at),
        actor=actor_of_user(make_officer("reviewer", made.case.record.department)),
        at=at,
    )
    return made.later(at=at)


def waiting(made: FiledObjection) -> Deadline:
    return Deadline.objects.get(owner_kind="case", owner_id=made.case.pk, term="objection.succession")


def holds(made: FiledObjection) -> list[str]:
    return list(made.case.holds.filter(to_at=None).values_list("cause", flat=True))


def on_day(made: FiledObjection, on: date) -> FiledObjection:
    """Time passes; the clocks look on a day and everybody hears of it."""
    at = datetime.combine(on, made.at.astimezone(SHANGHAI).timetz())
    sweep(at=at)
    return made.later(at=at)


@pytest.mark.parametrize("state", RUNNING)
def test_in_every_state_it_waits_and_ends_by_itself_after_the_last_day(state: str, deliver: Deliver) -> None:
    made = heard(deregister(make_objection(state)), deliver)
    term = waiting(made)
    assert (made.case.state, holds(made)) == (state, [HoldCause.SUCCESSION])
    # the 60th day is Saturday 31 October
    assert (term.due_on, term.standing) == (date(2026, 11, 2), "running")
    made = heard(on_day(made, term.due_on), deliver)
    assert made.case.state == state
    made = heard(on_day(made, term.due_on + timedelta(days=1)), deliver)
    assert (made.case.state, made.case.cause) == (S.TERMINATED, "nobody-came-forward")
    ended = Entry.objects.get(stream=made.case.stream, verb="case.terminated").payload
    assert ended["document"] == PROOF


def test_after_an_outage_it_ends_once(deliver: Deliver) -> None:
    made = heard(deregister(make_objection(S.CHECKING)), deliver)
    made = on_day(made, date(2027, 1, 11))
    for _again in range(3):
        sweep(at=made.at)
        made = heard(made, deliver)
    assert made.case.state == S.TERMINATED
    assert Entry.objects.filter(stream=made.case.stream, verb="case.terminated").count() == 1
    assert Letter.objects.filter(case=made.case, kind="objection-termination").count() == 1


def test_a_draft_ends_at_once_and_so_do_the_other_kinds(deliver: Deliver) -> None:
    repair = make_filed_case(RepairState.ROUTED)
    made = make_objection(S.DRAFT, record=repair.case.record, owner=repair.owner, at=repair.at)
    made = heard(deregister(made), deliver)
    assert made.case.state == S.DISCARDED
    assert repair.later().case.state == RepairState.TERMINATED


def test_the_company_is_told_until_when_and_why_it_ended(deliver: Deliver) -> None:
    made = heard(deregister(make_objection(S.REVIEWING)), deliver)
    inbox = Message.objects.filter(user=made.owner, channel="inbox", case=made.case).order_by("pk")
    assert [told.template for told in inbox][-1] == "objection-succession"
    assert inbox.latest("pk").context["due"] == "2026-11-02"
    assert not inbox.filter(template="held").exists()  # one message for one thing
    opened = Entry.objects.get(verb="case.succession_open")
    with translation.override("en"):
        assert PROOF in detail_of(opened)
        assert "2 Nov" in detail_of(opened)
    made = heard(on_day(made, date(2026, 11, 3)), deliver)
    letter = Letter.objects.get(case=made.case, kind="objection-termination")
    assert "期限届满无人提出" in str(letter.content)


def test_whoever_comes_forward_has_it_examined_to_the_end(deliver: Deliver) -> None:
    made = heard(deregister(make_objection(S.PROPOSED)), deliver)
    assert refused(lambda: made.countersign("correct")) == "held"
    keeping.resume(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)
    made = heard(made, deliver)
    assert (holds(made), waiting(made).standing) == ([], "stopped")
    made = heard(on_day(made, date(2026, 9, 3)), deliver)
    assert heard(made.countersign("correct"), deliver).case.state == S.CLOSED_CORRECTED
    assert heard(on_day(made, date(2026, 11, 3)), deliver).case.state == S.CLOSED_CORRECTED


def test_a_successor_found_meanwhile_ends_the_hold(deliver: Deliver) -> None:
    made, successor = heard(deregister(make_objection(S.REVIEWING)), deliver), make_subject()
    substitute(made, successor.code)
    made = heard(made, deliver)
    assert (made.case.subject, made.case.state, holds(made)) == (successor, S.REVIEWING, [])
    assert waiting(made).standing == "stopped"
    made = heard(on_day(made, date(2026, 11, 3)), deliver)
    assert made.case.state == S.REVIEWING
    heir = actor_of_user(make_owner(successor), on=day_of(made.at))
    from cases.services.objection import filing

    filing.withdraw(case_id=made.case.pk, reason="另行处理", actor=heir, at=made.at)
    assert heard(made, deliver).case.state == S.WITHDRAWN


def test_a_successor_on_whom_the_penalty_does_not_pass_ends_it(deliver: Deliver) -> None:
    made = heard(deregister(make_objection(S.REVIEWING)), deliver)
    substitute(made, make_subject().code, passes_on=False)
    made = heard(made, deliver)
    assert (made.case.state, made.case.cause) == (S.TERMINATED, "subject-ceased")


def substitute(made: FiledObjection, code: str, *, passes_on: bool = True) -> None:
    crossing.substitute_party(
        record_id=made.case.record_id,
        successor_code=code,
        document="枣市监合〔2026〕3号",
        passes_on=passes_on,
        actor=actor_of_user(make_officer("reviewer", made.case.record.department)),
        at=made.at,
    )


def test_a_hold_that_stands_goes_on_and_the_waiting_runs_beside_it(deliver: Deliver) -> None:
    made = make_objection(S.CHECKING)
    officer = actor_of_user(made.reviewer)
    keeping.hold(
        case_id=made.case.pk, cause=HoldCause.OTHER_PROCEEDING, document="1号", actor=officer, at=made.at
    )
    made = heard(deregister(made), deliver)
    assert (holds(made), waiting(made).standing) == ([HoldCause.OTHER_PROCEEDING], "running")
    keeping.resume(case_id=made.case.pk, actor=officer, at=made.at)
    made = heard(made, deliver)
    assert (holds(made), waiting(made).due_on) == ([HoldCause.SUCCESSION], date(2026, 11, 2))
    assert made.case.holds.get(to_at=None).document == PROOF
    assert heard(on_day(made, date(2026, 11, 3)), deliver).case.state == S.TERMINATED


def test_under_another_hold_it_ends_on_its_day_and_a_successor_stops_it(deliver: Deliver) -> None:
    ending, followed = make_objection(S.CHECKING), make_objection(S.CHECKING)
    for made in (ending, followed):
        keeping.hold(
            case_id=made.case.pk,
            cause=HoldCause.OTHER_PROCEEDING,
            document="1号",
            actor=actor_of_user(made.reviewer),
            at=made.at,
        )
    ending, followed = deregister(ending), deregister(followed)
    substitute(followed, make_subject().code)
    ending = heard(on_day(ending, date(2026, 11, 3)), deliver)
    followed = heard(followed, deliver)
    assert ending.case.state == S.TERMINATED
    assert (followed.case.state, holds(followed)) == (S.CHECKING, [HoldCause.OTHER_PROCEEDING])
    assert waiting(followed).standing == "stopped"


def test_a_judgment_while_it_waits_ends_it_as_found_right(deliver: Deliver) -> None:
    made = heard(deregister(make_objection(S.CHECKING)), deliver)
    made = heard(enter(made, DocumentKind.ANNULLED), deliver)
    assert made.case.state == S.CLOSED_RECORD_WITHDRAWN
    assert waiting(made).standing == "stopped"


def test_the_company_may_still_withdraw_it(deliver: Deliver) -> None:
    made = heard(deregister(make_objection(S.CHECKING)), deliver)
    assert heard(withdraw(made), deliver).case.state == S.WITHDRAWN


# ---- both orders of commit ---------------------------------------------------------------------------

ACTS: dict[str, Callable[[FiledObjection], FiledObjection]] = {
    S.FILED: lambda made: made.perform("accept"),
    S.INQUIRING: lambda made: made.answer(),
    S.REVIEWING: lambda made: made.propose("upheld"),
}


@pytest.mark.parametrize("state", ACTS)
def test_deregistered_first_the_act_is_refused_and_the_act_first_it_waits_in_the_new_state(
    state: str, deliver: Deliver
) -> None:
    first, later = make_objection(state), make_objection(state)
    first = deregister(first)
    assert refused(lambda: ACTS[state](first)) == "held"
    later = ACTS[state](later)
    reached = later.case.state
    later = deregister(later)
    first, later = heard(first, deliver), heard(later, deliver)
    assert (first.case.state, later.case.state) == (state, reached)
    assert holds(first) == holds(later) == [HoldCause.SUCCESSION]


def test_a_signature_before_the_deregistration_stands(deliver: Deliver) -> None:
    made = deregister(make_objection(S.CLOSED_CORRECTED))
    assert heard(made, deliver).case.state == S.CLOSED_CORRECTED
    assert not Deadline.objects.filter(term="objection.succession").exists()


@pytest.mark.django_db(transaction=True)
def test_the_deregistration_and_the_signature_at_once(deliver: Deliver) -> None:
    made = make_objection(S.PROPOSED)
    officer = actor_of_user(make_officer("reviewer", made.case.record.department))
    decider, at = actor_of_user(made.decider), made.at + timedelta(minutes=5)
    entered, signed = at_once(
        lambda: crossing.deregister(
            record_id=made.case.record_id, document=PROOF, on=day_of(at), actor=officer, at=at
        ),
        lambda: desks.perform(case_id=made.case.pk, act="correct", actor=decider, at=at),
    )
    deliver(at)
    made = made.later()
    assert not isinstance(entered, Refusal)
    expected = (S.PROPOSED, True) if isinstance(signed, Exception) else (S.CLOSED_CORRECTED, False)
    assert (made.case.state, bool(holds(made))) == expected
    coherent(made)


@pytest.mark.django_db(transaction=True)
def test_the_end_of_the_waiting_and_whoever_comes_forward_at_once(deliver: Deliver) -> None:
    """Taken up first, it goes on; ended first, the officer is refused; never both."""
    made = deregister(make_objection(S.REVIEWING))
    deliver(made.at)
    over = on_day(made, date(2026, 11, 3))
    officer = actor_of_user(made.reviewer)
    taken, _heard = at_once(
        lambda: keeping.resume(case_id=made.case.pk, actor=officer, at=over.at),
        lambda: deliver(over.at),
    )
    deliver(over.at)
    case = Case.objects.get(pk=made.case.pk)
    assert case.state in {S.REVIEWING, S.TERMINATED}
    if case.state == S.TERMINATED:
        assert isinstance(taken, Refusal)
        assert not Listing.objects.get(record=case.record_id).is_contested
    coherent(over.later())


def test_other_objections_of_the_company_wait_too(deliver: Deliver) -> None:
    made = make_objection(S.CHECKING)
    from tests.factories.records import make_record

    other = make_objection(
        S.FILED,
        record=make_record(subject=made.case.subject, department=made.case.record.department),
        owner=made.owner,
        at=made.at,
    )
    deregister(made)
    other = heard(other, deliver)
    assert other.case.kind == CaseKind.OBJECTION
    assert holds(other) == [HoldCause.SUCCESSION]
