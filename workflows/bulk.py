"""One act on many cases, each in its own transaction, each with its own answer. Only acts that need no judgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.models import User
from cases.models import Case
from cases.policies import visible_to
from cases.refusals import refusal as case_refusal
from journal.refusals import Refusal
from workflows import desks
from workflows.models import BulkRun
from workflows.reassigning import reassign
from workflows.refusals import refusal

LIMIT = 100
CLAIM, RELEASE, REASSIGN = "claim", "release", "reassign"
ACTS: Mapping[str, Promise] = {
    CLAIM: gettext_lazy("Take on"),
    RELEASE: gettext_lazy("Give back to the team"),
    REASSIGN: gettext_lazy("Give to a colleague"),
}


@dataclass(frozen=True)
class Wanted:
    """An act on some cases, by their numbers; `to_id` and `reason` only where work is given to a colleague."""

    act: str
    numbers: tuple[str, ...]
    to_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of one case."""

    number: str
    done: bool
    sentence: str
    company: str = ""


def tried(wanted: Wanted, *, actor: Actor, at: datetime) -> tuple[Outcome, ...]:
    """What would become of each case: the very acts are done and taken back, so that the answer is theirs.

    Raises a refusal for an unknown act, no case, or too many.
    """
    _refuse_unfit(wanted)
    cases = _cases(wanted, actor)
    return tuple(_one(wanted, number, cases, actor, at, keep=False) for number in wanted.numbers)


def run(wanted: Wanted, *, key: str, actor: Actor, at: datetime) -> BulkRun:
    """Do the act on each case that was not done under this key yet; what one case refuses stops no other.

    Raises a refusal for an unknown act, no case, too many, and for a key that was used for something else.
    """
    _refuse_unfit(wanted)
    row = _row(wanted, key=key, actor=actor, at=at)
    cases = _cases(wanted, actor)
    for number in wanted.numbers:
        if number not in row.results:
            outcome = _one(wanted, number, cases, actor, at, keep=True)
            row = _note(row, outcome)
    return row


def results_of(row: BulkRun, actor: Actor) -> tuple[Outcome, ...]:
    """The answers of a run in the order of its cases; a case whose turn did not come has none yet."""
    cases = _cases(Wanted(row.act, tuple(row.numbers)), actor)
    return tuple(
        Outcome(
            number,
            done=bool(row.results[number][0]),
            sentence=str(row.results[number][1]),
            company=cases[number].subject.name if number in cases else "",
        )
        for number in row.numbers
        if number in row.results
    )


def run_of(key: str, actor: Actor) -> BulkRun:
    """A run by its key, if it is the actor's."""
    row = BulkRun.objects.filter(key=key, user=actor.user_id).first()
    if row is None:
        raise refusal("no-bulk")
    return row


def _refuse_unfit(wanted: Wanted) -> None:
    if wanted.act not in ACTS:
        raise refusal("unknown-bulk")
    if not wanted.numbers:
        raise refusal("no-cases")
    if len(wanted.numbers) > LIMIT:
        raise refusal("cases-many", limit=LIMIT)


def _cases(wanted: Wanted, actor: Actor) -> dict[str, Case]:
    found = visible_to(actor).filter(number__in=wanted.numbers).select_related("subject")
    return {case.number: case for case in found}


@transaction.atomic
def _row(wanted: Wanted, *, key: str, actor: Actor, at: datetime) -> BulkRun:
    facts = {"to": wanted.to_id, "reason": wanted.reason}
    row, new = BulkRun.objects.get_or_create(
        key=key,
        defaults={
            "user": User.objects.get(pk=actor.user_id or 0),
            "act": wanted.act,
            "numbers": list(wanted.numbers),
            "facts": facts,
            "at": at,
        },
    )
    same = (row.user_id, row.act, row.numbers, row.facts) == (
        actor.user_id,
        wanted.act,
        list(wanted.numbers),
        facts,
    )
    if not new and not same:
        raise refusal("other-bulk")
    return row


@transaction.atomic
def _note(row: BulkRun, outcome: Outcome) -> BulkRun:
    """Keep an answer; who was first stays, unless it only found the case locked by whoever did the act just then."""
    locked = BulkRun.objects.select_for_update().get(pk=row.pk)
    done_before = locked.results.get(outcome.number, [False])[0]
    if outcome.number not in locked.results or (outcome.done and not done_before):
        locked.results[outcome.number] = [outcome.done, outcome.sentence]
        locked.save(update_fields=["results"])
    return locked


def _one(
    wanted: Wanted, number: str, cases: Mapping[str, Case], actor: Actor, at: datetime, *, keep: bool
) -> Outcome:
    case = cases.get(number)
    try:
        if case is None:
            raise case_refusal("no-case")
        with transaction.atomic():
            sentence = _services()[wanted.act](wanted, case, actor, at, keep)
            transaction.set_rollback(not keep)
    except Refusal as refused:
        return Outcome(number, done=False, sentence=str(refused), company=case.subject.name if case else "")
    return Outcome(number, done=True, sentence=sentence, company=case.subject.name)


Doing = Callable[[Wanted, Case, Actor, datetime, bool], str]


def _services() -> Mapping[str, Doing]:
    return {CLAIM: _claim, RELEASE: _release, REASSIGN: _reassign}


def _claim(_wanted: Wanted, case: Case, actor: Actor, at: datetime, keep: bool) -> str:  # noqa: FBT001 - as the table
    desks.claim(case_id=case.pk, actor=actor, at=at)
    return _("You have taken it on.") if keep else _("You take it on.")


def _release(_wanted: Wanted, case: Case, actor: Actor, at: datetime, keep: bool) -> str:  # noqa: FBT001 - as the table
    desks.release(case_id=case.pk, actor=actor, at=at)
    return _("It was given back to the team.") if keep else _("It goes back to the team.")


def _reassign(wanted: Wanted, case: Case, actor: Actor, at: datetime, keep: bool) -> str:  # noqa: FBT001 - as the table
    reassign(case_id=case.pk, to_id=wanted.to_id or 0, reason=wanted.reason, actor=actor, at=at)
    person = User.objects.get(pk=wanted.to_id or 0)
    said = _("It was given to %(name)s.") if keep else _("It goes to %(name)s.")
    return said % {"name": str(person)}


def numbers_of(chosen: Sequence[str]) -> tuple[str, ...]:
    """The chosen numbers once each, in their order."""
    return tuple(dict.fromkeys(number.strip().upper() for number in chosen if number.strip()))
