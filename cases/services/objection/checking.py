"""The handling unit's first acts: accept, decline, ask for what is missing, check its own data, inquire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.actors import Actor
from cases.inquiries import inquiries_sent, inquiries_spent
from cases.models import Case, Inquiry
from cases.refusals import refusal
from cases.services.acting import Doing, acting, text
from cases.services.asking import asked_items
from cases.services.contested_repairs import hold_repair_if_contested
from cases.services.ending import contested_records
from cases.services.objection.admission import provider_of, repeated
from cases.services.supplementing import ask_for
from cases.states import CaseKind
from records.services import objections

OWN_ERROR = "own-error"
PROVIDER_IS_US = "provider-is-us"
OWN_FINDINGS = (OWN_ERROR, PROVIDER_IS_US)


def accept(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Accept the objection (受理): the record bears its mark, or is hidden, from this moment on.

    Starts the self-check and the handling term; an open repair of the record stands still where the objection decides
    its class, duty or minimum (C22). Raises a refusal for an objection that repeats a decided one without new proof
    (C17): decline it with reference to that one.
    """
    with acting(
        case_id=case_id, act="accept", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        earlier = repeated(doing.case)
        if earlier is not None:
            raise refusal("repeats", number=earlier.number)
        doing.move("case.accepted", fields={"accepted_on": doing.on})
        doing.stop("objection.accept", reason="accepted")
        doing.start("objection.handle")
        doing.start("objection.self-check")
        _mark(doing)
        hold_repair_if_contested(record_id=doing.case.record_id, at=at)
    return doing.case


def _mark(doing: Doing) -> None:
    for record_id in contested_records(doing.case.record_id):
        objections.contest(
            record_id=record_id,
            meanwhile=doing.edition.objection.meanwhile.value,
            case_id=doing.case.pk,
            number=doing.case.number,
            at=doing.at,
            actor_ref=doing.actor.ref,
        )


def decline(
    *, case_id: int, reason: str, clause: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Do not accept (不予受理), with reason and clause; where it repeats a decided objection, with its number (C17)."""
    facts = {
        "reason": text(reason, otherwise="reason"),
        "clause": text(clause, otherwise="clause", limit=160),
    }
    with acting(
        case_id=case_id, act="decline", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        earlier = repeated(doing.case)
        facts["repeats"] = earlier.number if earlier is not None else ""
        doing.move("case.declined", fields={"closed_at": at}, payload=facts)
        doing.stop(reason="declined")
    return doing.case


def ask_supplement(
    *,
    case_id: int,
    items: Iterable[Mapping[str, str]],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Ask for every missing item at once (一次性告知补正), as often as the text says; acceptance stands still."""
    wanted = asked_items(items)
    with acting(
        case_id=case_id, act="ask_supplement", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        ask_for(doing, wanted)
    return doing.case


def conclude(
    *, case_id: int, finding: str, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Conclude the platform's own check without an inquiry (自查办结).

    `finding` is own-error (its own copying error) or provider-is-us (the handling unit determined the record). Raises
    a refusal for another finding, or where somebody else provided the record.
    """
    if finding not in OWN_FINDINGS:
        raise refusal("own-finding")
    why = text(reason, otherwise="reason")
    with acting(
        case_id=case_id, act="conclude", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        if finding == PROVIDER_IS_US and not _provides(doing):
            raise refusal("provider-is-another")
        doing.move("case.concluded", payload={"finding": finding, "reason": why})
        doing.stop("objection.self-check", reason="concluded")
    return doing.case


def _provides(doing: Doing) -> bool:
    return provider_of(doing.case, on=doing.on).pk == doing.case.handling_department_id


def inquire(
    *,
    case_id: int,
    question: str,
    actor: Actor,
    at: datetime,
    fields: Iterable[str] | None = None,
    version: int | None = None,
) -> Case:
    """Send the inquiry letter (发协查函) to the providing unit, about some of the contested fields or all of them."""
    return _inquire(
        "inquire", "case.inquired", case_id, question, fields, actor=actor, at=at, version=version
    )


def inquire_again(
    *,
    case_id: int,
    question: str,
    actor: Actor,
    at: datetime,
    fields: Iterable[str] | None = None,
    version: int | None = None,
) -> Case:
    """Inquire again (再次协查), as often as the text allows."""
    return _inquire(
        "inquire_again", "case.inquired_again", case_id, question, fields, actor=actor, at=at, version=version
    )


def _inquire(
    act: str,
    verb: str,
    case_id: int,
    question: str,
    fields: Iterable[str] | None,
    *,
    actor: Actor,
    at: datetime,
    version: int | None,
) -> Case:
    asked = text(question, otherwise="question")
    with acting(
        case_id=case_id, act=act, actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        chosen = _fields_asked(doing, fields)
        if inquiries_spent(doing.case):
            raise refusal("inquiries-spent")
        ordinal = inquiries_sent(doing.case) + 1
        unit = provider_of(doing.case, on=doing.on)
        if unit.pk == doing.case.handling_department_id:
            raise refusal("provider-is-us")
        facts = {"department_asked_id": unit.pk, "question": asked, "fields": chosen, "ordinal": ordinal}
        doing.move(verb, fields={"asked_department_id": unit.pk}, payload=facts)
        Inquiry.objects.create(
            case=doing.case,
            department=unit,
            ordinal=ordinal,
            question=asked,
            fields=chosen,
            sent_by_ref=actor.ref,
            served_at=at,
        )
        doing.stop("objection.self-check", reason="inquired")
        paused = doing.pausing("inquiry")
        if paused:
            doing.pause(*paused, cause="inquiry")
        doing.start("objection.inquiry")
    return doing.case


def _fields_asked(doing: Doing, fields: Iterable[str] | None) -> list[str]:
    standing = list(doing.case.contested.filter(dropped_at__isnull=True).values_list("field", flat=True))
    if fields is None:
        return standing
    chosen = list(dict.fromkeys(fields))
    if not chosen or not set(chosen) <= set(standing):
        raise refusal("unknown-field")
    return chosen
