"""What the rehearsals of all kinds share: their people, how an act is counted, how copies are confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.services import documents
from delisting import services as delisting
from delisting.models import Release, ReleaseState
from journal.deliver import deliver_all
from journal.now import day_of
from records.models import CreditRecord
from workflows import desks
from workflows.invented import give_post

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
    """The people of a rehearsal; `provider` answers for a unit that is asked, `keeper` for whoever holds a copy."""

    owner: User
    reviewer: User
    decider: User
    keeper: User
    provider: User


def cast() -> Cast:
    """The people of every rehearsal, made once; they can sign in nowhere."""
    return Cast(**{name: _person(name) for name in ("owner", "reviewer", "decider", "keeper", "provider")})


def _person(name: str) -> User:
    user, new = User.objects.get_or_create(
        username=f"rehearsal-{name}", defaults={"full_name": f"演练{name}"}
    )
    if new:
        user.set_unusable_password()
        user.save()
    return user


@dataclass(frozen=True)
class Stage:
    """A rehearsal under way: its people, its clock, what it came to so far."""

    cast: Cast
    clock: Callable[[], datetime]
    result: Rehearsed

    @property
    def at(self) -> datetime:
        return self.clock()

    @property
    def on(self) -> date:
        return day_of(self.clock())

    def acting(self, user: User) -> Actor:
        return actor_of(user, on=self.on)

    @property
    def owner(self) -> Actor:
        return self.acting(self.cast.owner)

    @contextmanager
    def counting(self, act: str) -> Iterator[None]:
        """Count the statements of one act."""
        seen = Counter[str]()

        def one(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - Django's own signature
            seen["statements"] += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(one):
            yield
        self.result.acts += 1
        self.result.counted[act].append(seen["statements"])

    def deliver(self) -> None:
        """Let everybody hear of what happened."""
        deliver_all(at=self.at)

    def perform(self, case: Case, act: str, user: User, **facts: Any) -> None:
        """An officer's act through the desk."""
        with self.counting(act):
            desks.perform(case_id=case.pk, act=act, actor=self.acting(user), at=self.at, **facts)

    def give_posts(self, case: Case) -> None:
        """Put reviewer and decider into the unit that handles a case."""
        give_post(self.cast.reviewer, case.handling_department_id, Role.REVIEWER, on=self.on)
        give_post(self.cast.decider, case.handling_department_id, Role.DECIDER, on=self.on)

    def add_document(self, case: Case, material: str) -> None:
        """One invented paper of the subject's."""
        content = INVENTED_PDF + f"% {case.number} {material}".encode() + INVENTED_END
        upload = SimpleUploadedFile(f"{material}.pdf", content, content_type="application/pdf")
        with self.counting("add_document"):
            documents.add(case_id=case.pk, material=material, upload=upload, actor=self.owner, at=self.at)

    def confirm_releases(self, record: CreditRecord) -> None:
        """Every holder of a copy answers what it was asked."""
        delisting.move_due(at=self.at)
        waiting = Release.objects.filter(order__record=record, state=ReleaseState.SENT).select_related(
            "holder"
        )
        for release in waiting:
            give_post(self.cast.keeper, release.holder.department_id, Role.REVIEWER, on=self.on)
            with self.counting("acknowledge"):
                delisting.acknowledge(
                    release_id=release.pk, actor=self.acting(self.cast.keeper), at=self.at, note="已处置"
                )
        delisting.move_due(at=self.at)
        self.deliver()
