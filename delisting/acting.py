"""The frame of every act on a release: lock the order, move, journal; one transaction or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from clocks import services as clocks
from delisting.models import OPEN_RELEASES, Order, Release, ReleaseState
from delisting.refusals import refusal
from journal.moves import Conflict, NotNow, move
from journal.now import day_of
from records.models.holder import HolderKind
from rulebook.clauses import Term
from rulebook.edition import Edition, UnknownTerm
from rulebook.editions_in_use import editions_in_use

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
OWNER_KIND = TERM = "release"

# which rule of an edition binds which holder; a department applying a measure is bound like its site (K)
RULES = {
    HolderKind.OWN_REGISTER: "local-credit-site",
    HolderKind.SHARING_PLATFORM: "local-credit-site",
    HolderKind.DEPARTMENT_SITE: "department-site",
    HolderKind.MEASURE_HOLDER: "department-site",
    HolderKind.CREDIT_CHINA: "credit-china",
    HolderKind.GSXT: "gsxt",
    HolderKind.CREDIT_BODY: "third-party",
}


def owner_of(release: Release) -> clocks.Owner:
    return clocks.Owner(OWNER_KIND, release.pk, release.stream, release.order.record.jurisdiction)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many attempts: one minute, doubled each time, at most six hours."""
    doubled: int = 1 << min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def facts_of(release: Release) -> dict[str, Any]:
    """What every entry of a release says: whose, which order, which record."""
    record = release.order.record
    return {
        "release_id": release.pk,
        "order_id": release.order_id,
        "kind": str(release.order.kind),
        "record_id": record.pk,
        "subject_id": record.subject_id,
        "holder_id": release.holder_id,
        "holder": release.holder.code,
        "department_id": release.holder.department_id,
    }


@dataclass(frozen=True)
class Doing:
    """An act under way on a locked release."""

    release: Release
    at: datetime
    actor_ref: str

    def move(
        self,
        act: str,
        *,
        verb: str,
        payload: Mapping[str, Any] | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        """Move the release and journal it with the plain facts that every such entry bears."""
        move(
            self.release,
            act,
            verb=verb,
            actor_ref=self.actor_ref,
            at=self.at,
            payload={**facts_of(self.release), **(payload or {})},
            fields=fields,
        )

    def confirm(self, act: str, *, how: str, fields: Mapping[str, Any] | None = None) -> None:
        """Confirm the release, end its term, and complete the order where it was the last."""
        self.move(
            act,
            verb="release.confirmed",
            payload={"how": how},
            fields={
                "confirmed_at": self.at,
                "next_attempt_at": None,
                "last_error": "",
                "stalled": False,
                **(fields or {}),
            },
        )
        clocks.stop(
            owner=owner_of(self.release), at=self.at, actor_ref=self.actor_ref, reason="removal confirmed"
        )
        complete_if_done(self.release.order, at=self.at, actor_ref=self.actor_ref)


@contextmanager
def acting(release_id: int, *, at: datetime, actor_ref: str) -> Iterator[Doing]:
    """Lock a release and its order for one act.

    Raises NotFound for an unknown release, Crossed where its state does not allow the act or somebody came
    first.
    """
    state = ""
    try:
        with transaction.atomic():
            release = _locked(release_id)
            state = str(ReleaseState(release.state).label)
            yield Doing(release=release, at=at, actor_ref=actor_ref)
    except NotNow as refused:
        raise refusal("release-not-now", state=state) from refused
    except Conflict as crossed:
        raise refusal("release-crossed") from crossed


def _locked(release_id: int) -> Release:
    order_id = Release.objects.filter(pk=release_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise refusal("no-release")
    # the order first: two last confirmations at once would each see the other still open
    Order.objects.select_for_update().get(pk=order_id)
    return (
        Release.objects.select_for_update(of=("self",))
        .select_related("order__record", "holder")
        .get(pk=release_id)
    )


def complete_if_done(order: Order, *, at: datetime, actor_ref: str) -> None:
    """Complete an order whose holders have all confirmed; an order without holders is complete at once."""
    releases = order.releases.all()
    if releases.filter(state__in=[str(state) for state in OPEN_RELEASES]).exists():
        return
    move(
        order,
        "all_confirmed",
        verb="order.completed",
        actor_ref=actor_ref,
        at=at,
        payload={
            "order_id": order.pk,
            "kind": str(order.kind),
            "record_id": order.record_id,
            "subject_id": order.record.subject_id,
            "case_id": order.case_id,
            "cause": order.cause,
            "holders": releases.count(),
        },
        fields={"completed_at": at},
    )


def limit_of(release: Release) -> tuple[Edition, Term] | None:
    """The holder's term under the order's edition; None where the edition has no rule for such a holder."""
    key = release.order.edition_key
    if not key:
        return None
    edition = editions_in_use().by_key(key)
    term = term_under(release, edition)
    return None if term is None else (edition, term)


def term_under(release: Release, edition: Edition) -> Term | None:
    """The holder's term under a text; None where the text has no rule for such a holder."""
    try:
        rule = edition.release(RULES[HolderKind(release.holder.kind)])
    except UnknownTerm:
        return None
    return Term(
        id=TERM,
        edition=edition.key,
        acts=("acknowledge",),
        who="holder",
        stated=rule.clock(),
        on_breach="escalate",
    )


def start_term(release: Release, *, at: datetime, actor_ref: str) -> bool:
    """Start the holder's term today; False where the edition has none."""
    limit = limit_of(release)
    if limit is None:
        return False
    edition, term = limit
    clocks.start(
        owner=owner_of(release), term=term, edition=edition, trigger_on=day_of(at), at=at, actor_ref=actor_ref
    )
    return True
