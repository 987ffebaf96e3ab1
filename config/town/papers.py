"""A judgment that crosses a record of the demo town: the penalty falls, its copies go, its reasons are still owed."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.services import crossing
from config.town import people, places
from delisting import services as delisting
from journal.deliver import deliver_all
from journal.now import day_of
from records.models import CreditRecord
from records.models.entered import DocumentKind
from records.services.papers import Paper


def tell_judgment(*, at: datetime) -> bool:
    """A court annuls a penalty of market regulation; the day before, its paper came in. False without such a record."""
    moment = at - timedelta(days=1)
    record = (
        CreditRecord.objects.filter(
            department__code=places.MARKET,
            listing__state="PUBLISHED",
            listing__lapses_on__gt=day_of(at),
            imported_at__lt=moment,
        )
        .order_by("pk")
        .first()
    )
    if record is None:
        return False
    crossing.enter_court_document(
        record_id=record.pk,
        paper=Paper(
            kind=DocumentKind.ANNULLED,
            issuer="枣庄市薛城区人民法院（样例）",
            number=f"（{moment.year}）鲁0403行初样例1号",
            document_on=day_of(moment - timedelta(days=6)),
            received_on=day_of(moment),
        ),
        actor=people.acting("market", moment),
        at=moment,
    )
    deliver_all(at=moment)
    delisting.move_due(at=moment)
    deliver_all(at=moment)
    return True
