"""Walks through the desk as its people do: from the first page along every link, each kind of page once a person."""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.template import Template
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

from cases.models import Case, Complaint
from tests.pages.finding import asked
from tests.pages.reading import Page, read

NUMBERS = {"number", "pk", "year", "key", "case", "case_id", "document", "identity", "code", "token"}
KEPT = ("tab", "what", "way", "field")  # a query that makes another page of an address
STARTS = ("/", "/in/")  # the first page, and where somebody is led who has signed in
OWN = {"desk", "portal"}  # everybody finds something of their own in the lists there
# the front page of a case or draft, from which everybody goes on differently in each of its states
FRONTS = {
    "desk:calendar_proposal",
    "desk:case",
    "desk:complaint",
    "desk:text_proposal",
    "portal:case",
    "portal:complaint",
    "portal:confirm",
    "portal:filing",
    "portal:objection",
    "portal:objection_part",
    "portal:part",
}


@dataclass(frozen=True)
class Kind:
    """What makes two addresses the same kind of page: the view, what is named in words, the kind of case.

    The front page of a case is of another kind in each state.
    """

    view: str
    named: tuple[tuple[str, str], ...] = ()
    state: str = ""
    query: tuple[str, ...] = ()
    own: bool = False  # everybody sees something else there: a list, the front page of a case


@dataclass(frozen=True)
class Stop:
    """An address that somebody came to, and what kind of page it is."""

    person: str
    address: str
    kind: Kind
    came_from: str = ""


@dataclass
class Visit:
    """What one stop answered."""

    stop: Stop
    status: int
    content_type: str
    body: bytes
    statements: list[str]
    moved_to: str = ""
    templates: tuple[str, ...] = ()  # by which it was written, with all they extend and include

    @property
    def is_page(self) -> bool:
        return self.content_type.startswith("text/html")

    @cached_property
    def page(self) -> Page:
        return read(self.body.decode())

    @property
    def weight(self) -> int:
        """Bytes on the wire, compressed as the server in front does."""
        return len(gzip.compress(self.body, 6))

    def __str__(self) -> str:
        return f"{self.stop.person or 'guest'} {self.stop.address}"


@dataclass
class Walk:
    """One person's way through the house."""

    client: Client
    person: str
    seen: set[Kind] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    cases: dict[str, tuple[str, str]] = field(default_factory=dict)

    def visits(self, starts: Iterable[str]) -> Iterator[Visit]:
        """Every page within reach, nearest first."""
        waiting = deque((start, "") for start in starts)
        while waiting:
            address, came_from = waiting.popleft()
            stop = self._stop_at(address, came_from)
            if stop is None:
                continue
            visit = look_at(self.client, stop)
            yield visit
            if visit.moved_to:
                waiting.append((visit.moved_to, address))
            elif visit.is_page:
                waiting.extend((urljoin(address, link), address) for link in visit.page.links)

    def _stop_at(self, address: str, came_from: str) -> Stop | None:
        address = urldefrag(address).url
        if address in self.known or urlsplit(address).netloc not in {"", "testserver"}:
            return None
        self.known.add(address)
        match = matched(urlsplit(address).path)
        if match is None:
            return None
        kind = self._kind_of(match, address)
        if kind in self.seen:
            return None
        self.seen.add(kind)
        return Stop(self.person, address, kind, came_from)

    def _kind_of(self, match: ResolverMatch, address: str) -> Kind:
        kept = tuple(sorted(f"{k}={v}" for k, v in parse_qsl(urlsplit(address).query) if k in KEPT))
        case, state = self.cases.get(str(match.kwargs.get("number", "")), ("", ""))
        front = match.view_name in FRONTS
        return Kind(
            view=match.view_name,
            named=tuple((k, str(v)) for k, v in sorted(match.kwargs.items()) if k not in NUMBERS),
            state=f"{case} {state}" if front else case,
            query=kept,
            own=front or address in STARTS or (not match.kwargs and match.app_name in OWN),
        )


def everybodys_walks(people: Iterable[str], comes_in: Callable[[str], Client]) -> Iterator[Visit]:
    """Everybody's walk; what is the same for all (the public pages, those of the account) is seen once."""
    shared, cases = set[Kind](), kinds_of_cases()
    for person in people:
        client = comes_in(person)
        walk = Walk(client, person, seen=set(shared), cases=cases)
        for visit in walk.visits([*(STARTS if person else STARTS[:1]), *asked(person)]):
            if not visit.stop.kind.own:
                shared.add(visit.stop.kind)
            yield visit


def pages(visits: Iterable[Visit]) -> Iterator[Visit]:
    """The visits that answered with a page."""
    yield from (visit for visit in visits if visit.is_page and visit.status == HTTPStatus.OK)


def matched(path: str) -> ResolverMatch | None:
    """Which view answers at a path; none where only a file lies there."""
    try:
        return resolve(path)
    except Resolver404:
        return None


def kinds_of_cases() -> dict[str, tuple[str, str]]:
    """Kind and state of every case and complaint by its number."""
    cases = {
        number: (kind, state) for number, kind, state in Case.objects.values_list("number", "kind", "state")
    }
    return {
        **cases,
        **{n: ("complaint", state) for n, state in Complaint.objects.values_list("number", "state")},
    }


def look_at(client: Client, stop: Stop) -> Visit:
    """What a stop answers to a plain GET, and what it asked of the database."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: object, many: bool, context: object) -> Any:  # noqa: ANN401, FBT001 - Django's own shape
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response: Any = client.get(stop.address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Visit(
        stop=stop,
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        body=body,
        statements=asked,
        moved_to=response.headers.get("Location", ""),
        templates=tuple(dict.fromkeys(map(_own_name, response.templates))),
    )


def _own_name(template: Template) -> str:
    """The name of a template of the house; empty for one of a library."""
    own = f"{settings.BASE_DIR / 'templates'}/"
    return template.origin.name.removeprefix(own) if template.origin.name.startswith(own) else ""
