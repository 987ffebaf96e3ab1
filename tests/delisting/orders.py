"""An ended record with holders, and its order, for tests of delisting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from delisting.models import Order, Release
from delisting.services import open_order
from journal.now import SHANGHAI
from records.models import CreditRecord, Department
from records.models.holder import HolderKind
from records.models.listing import ListingState
from tests.factories.records import make_department, make_holder, make_record

# Thursday 3 September 2026, an ordinary working week
AT = datetime(2026, 9, 3, 10, tzinfo=SHANGHAI)
_entries = count(900_001)


@dataclass
class Place:
    """A record whose publication ended, held here, at its department's site and on Credit China."""

    record: CreditRecord
    department: Department
    china: Department

    def order(self, *, at: datetime = AT, cause: str = "repaired", edition_key: str = "NDRC-36") -> Order:
        return open_order(
            record_id=self.record.pk, cause=cause, edition_key=edition_key, entry_id=next(_entries), at=at
        )


def ended_record(*kinds: HolderKind, state: str = ListingState.ENDED) -> Place:
    department, china = make_department(), make_department(name_zh="信用中国网站", field="credit-china")
    record = make_record(department=department, state=state)
    owners = {HolderKind.CREDIT_CHINA: china}
    for kind in kinds:
        make_holder(kind=kind, department=owners.get(kind, department))
    return Place(record, department, china)


def release_of(order: Order, kind: HolderKind) -> Release:
    return order.releases.get(holder__kind=kind)
