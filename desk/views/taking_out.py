"""A worklist as a file: CSV for any program, XLSX for the office; the rows the list shows, in its order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from openpyxl import Workbook

from accounts.actors import Actor
from desk.access import CASE_ROLES, for_posts
from desk.forms.worklists import WorklistForm, plain_address
from desk.rows import ListedCase, listed
from journal.now import day_of, now, today
from look.names import name_of
from look.tables import csv_lines, harmless
from workflows.worklists.finding import looker
from workflows.worklists.pages import Row
from workflows.worklists.taking_out import CSV, XLSX, take_out

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
@for_posts(*CASE_ROLES)
def take(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The present list as a file; whoever takes it out, what and how many rows stands in the journal."""
    form = WorklistForm(request.GET, who=looker(actor, at=now()), on=today())
    if not form.is_valid():
        return redirect("desk:worklist")
    kind = XLSX if request.POST.get("format") == XLSX else CSV
    rows = take_out(actor, form.asked, address=plain_address(request.GET), kind=kind, at=now())
    name = f"worklist-{today().isoformat()}.{kind}"
    if kind == XLSX:
        return FileResponse(_sheet(rows, actor), as_attachment=True, filename=name, content_type=SHEET)
    language = get_language() or "zh-hans"
    response = StreamingHttpResponse(_lines(rows, actor, language), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _head() -> list[str]:
    return [
        *(_("Case number"), _("Kind"), _("State"), _("Company"), _("Credit code"), _("Decision number")),
        *(_("Class"), _("Handled by"), _("Taken by"), _("Filed on"), _("Next date"), _("On hold until")),
    ]


def _cells(row: ListedCase) -> list[str]:
    case = row.case
    return [
        case.number,
        str(case.get_kind_display()),
        row.state,
        harmless(case.subject.name),
        case.subject.code,
        harmless(case.record.decision_number),
        row.class_label,
        name_of(case.handling_department) if case.handling_department else "",
        harmless(row.owner),
        _iso(day_of(case.filed_at) if case.filed_at else None),
        _iso(row.due_on),
        _iso(row.held_until),
    ]


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _lines(rows: Iterable[Row], actor: Actor, language: str) -> Iterator[str]:
    # the answer is written after the request is over: its language is put in force anew
    with override(language):
        yield from csv_lines(_table(rows, actor))


def _table(rows: Iterable[Row], actor: Actor) -> Iterator[list[str]]:
    yield _head()
    for row in rows:
        yield _cells(listed(row, actor))


def _sheet(rows: Iterable[Row], actor: Actor) -> tempfile.SpooledTemporaryFile[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Worklist"))
    for cells in _table(rows, actor):
        sheet.append(cells)
    kept = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115 - the answer closes it
    book.save(kept)
    kept.seek(0)
    return kept
