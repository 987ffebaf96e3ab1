"""The words of acts, ways, materials and causes, the same on every button, letter and timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "file": _("File the application"),
    "discard": _("Discard the draft"),
    "expire_draft": _("Draft runs out"),
    "push": _("Pass to the determining unit"),
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
    "approve": _("Countersign and grant the repair"),
    "refuse": _("Countersign and refuse the repair"),
    "withdraw": _("Withdraw the application"),
    "terminate": _("Terminate the case"),
    "hold": _("Put on hold"),
    "resume": _("Take up again"),
    "change_over": _("Choose the text for the case"),
    "lapse": _("Counts as withdrawn"),
    "breach": _("Term ran out"),
}

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
}

PHASES = {"before-filing": _("before filing"), "during-case": _("while the case runs")}
