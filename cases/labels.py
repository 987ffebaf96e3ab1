"""The words of acts, ways, materials and causes, the same on every button, letter and timeline."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.states import CaseKind

ACTS = {
    "file": _("File the application"),
    "discard": _("Discard the draft"),
    "expire_draft": _("Draft runs out"),
    "push": _("Pass to the determining unit"),
    "remand": _("Decide anew by order"),
    "ask_supplement": _("Ask for all missing items"),
    "decline": _("Do not accept"),
    "reroute": _("Pass to the competent unit"),
    "accept": _("Accept"),
    "supplement": _("Supply the missing items"),
    "submit_steps": _("Submit the rectification materials"),
    "check_step": _("Check a step"),
    "find_insufficient": _("Find the rectification insufficient"),
    "extend": _("Extend the decision term"),
    "propose": _("Propose a decision"),
    "send_back": _("Send back for review"),
    "recall_signature": _("Recall the signature"),
    "approve": _("Countersign and grant the repair"),
    "refuse": _("Countersign and refuse the repair"),
    "withdraw": _("Withdraw the application"),
    "terminate": _("Terminate the case"),
    "hold": _("Put on hold"),
    "confirm_hold": _("Confirm the hold"),
    "resume": _("Take up again"),
    "change_over": _("Choose the text for the case"),
    "lapse": _("Counts as withdrawn"),
    "breach": _("Term ran out"),
}

# where a kind says more exactly what an act of the same name does in it
ACTS_OF: Mapping[str, Mapping[str, Promise]] = {
    CaseKind.OBJECTION: {
        "file": _("File the objection"),
        "withdraw": _("Withdraw the objection"),
        "correct": _("Countersign and correct the record"),
        "inquire": _("Send the inquiry letter"),
        "conclude": _("Conclude the platform's own check"),
        "answer": _("Answer the inquiry"),
        "no_answer": _("No answer came"),
        "remind": _("Remind of the inquiry"),
        "inquire_again": _("Inquire again"),
        "withdraw_record": _("Countersign and withdraw the record"),
        "record_fell": _("The record was withdrawn by its authority"),
        "uphold": _("Countersign and uphold the record"),
        "note": _("Countersign and keep a note"),
    },
    CaseKind.RECTIFICATION: {
        "serve": _("Note the service"),
        "add_demands": _("Add demands to the order"),
        "serve_anew": _("Note the service on the successor"),
        "report": _("Report the rectification"),
        "check_demand": _("Check a demand"),
        "recheck_demand": _("Look at a demand of the corrected record again"),
        "extend": _("Extend the rectification term"),
        "overdue": _("Not rectified in time"),
        "find_satisfied": _("Find the rectification satisfied"),
        "set_talk": _("Announce the talk"),
        "choose_slot": _("Choose the hour of the talk"),
        "hold_talk": _("Hold the talk and take minutes"),
        "read_back": _("Confirm the minutes"),
        "note_receipt": _("Confirm by hand that the platform took in the minutes"),
        "postpone": _("Postpone the talk"),
        "record_absence": _("Record absence without reason"),
        "last_limit": _("Set a last limit"),
        "hand_on": _("Hand on for stricter supervision"),
        "cancel_order": _("Cancel the order"),
        "recuse": _("Have an officer stand back"),
        "recuse_unit": _("Give the case to another unit because of bias"),
    },
    CaseKind.REVOCATION: {
        "state_defence": _("State the defence"),
        "defence_over": _("The term of the defence ran out"),
        "revoke": _("Countersign and revoke the repair"),
        "keep": _("Countersign and keep the repair"),
    },
}

ACTS_OF_COMPLAINTS: Mapping[str, Promise] = {
    "accept": _("Take the complaint up"),
    "decline": _("Do not take the complaint up"),
    "extend": _("Extend the term of the answer"),
    "answer": _("Answer the complaint"),
    "breach": _("Term ran out"),
    "withdraw": _("Withdraw the complaint"),
}


def act_label(act: str, kind: str) -> Promise:
    """What an act is called in a kind of case; raises KeyError for an act nobody knows."""
    return ACTS_OF.get(kind, {}).get(act) or ACTS[act]


RENEW_COMMITMENT = _("Give the commitment anew")

WAYS = {
    "commitment": _("Credit commitment"),
    "rectification": _("Rectification"),
    "verification": _("Credit verification"),
    "training": _("Training"),
    "credit-report": _("Credit report"),
    "public-good": _("Public-good activity"),
}

TERMINATION_CAUSES = {
    "publicity-ended": _("Publication ended by itself"),
    "record-withdrawn": _("The record was withdrawn"),
    "subject-ceased": _("The subject was deregistered without successor"),
    "filed-in-error": _("The application concerns another record or unit"),
    "repair-revoked": _("An earlier repair of the record was revoked"),
    "set-right-otherwise": _("What was contested has been set right otherwise"),
}
# what ends a case without an officer's choice
ENDED_BY_ITSELF = {
    "repaired": _("The repair of the record was granted"),
    "nobody-came-forward": _("The company was deregistered and nobody tied to it came forward in time"),
}
GROUNDS_OF_REVOCATION = {
    "false-materials": _("untrue materials"),
    "grave-untruth-in-commitment": _("a gravely untrue commitment"),
    "wilful-breach-of-commitment": _("a commitment wilfully not kept"),
}

PHASES = {"before-filing": _("before filing"), "during-case": _("while the case runs")}
