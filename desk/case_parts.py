"""The parts of an officer's case page as values for the components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from cases import policies
from cases.models import Case, Decision
from cases.models.decision import Outcome
from cases.states import (
    FINAL_STATES,
    CaseKind,
    ObjectionState,
    RectificationState,
    RepairState,
    RevocationState,
)
from clocks.models import Deadline, Standing
from clocks.services import Owner, open_terms
from journal.models import Entry
from look.cards import ledger_places
from look.case_words import state_tone, term_words
from look.joining import bracketed
from look.names import name_of
from look.parts import CaseHeader, LedgerPlace, Receipt
from look.terms import receipt_of
from workflows.desks import DeskFact
from workflows.posts import post_for

OF_REPAIR: Mapping[str, Promise] = {
    RepairState.FILED: gettext_lazy("The application is passed on to the unit by itself."),
    RepairState.ROUTED: gettext_lazy("Accept it, ask for everything that is missing, or do not accept it."),
    RepairState.SUPPLEMENTING: gettext_lazy(
        "The company supplies the missing items; without them the application counts as withdrawn."
    ),
    RepairState.UNDER_REPAIR: gettext_lazy(
        "The company does its steps; without them the application counts as withdrawn."
    ),
    RepairState.VERIFYING: gettext_lazy("Check each step, then propose a decision."),
    RepairState.PROPOSED: gettext_lazy("Another officer countersigns the proposal or sends it back."),
}
OF_OBJECTION: Mapping[str, Promise] = {
    ObjectionState.FILED: gettext_lazy("Accept it, ask for everything that is missing, or do not accept it."),
    ObjectionState.SUPPLEMENTING: gettext_lazy(
        "The company supplies the missing items; without them the objection counts as withdrawn."
    ),
    ObjectionState.CHECKING: gettext_lazy(
        "Compare with what was delivered: an error of our own is concluded, else the providing unit is asked."
    ),
    ObjectionState.INQUIRING: gettext_lazy("The providing unit answers field by field."),
    ObjectionState.REVIEWING: gettext_lazy("Weigh both sides and propose what becomes of each field."),
    ObjectionState.PROPOSED: gettext_lazy("Another officer countersigns the proposal or sends it back."),
}
OF_RECTIFICATION: Mapping[str, Promise] = {
    RectificationState.ISSUED: gettext_lazy("Serve the order; its limit runs from the day after service."),
    RectificationState.RECTIFYING: gettext_lazy(
        "The company puts right what is demanded and reports; without a report a talk falls due."
    ),
    RectificationState.REPORTED: gettext_lazy("Check each demand, then find on the whole."),
    RectificationState.TALK_DUE: gettext_lazy("Announce the talk; the company may still report before."),
    RectificationState.TALK_SET: gettext_lazy("Hold the talk and take minutes, or record the absence."),
    RectificationState.EXHAUSTED: gettext_lazy(
        "No talk is left: another officer sets a last limit or hands the case on."
    ),
}
OF_REVOCATION: Mapping[str, Promise] = {
    RevocationState.NOTIFIED: gettext_lazy(
        "The company states its defence, or lets the term pass; then the case is examined."
    ),
    RevocationState.REVIEWING: gettext_lazy(
        "Weigh the defence, then propose to revoke the repair or to keep it."
    ),
    RevocationState.PROPOSED: gettext_lazy("Another officer countersigns the proposal or sends it back."),
}
NEXT: Mapping[str, Mapping[str, Promise]] = {
    CaseKind.REPAIR: OF_REPAIR,
    CaseKind.REVOCATION: OF_REVOCATION,
    CaseKind.OBJECTION: OF_OBJECTION,
    CaseKind.RECTIFICATION: OF_RECTIFICATION,
}
"""What comes next, by kind and state."""


WITH_COPIES = (
    RepairState.CLOSED_REPAIRED,
    ObjectionState.CLOSED_CORRECTED,
    ObjectionState.CLOSED_RECORD_WITHDRAWN,
)
"""Decisions that every holder of a copy must follow."""


@dataclass(frozen=True)
class TermRow:
    """One open term with its receipt."""

    title: str
    due_on: date
    paused: bool
    receipt: Receipt


@dataclass(frozen=True)
class Proposal:
    """The standing proposal; `signed_by` is empty until it is countersigned."""

    outcome: str
    reasons: str
    clause: str
    by: str
    signed_by: str
    decision: Decision


def load(number: str, actor: Actor) -> Case:
    """A case with what its page shows. Raises the refusal of an absent case for those who may not see it."""
    case = policies.load(number, actor)
    prefetch_related_objects(
        [case],
        "application",
        "steps",
        "documents",
        "holds",
        "decisions",
        "asked_supplements",
        "record__department",
    )
    return case


def terms_of(case: Case) -> list[Deadline]:
    """The open terms, nearest end first; legal ones and service goals."""
    return open_terms(Owner(kind="case", id=case.pk, stream=case.stream))


def term_rows(terms: Sequence[Deadline]) -> tuple[TermRow, ...]:
    """Every open term with why its day is its day."""
    return tuple(
        TermRow(
            title=term_words(term.term, term.goal),
            due_on=term.due_on,
            paused=term.standing == Standing.PAUSED,
            receipt=receipt_of(term),
        )
        for term in terms
    )


def header_of(case: Case, terms: Sequence[Deadline], *, desk: DeskFact | None, held: bool) -> CaseHeader:
    """The head of the page; the next date is the nearest legal term that runs."""
    nearest = next((term for term in terms if term.goal == "law" and term.standing != Standing.PAUSED), None)
    return CaseHeader(
        number=case.number,
        kind=case.get_kind_display(),
        subject=case.subject.name,
        state=case.get_state_display(),
        tone=state_tone(case.state),
        whose_turn=whose_turn(case, desk=desk, held=held),
        next_act=_("The hold is looked at by this day.")
        if held
        else str(NEXT[case.kind].get(case.state, "")),
        due_on=nearest.due_on if nearest else None,
        paused=bool(terms) and nearest is None,
    )


def whose_turn(case: Case, *, desk: DeskFact | None, held: bool) -> str:
    """Whose turn it is: the company's, the unit's, by name where somebody has taken the work."""
    if case.state in FINAL_STATES:
        return _("Nobody's: the case is closed")
    if held:
        return _("Nobody's: the case is on hold")
    post = post_for(case)
    if post is None:
        return _("The desk's own") if case.state == RepairState.FILED else _("The company's")
    unit = case.asked_department if post[1] == case.asked_department_id else case.handling_department
    if unit is None:
        return _("The desk's own")
    taken = desk.owner_name if desk is not None else ""
    if not taken:
        return name_of(unit)
    return bracketed(name_of(unit), taken)


def proposal_of(case: Case, names: Mapping[str, str]) -> Proposal | None:
    """The proposal that stands, with who made it; None while there is none."""
    standing = next((decision for decision in case.decisions.all() if decision.sent_back_at is None), None)
    if standing is None:
        return None
    return Proposal(
        outcome=str(Outcome(standing.outcome).label),
        reasons=standing.reasons,
        clause=standing.clause,
        by=names.get(standing.proposed_by_ref, ""),
        signed_by=names.get(standing.signed_by_ref, ""),
        decision=standing,
    )


def entries_of(case: Case) -> list[Entry]:
    """The journal of the case, oldest first."""
    return list(Entry.objects.filter(stream=case.stream).order_by("seq"))


def refs_of(case: Case, entries: Sequence[Entry]) -> set[str]:
    """Everybody whose name the page shows."""
    return {
        *(entry.actor_ref for entry in entries),
        *(entry.payload["in_place_of"] for entry in entries if entry.payload.get("in_place_of")),
        *(document.added_by_ref for document in case.documents.all()),
        *(step.checked_by_ref for step in case.steps.all() if step.checked_by_ref),
        *(decision.proposed_by_ref for decision in case.decisions.all()),
        *(decision.signed_by_ref for decision in case.decisions.all() if decision.signed_by_ref),
    }


def places_of(case: Case) -> tuple[LedgerPlace, ...] | None:
    """Where copies of the record must follow a decision, with what stood in the way; None before."""
    if case.state not in WITH_COPIES:
        return None
    corrected = case.state == ObjectionState.CLOSED_CORRECTED
    return ledger_places(case.record_id, faults=True, corrected=corrected)
