"""C8 to C11: departments and parties that merge, split or end; with both orders of commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.services import crossing
from cases.states import RepairState as S
from clocks.services import sweep
from journal.models import Entry
from journal.now import SHANGHAI, noon_of
from records.models import Department, Subject
from records.models.holder import HolderKind
from records.services.departments import DepartmentFacts, change
from tests.acts.reading import at_day, owed, refused_at_the_desk
from tests.conftest import Deliver
from tests.crossing.papers import Scene, coherent, day, refused, scene
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_department, make_holder, make_platform, make_subject
from workflows import desks

pytestmark = pytest.mark.django_db
PROOF = "枣市监合〔2026〕1号"


def end_department(department: Department, *, on: date, successor: Department | None, shown: Scene) -> None:
    facts = DepartmentFacts(
        name_zh=department.name_zh,
        name_en=department.name_en,
        field=department.field,
        address=department.address,
        phone=department.phone,
        valid_to=on,
        successor_id=successor.pk if successor else None,
    )
    change(department_id=department.pk, facts=facts, at=shown.step(), actor_ref="user:1")


def test_on_the_day_of_the_merger_the_desk_moves_with_its_terms(deliver: Deliver) -> None:
    shown, successor = scene(deliver), make_department()
    unit = shown.record.department
    holder = make_holder(kind=HolderKind.DEPARTMENT_SITE, department=unit)
    before = owed(shown.case)
    end_department(unit, on=day(9, 7), successor=successor, shown=shown)
    shown.hear()
    assert shown.case.handling_department == unit
    shown.on(9, 7)
    sweep(at=shown.at.astimezone(SHANGHAI))
    shown.hear()
    case = shown.case
    assert (case.handling_department, case.handling_reason) == (successor, "successor")
    assert (case.state, owed(case)) == (S.VERIFYING, before)
    desk = desks.desk_of(case)
    assert desk is not None
    assert desk.owner_id is None
    holder.refresh_from_db()
    assert holder.department == successor
    told = Entry.objects.get(verb="case.handed_over").payload
    assert (told["from_department_id"], told["department_id"]) == (unit.pk, successor.pk)


def test_without_a_successor_the_lead_department_takes_care_and_decides_nothing(deliver: Deliver) -> None:
    shown, lead = scene(deliver, S.PROPOSED), make_platform()
    unit = shown.record.department
    end_department(unit, on=day(9, 1), successor=None, shown=shown)
    shown.hear()
    case = shown.case
    assert (case.handling_department, case.handling_reason) == (lead, "caretaker")
    from tests.factories.people import make_officer

    decider = make_officer("decider", lead)
    assert refused_at_the_desk(shown.made.later(), "approve", by=decider).code == "caretaker"
    successor = make_department()
    end_department(unit, on=day(9, 1), successor=successor, shown=shown)
    shown.hear()
    assert (shown.case.handling_department, shown.case.handling_reason) == (successor, "successor")


def test_an_act_before_the_merger_stands_and_one_after_it_is_refused(deliver: Deliver) -> None:
    first, second = scene(deliver, S.ROUTED), scene(deliver, S.ROUTED)
    first.made = first.made.perform("accept")
    for shown in (first, second):
        end_department(shown.record.department, on=day(9, 1), successor=make_department(), shown=shown)
        shown.hear()
    assert first.case.state == S.VERIFYING
    assert refused_at_the_desk(second.made.later(), "accept").code == "not-officer"
    assert second.case.state == S.ROUTED


def substitute(shown: Scene, successor: Subject, *, passes_on: bool = True) -> None:
    crossing.substitute_party(
        record_id=shown.record.pk,
        successor_code=successor.code,
        document=PROOF,
        passes_on=passes_on,
        actor=actor_of_user(shown.made.reviewer),
        at=shown.step(),
    )


def test_the_successor_takes_the_partys_place_and_gives_the_commitment_anew(deliver: Deliver) -> None:
    shown, successor = scene(deliver), make_subject()
    substitute(shown, successor)
    shown.hear()
    case = shown.case
    assert (case.subject, shown.record.subject, shown.held) == (successor, successor, ["succession"])
    assert not case.application.commitment_text
    before = actor_of_user(shown.made.owner)
    assert (
        refused(
            lambda: crossing.renew_commitment(
                case_id=case.pk, signed_by="张某某", actor=before, at=shown.step()
            )
        )
        == "not-subject"
    )
    owner = actor_of_user(make_owner(successor))
    crossing.renew_commitment(case_id=case.pk, signed_by="李某某", actor=owner, at=shown.step())
    case = shown.hear().case
    assert (case.application.commitment_signed_by, shown.held) == ("李某某", [])
    assert successor.name in case.application.commitment_text
    assert (
        refused(
            lambda: crossing.renew_commitment(
                case_id=case.pk, signed_by="李某某", actor=owner, at=shown.step()
            )
        )
        == "commitment-given"
    )
    coherent(shown)


def test_where_the_penalty_does_not_pass_on_publication_and_case_end(deliver: Deliver) -> None:
    shown = scene(deliver)
    substitute(shown, make_subject(), passes_on=False)
    shown.hear()
    assert (shown.record.listing.end_cause, shown.measure) == ("party-ceased", "LIFTED")
    assert (shown.case.state, shown.case.cause) == (S.TERMINATED, "subject-ceased")
    assert shown.orders == [("end", "open")]
    coherent(shown)


def test_substitution_before_and_after_the_signature(deliver: Deliver) -> None:
    first, second = scene(deliver, S.PROPOSED), scene(deliver, S.PROPOSED)
    substitute(first, make_subject())
    refusal = refused_at_the_desk(first.made.later(), "approve", by=first.made.decider)
    assert refusal.code == "held"
    second.made = second.made.countersign("approve")
    assert refused(lambda: substitute(second, make_subject())) == "listing-over"
    coherent(first.hear())
    coherent(second.hear())


def deregister(shown: Scene) -> None:
    crossing.deregister(
        record_id=shown.record.pk,
        document="枣市监销〔2026〕1号",
        on=day(9, 1),
        actor=actor_of_user(shown.made.reviewer),
        at=shown.step(),
    )


def test_a_party_without_successor_ends_its_cases_and_not_its_publication(deliver: Deliver) -> None:
    shown = scene(deliver)
    deregister(shown)
    shown.hear()
    assert (shown.case.state, shown.case.cause) == (S.TERMINATED, "subject-ceased")
    assert (shown.record.listing.state, shown.measure) == ("PUBLISHED", "IN_FORCE")
    assert Subject.objects.get(pk=shown.record.subject_id).ceased_on == day(9, 1)
    assert refused(lambda: deregister(shown)) == "ceased-already"
    coherent(shown)


def test_deregistration_before_and_after_the_signature(deliver: Deliver) -> None:
    first, second = scene(deliver, S.PROPOSED), scene(deliver, S.PROPOSED)
    deregister(first)
    assert refused_at_the_desk(first.made.later(), "approve", by=first.made.decider).code in {
        "not-now",
        "overtaken",
    }
    second.made = second.made.countersign("approve")
    deregister(second)
    for shown, state in ((first, S.TERMINATED), (second, S.CLOSED_REPAIRED)):
        assert shown.hear().case.state == state
        coherent(shown)


def test_a_successor_must_be_known_and_another(deliver: Deliver) -> None:
    shown = scene(deliver)
    own = shown.record.subject
    assert refused(lambda: substitute(shown, own)) == "same-party"
    stranger = replace_code(own)
    assert refused(lambda: substitute(shown, stranger)) == "no-successor"


def replace_code(subject: Subject) -> Subject:
    return Subject(code="91370400NOTHERE000", name=subject.name)


def test_a_case_filed_where_nobody_is_in_charge_goes_to_the_lead_department(deliver: Deliver) -> None:
    shown = scene(deliver, S.DRAFT)
    lead = make_platform()
    end_department(shown.record.department, on=day(9, 1), successor=None, shown=shown)
    from cases.services import intake
    from tests.factories.cases import complete_draft

    made = replace(shown.made.later(), at=at_day(9, 2))
    complete_draft(made)
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=noon_of(day(9, 2)))
    deliver(noon_of(day(9, 2)))
    assert (shown.case.handling_department, shown.case.handling_reason) == (lead, "caretaker")
