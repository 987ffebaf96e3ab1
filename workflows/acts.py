"""Which service performs an officer's act on a case of each kind, and which acts no desk is needed for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.models import Case
from cases.services import changeover, decision, keeping, review
from cases.services.objection import checking, inquiry
from cases.services.objection import decision as signing
from cases.services.objection import review as examining
from cases.services.rectification import (
    closing,
    corrected,
    joining,
    minutes,
    recusing,
    reporting,
    serving,
    talks,
)
from cases.services.revocation import deciding
from cases.states import CaseKind

Service = Callable[..., Case]

AT_EVERY_CASE: Mapping[str, Service] = {
    "terminate": keeping.terminate,
    "hold": keeping.hold,
    "confirm_hold": keeping.confirm_hold,
    "resume": keeping.resume,
}
SERVICES: Mapping[str, Mapping[str, Service]] = {
    CaseKind.REPAIR: {
        "accept": review.accept,
        "decline": review.decline,
        "ask_supplement": review.ask_supplement,
        "reroute": review.reroute,
        "check_step": review.check_step,
        "find_insufficient": review.find_insufficient,
        "extend": review.extend,
        "propose": review.propose,
        "send_back": decision.send_back,
        "approve": decision.approve,
        "refuse": decision.refuse,
        "change_over": changeover.change_over,
        **AT_EVERY_CASE,
    },
    CaseKind.REVOCATION: {
        "propose": deciding.propose,
        "send_back": decision.send_back,
        "revoke": deciding.revoke,
        "keep": deciding.keep,
        **AT_EVERY_CASE,
    },
    CaseKind.OBJECTION: {
        "accept": checking.accept,
        "decline": checking.decline,
        "ask_supplement": checking.ask_supplement,
        "inquire": checking.inquire,
        "conclude": checking.conclude,
        "answer": inquiry.answer,
        "inquire_again": checking.inquire_again,
        "extend": examining.extend,
        "propose": examining.propose,
        "send_back": decision.send_back,
        "correct": signing.correct,
        "withdraw_record": signing.withdraw_record,
        "uphold": signing.uphold,
        "note": signing.note,
        **AT_EVERY_CASE,
    },
    CaseKind.RECTIFICATION: {
        "add_demands": joining.add_demands,
        "serve": serving.serve,
        "serve_anew": serving.serve_anew,
        "extend": reporting.extend,
        "check_demand": reporting.check_demand,
        "recheck_demand": corrected.recheck_demand,
        "find_satisfied": reporting.find_satisfied,
        "find_insufficient": reporting.find_insufficient,
        "set_talk": talks.set_talk,
        "postpone": talks.postpone,
        "record_absence": talks.record_absence,
        "hold_talk": minutes.hold_talk,
        "note_receipt": minutes.note_receipt,
        "last_limit": closing.last_limit,
        "hand_on": closing.hand_on,
        "cancel_order": closing.cancel_order,
        "recuse": recusing.recuse,
        "recuse_unit": recusing.recuse_unit,
        **AT_EVERY_CASE,
    },
}
# these may be done whatever desk the case is on
AT_ANY_DESK = (
    *("terminate", "hold", "confirm_hold", "resume", "change_over", "cancel_order"),
    *("add_demands", "serve_anew", "recheck_demand", "note_receipt", "recuse", "recuse_unit"),
)
# a step may be checked as it comes in, while the case still waits for the others
WHILE_WAITING = {"awaiting_steps": ("check_step",), "awaiting_rectification": ("extend",)}
