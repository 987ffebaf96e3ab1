"""Who may hold a talk for the department: officers of its own, in office on the day, with no stake in the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from cases.hands import is_recused
from cases.models import Case
from cases.refusals import refusal
from cases.services.acting import Doing

ROLES = (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)


def named_officers(doing: Doing, refs: Sequence[str], *, least: int) -> list[dict[str, str]]:
    """The officers of a talk as {ref, name}; refuses too few, and whoever may not act for the unit on the day."""
    wanted = list(dict.fromkeys(refs))
    if len(wanted) < least:
        raise refusal("talk-officers", count=least)
    return [named_officer(doing, ref) for ref in wanted]


def named_officer(doing: Doing, ref: str) -> dict[str, str]:
    """One officer of the unit as {ref, name}; refuses whoever may not act for it on the day."""
    actor = actor_behind(ref, on=doing.on)
    if actor is None or not works_on(doing.case, actor) or is_recused(doing.case, actor):
        raise refusal("talk-officer-unfit", name=actor.name if actor else ref)
    return {"ref": ref, "name": actor.name}


def actor_behind(ref: str, *, on: date) -> Actor | None:
    """The person behind a reference such as "user:7", with the powers of a day; None for anybody else."""
    kind, _colon, number = ref.partition(":")
    if kind != "user" or not number.isdigit():
        return None
    user = User.objects.filter(pk=int(number)).first()
    return actor_of(user, on=on) if user else None


def works_on(case: Case, actor: Actor) -> bool:
    """Whether a person is an officer of the unit that handles a case and has no mandate for its subject."""
    holds = any(actor.holds(role, case.handling_department_id) for role in ROLES)
    return holds and case.subject_id not in actor.subjects
