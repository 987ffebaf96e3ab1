"""约谈已尽之后: a last limit, handing on for stricter supervision, or the order cancelled; another officer signs."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from cases.models import Case, RectificationOrder
from cases.refusals import refusal
from cases.services.acting import text
from cases.services.ending import ends
from cases.services.rectification.demands import days_of
from cases.services.rectification.frame import CLOSE, LAST, rectifying
from journal.names import lazy_title


def last_limit(
    *,
    case_id: int,
    reason: str,
    actor: Actor,
    at: datetime,
    days: int | None = None,
    version: int | None = None,
) -> Case:
    """Set a last limit (最后限期), once, though no talk is left; `days` by default the text's."""
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="last_limit", actor=actor, at=at, version=version) as doing:
        if not doing.edition.rectification.last_limits.count:
            raise refusal("last-limit-spent", edition=lazy_title(doing.edition))
        granted = days_of(doing.edition, LAST, days)
        doing.move("case.last_limit_set", payload={"reason": why, "limit_days": granted})
        RectificationOrder.objects.filter(case=doing.case).update(last_limit_set=True, last_limit_reason=why)
        doing.stop(CLOSE, reason="last limit")
        doing.start(LAST, days=granted)
    return doing.case


def hand_on(
    *, case_id: int, to: str, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Hand the case on for stricter supervision (移送从严监管), not rectified; it ends here."""
    receiver = text(to, otherwise="hand-on-to", limit=120)
    why = text(reason, otherwise="reason")
    with rectifying(case_id=case_id, act="hand_on", actor=actor, at=at, version=version) as doing:
        doing.move("case.handed_on", fields={"closed_at": at}, payload={"to_whom": receiver, "reason": why})
        RectificationOrder.objects.filter(case=doing.case).update(handed_on_to=receiver, closing_reason=why)
        doing.stop(reason="handed on")
        ends(doing)
    return doing.case


def cancel_order(
    *,
    case_id: int,
    reason: str,
    document: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Cancel the order (撤销整改通知) by a paper, whatever stage it is in; nothing follows from it any more."""
    why = text(reason, otherwise="reason")
    paper = text(document, otherwise="cancel-document", limit=200)
    with rectifying(case_id=case_id, act="cancel_order", actor=actor, at=at, version=version) as doing:
        doing.move(
            "case.order_cancelled", fields={"closed_at": at}, payload={"reason": why, "document": paper}
        )
        RectificationOrder.objects.filter(case=doing.case).update(closing_reason=why, closing_document=paper)
        doing.stop(reason="order cancelled")
        doing.end_hold()
        ends(doing)
    return doing.case
