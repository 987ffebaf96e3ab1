"""While the practice town is being built anew, every address says so."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.practice import jobs
from config.practice.views import closed


class ClosedTown:
    """Stands behind the choice of language and before everything that would ask the database: people, pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return closed() if jobs.town_is_closed() else self.get_response(request)
