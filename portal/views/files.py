"""Letters and documents, given only to those who may see their case, always as a download."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from cases.services.documents import open_document
from journal.now import now
from notifications import copies
from notifications.icalendar import CONTENT_TYPE, calendar_of
from notifications.selectors import letter_for
from portal.access import actor_for, own_case
from portal.terms import events_of

SEALED = "default-src 'none'; sandbox"
"""A file from a stranger runs nothing and reaches nothing, even where a browser shows it."""

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@login_required
@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponseBase:
    """A letter as it was issued, byte for byte."""
    found = letter_for(actor_for(request), number)
    response = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return sealed(response)


@login_required
@require_POST
def application_copy(request: HttpRequest, number: str) -> HttpResponse:
    """The copy of an application with the digests of its papers, made now unless it was; as a PDF."""
    actor = actor_for(request)
    made = copies.application_copy(own_case(number, actor), actor=actor)
    return redirect("portal:letter", number=made.number)


@login_required
@require_safe
def dates(request: HttpRequest, number: str) -> HttpResponseBase:
    """The running terms of a case as entries for the reader's own calendar."""
    case = own_case(number, actor_for(request))
    response = HttpResponse(
        calendar_of(events_of(case, at=now()), name=case.number), content_type=CONTENT_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="{case.number}.ics"'
    return sealed(response)


@login_required
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A document of a case; it leaves under a name made by the house."""
    found = open_document(document_id=pk, actor=actor_for(request))
    name = f"{found.material}-{found.sha256[:12]}.{ENDINGS[found.content_type]}"
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=name, content_type=found.content_type
    )
    return sealed(response)


def sealed(response: HttpResponseBase) -> HttpResponseBase:
    """The answer with a file, so that nothing in it runs and no cache keeps it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    add_never_cache_headers(response)
    return response
