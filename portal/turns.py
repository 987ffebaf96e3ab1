"""What a state means to the subject: whose turn it is, what comes next."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.states import (
    FINAL_STATES,
    CaseKind,
    ObjectionState,
    RectificationState,
    RepairState,
    RevocationState,
)
from look.names import name_of

YOURS: Mapping[str, tuple[str, ...]] = {
    CaseKind.REPAIR: (RepairState.DRAFT, RepairState.SUPPLEMENTING, RepairState.UNDER_REPAIR),
    CaseKind.REVOCATION: (RevocationState.NOTIFIED,),
    CaseKind.OBJECTION: (ObjectionState.DRAFT, ObjectionState.SUPPLEMENTING),
    CaseKind.RECTIFICATION: (RectificationState.RECTIFYING, RectificationState.TALK_SET),
}

OF_REPAIR: Mapping[str, Promise] = {
    RepairState.DRAFT: gettext_lazy(
        "Complete the application and file it; a draft nobody files is discarded."
    ),
    RepairState.FILED: gettext_lazy("The desk passes the application to the unit that decides."),
    RepairState.ROUTED: gettext_lazy("The unit says whether it accepts the application."),
    RepairState.SUPPLEMENTING: gettext_lazy(
        "Supply every item asked for. If the term ends without it, the application counts as withdrawn."
    ),
    RepairState.UNDER_REPAIR: gettext_lazy(
        "Do the steps and submit them. If the term ends without it, the application counts as withdrawn."
    ),
    RepairState.VERIFYING: gettext_lazy("The unit examines the application and prepares its decision."),
    RepairState.PROPOSED: gettext_lazy(
        "A second officer looks at the proposed decision and signs it or sends it back."
    ),
    RepairState.CLOSED_REPAIRED: gettext_lazy(
        "Repair is granted. Every place that holds the record takes it down."
    ),
    RepairState.CLOSED_REFUSED: gettext_lazy("The decision letter says why, and what you can do until when."),
    RepairState.DECLINED: gettext_lazy(
        "The letter says why. Once the reason is mended you may apply again on the same record."
    ),
    RepairState.LAPSED: gettext_lazy("You may apply again on the same record at any time."),
    RepairState.WITHDRAWN: gettext_lazy("You may apply again on the same record at any time."),
    RepairState.TERMINATED: gettext_lazy("Nothing more happens in this case."),
    RepairState.DISCARDED: gettext_lazy("You may begin a new application on the same record at any time."),
}

OF_OBJECTION: Mapping[str, Promise] = {
    ObjectionState.DRAFT: gettext_lazy(
        "Complete the objection and file it; a draft nobody files is discarded."
    ),
    ObjectionState.FILED: gettext_lazy("The unit that handles it says whether it accepts the objection."),
    ObjectionState.SUPPLEMENTING: gettext_lazy(
        "Supply every item asked for. If the term ends without it, the objection counts as withdrawn."
    ),
    ObjectionState.CHECKING: gettext_lazy(
        "The unit looks whether the error is its own; if not, it asks the unit that provided the data."
    ),
    ObjectionState.INQUIRING: gettext_lazy(
        "The unit that provided the data answers field by field. If it keeps silent, it is reminded and the "
        "examination goes on without it."
    ),
    ObjectionState.REVIEWING: gettext_lazy(
        "The unit weighs both sides and proposes what becomes of each field."
    ),
    ObjectionState.PROPOSED: gettext_lazy(
        "A second officer looks at the proposed decision and signs it or sends it back."
    ),
    ObjectionState.CLOSED_CORRECTED: gettext_lazy("Every place that holds the record is told to correct it."),
    ObjectionState.CLOSED_RECORD_WITHDRAWN: gettext_lazy(
        "Every place that holds the record takes it down, and what it did to you is made good."
    ),
    ObjectionState.CLOSED_UPHELD: gettext_lazy(
        "The decision letter says why, and what you can do until when."
    ),
    ObjectionState.CLOSED_NOTED: gettext_lazy(
        "Nobody could confirm it. The record bears a note of your objection; with new proof you may object again."
    ),
    ObjectionState.DECLINED: gettext_lazy("The letter says why. With what it asks for you may object again."),
    ObjectionState.LAPSED: gettext_lazy("You may object again at any time."),
    ObjectionState.WITHDRAWN: gettext_lazy("You may object again at any time."),
    ObjectionState.TERMINATED: gettext_lazy("Nothing more happens in this case."),
    ObjectionState.DISCARDED: gettext_lazy("You may begin anew at any time."),
}


OF_REVOCATION: Mapping[str, Promise] = {
    RevocationState.NOTIFIED: gettext_lazy(
        "State your defence, with papers. If the term ends without it, the unit goes on; silence admits nothing."
    ),
    RevocationState.REVIEWING: gettext_lazy(
        "The unit weighs the facts and your defence, and proposes to revoke the repair or to keep it."
    ),
    RevocationState.PROPOSED: gettext_lazy(
        "A second officer looks at the proposed decision and signs it or sends it back."
    ),
    RevocationState.REVOKED: gettext_lazy(
        "The record stands again. The decision letter says until when, how long no repair may be applied for, and "
        "what you can do against it."
    ),
    RevocationState.KEPT: gettext_lazy("The repair stands. Go on keeping your commitment."),
    RevocationState.TERMINATED: gettext_lazy("Nothing more happens in this case."),
}


OF_RECTIFICATION: Mapping[str, Promise] = {
    RectificationState.ISSUED: gettext_lazy("The order is served on you; its limit runs from the day after."),
    RectificationState.RECTIFYING: gettext_lazy(
        "Put right what is demanded and report with proof. If the limit ends without a report, a talk follows."
    ),
    RectificationState.REPORTED: gettext_lazy(
        "The department checks each demand and tells you what it found."
    ),
    RectificationState.TALK_DUE: gettext_lazy(
        "The department announces a talk. Until then you may still report."
    ),
    RectificationState.TALK_SET: gettext_lazy("Come to the talk, or send an agent with a mandate."),
    RectificationState.EXHAUSTED: gettext_lazy(
        "No talk is left. You may still report until the department sets a last limit or hands the case on."
    ),
    RectificationState.SATISFIED: gettext_lazy("For a repair of this record the step rectification is done."),
    RectificationState.CLOSED_UNRECTIFIED: gettext_lazy(
        "The duties stay. Once they are performed you may plan a repair of the record."
    ),
    RectificationState.CANCELLED: gettext_lazy("Nothing follows from the order any more."),
    RectificationState.TERMINATED: gettext_lazy("Nothing more happens in this case."),
}
NEXT: Mapping[str, Mapping[str, Promise]] = {
    CaseKind.REPAIR: OF_REPAIR,
    CaseKind.REVOCATION: OF_REVOCATION,
    CaseKind.OBJECTION: OF_OBJECTION,
    CaseKind.RECTIFICATION: OF_RECTIFICATION,
}


def whose_turn(case: Case, *, held: bool) -> str:
    """Whose turn it is, by name where it is a unit."""
    if case.state in FINAL_STATES:
        return _("Nobody's: the case is closed")
    if held:
        return _("Nobody's: the case is on hold")
    if case.state in YOURS[case.kind]:
        return _("Yours")
    if case.state == ObjectionState.INQUIRING and case.asked_department is not None:
        return name_of(case.asked_department)
    if case.handling_department is not None:
        return name_of(case.handling_department)
    return _("The desk's")


def what_next(case: Case, *, held: bool) -> str:
    """One sentence on what comes next."""
    if held and case.state not in FINAL_STATES:
        return _("All time limits stand still until the case is taken up again.")
    return str(NEXT[case.kind].get(case.state, ""))
