"""What an objection still lacks before it can be filed; the same sentences on the page and at filing."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from cases.refusals import refusal
from cases.services.objection.admission import refuse_inadmissible
from cases.services.preflight import Gap
from journal.refusals import Refusal
from records.models import CreditRecord


def gaps(case: Case, *, on: date) -> tuple[Gap, ...]:
    """Everything that keeps an objection from being filed on a day; nothing when it is ready.

    `Gap.part` is record, fields or statement: the page on which it is mended.
    """
    return (*_record(case, on), *_fields(case), *_form(case))


def _gap(code: str, part: str, **facts: object) -> Gap:
    return Gap(code, refusal(code, **facts).sentence, part)


def _record(case: Case, on: date) -> list[Gap]:
    record = CreditRecord.objects.select_related("department", "listing").get(pk=case.record_id)
    try:
        refuse_inadmissible(record, against=case.filing.against, on=on)
    except Refusal as refused:
        return [Gap(refused.code, refused.sentence, "record")]
    return []


def _fields(case: Case) -> list[Gap]:
    contested = list(case.contested.filter(dropped_at__isnull=True))
    if not contested or any(not row.reason for row in contested):
        return [_gap("contested-fields", "fields")]
    return []


def _form(case: Case) -> list[Gap]:
    form = case.filing
    wanted = (
        ("grounds", form.grounds),
        ("no-statement", form.statement),
        ("contact-name", form.contact_name),
        ("contact-phone", form.contact_phone),
    )
    return [_gap(code, "statement") for code, value in wanted if not value]
