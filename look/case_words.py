"""What every face says of a case in the same words: tones of states and entries, names of terms, details of entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.contested import field_label
from cases.labels import ENDED_BY_ITSELF, TERMINATION_CAUSES, WAYS, act_label
from cases.models.application import Finding
from cases.models.decision import Outcome
from cases.models.hold import HoldCause
from cases.models.objection import ProviderFinding
from cases.states import CaseKind, ObjectionState, RepairState
from journal.days import short_day_words
from journal.models import Entry
from journal.verbs import VERBS
from look import rectification_words, revocation
from look.joining import bracketed, listed, paired
from look.parts import Tone
from rulebook.term_words import term_name

STATE_TONES: Mapping[str, Tone] = {
    **revocation.STATE_TONES,
    **rectification_words.STATE_TONES,
    RepairState.DRAFT: "quiet",
    RepairState.SUPPLEMENTING: "care",
    RepairState.UNDER_REPAIR: "care",
    RepairState.CLOSED_REPAIRED: "good",
    RepairState.CLOSED_REFUSED: "late",
    RepairState.DECLINED: "late",
    RepairState.LAPSED: "late",
    RepairState.WITHDRAWN: "quiet",
    RepairState.TERMINATED: "quiet",
    RepairState.DISCARDED: "quiet",
    ObjectionState.CLOSED_CORRECTED: "good",
    ObjectionState.CLOSED_RECORD_WITHDRAWN: "good",
    ObjectionState.CLOSED_UPHELD: "late",
    ObjectionState.CLOSED_NOTED: "care",
}

ENTRY_TONES: Mapping[str, Tone] = {
    **revocation.ENTRY_TONES,
    **rectification_words.ENTRY_TONES,
    "case.approved": "good",
    "order.completed": "good",
    "case.accepted": "accent",
    "case.filed": "accent",
    "case.proposed": "accent",
    "case.supplement_asked": "care",
    "case.found_insufficient": "care",
    "case.extended": "care",
    "case.sent_back": "care",
    "case.signed": "accent",
    "case.signature_recalled": "care",
    "case.signature_fell": "late",
    "case.held": "care",
    "case.succession_open": "care",
    "deadline.approaching": "care",
    "case.inquired": "accent",
    "case.inquired_again": "accent",
    "case.answered": "accent",
    "case.corrected": "good",
    "case.record_withdrawn": "good",
    "case.record_fell": "good",
    "case.redressed": "good",
    "case.redress_confirmed": "good",
    "case.noted": "care",
    "case.reminded": "care",
    "case.redress_unconfirmed": "care",
    "case.redress_late": "late",
    "case.unanswered": "late",
    "case.upheld": "late",
    "case.declined": "late",
    "case.refused": "late",
    "case.lapsed": "late",
    "case.breached": "late",
    "case.terminated": "late",
    "deadline.breached": "late",
    "deadline.escalated": "late",
}

OF_KINDS: Mapping[str, Mapping[str, Promise]] = {
    CaseKind.OBJECTION: {
        "case.filed": gettext_lazy("The objection was filed"),
        "case.accepted": gettext_lazy("The objection was accepted"),
        "case.declined": gettext_lazy("The objection was not accepted"),
        "case.withdrawn": gettext_lazy("The objection was withdrawn"),
        "case.lapsed": gettext_lazy("The objection counts as withdrawn because its term ran out"),
    },
}
"""Verbs that every kind shares, where a kind says more exactly what happened."""

FINDING_TONES: Mapping[str, Tone] = {
    Finding.OWED: "quiet",
    Finding.SUBMITTED: "accent",
    Finding.SATISFIED: "good",
    Finding.INSUFFICIENT: "late",
}


def state_tone(state: str) -> Tone:
    """How a state feels; a case under way is plain accent."""
    return STATE_TONES.get(state, "accent")


def entry_tone(verb: str) -> Tone:
    """How an entry of the journal feels on a timeline."""
    return ENTRY_TONES.get(verb, "quiet")


def entry_words(entry: Entry) -> str:
    """What happened, in the words of the case's kind where it has its own. Raises KeyError for an unknown verb."""
    own = OF_KINDS.get(entry.payload.get("case_kind", ""), {})
    return str(own.get(entry.verb) or VERBS[entry.verb])


def term_words(term: str, goal: str = "law") -> str:
    """A term by name, a service goal marked as such; a term of an edition's own wording is told as it stands."""
    words = term_name(term)
    return words if goal == "law" else _("%(term)s (service goal)") % {"term": words}


def detail_of(entry: Entry) -> str:
    """What an entry adds to its verb: items, reasons, findings, terms; "" where the verb says it all."""
    tell = _DETAILS.get(entry.verb)
    return tell(entry.payload) if tell else ""


