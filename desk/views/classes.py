"""分类认定: the records of a department whose class is open, decided in a batch after a preview."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from cases.services import classes
from cases.services.classes import CLASS_ROLES
from desk.access import for_posts
from desk.class_rows import open_row, preview_row, sent_choices, sent_reasons
from journal.now import now, today
from look.joining import paired
from look.terms import edition_title
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import NoEdition, SeveralEditions

ROWS = 50
ROUTE = "credit-china"


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CLASS_ROLES)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The open classes of the actor's departments; chosen ones are shown as a preview, then decided."""
    if request.method != "POST":
        edition_key = request.GET.get("edition", "")
        return _under_edition(request, actor, edition_key) if edition_key else _list(request, actor)
    sent = request.POST.dict()
    choices, reasons = sent_choices(sent), sent_reasons(sent)
    common, edition_key = str(sent.get("reason", "")).strip(), str(sent.get("edition", ""))
    if not choices or any(not (reasons.get(pk) or common) for pk in choices):
        return _list(request, actor, fault=True)
    if "confirm" not in sent:
        proposed = classes.proposals(actor, choices, on=today(), edition_key=edition_key)
        rows = tuple(preview_row(one, reason=reasons.get(one.record.pk, "")) for one in proposed)
        return _preview(request, rows, reason=common, edition_key=edition_key)
    done, refused = classes.determine_many(
        choices=choices, reason=common, reasons=reasons, actor=actor, at=now(), edition_key=edition_key
    )
    for one in refused:
        messages.warning(request, paired(one.record.decision_number, one.refused))
    if done:
        words = ngettext("%(count)d class was determined.", "%(count)d classes were determined.", len(done))
        messages.success(request, words % {"count": len(done)})
    return redirect("desk:classes")


def _list(request: HttpRequest, actor: Actor, *, fault: bool = False) -> HttpResponse:
    sent = request.POST.dict() if fault else {}
    found = classes.undetermined(actor, on=today())
    text, doubt = _text_in_force(actor)
    context = {
        "rows": tuple(
            open_row(record, asked=bool(getattr(record, "asked", False)), sent=sent)
            for record in found[:ROWS]
        ),
        "count": found.count(),
        "reason": sent.get("reason", ""),
        "fault": fault,
        "doubt": doubt,
        "later_text": text,
        "later_title": edition_title(text) if text else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return render(request, "desk/classes.html", context, status=status)


def _under_edition(request: HttpRequest, actor: Actor, edition_key: str) -> HttpResponse:
    proposed = classes.under_edition(actor, edition_key, on=today())
    rows = tuple(preview_row(one, reason="") for one in proposed)
    return _preview(request, rows, reason="", edition_key=edition_key)


def _preview(
    request: HttpRequest, rows: tuple[object, ...], *, reason: str, edition_key: str
) -> HttpResponse:
    context = {
        "rows": rows,
        "reason": reason,
        "edition_key": edition_key,
        "title": edition_title(edition_key) if edition_key else _("What the decisions would do"),
    }
    return render(request, "desk/classes_preview.html", context)


def _text_in_force(actor: Actor) -> tuple[str, str]:
    """The key of the text in force today at the actor's place, "" where there is none; and what stands in doubt."""
    departments = classes.departments_of(actor, on=today())
    if not departments:
        return "", ""
    try:
        found = editions_in_use().in_force(route=ROUTE, jurisdiction=departments[0].jurisdiction, on=today())
    except NoEdition:
        return "", ""
    except SeveralEditions as doubt:
        return "", str(doubt)
    return found.base_key, ""
