"""Preparing an objection: draft, form, contested fields; kept at every step, checked as a whole at filing only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases.contested import CONTESTED, REPAIR_RESULT, WITHOUT_VALUE, read_value, shown_value
from cases.models import Case, ContestedField, ObjectionFiling
from cases.models.case import new_number
from cases.models.objection import Against, Ground
from cases.policies import may_file_on
from cases.refusals import refusal
from cases.services.acting import Doing, acting, facts_of, text
from cases.services.objection.admission import contested_result, refuse_inadmissible
from cases.states import OPEN_STATES, CaseKind, ObjectionState
from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal_record
from records.models import CreditRecord
from rulebook.edition import Edition

FORM_LIMITS = {"contact_name": 80, "contact_phone": 40, "statement": 4000}
# the subject works on it: the draft, and what was sent back for missing items
WITH_THE_SUBJECT = (ObjectionState.DRAFT, ObjectionState.SUPPLEMENTING)


def draft(
    *,
    record_id: int,
    actor: Actor,
    at: datetime,
    against: str = Against.RECORD,
    previous_id: int | None = None,
) -> Case:
    """Open a draft on a record, or on the result of its repair `previous_id`; or go on with the one that is open.

    A copy on another route is contested where it is decided: the draft is then on the record that leads (C20).
    Raises a refusal for a foreign record, for one that cannot be contested, or while another objection is open on it.
    """
    if against not in set(Against):
        raise refusal("no-result")
    with transaction.atomic():
        record = _locked(record_id, actor)
        running = Case.objects.filter(record=record, kind=CaseKind.OBJECTION, state__in=OPEN_STATES).first()
        if running is not None:
            same = running.filing.against == against and running.previous_id == previous_id
            if running.state == ObjectionState.DRAFT and same:
                return running
            raise refusal("second-case", number=running.number)
        edition = refuse_inadmissible(record, against=against, on=day_of(at))
        previous = contested_result(record, previous_id) if against == Against.REPAIR_RESULT else None
        return _open(record, edition, previous, actor=actor, at=at)


def _locked(record_id: int, actor: Actor) -> CreditRecord:
    """The record that is contested, locked; absent for whoever does not stand for its subject."""
    rows = CreditRecord.objects.select_for_update(of=("self",)).select_related(
        "subject", "department", "listing"
    )
    known = CreditRecord.objects.filter(pk=record_id).values_list("site", "follows_id").first()
    leading = known[1] if known is not None and known[0] else None
    record = rows.filter(pk=leading or record_id).first()
    if record is None:
        raise refusal("no-record")
    may_file_on(record, actor, MandateScope.OBJECT)
    return record


def _open(
    record: CreditRecord, edition: Edition, previous: Case | None, *, actor: Actor, at: datetime
) -> Case:
    case = Case.objects.create(
        number=new_number(CaseKind.OBJECTION, day_of(at).year),
        kind=CaseKind.OBJECTION,
        subject=record.subject,
        record=record,
        determining_department=record.department,
        edition_key=edition.key,
        drafted_at=at,
        previous=previous,
    )
    against = Against.RECORD if previous is None else Against.REPAIR_RESULT
    ObjectionFiling.objects.create(case=case, against=against)
    if previous is not None:
        ContestedField.objects.create(case=case, field=REPAIR_RESULT)
    journal_record(
        stream=case.stream, verb="case.drafted", actor_ref=actor.ref, at=at, payload=facts_of(case, actor)
    )
    owner = clocks.Owner("case", case.pk, case.stream, record.jurisdiction)
    clocks.start(
        owner=owner,
        term=edition.term("objection.draft"),
        edition=edition,
        trigger_on=day_of(at),
        at=at,
        actor_ref=actor.ref,
    )
    Case.objects.filter(pk=case.pk).update(next_due_at=clocks.next_due_at(owner))
    case.refresh_from_db(fields=["next_due_at"])
    return case


def save_filing(
    *,
    case_id: int,
    grounds: Iterable[str],
    statement: str,
    contact_name: str,
    contact_phone: str,
    actor: Actor,
    at: datetime,
) -> Case:
    """Keep what the form says so far, empty or not. Raises a refusal for an unknown ground or a text too long."""
    chosen = list(dict.fromkeys(grounds))
    if not set(chosen) <= set(Ground):
        raise refusal("unknown-ground")
    fields = {"statement": statement, "contact_name": contact_name, "contact_phone": contact_phone}
    for name, value in fields.items():
        if len(value.strip()) > FORM_LIMITS[name]:
            raise refusal("too-long", field=value.strip()[:20] + "…", limit=FORM_LIMITS[name])
    clean = {name: value.strip() for name, value in fields.items()}
    with acting(case_id=case_id, act="file", actor=actor, at=at, kind=CaseKind.OBJECTION) as doing:
        _refuse_unless_with_the_subject(doing)
        ObjectionFiling.objects.filter(case=doing.case).update(grounds=chosen, **clean)
    return doing.case


def contest_field(
    *, case_id: int, field: str, right_value: str, reason: str, actor: Actor, at: datetime
) -> ContestedField:
    """Contest one field with the value held right and the reason; the same field again replaces what was said.

    `right_value` is typed text (days ISO, amounts in 10,000 yuan, empty for none); publication and the record as a
    whole have none. Raises a refusal for a field that cannot be contested, a value that is none or no other one.
    """
    why = text(reason, otherwise="reason", limit=2000)
    with acting(case_id=case_id, act="file", actor=actor, at=at, kind=CaseKind.OBJECTION) as doing:
        _refuse_unless_with_the_subject(doing)
        case = doing.case
        if (field == REPAIR_RESULT) != (case.filing.against == Against.REPAIR_RESULT):
            raise refusal("unknown-field")
        if field not in CONTESTED:
            raise refusal("unknown-field")
        shown = shown_value(case.record, field)
        right = read_value(field, right_value, today=doing.on)
        if field not in WITHOUT_VALUE and right == shown:
            raise refusal("same-value", field=CONTESTED[field])
        row, _new = ContestedField.objects.update_or_create(
            case=case, field=field, defaults={"shown_value": shown, "right_value": right, "reason": why}
        )
    return row


def drop_field(*, case_id: int, field: str, actor: Actor, at: datetime) -> Case:
    """No longer contest a field. Raises a refusal where it is not contested.

    With none left the objection cannot be filed, nor go back to its desk.
    """
    with acting(case_id=case_id, act="file", actor=actor, at=at, kind=CaseKind.OBJECTION) as doing:
        _refuse_unless_with_the_subject(doing)
        if field == REPAIR_RESULT:
            raise refusal("unknown-field")
        gone, _of = doing.case.contested.filter(field=field).delete()
        if not gone:
            raise refusal("unknown-field")
    return doing.case


def _refuse_unless_with_the_subject(doing: Doing) -> None:
    if doing.case.state not in WITH_THE_SUBJECT:
        raise refusal("documents-closed")


def discard(*, case_id: int, actor: Actor, at: datetime) -> Case:
    """Discard a draft (作废)."""
    with acting(case_id=case_id, act="discard", actor=actor, at=at, kind=CaseKind.OBJECTION) as doing:
        doing.move("case.discarded", fields={"closed_at": at})
        doing.stop(reason="discarded")
    return doing.case
