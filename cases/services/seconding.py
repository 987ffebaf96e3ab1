"""A waited-for second signature as every act finds it: open, closed, void because something was changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from cases.models import Case, GroupFiling
from cases.models.declaring import SecondOutcome, SecondSignature
from cases.services.declared import covers_of, digest_of, is_draft, still_stands
from cases.states import CaseKind, RepairState
from clocks import services as clocks
from journal.record import record

OWNER_KIND = "signature"
TERM = "second-signature"


def open_on(case_id: int, *, lock: bool = False) -> SecondSignature | None:
    """The signature that a draft waits for by itself."""
    return _locked(SecondSignature.objects.filter(case=case_id, outcome=""), lock=lock)


def open_on_group(group_id: int, *, lock: bool = False) -> SecondSignature | None:
    """The one signature that a whole group waits for."""
    return _locked(SecondSignature.objects.filter(group=group_id, outcome=""), lock=lock)


def _locked(waiting: QuerySet[SecondSignature], *, lock: bool) -> SecondSignature | None:
    return (waiting.select_for_update() if lock else waiting).first()


def signed_of_group(group: GroupFiling, covers: Mapping[str, str]) -> SecondSignature | None:
    """The second signature that was given and stands for a group as it now is: what is left of it may be filed."""
    last = group.second_signatures.filter(outcome=SecondOutcome.SIGNED).order_by("-pk").first()
    return last if last is not None and still_stands(last, group, covers) else None


def stream_of(asked: SecondSignature) -> str:
    """Where the journal tells of a signature: the stream of its case, or of its group."""
    return asked.group.stream if asked.group is not None else _case_of(asked).stream


def term_owner(asked: SecondSignature) -> clocks.Owner:
    """Whose term it is in which the signature is waited for."""
    place = (
        asked.group.subject.jurisdiction if asked.group is not None else _case_of(asked).record.jurisdiction
    )
    return clocks.Owner(OWNER_KIND, asked.pk, stream_of(asked), place)


def close(
    asked: SecondSignature, outcome: SecondOutcome, actor_ref: str, *, at: datetime, remark: str = ""
) -> bool:
    """Write what became of it and end its term; False where somebody else had answered it meanwhile."""
    waiting = SecondSignature.objects.filter(pk=asked.pk, outcome="")
    if not waiting.update(outcome=outcome, answered_by_ref=actor_ref, answered_at=at, remark=remark):
        return False
    clocks.stop(owner=term_owner(asked), at=at, actor_ref=actor_ref, reason=str(outcome))
    return True


def lock_what_is_signed(asked: SecondSignature) -> None:
    """Lock the draft or the group of a signature, as whoever signs does: one of them is first."""
    if asked.group is not None:
        GroupFiling.objects.select_for_update().get(pk=asked.group.pk)
    else:
        locked = Case.objects.select_for_update(of=("record", "self")).select_related("record")
        locked.get(pk=_case_of(asked).pk)


def about(asked: SecondSignature) -> dict[str, object]:
    """What the journal says of a signature: which one, of what."""
    if asked.group is not None:
        told = {"group": asked.group.number, "subject_id": asked.group.subject_id}
    else:
        case = _case_of(asked)
        told = {
            "case_id": case.pk,
            "number": case.number,
            "case_kind": case.kind,
            "record_id": case.record_id,
            "subject_id": case.subject_id,
        }
    return {**told, "signature_id": asked.pk}


def verb_of(asked: SecondSignature, what: str) -> str:
    """The journal's verb for what befell a signature: of a case, or of a group."""
    return f"group.{what}" if asked.group_id is not None else f"case.{what}"


def void_of_case(case: Case, facts: Mapping[str, object], actor: Actor, *, at: datetime) -> None:
    """After an act on what was a draft: a signature for what is no draft any more, or says something else, is void.

    A draft of a group that is filed by itself takes nothing from the group; one that is discarded does.
    """
    asked = open_on(case.pk)
    if asked is not None and not (is_draft(case) and asked.digest == digest_of(case)):
        _void(asked, facts, actor, at=at)
    if case.kind != CaseKind.REPAIR or case.state not in {RepairState.DRAFT, RepairState.DISCARDED}:
        return
    waiting = SecondSignature.objects.filter(group__applications__case=case, outcome="")
    of_group = waiting.select_related("group__subject").first()
    if of_group is None:
        return
    if not (is_draft(case) and of_group.covers.get(case.number) == digest_of(case)):
        _void(of_group, {}, actor, at=at)


def void_of_group(group: GroupFiling, actor: Actor, *, at: datetime) -> None:
    """After an act on a whole group: its signature is void where a draft came, went or says something else.

    So is that of a draft which waits for one of its own.
    """
    asked = open_on_group(group.pk)
    if asked is not None and not still_stands(asked, group, covers_of(group)):
        _void(asked, {}, actor, at=at)
    drafts = Case.objects.filter(application__group=group)
    for one in SecondSignature.objects.filter(case__in=drafts, outcome="").select_related("case__record"):
        if one.digest != digest_of(_case_of(one)):
            _void(one, {}, actor, at=at)


def _void(asked: SecondSignature, facts: Mapping[str, object], actor: Actor, *, at: datetime) -> None:
    if not close(asked, SecondOutcome.CHANGED, actor.ref, at=at):
        return
    record(
        stream=stream_of(asked),
        verb=verb_of(asked, "second_changed"),
        actor_ref=actor.ref,
        at=at,
        payload={**facts, **about(asked)},
    )


def _case_of(asked: SecondSignature) -> Case:
    if asked.case is None:
        raise TypeError("A second signature is of a case or of a group.")
    return asked.case
