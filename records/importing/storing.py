"""Storing a chunk of checked rows: what is new, what says nothing new, what changed, what came back repaired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from journal.many import Happened, record_many
from records import credit_code
from records.importing.checking import Penalty, fingerprint
from records.importing.known import known_records, still_right
from records.importing.outcome import Note, Occasion, Stored
from records.models import CreditRecord, Department, Listing, Subject
from records.services import naming
from records.services.causes import EndCause
from records.services.classing import Judgement, born, judge, listing_for, take
from records.services.links import link_delivered, site_of
from records.services.terms import start_terms
from rulebook.calendar_in_use import held
from rulebook.fields import field_of

SINCE_EVER = date(1949, 10, 1)
SAME = (
    "determined_on",
    "violation",
    "facts",
    "basis",
    "penalty_kinds",
    "content",
    "fine",
    "confiscated",
    "permit",
    "procedure",
    "valid_until",
    "delivered_end_on",
    "remark",
)
DECIDES_CLASS = frozenset(
    {"determined_on", "basis", "penalty_kinds", "fine", "confiscated", "procedure", "delivered_end_on"}
)
NEVER_AGAIN = frozenset({str(EndCause.REPAIRED), str(EndCause.WITHDRAWN)})


def store(rows: Sequence[Penalty], occasion: Occasion) -> Stored:
    """Take in rows of different decisions, in the caller's transaction and in a fixed number of statements.

    Raises IntegrityError where somebody else stored one of them at the same moment; the chunk is then taken in
    again and finds it.
    """
    stored = Stored()
    for row in rows:
        stored.notes += [Note(row.line, note.column, note.sentence) for note in row.notes]
    departments = _departments(rows, stored)
    subjects, known_codes = _subjects(rows)
    met = [subject for code, subject in subjects.items() if code in known_codes]
    known, wrongly_numbered = known_records(met, occasion.kind)
    new: list[tuple[Penalty, CreditRecord, Judgement]] = []
    with held():  # a chunk is judged under one calendar, asked for once
        sites = _sites(rows, departments, occasion)
        for row in rows:
            subject, site = subjects[row.subject_code], sites[row.department_code]
            same = (*known.get(row.key, ()), *wrongly_numbered.get(row.fingerprint, ()))
            before = next((one for one in same if one.site == site), None)
            if before is None:
                _compare_names(row, subject, stored)
                new.append(_judged(_new_record(row, subject, departments, occasion, site), row, stored))
            elif before.end_cause in NEVER_AGAIN:
                _returned(row, before.record_id, subject, occasion, stored)
            elif before.row_digest == row.digest:
                stored.unchanged += 1
            else:
                _meet_again(row, before.record_id, departments, occasion, stored)
    _create(new, occasion, stored)
    record_many(stored.happened, actor_ref=occasion.actor_ref, at=occasion.at)
    return stored


def _departments(rows: Iterable[Penalty], stored: Stored) -> dict[str, Department]:
    """Every department the rows name; an unknown one is entered, so that no record is lost."""
    named: dict[str, tuple[str, Penalty, str]] = {}
    for row in rows:
        named.setdefault(row.department_code, (row.department_name, row, "department_name"))
        if row.source_code:
            named.setdefault(row.source_code, (row.source_name, row, "source_name"))
    found = {one.code: one for one in Department.objects.filter(code__in=named)}
    for code, (name, row, column) in named.items():
        known = found.get(code)
        if known is None:
            found[code] = Department.objects.create(
                code=code,
                name_zh=name or code,
                field=field_of(name),
                jurisdiction=credit_code.division_of(code),
                valid_from=SINCE_EVER,
            )
            told = {"name": name, "code": code}
            stored.note(row, column, _("Department %(name)s (%(code)s) was not known and is entered.") % told)
        elif name and known.name_zh != name:
            told = {"name": name, "known": known.name_zh}
            stored.note(
                row, column, _("The department is called %(name)s here, %(known)s in the list.") % told
            )
    return found


def _sites(rows: Iterable[Penalty], departments: dict[str, Department], occasion: Occasion) -> dict[str, str]:
    """From which route's site the rows of each department were delivered."""
    return {
        code: site_of(
            kind=occasion.kind, department=departments[code], delivered_from=occasion.delivered_from
        )
        for code in {row.department_code for row in rows}
    }


def _subjects(rows: Iterable[Penalty]) -> tuple[dict[str, Subject], set[str]]:
    """The subjects of the rows, new ones stored; and the codes of those that were known before."""
    wanted = {row.subject_code: row for row in reversed(list(rows))}
    found = {one.code: one for one in Subject.objects.filter(code__in=wanted)}
    known_codes = set(found)
    fresh = [
        Subject(
            code=row.subject_code,
            kind=row.subject_kind,
            name=row.subject_name,
            representative=row.representative,
            jurisdiction=credit_code.division_of(row.subject_code),
            inner_check_holds=row.inner_check_holds,
        )
        for code, row in wanted.items()
        if code not in found
    ]
    found.update({one.code: one for one in naming.take_in(fresh)})
    return found, known_codes


