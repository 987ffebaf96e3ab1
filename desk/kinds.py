"""What an officer's case page shows of a case of each kind beside what every case has, and its acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.states import CaseKind
from desk import (
    acts,
    objection_acts,
    objection_parts,
    rectification_acts,
    rectification_parts,
    repair_parts,
    revocation_acts,
    revocation_parts,
)
from desk.act_page import ActPage


def nothing_more(**_facts: object) -> dict[str, Any]:
    """A page that shows no more than every case's."""
    return {}


@dataclass(frozen=True)
class KindPage:
    """How a kind looks on the desk.

    `body` is the template between the head and the dates, filled by `body_parts(case=, names=, on=)`; an act's page
    is filled by `act_parts(case=, act=, form=, names=, on=)`. Of `primary` at most one act is open in a state: it
    is the page's one primary button. `beside_the_rows` are acts whose button stands beside each row they are about.
    """

    pages: Mapping[str, ActPage]
    primary: tuple[str, ...]
    body: str
    body_parts: Callable[..., dict[str, Any]] = nothing_more
    act_parts: Callable[..., dict[str, Any]] = nothing_more
    beside_the_rows: tuple[str, ...] = ()


SHARED = {act: acts.PAGES[act] for act in acts.OF_EVERY_KIND}
PLAIN = KindPage(pages=SHARED, primary=("resume",), body="desk/bodies/plain.html")
KINDS: Mapping[str, KindPage] = {
    CaseKind.REPAIR: KindPage(
        pages=acts.PAGES,
        primary=("resume", "accept", "propose", "approve", "refuse"),
        body="desk/bodies/repair.html",
        body_parts=repair_parts.body,
        act_parts=repair_parts.about_act,
        beside_the_rows=("check_step",),
    ),
    CaseKind.REVOCATION: KindPage(
        pages={**SHARED, **revocation_acts.PAGES},
        primary=revocation_acts.PRIMARY,
        body="desk/bodies/revocation.html",
        body_parts=revocation_parts.body,
        act_parts=revocation_parts.about_act,
    ),
    CaseKind.OBJECTION: KindPage(
        pages={**objection_acts.PAGES, **SHARED},
        primary=objection_acts.PRIMARY,
        body="desk/bodies/objection.html",
        body_parts=objection_parts.body,
        act_parts=objection_parts.about_act,
    ),
    CaseKind.RECTIFICATION: KindPage(
        pages={**rectification_acts.PAGES, **SHARED},
        primary=rectification_acts.PRIMARY,
        body="desk/bodies/rectification.html",
        body_parts=rectification_parts.body,
        act_parts=rectification_parts.about_act,
        beside_the_rows=("check_demand", "recheck_demand"),
    ),
}
