"""The parts of a case page as values for the components."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.labels import WAYS
from cases.models import Case
from cases.models.application import Finding
from cases.states import ObjectionState, RepairState, RevocationState
from cases.ways import WAY_FIELDS
from clocks.models import Deadline, Standing
from journal.days import speaks_chinese
from journal.models import Entry
from look.cards import ledger_places
from look.case_words import state_tone
from look.joining import paired
from look.parts import CaseHeader, LedgerPlace, Refusal, SummaryRow
from look.receipt import limit_words
from look.terms import receipt_of
from portal.turns import what_next, whose_turn
from rulebook.edition import Remedy
from rulebook.editions_in_use import editions_in_use

AGAINST = {
    RepairState.CLOSED_REFUSED: ("refuse", "case.refused"),
    RepairState.DECLINED: ("decline", "case.declined"),
    ObjectionState.CLOSED_UPHELD: ("uphold", "case.upheld"),
    RevocationState.REVOKED: ("revoke", "case.revoked"),
}

WITH_COPIES = (
    RepairState.CLOSED_REPAIRED,
    ObjectionState.CLOSED_CORRECTED,
    ObjectionState.CLOSED_RECORD_WITHDRAWN,
)
"""Decisions that every holder of a copy must follow."""


def header_of(case: Case, terms: Sequence[Deadline], *, held: bool) -> CaseHeader:
    """The head of the page: the nearest term is the next date, with its receipt."""
    nearest = next((term for term in terms if term.standing == Standing.RUNNING), None)
    return CaseHeader(
        number=case.number,
        kind=case.get_kind_display(),
        subject=case.subject.name,
        state=case.get_state_display(),
        tone=state_tone(case.state),
        whose_turn=whose_turn(case, held=held),
        next_act=what_next(case, held=held),
        due_on=nearest.due_on if nearest else None,
        paused=held and nearest is None,
        receipt=receipt_of(nearest) if nearest else None,
    )


def refusal_of(case: Case) -> Refusal | None:
    """A decision against the subject with its reason, clause and remedies; None while there is none."""
    if case.state not in AGAINST:
        return None
    act, verb = AGAINST[case.state]
    entry = Entry.objects.filter(stream=case.stream, verb=verb).order_by("-seq").first()
    facts = entry.payload if entry is not None else {}
    remedies = editions_in_use().by_key(case.edition_key).remedies_against(act)
    return Refusal(
        decision=case.get_state_display(),
        reason=str(facts.get("reason") or facts.get("reasons") or ""),
        clause=str(facts.get("clause", "")),
        remedy="\n".join(remedy_words(remedy) for remedy in remedies),
    )


def remedy_words(remedy: Remedy) -> str:
    """A remedy with its limit, "to confirm" where the number is not sure. Raises NumberMissing."""
    number = remedy.limit.number(edition="", what=remedy.kind_en)
    words = _("%(remedy)s: within %(limit)s of learning of the decision.") % {
        "remedy": capfirst(remedy.kind_zh if speaks_chinese() else remedy.kind_en),
        "limit": limit_words(number, remedy.limit.unit.value),
    }
    return _("%(words)s (To confirm.)") % {"words": words} if remedy.limit.to_confirm else words


def steps_of(case: Case) -> tuple[SummaryRow, ...]:
    """The steps the subject does while the case runs, with what was found of each."""
    mine = case.state == RepairState.UNDER_REPAIR
    return tuple(
        SummaryRow(
            str(WAYS.get(step.way, step.way)),
            paired(str(Finding(step.finding).label), step.reason),
            reverse("portal:step", args=[case.number, step.way]) if mine and step.way in WAY_FIELDS else "",
        )
        for step in case.steps.all()
        if step.phase == "during-case" and step.who == "subject"
    )


def ledger_of(case: Case) -> tuple[LedgerPlace, ...] | None:
    """Where copies of the record must follow a decision, and which places confirmed it."""
    if case.state not in WITH_COPIES:
        return None
    return ledger_places(case.record_id, corrected=case.state == ObjectionState.CLOSED_CORRECTED)
