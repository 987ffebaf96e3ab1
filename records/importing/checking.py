"""From the cells of a row to what it says of a penalty, or to every fault that stands in the row's way."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.importing import parsing
from records.importing.layout import BY_NAME, Layout
from records.importing.parsing import CellFault
from records.importing.reading import Row
from records.models.subject import SubjectKind
from rulebook.classify import procedure_of

NATURAL_PERSON = "自然人"
CATEGORIES = {
    "法人及非法人组织": SubjectKind.LEGAL_PERSON,
    "法人": SubjectKind.LEGAL_PERSON,
    "非法人组织": SubjectKind.LEGAL_PERSON,
    "个体工商户": SubjectKind.INDIVIDUAL_BUSINESS,
}
INDIVIDUAL_BUSINESS_PREFIX = "92"
TEXTS = ("violation", "facts", "basis", "penalty_kinds", "content", "permit", "remark")
_BRACKETS = str.maketrans("〔〕[]【】〈〉{}", "()()()()()")


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be taken in: the column (the file's own heading) and a sentence."""

    column: str
    sentence: str | Promise


class RowFaults(ValueError):
    """Every fault of one row."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Penalty:
    """What one row says. Amounts in 10,000 yuan; `notes` are warnings that do not keep it out."""

    line: int
    subject_code: str
    subject_kind: str
    subject_name: str
    representative: str
    inner_check_holds: bool
    department_code: str
    department_name: str
    source_code: str
    source_name: str
    decision_number: str
    determined_on: date
    violation: str
    facts: str
    basis: str
    penalty_kinds: str
    content: str
    fine: Decimal | None
    confiscated: Decimal | None
    permit: str
    procedure: str
    valid_until: date | None
    delivered_end_on: date | None
    remark: str
    notes: tuple[Fault, ...]

    @property
    def key(self) -> str:
        """What makes it the same decision about the same subject."""
        return f"{self.department_code}|{folded_number(self.decision_number)}|{self.subject_code}"

    @property
    def fingerprint(self) -> str:
        """Authority, decision, day and subject, without amounts: known again when it returns corrected."""
        return fingerprint(self.department_code, self.decision_number, self.determined_on, self.subject_code)

    @property
    def digest(self) -> str:
        """A digest of everything that is stored: equal where a repeated row says nothing new."""
        told = [getattr(self, name) for name in self.__slots__ if name not in {"line", "notes"}]
        plain = [str(one.normalize()) if isinstance(one, Decimal) else str(one) for one in told]
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def folded_number(number: str) -> str:
    """A decision number for comparing: brackets, spacing and width of signs do not tell two apart."""
    plain = unicodedata.normalize("NFKC", number).upper().translate(_BRACKETS)
    return "".join(sign for sign in plain if not sign.isspace())


def fingerprint(department_code: str, decision_number: str, determined_on: date, subject_code: str) -> str:
    """The digest by which a record is known again (authority, decision number, day, subject)."""
    parts = (department_code, folded_number(decision_number), determined_on.isoformat(), subject_code)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


_Read = TypeVar("_Read")


class _Cells:
    """The cells of one row, read one by one; faults are gathered, not raised."""

    def __init__(self, cells: Mapping[str, str], layout: Layout) -> None:
        self.cells = cells
        self.layout = layout
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []

    def read(self, name: str, reader: Callable[[str], _Read]) -> _Read | None:
        try:
            return reader(self.cells[name])
        except CellFault as fault:
            self.fault(name, fault.sentence)
            return None

    def text(self, name: str, *, needed: bool = False) -> str:
        raw = self.cells[name]
        if needed and not raw:
            self.fault(name, _("This must be filled in."))
        return self.read(name, lambda cell: parsing.text(cell, BY_NAME[name].longest)) or ""

    def fault(self, name: str, sentence: str | Promise) -> None:
        self.faults.append(Fault(self.layout.heading(name), sentence))

    def note(self, name: str, sentence: str | Promise) -> None:
        self.notes.append(Fault(self.layout.heading(name), sentence))


def penalty_of(row: Row, layout: Layout, *, on: date) -> Penalty:
    """What a row says, checked on a day.

    Raises RowFaults with every fault: a broken row, a natural person, a wrong code, day or amount, a missing
    or too long text, a day in the future.
    """
    if row.broken:
        raise RowFaults((Fault("", _("This line cannot be read as a row; look at its quotation marks.")),))
    if len(row.cells) != len(layout.headings):
        told = {"cells": len(row.cells), "headings": len(layout.headings)}
        raise RowFaults((Fault("", _("The row has %(cells)s cells, the headings are %(headings)s.") % told),))
    cells = _Cells(layout.cells(row.cells), layout)
    kind = _subject_kind(cells)
    if kind is None:
        raise RowFaults(tuple(cells.faults))
    subject = cells.read("subject_code", parsing.code)
    department = cells.read("department_code", parsing.code)
    determined_on = cells.read("determined_on", parsing.day_needed)
    delivered_end_on = cells.read("delivered_end_on", parsing.open_ended_day)
    if determined_on is not None:
        _check_days(cells, determined_on, delivered_end_on, on)
    fine, confiscated = cells.read("fine", parsing.amount), cells.read("confiscated", parsing.amount)
    valid_until = cells.read("valid_until", parsing.open_ended_day)
    names = {
        name: cells.text(name, needed=BY_NAME[name].required)
        for name in ("subject_name", "representative", "decision_number", "department_name", "source_name")
    }
    texts = {name: cells.text(name) for name in TEXTS}
    source_code = _source_code(cells)
    if cells.faults or subject is None or department is None or determined_on is None:
        raise RowFaults(tuple(cells.faults))
    if not subject.inner_ok:
        cells.note("subject_code", _("The organisation code inside the credit code fails its own check."))
    return Penalty(
        line=row.line,
        subject_code=subject.code,
        subject_kind=kind,
        inner_check_holds=subject.inner_ok,
        department_code=department.code,
        source_code=source_code,
        determined_on=determined_on,
        fine=fine,
        confiscated=confiscated,
        procedure=procedure_of(texts["remark"]),
        valid_until=valid_until,
        delivered_end_on=delivered_end_on,
        notes=tuple(cells.notes),
        **names,
        **texts,
    )


def _subject_kind(cells: _Cells) -> str | None:
    """The kind of subject; None with a fault for natural persons and for kinds that are not known."""
    category, code = cells.cells["subject_category"], cells.cells["subject_code"]
    if NATURAL_PERSON in category or (not code and cells.cells["person_id"]):
        cells.fault(
            "subject_category",
            _("A natural person; only companies, organisations and individual businesses are taken in."),
        )
        return None
    if not code:
        cells.fault("subject_code", _("The unified social credit code is missing."))
        return None
    by_code = (
        SubjectKind.INDIVIDUAL_BUSINESS
        if code.startswith(INDIVIDUAL_BUSINESS_PREFIX)
        else SubjectKind.LEGAL_PERSON
    )
    if not category:
        return by_code
    known = CATEGORIES.get(category)
    if known is None:
        cells.fault("subject_category", _("This kind of subject is not known."))
        return None
    if known != by_code:
        cells.note("subject_category", _("The kind of subject and its credit code do not agree."))
    return known


def _check_days(cells: _Cells, determined_on: date, delivered_end_on: date | None, on: date) -> None:
    if determined_on > on:
        cells.fault("determined_on", _("The day of the decision lies in the future."))
    if delivered_end_on is not None and delivered_end_on < determined_on:
        cells.fault("delivered_end_on", _("Publication cannot end before the day of the decision."))


def _source_code(cells: _Cells) -> str:
    """The code of whoever delivered the row; a wrong one is noted and left out: no record rests on it."""
    raw = cells.cells["source_code"]
    if not raw:
        return ""
    try:
        return parsing.code(raw).code
    except CellFault as fault:
        cells.note("source_code", fault.sentence)
        return ""
