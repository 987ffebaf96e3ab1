"""How tests of objections read a case: its terms, its fields, what its record shows, what its journal says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from cases.models import Case, ContestedField
from clocks import services as clocks
from clocks.models import Deadline
from journal.models import Entry
from journal.refusals import Refusal
from records.models import CreditRecord
from tests.acts.reading import owed, refusal_of
from tests.factories.objections import FiledObjection
from tests.factories.people import actor_of_user
from workflows import desks


def terms(made: FiledObjection) -> dict[str, str]:
    """The legal terms the case owes, without the name of the proceeding."""
    return {term.removeprefix("objection."): how for term, how in owed(made.case).items()}


def field_of(made: FiledObjection, field: str = "fine") -> ContestedField:
    return ContestedField.objects.get(case=made.case, field=field)


def record_of(made: FiledObjection) -> CreditRecord:
    return CreditRecord.objects.select_related("listing").get(pk=made.case.record_id)


def spoken(made: FiledObjection) -> list[str]:
    """The verbs of the case's journal, oldest first, without those of terms and desks."""
    verbs = Entry.objects.filter(stream=made.case.stream).order_by("seq").values_list("verb", flat=True)
    return [verb for verb in verbs if verb.startswith("case.")]


def said(made: FiledObjection, verb: str) -> dict[str, Any]:
    """What the last entry of a verb says."""
    entry = Entry.objects.filter(stream=made.case.stream, verb=verb).order_by("seq").latest("seq")
    facts: dict[str, Any] = entry.payload
    return facts


def refused(made: FiledObjection, act: str, *, by: User | None = None, **facts: Any) -> Refusal:
    """The refusal of an officer's act at the desk; the reviewer acts where nobody is named."""
    actor = actor_of_user(by or made.reviewer)
    return refusal_of(
        lambda: desks.perform(case_id=made.case.pk, act=act, actor=actor, at=made.at, **facts), case=made.case
    )


def refused_to(made: FiledObjection, service: Callable[..., object], **facts: Any) -> str:
    """The code of the refusal of an act of the subject."""
    actor = actor_of_user(made.owner)
    call = {"case_id": made.case.pk, "actor": actor, "at": made.at, **facts}
    return refusal_of(lambda: service(**call), case=made.case).code


def redress_terms(case: Case) -> dict[str, list[str]]:
    """The open terms of the list of redress by the kind of the item."""
    return {
        item.kind: [
            term.term.removeprefix("objection.")
            for term in clocks.open_terms(clocks.Owner("redress", item.pk, case.stream))
            if term.goal == "law"
        ]
        for item in case.redress.all()
    }


def breach(made: FiledObjection, term: str) -> FiledObjection:
    """The moment after the end of an open term of the case."""
    row = Deadline.objects.get(
        owner_kind="case", owner_id=made.case.pk, term=f"objection.{term}", goal="law", stopped_at=None
    )
    return made.later(at=row.due_at)