def _compare_names(row: Penalty, subject: Subject, stored: Stored) -> None:
    if subject.name != row.subject_name:
        told = {"name": row.subject_name, "known": subject.name}
        stored.note(row, "subject_name", _("The subject is called %(name)s here, %(known)s so far.") % told)


def _new_record(
    row: Penalty, subject: Subject, departments: dict[str, Department], occasion: Occasion, site: str
) -> CreditRecord:
    return CreditRecord(
        subject=subject,
        kind=occasion.kind,
        site=site,
        department=departments[row.department_code],
        source_department=departments.get(row.source_code),
        decision_number=row.decision_number,
        fingerprint=row.fingerprint,
        row_digest=row.digest,
        delivery=occasion.file,
        line=row.line,
        imported_at=occasion.at,
        **{name: getattr(row, name) for name in SAME},
    )


def _judged(record: CreditRecord, row: Penalty, stored: Stored) -> tuple[Penalty, CreditRecord, Judgement]:
    judgement = judge(record)
    take(record, judgement)
    if judgement.days is None:
        stored.note(row, "penalty_kinds", record.why_undetermined)
    elif judgement.days.warning:
        stored.note(row, "delivered_end_on", judgement.days.warning)
    return row, record, judgement


def _create(new: list[tuple[Penalty, CreditRecord, Judgement]], occasion: Occasion, stored: Stored) -> None:
    if not new:
        return
    records = CreditRecord.objects.bulk_create([record for _row, record, _judgement in new])
    judgements = [judgement for _row, _record, judgement in new]
    listings = Listing.objects.bulk_create(
        [
            listing_for(record, judgement, at=occasion.at, on=occasion.on)
            for record, judgement in zip(records, judgements, strict=True)
        ]
    )
    for record, listing in zip(records, listings, strict=True):
        facts = {"file": occasion.file.sha256, "line": record.line}
        stored.happened += born(record, listing, facts)
    stored.happened += link_delivered(records)
    days = (judgement.days for judgement in judgements)
    start_terms(zip(records, listings, days, strict=True), at=occasion.at, on=occasion.on)
    stored.created += len(records)


def _meet_again(
    row: Penalty,
    record_id: int,
    departments: dict[str, Department],
    occasion: Occasion,
    stored: Stored,
) -> None:
    """A row that differs from what was delivered before: what is stored follows it, class and days do not."""
    record = CreditRecord.objects.select_for_update(of=("self",)).select_related("subject").get(pk=record_id)
    changed, bore_errors = still_right(record, _changes(row, record, departments))
    if bore_errors:
        stored.note(row, "decision_number", _("What was corrected after an objection stays corrected."))
    CreditRecord.objects.filter(pk=record.pk).update(
        row_digest=row.digest,
        **{name: new for name, (_old, new) in changed.items() if "." not in name and name != "source"},
        **_following(row, departments),
    )
    if not changed:
        stored.unchanged += 1
        return
    stored.updated += 1
    _follow_subject(row, record, changed)
    told = {name: [_plain(old), _plain(new)] for name, (old, new) in changed.items()}
    facts = {"record_id": record.pk, "file": occasion.file.sha256, "line": row.line, "changed": told}
    stored.happened.append(Happened(record.stream, "record.updated", facts))
    if DECIDES_CLASS & changed.keys():
        stored.note(
            row, "decision_number", _("The row changed; class and days stay until the class is decided anew.")
        )


def _changes(
    row: Penalty, record: CreditRecord, departments: dict[str, Department]
) -> dict[str, tuple[Any, Any]]:
    """Old and new value of every stored field that the row changes."""
    pairs: dict[str, tuple[Any, Any]] = {name: (getattr(record, name), getattr(row, name)) for name in SAME}
    pairs["subject.name"] = (record.subject.name, row.subject_name)
    if record.subject.operator_since is None:  # a later delivery would bring the former operator's name back
        pairs["subject.representative"] = (record.subject.representative, row.representative)
    source = departments.get(row.source_code)
    pairs["source"] = (record.source_department_id, source and source.pk)
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _following(row: Penalty, departments: dict[str, Department]) -> dict[str, Any]:
    return {
        "source_department": departments.get(row.source_code),
        "fingerprint": fingerprint(
            row.department_code, row.decision_number, row.determined_on, row.subject_code
        ),
    }


def _follow_subject(row: Penalty, record: CreditRecord, changed: dict[str, tuple[Any, Any]]) -> None:
    if "subject.name" in changed:
        naming.rename(subject_id=record.subject_id, name=row.subject_name)
    if "subject.representative" in changed:
        Subject.objects.filter(pk=record.subject_id).update(representative=row.representative)


def _returned(row: Penalty, record_id: int, subject: Subject, occasion: Occasion, stored: Stored) -> None:
    """A repaired or withdrawn record came back: stopped, told once a delivered file, never shown again."""
    stored.unchanged += 1
    stored.returned += 1
    stored.note(
        row, "decision_number", _("This record was repaired or withdrawn; it is not published again.")
    )
    if occasion.file.finished_at is not None:
        return
    facts = {
        "record_id": record_id,
        "subject_id": subject.pk,
        "file": occasion.file.sha256,
        "line": row.line,
    }
    stored.happened.append(Happened(f"record:{record_id}", "record.returned", facts))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
