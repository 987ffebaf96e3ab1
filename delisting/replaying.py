"""Holders' terms for a replay of the law: whose they are, and what a text says of them."""

from __future__ import annotations

from collections.abc import Sequence

from clocks.models import Deadline
from delisting.acting import term_under
from delisting.models import Release
from records.models import Department
from rulebook.clauses import Term
from rulebook.in_force import Editions

KIND = "release"


class HoldersTerms:
    """The releases that a batch of terms belongs to, asked for once a batch."""

    def __init__(self) -> None:
        self._releases: dict[int, Release] = {}

    def take(self, rows: Sequence[Deadline]) -> dict[int, tuple[str, Department]]:
        """For each release of the batch the decision number of its record and the department that keeps the copy."""
        wanted = [row.owner_id for row in rows if row.owner_kind == KIND]
        found = Release.objects.filter(pk__in=wanted).select_related("order__record", "holder__department")
        self._releases = {release.pk: release for release in found}
        return {
            release.pk: (release.order.record.decision_number, release.holder.department)
            for release in self._releases.values()
        }

    def term(self, editions: Editions, row: Deadline) -> Term | None:
        """The term of a release of the batch under these texts; None where they have no rule for its holder."""
        release = self._releases[row.owner_id]
        return term_under(release, editions.by_key(row.edition_key))
