"""What is demanded, and within how many days: read, kept in order, named in a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from cases.models import Case, Demand
from cases.models.rectification import DemandFinding, DemandKind
from cases.refusals import refusal
from cases.services.acting import text
from rulebook.edition import Edition
from rulebook.proceedings import DaysOutOfReach

DEMAND_LIMIT = 30
PROOF_LIMIT = 300


@dataclass(frozen=True)
class Wanted:
    """One demand as it was written."""

    text: str
    kind: str
    proof_owed: str


def read_demands(demands: Iterable[Mapping[str, str]], *, needed: bool = True) -> tuple[Wanted, ...]:
    """The demands of an order or of minutes: {text, kind, proof_owed}; rows without any text are left out.

    Raises a refusal where none is left though one is `needed`, where there are too many, or a kind is unknown.
    """
    rows = [row for row in demands if any(str(value).strip() for value in row.values())]
    if needed and not rows:
        raise refusal("no-demands")
    if len(rows) > DEMAND_LIMIT:
        raise refusal("many-demands", limit=DEMAND_LIMIT)
    return tuple(_read(row) for row in rows)


def _read(row: Mapping[str, str]) -> Wanted:
    if row.get("kind", "") not in set(DemandKind):
        raise refusal("demand-kind")
    proof = row.get("proof_owed", "").strip()
    if len(proof) > PROOF_LIMIT:
        raise refusal("too-long", field=proof[:20] + "…", limit=PROOF_LIMIT)
    return Wanted(text(row.get("text", ""), otherwise="demand-text"), row["kind"], proof)


def add_all(
    case: Case, wanted: Iterable[Wanted], *, at: datetime, due_on: date | None = None
) -> list[Demand]:
    """Put demands at the end of a case's list."""
    last = case.demands.aggregate(last=Max("ordinal"))["last"] or 0
    return Demand.objects.bulk_create(
        Demand(
            case=case,
            ordinal=last + place,
            text=one.text,
            kind=one.kind,
            proof_owed=one.proof_owed,
            due_on=due_on,
            ordered_at=at,
        )
        for place, one in enumerate(wanted, start=1)
    )


def standing(case: Case) -> QuerySet[Demand]:
    """The demands that still stand, in their order."""
    return case.demands.filter(dropped_at__isnull=True)


def owed(case: Case) -> list[Demand]:
    """The demands that still have to be done."""
    return list(standing(case).exclude(finding=DemandFinding.DONE))


def named(demands: Iterable[Demand]) -> str:
    """Demands by number and beginning, for a sentence."""
    return "；".join(f"{one.ordinal}. {one.text[:30]}" for one in demands)


def days_of(edition: Edition, term_id: str, days: int | None) -> int:
    """The calendar days of a limit: those set, within the text's bounds, or the text's own."""
    if days is None:
        return edition.term(term_id).limit().number(edition=edition.key, what=term_id)
    try:
        edition.rectification.within(term_id, days)
    except DaysOutOfReach as wrong:
        raise refusal("limit-days", fewest=wrong.fewest, most=wrong.most) from wrong
    return days
