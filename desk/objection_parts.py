"""What an objection shows on the desk beside what every case has: field by field, the inquiries, the redress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.contested import PUBLICATION, REPAIR_RESULT, field_label
from cases.inquiries import inquiries_allowed, inquiries_sent
from cases.models import Case
from cases.models.decision import Outcome
from cases.models.declaring import SHEET
from cases.models.objection import Against, FieldOutcome
from cases.services.objection.review import outcome_of
from desk.case_parts import terms_of
from desk.checks import evidence
from desk.clauses import clauses_of
from desk.forms.acts import ActForm
from desk.forms.field_by_field import ObjectionProposeForm
from look.contested import (
    OF_NO_FIELD,
    can_be_confirmed,
    contested_rows,
    inquiry_rows,
    present_documents,
    redress_rows,
)
from look.names import name_of
from look.parts import SummaryRow
from rulebook.editions_in_use import editions_in_use

EFFECTS: Mapping[str, Promise] = {
    Outcome.WITHDRAW_RECORD: gettext_lazy(
        "The record is withdrawn for good: publication and measures end, every holder deletes its copy."
    ),
    Outcome.CORRECT: gettext_lazy(
        "The fields to be corrected are set right, both values are kept, every holder corrects its copy."
    ),
    Outcome.NOTE: gettext_lazy("A note of what nobody could confirm is kept on the record."),
    Outcome.UPHOLD: gettext_lazy("The record stays as it is."),
}
"""What a decision does to the record."""


def body(*, case: Case, names: Mapping[str, str], on: date) -> dict[str, Any]:
    """What the company contests and proves, what was answered and proposed, the inquiries, the redress."""
    draw = partial(evidence, names=names)
    redress = redress_rows(case, draw, on=on)
    form = case.filing
    return {
        "rows": contested_rows(case, draw),
        "against_repair": case.previous if form.against == Against.REPAIR_RESULT else None,
        "form_rows": (
            SummaryRow(_("Grounds"), _(", ").join(form.ground_labels)),
            SummaryRow(_("What happened"), form.statement),
            SummaryRow(_("Contact person"), form.contact_name),
            SummaryRow(_("Telephone of the contact person"), form.contact_phone),
        ),
        "other_documents": [
            draw(paper) for paper in present_documents(case) if paper.material in {OF_NO_FIELD, SHEET}
        ],
        "inquiries": inquiry_rows(case, terms_of(case), on=on),
        "inquiries_sent": inquiries_sent(case),
        "inquiries_allowed": inquiries_allowed(case),
        "supplements": sorted(case.asked_supplements.all(), key=lambda asked: asked.pk),
        "redress": redress,
        "unconfirmed": can_be_confirmed(redress),
    }


def about_act(*, case: Case, act: str, form: ActForm, names: Mapping[str, str], on: date) -> dict[str, Any]:
    """What stands beside the form of an act: the contested fields, the question, what would follow."""
    asked = [one for one in inquiry_rows(case, terms_of(case), on=on) if not one.end]
    return {
        "clauses": clauses_of(editions_in_use().by_key(case.edition_key)),
        "about": "desk/about_objection.html",
        "rows": contested_rows(case, partial(evidence, names=names)) if act not in FORMS_OF_FIELDS else (),
        "question": asked[-1] if act == "answer" and asked else None,
        "foreseen": foreseen(case, form) if isinstance(form, ObjectionProposeForm) else (),
    }


FORMS_OF_FIELDS = ("answer", "propose")
"""The forms of these show each contested field themselves."""


def foreseen(case: Case, form: ObjectionProposeForm) -> tuple[str, ...]:
    """How the case would close by what is chosen so far, and what that would do; nothing while nothing is chosen."""
    chosen = form.chosen
    if not chosen:
        return ()
    outcome = outcome_of(chosen)
    lines = [_("The objection would close with: %(outcome)s.") % {"outcome": Outcome(outcome).label}]
    if REPAIR_RESULT in chosen:
        again = outcome == Outcome.CORRECT
        lines.append(_("The repair is decided again.") if again else _("The result of the repair stands."))
    else:
        lines.append(str(EFFECTS[outcome]))
    if chosen.get(PUBLICATION) == FieldOutcome.CORRECTED and outcome == Outcome.CORRECT:
        lines.append(_("The record is taken out of the public and kept."))
    lines += _overridden(chosen, outcome)
    left = len(form.contested) - len(chosen)
    if left:
        lines.append(
            ngettext("%(count)s field has no outcome yet.", "%(count)s fields have no outcome yet.", left)
            % {"count": left}
        )
    owed = editions_in_use().by_key(case.edition_key).objection.redress_after(str(outcome))
    if owed and REPAIR_RESULT not in chosen:
        lines.append(
            _("Owed to the company afterwards: %(what)s.") % {"what": _("; ").join(map(name_of, owed))}
        )
    return tuple(lines)


def _overridden(chosen: Mapping[str, str], outcome: Outcome) -> list[str]:
    """Where one field takes the whole record away, what was chosen for the others no longer matters."""
    others = [field for field, one in chosen.items() if one != FieldOutcome.WITHDRAWN]
    if outcome != Outcome.WITHDRAW_RECORD or not others:
        return []
    return [
        _("The whole record goes, so nothing else is changed: %(fields)s.")
        % {"fields": _(", ").join(field_label(field) for field in others)}
    ]
