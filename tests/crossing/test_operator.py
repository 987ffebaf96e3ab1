"""C12: the operator of an individual business changed or died; with both orders of commit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from accounts.models import Mandate
from accounts.services import activate, issue_activation
from cases.services import intake, party
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import day_of
from records import credit_code
from records.importer import import_file
from records.models import Subject
from records.models.subject import SubjectKind
from records.services import succession
from tests.acts.reading import at_day, owed
from tests.conftest import Deliver
from tests.crossing.papers import Scene, coherent, day, refused, scene
from tests.factories.deliveries import delivered, penalty_row
from tests.factories.people import actor_of_user, make_agent, make_officer, make_user
from tests.factories.records import make_department, make_record, make_subject
from tests.notifications.telling import templates_to

pytestmark = pytest.mark.django_db
PROOF = "枣市监个变〔2026〕5号"
FORMER = "张某某"


def business(deliver: Deliver, state: str = S.VERIFYING) -> Scene:
    subject = make_subject(kind=SubjectKind.INDIVIDUAL_BUSINESS, name="薛城区样例小吃店")
    return scene(deliver, state, record=make_record(subject=subject))


def change(shown: Scene, operator: str = "李四平", *, on: date | None = None) -> Subject:
    return party.change_operator(
        record_id=shown.record.pk,
        operator=operator,
        document=PROOF,
        on=on or day(9, 1),
        actor=actor_of_user(shown.made.reviewer),
        at=shown.step(),
    )


def change_of_row(subject: Subject) -> None:
    succession.change_operator(
        subject_id=subject.pk,
        operator="李四平",
        document=PROOF,
        on=day(9, 1),
        at=at_day(9, 2),
        actor_ref="user:1",
    )


def withdraw(shown: Scene) -> object:
    at = shown.step()
    actor = actor_of_user(shown.made.owner, on=day_of(at))
    return intake.withdraw(case_id=shown.case.pk, actor=actor, at=at)


def test_the_case_goes_on_with_the_new_operator_under_the_same_code(deliver: Deliver) -> None:
    shown = business(deliver)
    code, before = shown.record.subject.code, owed(shown.case)
    subject = change(shown)
    shown.hear()
    assert (subject.code, subject.representative, subject.operator_since) == (code, "李四平", day(9, 1))
    assert (shown.case.state, owed(shown.case), shown.held) == (S.VERIFYING, before, [])
    assert shown.case.application.contact_name == "李四平"
    assert shown.case.application.contact_phone == ""
    assert shown.record.listing.is_public
    coherent(shown)


def test_mandates_of_the_former_operator_end_that_day_and_they_are_told(deliver: Deliver) -> None:
    shown = business(deliver)
    agent = make_agent(shown.record.subject)
    change(shown)
    shown.hear()
    ended = Mandate.objects.filter(subject=shown.record.subject)
    assert {mandate.to_on for mandate in ended} == {day_of(shown.at)}
    assert refused(lambda: withdraw(shown)) == "not-subject"
    for person in (shown.made.owner, agent):
        assert templates_to(person.pk)[-1] == "mandate-over-operator-changed"


def test_an_act_of_the_former_operator_before_the_change_stands(deliver: Deliver) -> None:
    shown = business(deliver)
    withdraw(shown)
    change(shown)
    assert shown.hear().case.state == S.WITHDRAWN
    coherent(shown)


def test_the_change_before_and_after_the_signature(deliver: Deliver) -> None:
    first, second = business(deliver, S.PROPOSED), business(deliver, S.PROPOSED)
    change(first)
    first.made = first.made.later(at=first.at).countersign("approve")
    second.made = second.made.countersign("approve")
    change(second)
    for shown in (first, second):
        assert shown.hear().case.state == S.CLOSED_REPAIRED
        coherent(shown)


def test_the_new_operator_is_given_an_account_at_the_window(deliver: Deliver) -> None:
    shown = business(deliver)
    clerk = actor_of_user(make_officer("window-clerk", make_department()))
    old_code = issue_activation(subject_id=shown.record.subject_id, actor=clerk, at=shown.step())
    change(shown)
    stranger, heir = make_user(), make_user()
    assert refused(lambda: activate(user_id=stranger.pk, code=old_code, at=shown.step())) == "code-ran-out"
    code = issue_activation(subject_id=shown.record.subject_id, actor=clerk, at=shown.step())
    activate(user_id=heir.pk, code=code, at=shown.step())
    intake.withdraw(case_id=shown.case.pk, actor=actor_of_user(heir, on=day(9, 1)), at=shown.step())
    assert shown.case.state == S.WITHDRAWN


def test_the_name_of_the_former_operator_is_kept_nowhere(deliver: Deliver) -> None:
    shown = business(deliver, S.CLOSED_REFUSED)
    change(shown)
    told = str(list(Entry.objects.filter(verb="subject.operator_changed").values_list("payload", flat=True)))
    assert FORMER not in told
    assert "张**" in told
    assert FORMER not in str(vars(Subject.objects.get(pk=shown.record.subject_id)))
    form = shown.case.application
    assert (form.contact_name, form.contact_phone) == ("张**", "")


def test_a_late_delivery_does_not_bring_the_former_operator_back(tmp_path: Path) -> None:
    """Neither on the business nor in the journal; what else it changes is taken in."""
    code = credit_code.make(prefix="92370403", rng=Random(7))  # noqa: S311 - an invented code
    row = penalty_row(
        行政相对人类别="个体工商户",
        法定代表人=FORMER,
        **{"行政相对人代码_1(统一社会信用代码)": code},
    )
    path = tmp_path / "penalties.csv"
    path.write_bytes(delivered([row]))
    import_file(path, at=at_day(6, 1), actor_ref="user:1")
    subject = Subject.objects.get(code=code)
    change_of_row(subject)
    path.write_bytes(delivered([row | {"备注": "复核无误"}]))
    assert import_file(path, at=at_day(9, 3), actor_ref="user:1").updated == 1
    subject.refresh_from_db()
    assert subject.representative == "李四平"
    told = Entry.objects.filter(verb="record.updated").values_list("payload", flat=True)
    assert FORMER not in str(list(told))


def test_without_a_new_operator_cases_end_and_publication_runs_to_its_own_end(deliver: Deliver) -> None:
    shown = business(deliver)
    change(shown, operator="")
    shown.hear()
    assert (shown.case.state, shown.case.cause) == (S.TERMINATED, "subject-ceased")
    subject = Subject.objects.get(pk=shown.record.subject_id)
    assert (subject.ceased_on, subject.representative) == (day(9, 1), "")
    assert (shown.record.listing.state, shown.measure) == ("PUBLISHED", "IN_FORCE")
    assert refused(lambda: withdraw(shown)) == "not-subject"
    assert refused(lambda: change(shown)) == "ceased-already"
    coherent(shown)


@pytest.mark.parametrize(
    ("operator", "on", "code"),
    [(FORMER, day(9, 1), "same-operator"), ("李四平", day(9, 2), "changed-on")],
)
def test_the_change_must_be_one_and_must_have_happened(
    operator: str, on: date, code: str, deliver: Deliver
) -> None:
    shown = business(deliver)
    assert refused(lambda: change(shown, operator, on=on)) == code
    assert Mandate.objects.filter(subject=shown.record.subject, to_on__isnull=True).exists()


def test_a_company_has_no_operator(deliver: Deliver) -> None:
    assert refused(lambda: change(scene(deliver))) == "no-individual-business"


def test_an_officer_of_another_unit_enters_nothing(deliver: Deliver) -> None:
    shown = business(deliver)
    shown.made = shown.made.later()
    stranger = actor_of_user(make_officer("reviewer", make_department()))
    at = shown.step()
    call: dict[str, Any] = {
        "record_id": shown.record.pk,
        "operator": "李四平",
        "document": PROOF,
        "on": day(9, 1),
    }
    assert refused(lambda: party.change_operator(**call, actor=stranger, at=at)) == "no-record"
