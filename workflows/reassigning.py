"""Work given to a colleague of the same post: by whoever has it, by their substitute, or by the unit's supervisor."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.substitutions import colleagues
from cases.models import Case
from cases.services.acting import text
from journal.now import day_of
from journal.refusals import Crossed, NotAllowed, Refusal
from workflows import desks
from workflows.posts import post_for

REASON_LIMIT = 500


def reassign(*, case_id: int, to_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Give the work of a case to a colleague; both are told, with the reason.

    Raises a refusal for an actor who neither has the work nor supervises the unit, without a reason, for somebody
    who does not hold the post or may not work on this case, and for whoever has the work already.
    """
    why = text(reason, otherwise="reason", limit=REASON_LIMIT)
    with desks.open_desk(case_id, actor) as task:
        actor = desks.in_whose_place(task, actor, at)
        if not (desks.has_it(task, actor) or desks.supervises(task, actor)):
            raise NotAllowed("not-yours-to-give", _not_yours(task.owner))
        if task.owner_id == to_id:
            raise Crossed(
                "has-it-already", format_lazy(_("{name} has this work already."), name=str(task.owner))
            )
        colleague = _colleague(task.process.coerced.case, to_id, at)
        try:
            desks.authorise_any(task, actor_of(colleague, on=day_of(at)), case_id)
        except NotAllowed as refused:
            sentence = _("{name} may not work on this case. The reason, as they would read it: {why}")
            raise Refusal(
                "may-not-take", format_lazy(sentence, name=str(colleague), why=refused.sentence)
            ) from refused
        before = task.owner_id
        desks.give_to(task, colleague.pk, at)
        desks.note(
            "desk.reassigned",
            case_id,
            actor,
            at,
            node=task.flow_task.name,
            to_user=colleague.pk,
            from_user=before,
            reason=why,
        )


def colleagues_for(case: Case, *, at: datetime) -> list[User]:
    """Who holds the post for which the work of a case waits, by name; nobody while no desk has it."""
    post = post_for(case)
    if post is None or post[1] is None:
        return []
    found = colleagues(role=post[0], department_id=post[1], on=day_of(at))
    return sorted(found, key=str)


def _colleague(case: Case, to_id: int, at: datetime) -> User:
    person = next((one for one in colleagues_for(case, at=at) if one.pk == to_id), None)
    if person is None:
        raise Refusal(
            "no-colleague", _("Choose a colleague who holds the post for which this work waits, in its unit.")
        )
    return person


def _not_yours(owner: User | None) -> str | Promise:
    if owner is None:
        return _("Nobody has taken this work. Take it on, or ask your supervisor to give it to somebody.")
    return format_lazy(
        _(
            "{name} has this work. They, whoever stands in for them, or a supervisor can give it to somebody else."
        ),
        name=str(owner),
    )
