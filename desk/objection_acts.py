"""The officers' acts on an objection as pages; those of every kind of case stand in `desk.acts`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from desk.act_page import ActPage
from desk.forms import acts as forms
from desk.forms import field_by_field, objections

PAGES: Mapping[str, ActPage] = {
    "accept": ActPage(
        forms.ActForm,
        _(
            "The company is told that its objection is accepted. From now on the record bears the mark of an "
            "objection wherever we show it, or is hidden where its text says so; an open repair waits where the "
            "objection decides it."
        ),
        _("The objection was accepted; the record is marked."),
    ),
    "decline": ActPage(
        objections.ObjectionDeclineForm,
        _("The case is closed. The company gets a letter with the reason, the clause and its remedies."),
        _("The objection was not accepted; the letter is on its way."),
        destructive=True,
    ),
    "ask_supplement": ActPage(
        objections.ObjectionSupplementForm,
        _(
            "The company gets one letter with every item. It can be asked only once; the acceptance term stands "
            "still until it answers."
        ),
        _("Every missing item was asked for at once."),
    ),
    "inquire": ActPage(
        objections.InquireForm,
        _(
            "The unit that provided the data gets the inquiry letter; its term begins today. If it keeps silent it is "
            "reminded, its supervisor is told, and in the end the examination goes on without its answer."
        ),
        _("The inquiry letter was sent."),
    ),
    "inquire_again": ActPage(
        objections.InquireForm,
        _("The unit that provided the data is asked once more, with a term of its own."),
        _("The inquiry letter was sent."),
    ),
    "conclude": ActPage(
        objections.ConcludeForm,
        _("Nobody else is asked; the examination begins."),
        _("The platform's own check is concluded."),
    ),
    "answer": ActPage(
        field_by_field.AnswerForm,
        _(
            "The answer goes to the unit that handles the objection. It decides nothing by itself: the result is "
            "proposed and countersigned there."
        ),
        _("The inquiry was answered."),
    ),
    "extend": ActPage(
        forms.ReasonForm,
        _("The term of the decision is extended once. The company is told why, by letter."),
        _("The term of the decision was extended."),
    ),
    "propose": ActPage(
        field_by_field.ObjectionProposeForm,
        _("The proposal goes to another officer for countersignature. You cannot countersign it yourself."),
        _("The proposal waits for countersignature."),
        preview=_("Show what would follow"),
    ),
    "correct": ActPage(
        forms.ActForm,
        _(
            "The record is set right field by field, both values are kept, the mark goes, every holder of a copy is "
            "told to correct it, and the company gets the decision letter."
        ),
        _("The record was corrected; its copies are being corrected everywhere."),
    ),
    "withdraw_record": ActPage(
        forms.ActForm,
        _(
            "The record is withdrawn for good: publication and measures end at once, every holder deletes its copy, "
            "and what makes it good to the company is owed from today on."
        ),
        _("The record was withdrawn. It is being taken down everywhere."),
        destructive=True,
    ),
    "uphold": ActPage(
        forms.ActForm,
        _(
            "The record stays as it is and the mark goes. The company gets the decision letter with its remedies."
        ),
        _("The record was upheld; the letter is on its way."),
    ),
    "note": ActPage(
        forms.ActForm,
        _(
            "The record keeps a note of what nobody could confirm; its text says whether it stays in the public. The "
            "company gets the decision letter."
        ),
        _("The note was kept; the letter is on its way."),
    ),
}
PRIMARY = ("resume", "accept", "inquire", "answer", "propose", "correct", "withdraw_record", "uphold", "note")
"""At most one of these is open to an officer in a state; it is the page's one primary button."""
