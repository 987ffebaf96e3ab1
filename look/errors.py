"""The lines of an error summary: every fault of the given forms, linked to its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from django.forms import BaseForm, BaseFormSet

from look.parts import ErrorLink

if TYPE_CHECKING:
    from django.forms import BoundField

Faulty: TypeAlias = "BaseForm | BaseFormSet[Any] | ErrorLink | str | Iterable[ErrorLink]"
"""What may stand in an error summary: forms, formsets, ready lines, or a plain sentence."""


def error_links(*sources: Faulty | None) -> tuple[ErrorLink, ...]:
    """The faults of the sources in order; a form's own faults come before those of its fields."""
    lines: list[ErrorLink] = []
    for source in sources:
        lines.extend(_lines_of(source))
    return tuple(lines)


def _lines_of(source: Faulty | None) -> Iterable[ErrorLink]:
    if not source and not isinstance(source, (BaseForm, BaseFormSet)):
        return ()
    if isinstance(source, str):
        return (ErrorLink(source),)
    if isinstance(source, ErrorLink):
        return (source,)
    if isinstance(source, BaseForm):
        return _form_lines(source)
    if isinstance(source, BaseFormSet):
        return _formset_lines(source)
    return tuple(source or ())


def _form_lines(form: BaseForm) -> list[ErrorLink]:
    if not form.is_bound:
        return []
    lines = [ErrorLink(str(text)) for text in form.non_field_errors()]
    for field in form:
        lines.extend(ErrorLink(str(text), _target(field)) for text in field.errors)
    return lines


def _formset_lines(formset: BaseFormSet[Any]) -> list[ErrorLink]:
    if not formset.is_bound:
        return []
    lines = [ErrorLink(str(text)) for text in formset.non_form_errors()]
    for form in formset.forms:
        lines.extend(_form_lines(form))
    return lines


def _target(field: BoundField) -> str:
    """The id to jump to: the field's own, or that of its first choice where the field is a group."""
    if field.is_hidden:
        return ""
    if field.id_for_label:
        return field.id_for_label
    return f"{field.auto_id}_0" if field.auto_id else ""