def _day(iso: object) -> str:
    return short_day_words(date.fromisoformat(str(iso)))


def _said(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda payload: str(payload.get(name, ""))


def _items(payload: Mapping[str, Any]) -> str:
    return listed(str(item.get("what", "")) for item in payload.get("items", ()))


def _finding(payload: Mapping[str, Any]) -> str:
    way, finding = str(payload.get("way", "")), str(payload.get("finding", ""))
    words = paired(str(WAYS.get(way, way)), str(Finding(finding).label))
    return listed((words, str(payload.get("reason", ""))))


def _step(payload: Mapping[str, Any]) -> str:
    way = str(payload.get("way", ""))
    return str(WAYS.get(way, way))


def _termination(payload: Mapping[str, Any]) -> str:
    cause = str(payload.get("cause", ""))
    return _with_paper(str({**TERMINATION_CAUSES, **ENDED_BY_ITSELF}.get(cause, cause)), payload)


def _hold(payload: Mapping[str, Any]) -> str:
    return _with_paper(str(HoldCause(payload["cause"]).label), payload)


def _last_day(payload: Mapping[str, Any]) -> str:
    return _with_paper(_("until %(day)s") % {"day": _day(payload["due_on"])}, payload)


def _with_paper(words: str, payload: Mapping[str, Any]) -> str:
    if not payload.get("document"):
        return words
    return bracketed(words, payload["document"])


def _proposal(payload: Mapping[str, Any]) -> str:
    return paired(str(Outcome(payload["outcome"]).label), str(payload.get("reasons", "")))


def _one_term(payload: Mapping[str, Any]) -> str:
    words = term_words(str(payload.get("term", "")), str(payload.get("goal", "law")))
    return paired(words, _day(payload["due_on"])) if payload.get("due_on") else words


def _many_terms(payload: Mapping[str, Any]) -> str:
    return listed(_one_term(term) for term in payload.get("terms", ()))


def _asked_about(payload: Mapping[str, Any]) -> str:
    fields = _(", ").join(field_label(field) for field in payload.get("fields", ()))
    return paired(fields, str(payload.get("question", "")))


def _answers(payload: Mapping[str, Any]) -> str:
    return listed(
        paired(field_label(field), str(ProviderFinding(said["finding"]).label))
        for field, said in payload.get("answers", {}).items()
    )


def _named_fields(payload: Mapping[str, Any]) -> str:
    return _(", ").join(field_label(field) for field in payload.get("fields", ()))


def _signed(payload: Mapping[str, Any]) -> str:
    return str(act_label(payload["act"], payload["case_kind"]))


def _fallen(payload: Mapping[str, Any]) -> str:
    """What was signed, and the act that came before its effect or what it was refused with in the end."""
    try:
        why = str(act_label(payload["why"], payload["case_kind"]))
    except KeyError:
        why = str(payload["why"])
    return paired(_signed(payload), why)


_DETAILS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    **revocation.DETAILS,
    **rectification_words.DETAILS,
    "case.inquired": _asked_about,
    "case.inquired_again": _asked_about,
    "case.answered": _answers,
    "case.concluded": _said("reason"),
    "case.fields_dropped": _named_fields,
    "case.corrected": _said("reasons"),
    "case.record_withdrawn": _said("reasons"),
    "case.record_fell": _said("document"),
    "case.upheld": _said("reasons"),
    "case.noted": _said("reasons"),
    "case.redressed": _said("proof"),
    "case.supplement_asked": _items,
    "case.supplemented": _said("answer"),
    "case.rerouted": _said("reason"),
    "case.declined": _said("reason"),
    "case.step_checked": _finding,
    "case.found_insufficient": _said("reason"),
    "case.extended": _said("reason"),
    "case.proposed": _proposal,
    "case.sent_back": _said("reason"),
    "case.signed": _signed,
    "case.signature_recalled": _signed,
    "case.signature_fell": _fallen,
    "case.approved": _said("reasons"),
    "case.refused": _said("reasons"),
    "case.withdrawn": _said("reason"),
    "case.changed_over": _said("reason"),
    "case.terminated": _termination,
    "case.held": _hold,
    "case.succession_open": _last_day,
    "case.hold_confirmed": _said("reason"),
    "case.remanded": _said("document"),
    "case.step_answered": _step,
    "case.breached": _one_term,
    "case.lapsed": _one_term,
    "deadline.started": _one_term,
    "deadline.approaching": _one_term,
    "deadline.breached": _one_term,
    "deadline.escalated": _one_term,
    "deadline.paused": _many_terms,
    "deadline.resumed": _many_terms,
    "deadline.extended": _many_terms,
    "deadline.stopped": _many_terms,
    "deadline.carried_over": _many_terms,
}
