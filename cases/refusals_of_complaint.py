"""What complaints refuse: the sentences, edited in this one place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "no-complaint": _("This complaint does not exist or is not yours to see. Check the number."),
    "unknown-cause-of-complaint": _("Choose what the complaint is about."),
    "unknown-unit": _("Choose the unit you complain about from the list."),
    "complaint-statement": _("Say what happened: when, where, and who was involved."),
    "complaint-open": _("You have complained about this already: {number}. It is being looked into."),
    "no-other-unit": _(
        "No other unit is known that may answer a complaint about {department}; tell the administrator."
    ),
    "not-answering": _("Only a supervisor of the unit that answers the complaint can do this."),
    "concerned": _(
        "You belong to the unit complained about, or had a hand in the matter. Somebody else answers the complaint."
    ),
    "complaint-not-now": _(
        "“{act}” is not possible while the complaint is in the state “{state}”. Reload the page to see what is."
    ),
    "complaint-crossed": _("Somebody else changed the complaint a moment ago. Reload the page."),
    "complaint-stale": _("The page is out of date: the complaint was changed since you opened it."),
    "decline-reason": _("Give the reason why the complaint is not taken up, and where to turn instead."),
    "unknown-answer": _("Say whether the complaint is justified, justified in part, or not justified."),
    "no-answer": _("Write the answer."),
    "nothing-done": _("Say what was done about it."),
    "no-remedy": _("Say what the company gets or can do next."),
    "complaint-unsigned": _(
        "At the window the company signs its complaint. Hand in the scan of the complaint as it was signed."
    ),
    "complaint-files": _("At most {limit} files a complaint. Leave some out."),
}
FORBIDDEN = {"not-answering", "concerned"}
ABSENT = {"no-complaint"}
CROSSED = {"complaint-not-now", "complaint-crossed", "complaint-stale", "complaint-open"}
