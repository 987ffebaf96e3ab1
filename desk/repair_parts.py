"""What an officer's page of a repair shows beside what every case has: evidence, checklist, steps, form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.models import Case
from cases.states import RUNNING_STATES
from desk import checks
from desk.clauses import clauses_of
from desk.forms.acts import ActForm
from journal.now import now
from look.changing import foreseen
from rulebook.editions_in_use import editions_in_use


def body(*, case: Case, names: Mapping[str, str], on: date) -> dict[str, Any]:
    """The parts of the page's body."""
    edition = editions_in_use().by_key(case.edition_key)
    return {
        "checks": checks.checklist(case, on=on) if case.state in RUNNING_STATES else (),
        "steps": checks.steps_of(case, edition, names),
        "form_rows": checks.form_rows(case),
        "commitment": case.application.commitment_text,
        "papers": checks.papers_of(case, edition, names),
        "supplements": sorted(case.asked_supplements.all(), key=lambda asked: asked.pk),
    }


def about_act(*, case: Case, act: str, form: ActForm, names: Mapping[str, str], on: date) -> dict[str, Any]:
    """What stands beside the form of an act."""
    edition = editions_in_use().by_key(case.edition_key)
    steps = checks.steps_of(case, edition, names)
    way = form["way"].value() if "way" in form.fields else ""
    return {
        "clauses": clauses_of(edition),
        "step": next((step for step in steps if step.way == way), None),
        "steps": steps if act in {"propose", "find_insufficient", "approve", "refuse", "send_back"} else (),
        "checks": checks.checklist(case, on=on) if act in {"ask_supplement", "accept", "decline"} else (),
        "choices": foreseen(case, at=now()) if act == "change_over" else (),
    }
