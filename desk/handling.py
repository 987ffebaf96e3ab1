"""Why a case is on a department's desk, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.models import Case
from cases.states import CaseKind
from journal.days import day_words
from journal.models import Entry
from journal.now import day_of
from look.names import name_of
from look.terms import edition_title


def why_here(case: Case, entries: Sequence[Entry]) -> str:
    """The sentence for `handling_reason`; "" while the case was not passed on. Raises KeyError for an unknown one."""
    if case.handling_department is None or not case.handling_reason:
        return ""
    return _WORDS[case.handling_reason](case, entries)


def _determined(case: Case, _entries: Sequence[Entry]) -> str:
    if case.kind == CaseKind.RECTIFICATION:
        return _(
            "%(unit)s made decision %(number)s on %(day)s: who determines, orders and holds the talk."
        ) % {
            "unit": _unit(case),
            "number": case.record.decision_number,
            "day": day_words(case.record.determined_on),
        }
    return _("%(unit)s made decision %(number)s on %(day)s, so it decides on the repair.") % {
        "unit": _unit(case),
        "number": case.record.decision_number,
        "day": day_words(case.record.determined_on),
    }


def _successor(case: Case, _entries: Sequence[Entry]) -> str:
    before = case.determining_department
    if case.kind == CaseKind.RECTIFICATION and before.valid_to is not None:
        sentence = _(
            "%(before)s made decision %(number)s on %(day)s; it was merged into %(unit)s on %(merged)s, which orders "
            "and holds the talk in its place."
        )
        return sentence % {
            "before": name_of(before),
            "number": case.record.decision_number,
            "day": day_words(case.record.determined_on),
            "unit": _unit(case),
            "merged": day_words(before.valid_to),
        }
    return _("%(before)s made decision %(number)s; %(unit)s has taken over its duties.") % {
        "before": name_of(case.determining_department),
        "number": case.record.decision_number,
        "unit": _unit(case),
    }


def _caretaker(case: Case, _entries: Sequence[Entry]) -> str:
    return _(
        "%(before)s has ended without a successor; %(unit)s takes care of the case and decides nothing."
    ) % {
        "before": name_of(case.determining_department),
        "unit": _unit(case),
    }


def _platform(case: Case, _entries: Sequence[Entry]) -> str:
    return _("Under %(edition)s the unit that runs the credit platform decides: %(unit)s.") % {
        "edition": edition_title(case.edition_key),
        "unit": _unit(case),
    }


def _rerouted(case: Case, entries: Sequence[Entry]) -> str:
    last = next(entry for entry in reversed(entries) if entry.verb == "case.rerouted")
    return _("The case was passed on to %(unit)s on %(day)s: %(reason)s") % {
        "unit": _unit(case),
        "day": day_words(day_of(last.at)),
        "reason": last.payload["reason"],
    }


def _granted(case: Case, _entries: Sequence[Entry]) -> str:
    return _("%(unit)s granted the repair %(number)s, so it decides whether it is revoked.") % {
        "unit": _unit(case),
        "number": case.previous.number if case.previous is not None else "",
    }


def _changeover(case: Case, _entries: Sequence[Entry]) -> str:
    return _("The case moved to %(edition)s; under it %(unit)s decides.") % {
        "edition": edition_title(case.edition_key),
        "unit": _unit(case),
    }


def _joint_lead(case: Case, _entries: Sequence[Entry]) -> str:
    return _("Several departments made decision %(number)s; %(unit)s leads (%(document)s).") % {
        "number": case.record.decision_number,
        "unit": _unit(case),
        "document": case.order.joint_document,
    }


def _recusal(case: Case, entries: Sequence[Entry]) -> str:
    last = next(entry for entry in reversed(entries) if entry.verb == "case.unit_recused")
    return _("The case was given to %(unit)s on %(day)s because of bias: %(reason)s") % {
        "unit": _unit(case),
        "day": day_words(day_of(last.at)),
        "reason": last.payload["reason"],
    }


def _unit(case: Case) -> str:
    return name_of(case.handling_department) if case.handling_department else ""


_WORDS = {
    "determined": _determined,
    "granted": _granted,
    "successor": _successor,
    "caretaker": _caretaker,
    "platform": _platform,
    "rerouted": _rerouted,
    "changeover": _changeover,
    "joint-lead": _joint_lead,
    "recusal": _recusal,
}
