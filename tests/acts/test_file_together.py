"""Several records in one sitting: shared parts once, each application filed by itself, pressed twice without harm."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from cases.models import Case, Document, GroupFiling
from cases.services import drafting, group_filing, grouping
from cases.states import RepairState
from journal.models import Entry
from journal.now import day_of
from journal.refusals import NotFound, Refusal
from journal.verify import findings
from records.models import CreditRecord, Subject
from tests.factories.cases import FILED_AT, PDF, make_filed_case
from tests.factories.groups import make_group
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_record, make_subject

pytestmark = pytest.mark.django_db
TOO_YOUNG = date(2026, 8, 1)
AN_HOUR_LATER = FILED_AT + timedelta(hours=1)


def company_with(count: int) -> tuple[Subject, list[CreditRecord], Actor]:
    subject = make_subject()
    records = [make_record(subject=subject) for _number in range(count)]
    return subject, records, actor_of_user(make_owner(subject))


def chosen(subject: Subject, records: list[CreditRecord], actor: Actor) -> GroupFiling:
    group, refused = grouping.choose(
        subject_id=subject.pk, record_ids=[record.pk for record in records], actor=actor, at=FILED_AT
    )
    assert refused == {}
    return group


def share(group: GroupFiling, actor: Actor) -> None:
    """Everything that is asked once."""
    grouping.save_contact(
        group_id=group.pk, contact_name="张某某", contact_phone="0632-1234567", actor=actor, at=FILED_AT
    )
    grouping.sign_commitment(group_id=group.pk, signed_by="张某某", actor=actor, at=FILED_AT)
    group_filing.add_paper(group_id=group.pk, material="M3", upload=paper(), actor=actor, at=FILED_AT)


def paper(name: str = "proof.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def answer(group: GroupFiling, actor: Actor, *, but: int = 0) -> None:
    """What each record is asked for itself; the last `but` records are left without."""
    drafts = list(grouping.drafts_of(group))
    for case in drafts[: len(drafts) - but]:
        drafting.save_application(
            case_id=case.pk,
            actor=actor,
            at=FILED_AT,
            performed_on=date(2026, 5, 25),
            performance="罚款已缴清。",
        )


def test_many_are_filed_in_one_sitting_each_as_a_case_of_its_own() -> None:
    subject, records, actor = company_with(3)
    group = chosen(subject, records, actor)
    share(group, actor)
    answer(group, actor)
    closed, left = group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT)
    cases = Case.objects.filter(subject=subject)
    assert left == 0
    assert closed.closed_at == FILED_AT
    assert {case.state for case in cases} == {RepairState.FILED}
    assert {case.record_id for case in cases} == {record.pk for record in records}
    assert len({case.number for case in cases}) == len(records)
    assert not list(findings())


def test_each_application_keeps_its_own_text_under_the_one_signature() -> None:
    subject, records, actor = company_with(2)
    group = chosen(subject, records, actor)
    share(group, actor)
    group.refresh_from_db()
    for record in records:
        own = Case.objects.get(record=record).application
        assert record.decision_number in own.commitment_text
        assert record.decision_number in group.commitment_text
        assert (own.commitment_signed_by, own.commitment_signed_at) == ("张某某", FILED_AT)
    assert Entry.objects.filter(verb="group.signed").count() == 1


def test_a_shared_paper_is_stored_once_and_is_a_document_of_each() -> None:
    subject, records, actor = company_with(3)
    group = chosen(subject, records, actor)
    share(group, actor)
    documents = Document.objects.filter(case__subject=subject)
    assert documents.count() == len(records)
    assert len({document.file.name for document in documents}) == 1
    group_filing.remove_paper(
        paper_id=group.papers.get().pk, group_id=group.pk, actor=actor, at=AN_HOUR_LATER
    )
    assert not documents.filter(removed_at__isnull=True).exists()


def test_a_record_that_comes_later_gets_contact_and_papers_and_asks_for_a_new_signature() -> None:
    subject, records, actor = company_with(2)
    group = chosen(subject, records[:1], actor)
    share(group, actor)
    assert chosen(subject, records[1:], actor) == group
    later = Case.objects.get(record=records[1])
    assert later.application.contact_name == "张某某"
    assert later.documents.count() == 1
    assert later.application.commitment_signed_at is None, "the text that was signed did not name this record"


def test_what_cannot_be_filed_keeps_no_other_record_back() -> None:
    subject, records, actor = company_with(1)
    young = make_record(subject=subject, determined_on=TOO_YOUNG)
    group, refused = grouping.choose(
        subject_id=subject.pk, record_ids=[young.pk, records[0].pk], actor=actor, at=FILED_AT
    )
    assert [refused[young.pk].code] == ["too-early"]
    assert grouping.drafts_of(group).count() == 1


def test_a_foreign_record_is_not_taken_and_looks_absent() -> None:
    subject, _records, actor = company_with(1)
    foreign = make_record()
    group, refused = grouping.choose(subject_id=subject.pk, record_ids=[foreign.pk], actor=actor, at=FILED_AT)
    assert [why.code for why in refused.values()] == ["no-record"]
    assert not grouping.drafts_of(group).exists()


def test_a_record_of_another_company_of_the_same_person_is_not_taken() -> None:
    subject, _records, _actor = company_with(1)
    other = make_record()
    both = make_owner(other.subject, user=make_owner(make_record(subject=subject).subject))
    _group, refused = grouping.choose(
        subject_id=subject.pk, record_ids=[other.pk], actor=actor_of_user(both), at=FILED_AT
    )
    assert [why.code for why in refused.values()] == ["no-record"]
    assert not Case.objects.filter(record=other).exists()


def test_what_is_incomplete_waits_and_the_rest_is_filed() -> None:
    subject, records, actor = company_with(3)
    group = chosen(subject, records, actor)
    share(group, actor)
    answer(group, actor, but=1)
    same, left = group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT)
    assert (left, same.closed_at) == (0, None)
    assert Case.objects.filter(subject=subject, state=RepairState.FILED).count() == len(records) - 1
    waiting = group_filing.rows_of(same, on=day_of(FILED_AT))
    assert [{gap.code for gap in row.gaps} for row in waiting] == [{"performance", "performed-on"}]


def test_pressed_twice_it_files_nothing_twice_and_goes_on_with_the_rest() -> None:
    subject, records, actor = company_with(2)
    group = chosen(subject, records, actor)
    share(group, actor)
    answer(group, actor, but=1)
    group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT)
    group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT)
    assert Entry.objects.filter(verb="case.filed").count() == 1
    answer(group, actor)
    group_filing.file_ready(group_id=group.pk, actor=actor, at=AN_HOUR_LATER)
    assert Entry.objects.filter(verb="case.filed").count() == len(records)


def test_more_than_are_filed_at_once_are_filed_by_the_next_press(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_filing, "AT_ONCE", 2)
    subject, records, actor = company_with(3)
    group = chosen(subject, records, actor)
    share(group, actor)
    answer(group, actor)
    _group, left = group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT)
    assert left == 1
    closed, left = group_filing.file_ready(group_id=group.pk, actor=actor, at=AN_HOUR_LATER)
    assert (left, closed.closed_at) == (0, AN_HOUR_LATER)


def test_a_closed_sitting_leaves_its_drafts_to_be_filed_by_themselves() -> None:
    subject, records, actor = company_with(2)
    group = chosen(subject, records, actor)
    share(group, actor)
    grouping.close(group_id=group.pk, actor=actor, at=AN_HOUR_LATER)
    drafts = Case.objects.filter(subject=subject, state=RepairState.DRAFT)
    assert [case.application.group for case in drafts] == [None, None]
    assert all(case.application.contact_name for case in drafts)
    with pytest.raises(Refusal) as refused:
        grouping.close(group_id=group.pk, actor=actor, at=AN_HOUR_LATER)
    assert refused.value.code == "group-closed"


def test_there_is_a_limit_to_one_sitting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "GROUP_LIMIT", 2)
    subject, records, actor = company_with(3)
    with pytest.raises(Refusal) as refused:
        grouping.choose(
            subject_id=subject.pk, record_ids=[record.pk for record in records], actor=actor, at=FILED_AT
        )
    assert refused.value.code == "group-full"
    assert not Case.objects.exists()


def test_records_that_are_in_it_already_count_once_towards_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "GROUP_LIMIT", 2)
    made = make_group(2)
    wanted = [case.record_id for case in made.drafts]
    group, refused = grouping.choose(
        subject_id=made.subject.pk, record_ids=wanted, actor=made.actor, at=made.at
    )
    assert (group.pk, refused) == (made.group.pk, {})


def test_whoever_chose_at_the_same_time_fills_no_group_beyond_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = make_group(2)
    more = make_record(subject=made.subject)
    real = grouping._opened  # noqa: SLF001 - the moment between choosing and joining

    def filled_meanwhile(**facts: Any) -> GroupFiling:
        group = real(**facts)
        monkeypatch.setattr(grouping, "GROUP_LIMIT", 2)
        return group

    monkeypatch.setattr(grouping, "_opened", filled_meanwhile)
    _group, refused = grouping.choose(
        subject_id=made.subject.pk, record_ids=[more.pk], actor=made.actor, at=made.at
    )
    assert refused[more.pk].code == "group-full"
    assert len(made.states) == 2


def test_nobody_else_touches_a_group() -> None:
    subject, records, actor = company_with(1)
    group = chosen(subject, records, actor)
    stranger = actor_of_user(make_owner(make_subject()))
    officer = actor_of_user(make_filed_case().reviewer)
    for other in (stranger, officer):
        assert not grouping.visible_groups(other).exists()
        with pytest.raises(NotFound):
            grouping.close(group_id=group.pk, actor=other, at=FILED_AT)
        with pytest.raises(NotFound):
            group_filing.file_ready(group_id=group.pk, actor=other, at=FILED_AT)


def test_a_mandate_that_has_ended_files_nothing() -> None:
    subject, records, _actor = company_with(1)
    owner = make_owner(subject)
    actor = actor_of_user(owner)
    group = chosen(subject, records, actor)
    owner.mandates.update(to_on=day_of(FILED_AT))
    with pytest.raises(Refusal) as refused:
        group_filing.file_ready(group_id=group.pk, actor=actor, at=FILED_AT)
    assert refused.value.code == "not-subject"


def test_the_checks_of_many_cost_no_more_statements_than_those_of_one() -> None:
    counted = []
    for count in (3, 30):
        subject, records, actor = company_with(count)
        group = chosen(subject, records, actor)
        share(group, actor)
        with CaptureQueriesContext(connection) as statements:
            rows = group_filing.rows_of(group, on=day_of(FILED_AT))
        assert len(rows) == count
        counted.append(len(statements))
    assert counted[0] == counted[1]
