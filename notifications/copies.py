"""The copy of an application for the company's own file: made when it asks, one each time something was handed in."""

from __future__ import annotations

from django.db import transaction

from accounts.actors import Actor
from cases.models import Case
from cases.policies import acts_for
from cases.refusals import refusal
from cases.states import CaseKind
from journal.models import Entry
from notifications.composing.parts import About
from notifications.issuing import issue
from notifications.letters import LetterKind
from notifications.models import Letter

HANDED_IN = ("case.filed", "case.supplemented", "case.steps_submitted")


def application_copy(case: Case, *, actor: Actor) -> Letter:
    """What the company handed in last, as a letter with a check code; asked for twice, it is the same one.

    Raises a refusal for a foreign case, one of another kind, and one that was never filed.
    """
    own = acts_for(actor, case.subject_id) and actor.sees(case.subject_id, case.record_id)
    if case.kind != CaseKind.REPAIR or not own:
        raise refusal("no-case")
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        entry = Entry.objects.filter(stream=case.stream, verb__in=HANDED_IN).order_by("-seq").first()
        if entry is None:
            raise refusal("no-case")
        return issue(LetterKind.APPLICATION_COPY, About(entry, case.record, case))
