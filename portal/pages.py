"""How a subject's page is drawn: common context, refusals beside the form they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from accounts.actors import Actor
from cases.models import Case
from cases.refusals import refusal
from journal.now import today
from look.forms import attempt as attempt_on
from look.forms import status_of as status_of  # noqa: PLC0414 - the views know it by this module
from portal.access import subjects_of

Result = TypeVar("Result")

FIELDS: Mapping[str, str] = {
    "contact-name": "contact_name",
    "contact-phone": "contact_phone",
    "performance": "performance",
    "performed-on": "performed_on",
    "performed-in-future": "performed_on",
    "performed-too-soon": "performed_on",
    "commitment": "signed_by",
    "reason": "reason",
    "refused-before": "reason",
    "file-empty": "file",
    "file-large": "file",
    "file-kind": "file",
    "file-many": "file",
    "file-twice": "file",
    "copy-address": "address",
    "copy-seen-on": "seen_on",
    "copy-shows": "note",
    "unknown-place": "place",
    "copy-text-too-long": "note",
    "complaint-files": "file",
    "complaint-statement": "statement",
    "unknown-cause-of-complaint": "about",
    "unknown-unit": "department",
    "no-other-unit": "department",
    "wrong-code": "code",
    "code-ran-out": "code",
    "too-many-tries": "code",
    "wrong-resume-code": "code",
    "too-many-resumes": "code",
    "until-past": "until",
    "wrong-confirmation-code": "code",
    "confirmation-spent": "code",
    "no-confirmation-asked": "code",
    "own-mandate": "address",
    "no-agent": "address",
    "mandate-held": "address",
    "offered-already": "address",
    "too-many-offers": "address",
    "no-scope": "scopes",
    "foreign-record": "records",
    "feed-name": "name",
    "number-shape": "number",
    "codes-too-often": "number",
    "sms-away": "number",
    "no-sms": "number",
    "wrong-number-code": "code",
    "no-number-code": "code",
    "too-many-codes": "code",
}
"""Which field of a page a refusal speaks of."""


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    actor: Actor,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """A page of the portal, never kept by shared caches; it says for whom a window clerk acts."""
    served = subjects_of(actor)[0] if actor.acting_for is not None else None
    response = render(request, template, {"on": today(), "acting_for": served, **context}, status=status)
    add_never_cache_headers(response)
    return response


def attempt(form: Form, act: Callable[[], Result]) -> Result | None:
    """Do an act; what is wrong with the answers goes to the form (then None), other refusals further up."""
    return attempt_on(form, act, FIELDS)


def refuse_stale(case: Case, version: int | None) -> None:
    """Refuse a form that was drawn before somebody or something else moved the case."""
    if version is not None and version != case.version:
        raise refusal("stale")
