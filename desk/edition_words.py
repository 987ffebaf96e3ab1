"""The short words of law files as an administrator reads them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PUBLISHED: Mapping[str, Promise] = {
    "yes": _("Is published"),
    "no": _("Is not published"),
    "no-unless-needed": _("Not published unless found necessary"),
    "not-collected": _("Not collected"),
}
AT_MAXIMUM: Mapping[str, Promise] = {
    "ends-by-itself": _("Publication ends by itself"),
    "ends-without-application": _("Publication ends by itself; no application is possible before"),
    "none": _("No end by time"),
}
CONDITIONS: Mapping[str, Promise] = {
    "corrected-and-performed": _("The conduct is corrected and the duties are performed"),
    "harm-removed": _("The harm is removed"),
    "minimum-reached": _("The shortest publication period is over"),
    "no-heavier-penalty": _("No heavier penalty came since"),
    "no-same-kind-penalty": _("No penalty of the same kind came since"),
    "not-listed": _("The party stands on no list of serious dishonesty"),
    "one-ground-gone": _("One of the grounds of the entry is gone"),
    "other-law": _("What other laws ask for is met"),
    "public-commitment": _("The commitment is given in public"),
}
BARS: Mapping[str, Promise] = {
    "false-materials": _("False materials in an earlier repair"),
    "missed-talk": _("A talk missed without cause"),
    "not-repairable-by-law": _("A law forbids the repair"),
    "specific-serious": _("A specific serious matter"),
    "timed-measure-running": _("A timed measure still runs"),
}
NEEDS: Mapping[str, Promise] = {
    "required": _("required"),
    "optional": _("of the company's choice"),
    "not-asked": _("not asked"),
}
WHO: Mapping[str, Promise] = {
    "determining-unit": _("Determining unit"),
    "platform": _("Unit that runs the credit platform"),
    "provider": _("Whoever provided the information"),
    "subject": _("Company"),
    "supervisor": _("Supervisors of the unit"),
}
ON_BREACH: Mapping[str, Promise] = {
    "escalate": _("The supervisors are told; nothing is decided by it"),
    "lapse": _("Time itself ends the step; no decision is needed"),
    "deemed-accepted": _("Counts as accepted"),
    "report": _("The supervisors are told; nothing is decided by it"),
}
TERMS: Mapping[str, Promise] = {
    "delete": _("Deletion from the list"),
    "publish": _("Publication of the entry"),
    "withdraw-record": _("Withdrawal of the record"),
}
HOLDERS: Mapping[str, Promise] = {
    "credit-china": _("Credit China"),
    "department-site": _("Site of the determining unit"),
    "gsxt": _("National Enterprise Credit Information Publicity System"),
    "local-credit-site": _("Local credit platforms"),
    "registration-authority": _("Registration authority"),
    "third-party": _("Third-party credit bodies"),
}
