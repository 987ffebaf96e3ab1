"""The evidence of a case beside its checklist: one file at a time, paged by plain links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cases.models import Case, Document
from cases.refusals import refusal
from desk.checks import evidence
from desk.sealing import SEALED
from look.parts import Evidence

PLACE = "#evidence"


@dataclass(frozen=True)
class File:
    """A file of the list; `url` shows it on the same page."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class Viewer:
    """The file shown and its neighbours; `chosen` where somebody asked for this one, on a phone it is shown then."""

    files: tuple[File, ...]
    shown: Evidence
    place: int
    chosen: bool
    previous_url: str
    next_url: str

    @property
    def count(self) -> int:
        return len(self.files)


def viewer_of(case: Case, asked: QueryDict, names: Mapping[str, str]) -> Viewer | None:
    """The files that may be shown in place, with the one that `file` of the address names, else the first.

    None where there is none. A file of another kind than those is never shown in place: its list offers it for
    download only. Raises the refusal of an absent document for a file that is not on this case.
    """
    papers = sorted(
        (one for one in case.documents.all() if one.removed_at is None and one.content_type in SEALED),
        key=lambda one: one.pk,
    )
    wanted = asked.get("file", "")
    if not papers:
        if wanted:
            raise refusal("no-document")
        return None
    ids = [str(paper.pk) for paper in papers]
    if wanted and wanted not in ids:
        raise refusal("no-document")
    place = ids.index(wanted) if wanted else 0
    links = [_link(case, paper, asked) for paper in papers]
    return Viewer(
        files=tuple(
            File(paper.title or paper.original_name, link, current=number == place)
            for number, (paper, link) in enumerate(zip(papers, links, strict=True))
        ),
        shown=evidence(papers[place], names),
        place=place + 1,
        chosen=bool(wanted),
        previous_url=links[place - 1] if place else "",
        next_url=links[place + 1] if place + 1 < len(links) else "",
    )


def _link(case: Case, paper: Document, asked: QueryDict) -> str:
    kept = [(name, value) for name, value in asked.items() if name != "file"]
    query = urlencode([*kept, ("file", str(paper.pk))])
    return f"{reverse('desk:case', args=[case.number])}?{query}{PLACE}"
