"""Open data as files: CSV for office tables, JSON with a schema; nothing that was taken down lives on in a cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from journal.now import today
from look.tables import csv_lines, harmless
from register.answers import NOT_TO_BE_KEPT
from register.datasets import DATASETS, Dataset, schema_of
from register.limits import taken_too_often

IN_MEMORY = 2 * 1024 * 1024
"""Bytes of a file that is being made; a longer one waits on disk."""

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What there is, what each field means, under which terms it may be used."""
    context = {
        "datasets": DATASETS.values(),
        "licence": settings.OPEN_DATA_LICENCE,
        "licence_address": settings.OPEN_DATA_LICENCE_ADDRESS,
        "an_hour": settings.OPEN_DATA_AN_HOUR,
    }
    return render(request, "register/open_data.html", context)


@require_safe
def download(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A dataset of this moment. Its ETag is the digest of its bytes: 304 only where nothing at all has changed.

    HEAD makes no file: what only the file's bytes would tell, its length and its ETag, is left out.
    """
    dataset = DATASETS.get(name)
    if dataset is None or form not in TYPES:
        raise Http404
    if request.method == "HEAD":
        return _told_of(HttpResponse(content_type=TYPES[form]))
    refused = taken_too_often(request)
    if refused is not None:
        return refused
    file, digest = _made(dataset, form, today())
    etag = quote_etag(digest)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=TYPES[form])
    else:
        file.close()
    answer["ETag"] = etag
    return _told_of(answer)


def _told_of(answer: HttpResponseBase) -> HttpResponseBase:
    answer["X-Robots-Tag"] = NOT_TO_BE_KEPT
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, no_cache=True)
    return answer


@require_safe
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of a dataset's JSON file, in English."""
    dataset = DATASETS.get(name)
    if dataset is None:
        raise Http404
    with override("en"):
        answer = JsonResponse(schema_of(dataset), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Type"] = "application/schema+json"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _made(dataset: Dataset, form: str, on: date) -> tuple[SpooledTemporaryFile[bytes], str]:
    """The file, ready to be read from its beginning, and the digest of its bytes."""
    parts = _csv(dataset, on) if form == "csv" else _json(dataset, on)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(data)
        file.write(data)
    file.seek(0)
    return file, digest.hexdigest()


def _csv(dataset: Dataset, on: date) -> Iterator[str]:
    head = [field.name for field in dataset.fields]
    return csv_lines(chain([head], ([_plain(value) for value in row] for row in dataset.rows(on))))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else harmless(value)


def _json(dataset: Dataset, on: date) -> Iterator[str]:
    head: dict[str, Any] = {
        "dataset": dataset.name,
        "as_of": on.isoformat(),
        "licence": settings.OPEN_DATA_LICENCE,
        "licence_address": settings.OPEN_DATA_LICENCE_ADDRESS,
        "schema": settings.DESK_ADDRESS + reverse("register:schema", args=[dataset.name]),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    names = [field.name for field in dataset.fields]
    before = "\n"
    for row in dataset.rows(on):
        told = dict(zip(names, row, strict=True))
        yield before + json.dumps(told, ensure_ascii=False, default=date.isoformat)
        before = ",\n"
    yield "\n]}\n"
