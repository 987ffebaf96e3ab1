"""A rehearsal: repair cases walked the whole way through the very services and desks that the pages use."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Q

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.models.application import Finding
from cases.services import documents, drafting, intake
from cases.services.owed import materials_owed
from cases.states import OPEN_STATES, RepairState
from cases.ways import WAY_FIELDS
from delisting import services as delisting
from delisting.models import Release, ReleaseState
from journal.deliver import deliver_all
from journal.models import Entry
from journal.now import day_of
from records.models import CreditRecord
from rulebook.in_force import shipped_editions
from workflows import desks
from workflows.invented import end_mandate, end_posts, give_mandate, give_post, invent_records

INVENTED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
)
INVENTED_END = b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Rehearsed:
    """What a rehearsal came to. `statements` is the mean number of SQL statements of each act."""

    cases: int = 0
    closed: int = 0
    acts: int = 0
    entries: int = 0
    seconds: float = 0.0
    counted: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def as_json(self) -> dict[str, Any]:
        statements = {act: round(sum(seen) / len(seen), 1) for act, seen in sorted(self.counted.items())}
        return {
            "cases": self.closed,
            "acts": self.acts,
            "entries": self.entries,
            "statements": statements,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True)
class Cast:
    """The people of a rehearsal."""

    owner: User
    reviewer: User
    decider: User
    keeper: User

    def acting(self, user: User, at: datetime) -> Actor:
        return actor_of(user, on=day_of(at))


def rehearse(*, count: int, clock: Callable[[], datetime], progress: Callable[[int], None]) -> Rehearsed:
    """Walk `count` repairs from draft to confirmed delisting, every act in a transaction of its own.

    Every third case is asked for a supplement, every fourth is sent back once. Invented records, people and
    evidence fill what the database lacks; the people's posts end with the rehearsal.
    """
    started = time.perf_counter()
    before = Entry.objects.count()
    result = Rehearsed()
    cast = _cast()
    for number, record in enumerate(_repairable(count, clock), start=1):
        result.cases += 1
        case = _walk(record, cast, clock, result, number)
        if case.state == RepairState.CLOSED_REPAIRED:
            result.closed += 1
        progress(number)
    end_posts(cast.reviewer, cast.decider, cast.keeper, on=day_of(clock()))
    result.entries = Entry.objects.count() - before
    result.seconds = time.perf_counter() - started
    return result


def _cast() -> Cast:
    def person(name: str) -> User:
        user, new = User.objects.get_or_create(
            username=f"rehearsal-{name}", defaults={"full_name": f"演练{name}"}
        )
        if new:
            user.set_unusable_password()
            user.save()
        return user

    return Cast(person("owner"), person("reviewer"), person("decider"), person("keeper"))


def _repairable(count: int, clock: Callable[[], datetime]) -> list[CreditRecord]:
    """Records on which a repair may be filed today; invented ones where there are too few."""
    found = _ready(count, clock)
    if len(found) < count:
        invent_records(count - len(found), at=clock())
        found = _ready(count, clock)
    return found


def _ready(count: int, clock: Callable[[], datetime]) -> list[CreditRecord]:
    today = day_of(clock())
    return list(
        CreditRecord.objects.filter(
            Q(listing__lapses_on__isnull=True) | Q(listing__lapses_on__gt=today),
            listing__state="PUBLISHED",
            listing__earliest_filing_on__lte=today,
        )
        .exclude(class_status="undecidable")
        .exclude(cases__state__in=OPEN_STATES)
        .select_related("subject", "department", "listing")
        .order_by("pk")[: count * 2]
    )[:count]


@contextmanager
def _counting(act: str, result: Rehearsed) -> Iterator[None]:
    seen = Counter[str]()

    def one(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - Django's own signature
        seen["statements"] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(one):
        yield
    result.acts += 1
    result.counted[act].append(seen["statements"])


def _walk(
    record: CreditRecord, cast: Cast, clock: Callable[[], datetime], result: Rehearsed, number: int
) -> Case:
    give_mandate(cast.owner, record.subject, on=day_of(clock()))
    case = _file(record, cast, clock, result)
    _deliver(clock)
    case.refresh_from_db()
    for user, role in ((cast.reviewer, Role.REVIEWER), (cast.decider, Role.DECIDER)):
        give_post(user, case.handling_department_id, role, on=day_of(clock()))

    def act(name: str, user: User, **facts: Any) -> None:  # noqa: ANN401 - each act has its own facts
        with _counting(name, result):
            desks.perform(case_id=case.pk, act=name, actor=cast.acting(user, clock()), at=clock(), **facts)

    if number % 3 == 0:
        act("ask_supplement", cast.reviewer, items=[{"what": "补充缴款凭证", "material": "M3", "clause": ""}])
        _deliver(clock)
        with _counting("supplement", result):
            intake.supplement(
                case_id=case.pk, answer="已补充", actor=cast.acting(cast.owner, clock()), at=clock()
            )
        _deliver(clock)
    act("accept", cast.reviewer)
    _deliver(clock)
    _steps_during_case(case, cast, clock, result)
    for way in case.steps.order_by("pk").values_list("way", flat=True):
        act("check_step", cast.reviewer, way=way, finding=Finding.SATISFIED)
    proposal = {"outcome": "approve", "reasons": "义务已履行，材料齐全。", "clause": "第三章"}
    act("propose", cast.reviewer, **proposal)
    if number % 4 == 0:
        act("send_back", cast.decider, reason="请补充理由。")
        act("propose", cast.reviewer, **proposal)
    act("approve", cast.decider)
    _deliver(clock)
    _confirm_releases(record, cast, clock, result)
    end_mandate(cast.owner, record.subject, on=day_of(clock()))
    case.refresh_from_db()
    return case


def _file(record: CreditRecord, cast: Cast, clock: Callable[[], datetime], result: Rehearsed) -> Case:
    owner = cast.acting(cast.owner, clock())
    with _counting("draft", result):
        case = drafting.draft(record_id=record.pk, actor=owner, at=clock())
    with _counting("save_application", result):
        drafting.save_application(
            case_id=case.pk,
            actor=owner,
            at=clock(),
            contact_name="演练联系人",
            contact_phone="0632-0000000",
            reason="演练",
            performed_on=record.determined_on,
            performance="罚款已缴清，行为已纠正。",
        )
    with _counting("sign_commitment", result):
        drafting.sign_commitment(case_id=case.pk, actor=owner, at=clock(), signed_by="演练负责人")
    edition = shipped_editions().by_key(case.edition_key)
    for material in materials_owed(edition, record.class_name):
        if material.way != "commitment":
            _add(case, material.id, owner, clock, result)
    for step in case.steps.filter(phase="before-filing", way__in=WAY_FIELDS):
        _answer(case, step.way, owner, clock, result)
    with _counting("file", result):
        return intake.file(case_id=case.pk, actor=owner, at=clock())


def _add(case: Case, material: str, owner: Actor, clock: Callable[[], datetime], result: Rehearsed) -> None:
    content = INVENTED_PDF + f"% {case.number} {material}".encode() + INVENTED_END
    upload = SimpleUploadedFile(f"{material}.pdf", content, content_type="application/pdf")
    with _counting("add_document", result):
        documents.add(case_id=case.pk, material=material, upload=upload, actor=owner, at=clock())


def _answer(case: Case, way: str, owner: Actor, clock: Callable[[], datetime], result: Rehearsed) -> None:
    invented = {"text": "演练", "day": day_of(clock()).isoformat(), "number": "3"}
    with _counting("set_step", result):
        drafting.set_step(
            case_id=case.pk,
            actor=owner,
            at=clock(),
            way=way,
            facts={fact.id: invented[fact.kind] for fact in WAY_FIELDS[way]},
        )


def _steps_during_case(case: Case, cast: Cast, clock: Callable[[], datetime], result: Rehearsed) -> None:
    case.refresh_from_db()
    if case.state != RepairState.UNDER_REPAIR:
        return
    owner = cast.acting(cast.owner, clock())
    for step in case.steps.filter(phase="during-case", who="subject"):
        _answer(case, step.way, owner, clock, result)
    with _counting("submit_steps", result):
        intake.submit_steps(case_id=case.pk, actor=owner, at=clock())
    _deliver(clock)


def _confirm_releases(
    record: CreditRecord, cast: Cast, clock: Callable[[], datetime], result: Rehearsed
) -> None:
    delisting.move_due(at=clock())
    waiting = Release.objects.filter(order__record=record, state=ReleaseState.SENT).select_related("holder")
    for release in waiting:
        give_post(cast.keeper, release.holder.department_id, Role.REVIEWER, on=day_of(clock()))
        with _counting("acknowledge", result):
            delisting.acknowledge(
                release_id=release.pk, actor=cast.acting(cast.keeper, clock()), at=clock(), note="已移除"
            )
    delisting.move_due(at=clock())
    _deliver(clock)


def _deliver(clock: Callable[[], datetime]) -> None:
    deliver_all(at=clock())
