"""限制期: entering a bar on applying for repair, its end on the exact day, and its lifting before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clocks import services as clocks
from journal.now import day_of
from journal.record import record as journal
from journal.refusals import NotFound, Refusal
from records.models import Bar, Subject
from records.models.bar import NAMES
from records.selectors import standing_bars as standing_bars  # noqa: PLC0414 - asked for beside the acts
from rulebook.clauses import Limit
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.proceedings import MISSED_TALK
from rulebook.terms import count_term

OWNER_KIND = "bar"
TERM = "bar"
OVER = "over"


@transaction.atomic
def enter(
    *,
    subject_id: int,
    bar_id: str,
    edition_key: str,
    on: date,
    case_number: str,
    until_on: date | None,
    published: bool,
    at: datetime,
    actor_ref: str,
) -> Bar:
    """Bar a subject from applying for repair, from `on` to its last day `until_on` (or until it is lifted).

    `bar_id` is one of the bars of the text, or the one after a missed talk where the text has it. Entered twice for
    one case the standing one is returned. Raises Refusal for a bar the text has not or a last day before the first,
    NotFound for an unknown subject.
    """
    subject = _locked(subject_id)
    edition = editions_in_use().by_key(edition_key)
    limit, words = _of_text(edition, bar_id)
    if until_on is not None and until_on < on:
        raise Refusal("until", _("The bar cannot end before it begins. Check the days."))
    known = Bar.objects.filter(
        subject=subject, bar_id=bar_id, case_number=case_number, lifted_at__isnull=True
    ).first()
    if known is not None:
        return known
    bar = Bar.objects.create(
        subject=subject,
        bar_id=bar_id,
        words=words,
        edition_key=edition_key,
        from_on=on,
        until_on=until_on,
        case_number=case_number,
        published=published,
    )
    journal(stream=bar.stream, verb="bar.entered", actor_ref=actor_ref, at=at, payload=_facts(bar))
    if until_on is not None:
        clocks.start_until(
            owner=_owner(bar, subject),
            term_id=TERM,
            edition_key=edition_key,
            last_day=until_on,
            at=at,
            actor_ref=actor_ref,
            receipt=_receipt(limit, on, until_on),
            to_confirm=limit is None or limit.to_confirm,
            who="subject",
        )
    return bar


@transaction.atomic
def lift(*, pk: int, cause: str, at: datetime, actor_ref: str) -> Bar:
    """Lift a bar before its last day; `cause` says why, in one word of the caller's. Lifted twice, nothing changes.

    Raises NotFound for an unknown bar, Refusal without a cause.
    """
    if not cause.strip():
        raise Refusal("cause", _("Say why the bar is lifted."))
    return _end(pk, cause=cause.strip(), at=at, actor_ref=actor_ref)


@transaction.atomic
def lift_of_case(*, case_number: str, cause: str, at: datetime, actor_ref: str) -> int:
    """Lift every standing bar that a case entered, such as one whose ground fell (C4); returns how many."""
    standing = Bar.objects.filter(case_number=case_number, lifted_at__isnull=True).order_by("pk")
    pks = list(standing.values_list("pk", flat=True))
    for pk in pks:
        lift(pk=pk, cause=cause, at=at, actor_ref=actor_ref)
    return len(pks)


@transaction.atomic
def run_out(*, pk: int, at: datetime, actor_ref: str) -> Bar:
    """The last day of a bar is over: it ends by itself. Ended before, or not over yet, nothing changes."""
    bar = _bar(pk)
    if bar.until_on is None or day_of(at) <= bar.until_on:
        return bar
    return _end(pk, cause=OVER, at=at, actor_ref=actor_ref)


def _end(pk: int, *, cause: str, at: datetime, actor_ref: str) -> Bar:
    subject = _locked(_bar(pk).subject_id)
    bar = Bar.objects.select_for_update().get(pk=pk)
    if bar.lifted_at is not None:
        return bar
    Bar.objects.filter(pk=pk).update(lifted_at=at, lifted_cause=cause)
    bar.lifted_at, bar.lifted_cause = at, cause
    journal(
        stream=bar.stream,
        verb="bar.ended",
        actor_ref=actor_ref,
        at=at,
        payload={**_facts(bar), "cause": cause},
    )
    clocks.stop(owner=_owner(bar, subject), at=at, actor_ref=actor_ref, reason=cause)
    return bar


def _bar(pk: int) -> Bar:
    bar = Bar.objects.filter(pk=pk).first()
    if bar is None:
        raise NotFound("no-bar", _("This bar does not exist."))
    return bar


def _locked(subject_id: int) -> Subject:
    subject = Subject.objects.select_for_update().filter(pk=subject_id).first()
    if subject is None:
        raise NotFound("no-subject", _("This company does not exist."))
    return subject


def _owner(bar: Bar, subject: Subject) -> clocks.Owner:
    return clocks.Owner(OWNER_KIND, bar.pk, bar.stream, subject.jurisdiction)


def _of_text(edition: Edition, bar_id: str) -> tuple[Limit | None, str]:
    """How long a text lets a bar stand, and its words for one that the house has no name of its own for."""
    missed = edition.talks.absence_bar
    if bar_id == MISSED_TALK and missed is not None:
        return (missed if isinstance(missed, Limit) else None), ""
    for bar in edition.bars:
        if bar.id == bar_id and (bar.words or bar_id in NAMES):
            return bar.until, bar.words
    raise Refusal("unknown-bar", _("The text that governs this case knows no such bar."))


def _receipt(limit: Limit | None, on: date, until_on: date) -> dict[str, Any]:
    """From what the last day comes; a day that was not counted from the text's limit bears no count."""
    receipt: dict[str, Any] = {"trigger": "bar-entered", "started_on": on.isoformat()}
    if limit is None or limit.count is None:
        return receipt
    counted = count_term(count=limit.count, unit=limit.unit, start=on, calendar=None).due_on == until_on
    return receipt | {
        "trigger": limit.trigger or "bar-entered",
        "count": limit.count if counted else None,
        "unit": str(limit.unit) if counted else None,
        "instrument": limit.instrument,
        "article": limit.article,
        "mark": str(limit.mark),
    }


def _facts(bar: Bar) -> dict[str, Any]:
    until = bar.until_on and bar.until_on.isoformat()
    return {
        "bar_pk": bar.pk,
        "bar_id": bar.bar_id,
        "subject_id": bar.subject_id,
        "case_number": bar.case_number,
        "edition_key": bar.edition_key,
        "from_on": bar.from_on.isoformat(),
        "due_on": until,
        "published": bar.published,
    }
