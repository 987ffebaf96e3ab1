"""What is owed to a wrongly listed subject: the list, its terms, its proof, and who confirms that it is enough."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from cases.models import RedressItem
from cases.models.objection import EVERY_COPY
from cases.services.objection import redress
from cases.states import ObjectionState as S
from clocks.models import Deadline
from clocks.sweeping import sweep_all
from delisting import services as delisting
from journal.refusals import Refusal
from tests.acts.reading import refusal_of
from tests.conftest import Deliver
from tests.factories.objections import FiledObjection, make_objection
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_holder, make_record, make_subject
from tests.objections.reading import redress_terms, said, spoken

pytestmark = pytest.mark.django_db

KINDS = ["correct-every-place", "public-statement", "apology-or-certificate"]


def item(made: FiledObjection, kind: str) -> RedressItem:
    return RedressItem.objects.get(case=made.case, kind=kind)


def done(made: FiledObjection, kind: str, user: User, **more: Any) -> RedressItem:
    return redress.redress_done(
        item_id=item(made, kind).pk,
        proof="已在信用网站公开说明。",
        actor=actor_of_user(user),
        at=made.at,
        **more,
    )


def test_a_corrected_record_owes_its_places_within_the_correction_term() -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    owed = made.case.redress.get()
    assert (owed.kind, owed.department.is_platform) == ("correct-every-place", True)
    assert owed.due_on.isoformat() == "2026-09-04"
    assert redress_terms(made.case) == {"correct-every-place": ["correct"]}
    assert said(made, "case.redress_opened")["items"] == [{"id": owed.pk, "kind": owed.kind}]


def test_a_withdrawn_record_that_was_public_owes_a_public_statement_too() -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    assert list(made.case.redress.values_list("kind", flat=True)) == KINDS[:2]
    assert item(made, "public-statement").department == made.case.record.department
    assert redress_terms(made.case)["public-statement"] == ["redress"]


def test_nobody_states_in_public_what_nobody_had_seen() -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN, record=make_record(class_name="minor"))
    assert list(made.case.redress.values_list("kind", flat=True)) == KINDS[:1]


@pytest.mark.parametrize("state", [S.CLOSED_UPHELD, S.CLOSED_NOTED])
def test_nothing_is_owed_where_nothing_was_found_wrong(state: str) -> None:
    made = make_objection(state)
    assert not made.case.redress.exists()
    assert ask(made) == "no-redress"


def ask(made: FiledObjection, user: User | None = None) -> str:
    actor = actor_of_user(user or made.owner)
    told = refusal_of(
        lambda: redress.ask_apology(case_id=made.case.pk, actor=actor, at=made.at), case=made.case
    )
    return told.code


def test_an_apology_is_owed_when_the_subject_asks_for_it_once() -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    assert ask(made, made.reviewer) == "not-subject"
    redress.ask_apology(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert redress_terms(made.case)["apology-or-certificate"] == ["redress"]
    assert ask(made) == "asked-apology"
    assert ask(make_objection(S.CLOSED_CORRECTED)) == "no-apology"


def test_what_was_done_is_said_with_its_proof_by_who_owes_it() -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    reviewer = make_officer("reviewer", made.case.record.department)
    with pytest.raises(Refusal) as told:
        done(made, "public-statement", made.reviewer)
    assert told.value.code == "not-debtor"
    done(made, "public-statement", reviewer)
    assert item(made, "public-statement").done_at == made.at
    assert redress_terms(made.case)["public-statement"] == ["redress-confirm"]
    with pytest.raises(Refusal) as again:
        done(made, "public-statement", reviewer)
    assert again.value.code == "redressed-already"


def test_a_proof_is_said_and_its_paper_is_one_of_the_case() -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    with pytest.raises(Refusal) as told:
        redress.redress_done(
            item_id=item(made, KINDS[0]).pk, proof=" ", actor=actor_of_user(made.reviewer), at=made.at
        )
    assert told.value.code == "proof"
    with pytest.raises(Refusal) as paper:
        done(made, KINDS[0], made.reviewer, document_id=999)
    assert paper.value.code == "no-document"


def test_officers_of_other_units_and_of_the_own_company_do_not_see_it_or_touch_it() -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    with pytest.raises(Refusal) as told:
        done(made, KINDS[0], make_officer("reviewer", make_department()))
    assert told.value.code == "no-case"
    make_owner(made.case.subject, user=made.reviewer)
    with pytest.raises(Refusal) as own:
        done(made, KINDS[0], made.reviewer)
    assert own.value.code == "not-debtor"


def confirm(made: FiledObjection, user: User) -> None:
    redress.confirm_redress(case_id=made.case.pk, actor=actor_of_user(user), at=made.at)


def test_the_subject_confirms_that_the_influence_is_gone() -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    with pytest.raises(Refusal) as early:
        confirm(made, made.owner)
    assert early.value.code == "nothing-to-confirm"
    done(made, KINDS[0], made.reviewer)
    with pytest.raises(Refusal) as other:
        confirm(made, made.reviewer)
    assert other.value.code == "not-confirming"
    confirm(made, made.owner)
    assert item(made, KINDS[0]).confirmed_by_ref == f"user:{made.owner.pk}"
    assert said(made, "case.redress_confirmed")["by"] == "subject"
    assert said(made, "case.redress_confirmed")["left"] == 0
    assert redress_terms(made.case) == {KINDS[0]: []}


def test_the_silence_of_the_subject_is_told_and_a_supervisor_confirms(deliver: Deliver) -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    done(made, KINDS[0], made.reviewer)
    end = Deadline.objects.get(term="objection.redress-confirm").due_at
    sweep_all(at=end)
    deliver(end)
    assert said(made, "case.redress_unconfirmed")["item_id"] == item(made, KINDS[0]).pk
    assert made.case.handling_department is not None
    supervisor = make_officer("supervisor", made.case.handling_department)
    confirm(made.later(at=end), supervisor)
    assert said(made, "case.redress_confirmed")["by"] == "supervisor"


def test_what_is_late_is_told_and_stays_owed(deliver: Deliver) -> None:
    make_holder(department=make_department(name_zh="信用中国网站", field=""))
    made = make_objection(S.CLOSED_CORRECTED)
    end = Deadline.objects.get(term="objection.correct").due_at
    sweep_all(at=end)
    deliver(end)
    assert said(made, "case.redress_late")["kind"] == KINDS[0]
    assert redress_terms(made.case) == {KINDS[0]: ["correct"]}


def test_done_before_its_late_end_is_heard_is_not_told_as_late(deliver: Deliver) -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    end = Deadline.objects.get(term="objection.correct").due_at
    sweep_all(at=end)
    done(made, KINDS[0], made.reviewer)
    deliver(end)
    assert "case.redress_late" not in spoken(made)


def test_when_every_holder_has_corrected_its_copy_that_part_is_done(deliver: Deliver) -> None:
    record = make_record()
    holder = make_holder(department=make_department(name_zh="信用中国网站", field=""))
    keeper = make_officer("reviewer", holder.department)
    made = make_objection(S.CLOSED_CORRECTED, record=record)
    deliver(made.at)
    delisting.move_due(at=made.at)
    release = record.orders.get().releases.get()
    delisting.acknowledge(release_id=release.pk, actor=actor_of_user(keeper), at=made.at, note="已更正")
    delisting.move_due(at=made.at)
    deliver(made.at)
    found = item(made, KINDS[0])
    assert (found.done_by_ref, found.proof) == ("system:desk", EVERY_COPY)
    assert found.proof_words != EVERY_COPY
    assert redress_terms(made.case) == {KINDS[0]: ["redress-confirm"]}


def test_a_subject_elsewhere_confirms_nothing() -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    with pytest.raises(Refusal) as told:
        confirm(made, make_owner(make_subject()))
    assert told.value.code == "no-case"
