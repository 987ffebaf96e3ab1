"""Rows by the dozen for a list: copies of rows that stand in the town, put straight into its database."""

# ruff: noqa: SLF001 - a row is copied by what Django knows of its columns
from __future__ import annotations

import secrets
from collections.abc import Collection
from copy import copy
from typing import Any

from django.db import models

DIGITS = 8
# no constraint of one field, but the part of a constraint that tells rows apart
TELLING_APART = {
    "decision_number",
    "caused_by_entry",
    "opened_by_entry",
    "sequence",
    "seq",
    "name",
    "code",
    "case_number",
    "number",
    "sha256",
}

Kind = type[models.Model]


def multiply(rows: models.QuerySet[Any], times: int, *, along: Collection[Kind] = ()) -> None:
    """Each of the rows so many times more.

    What they stand on, and what stands on them one to one, is copied too where its kind is named in `along`;
    everything else is shared with the row that was copied. No service is asked: the town is a copy itself.
    """
    for row in list(rows):
        for _time in range(times):
            _copied(row, frozenset(along), {})


def _copied(row: models.Model, along: frozenset[Kind], done: dict[Any, models.Model]) -> models.Model:
    key = (row._meta.concrete_model, row.pk)
    if key in done:
        return done[key]
    new = copy(row)
    new._state = models.base.ModelState()
    done[key] = new
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key:
            new.pk = None
        elif field.is_relation and (field.related_model, value) in done:
            setattr(new, field.name, done[field.related_model, value])
        elif field.is_relation and field.related_model in along and value is not None:
            setattr(new, field.name, _copied(getattr(row, field.name), along, done))
        elif (field.unique and not field.is_relation) or field.name in TELLING_APART:
            setattr(new, field.attname, _another(value))
    new.save_base(raw=True, force_insert=True)
    for relation in row._meta.related_objects:
        if relation.one_to_one and relation.related_model in along:
            for one in relation.related_model._default_manager.filter(**{relation.field.name: row}):
                _copied(one, along, done)
    return new


def _another(value: Any) -> Any:  # noqa: ANN401 - whatever the column holds
    """A value of the same kind that no other row has; a text keeps its beginning."""
    if isinstance(value, str):
        return value[: max(len(value) - DIGITS, 0)] + f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return None if value is None else 1_000_000 + secrets.randbelow(1_000_000_000)
