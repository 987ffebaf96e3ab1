"""What may be contested with an objection, in words, and what of it decides a repair of the record (rule C22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.models import CreditRecord
from records.services.contested_fields import CONTESTABLE, DECIDES, value_of
from records.services.correction import plain

PUBLICATION = "publication"
WHOLE_RECORD = "whole-record"
REPAIR_RESULT = "repair-result"
# these have no value of their own: they are right or wrong as they are
WITHOUT_VALUE = (PUBLICATION, WHOLE_RECORD, REPAIR_RESULT)
CONTESTED: Mapping[str, Promise] = {
    **CONTESTABLE,
    PUBLICATION: _("Its publication"),
    WHOLE_RECORD: _("The record as a whole"),
    REPAIR_RESULT: _("The result of the repair"),
}
# class and days follow from these (`DECIDES`); the others say which duties the decision imposed
DECIDES_A_REPAIR = DECIDES | {"content", "permit", WHOLE_RECORD}


def field_label(field: str) -> str:
    """What a contested thing is called, in the reader's language."""
    return str(CONTESTED[field])


def shown_value(record: CreditRecord, field: str) -> str:
    """What the record shows of a field now, as plain text; empty for what has no value."""
    return "" if field in WITHOUT_VALUE else plain(getattr(record, field))


def read_value(field: str, text: str, *, today: date) -> str:
    """A typed value as the plain text that is kept of it; raises Refusal with what is wrong with it."""
    return "" if field in WITHOUT_VALUE else plain(value_of(field, text, today=today))


def decides_a_repair(fields: Iterable[str]) -> bool:
    """Whether one of the contested fields decides class, duty or minimum of the record."""
    return not DECIDES_A_REPAIR.isdisjoint(fields)
