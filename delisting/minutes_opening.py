"""约谈记录归集: which deliveries a talk's entry is owed, what they say, and under which term they stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import DESK
from clocks import services as clocks
from delisting.models import OPEN_MINUTES, MinutesKind, MinutesRelease
from journal.moves import move
from journal.now import day_of
from journal.record import record
from records.models import CreditRecord, Holder, TalkEntry
from records.models.holder import HolderKind
from records.selectors import holders_of
from rulebook.edition import UnknownTerm
from rulebook.editions_in_use import editions_in_use

OWNER_KIND = "minutes"
TERM = "rectification.share-minutes"


def content_of(entry: TalkEntry) -> dict[str, Any]:
    """What a platform is told of a talk: whose record it was about, when and which talk, what was said to it since."""
    about = entry.record
    return {
        "credit_code": about.subject.code,
        "name": about.subject.name,
        "decision_number": about.decision_number,
        "determined_by": about.department.name_zh,
        "case": entry.case_number,
        "talk": entry.ordinal,
        "kind": entry.talk_kind,
        "held_on": entry.held_on.isoformat(),
        "remark": entry.remark,
        "basis_fell_on": entry.basis_fell_on.isoformat() if entry.basis_fell_on else "",
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a content, written with sorted keys: the platform can compute the same."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def open_releases(
    *, entry_id: int, kind: MinutesKind, caused_by: int, case_id: int | None, at: datetime
) -> list[MinutesRelease]:
    """Open a delivery of a talk's entry to every sharing platform of its place; an open earlier one is superseded.

    Asked twice for one journal entry, or late for one after which a later delivery was opened, nothing happens.
    Raises DoesNotExist for an unknown entry.
    """
    record_id = TalkEntry.objects.values_list("record_id", flat=True).get(pk=entry_id)
    CreditRecord.objects.select_for_update().get(pk=record_id)
    entry = TalkEntry.objects.select_related("record__subject", "record__department").get(pk=entry_id)
    platforms = [one for one in holders_of(entry.record) if one.kind == HolderKind.SHARING_PLATFORM]
    opened = [
        _open(entry, holder, kind=kind, caused_by=caused_by, case_id=case_id, at=at) for holder in platforms
    ]
    return [release for release in opened if release is not None]


def _open(
    entry: TalkEntry, holder: Holder, *, kind: MinutesKind, caused_by: int, case_id: int | None, at: datetime
) -> MinutesRelease | None:
    earlier = MinutesRelease.objects.filter(entry=entry, holder=holder)
    if earlier.filter(opened_by_entry__gte=caused_by).exists():
        return None
    last = earlier.order_by("-pk").first()
    _supersede(earlier, at=at)
    content = content_of(entry)
    release = MinutesRelease.objects.create(
        entry=entry,
        holder=holder,
        kind=kind,
        content=content,
        digest=digest_of(content),
        case_id=case_id or (last.case_id if last else None),
        edition_key=entry.edition_key,
        opened_by_entry=caused_by,
        opened_at=at,
        next_attempt_at=at,
    )
    timed = start_term(release, at=at)
    record(
        stream=release.stream,
        verb="minutes.release_opened",
        actor_ref=DESK.ref,
        at=at,
        payload={**facts_of(release), "digest": release.digest, "without_limit": not timed},
    )
    return release


def _supersede(earlier: QuerySet[MinutesRelease], *, at: datetime) -> None:
    open_ones = earlier.select_for_update(of=("self",)).select_related("entry__record", "holder")
    for release in open_ones.filter(state__in=[str(state) for state in OPEN_MINUTES]):
        move(
            release,
            "supersede",
            verb="minutes.superseded",
            actor_ref=DESK.ref,
            at=at,
            payload=facts_of(release),
            fields={"next_attempt_at": None, "stalled": False},
        )
        clocks.stop(owner=owner_of(release), at=at, actor_ref=DESK.ref, reason="superseded")


def owner_of(release: MinutesRelease) -> clocks.Owner:
    return clocks.Owner(OWNER_KIND, release.pk, release.stream, release.entry.record.jurisdiction)


def facts_of(release: MinutesRelease) -> dict[str, Any]:
    """What every entry of a delivery says: of which talk, to whom, about which record."""
    about = release.entry.record
    return {
        "minutes_id": release.pk,
        "entry_id": release.entry_id,
        "kind": str(release.kind),
        "record_id": about.pk,
        "subject_id": about.subject_id,
        "number": release.entry.case_number,
        "talk": release.entry.ordinal,
        "holder_id": release.holder_id,
        "holder": release.holder.code,
        "department_id": release.holder.department_id,
        **({"case_id": release.case_id} if release.case_id else {}),
    }


def start_term(release: MinutesRelease, *, at: datetime) -> bool:
    """Start the platform's term today, under the text of the talk's case; False where that has none."""
    if not release.edition_key:
        return False
    edition = editions_in_use().by_key(release.edition_key)
    try:
        term = edition.term(TERM)
    except UnknownTerm:
        return False
    clocks.start(
        owner=owner_of(release),
        term=term,
        edition=edition,
        trigger_on=day_of(at),
        at=at,
        actor_ref=DESK.ref,
    )
    return True
