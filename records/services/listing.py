"""Acts on a record's publication: shown, suspended, shown again, kept on, ended, run out, withdrawn.

Every end lifts the measures, stops the record's terms and journals `listing.ended`, which alone makes the
holders remove their copies. Rows are locked record first, then listing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, Listing
from records.models.listing import ListingState
from records.selectors import edition_of
from records.services import measures
from records.services.causes import EndCause, HideCause
from records.services.covering import standing_cover
from records.services.listing_moves import close, facts_of, move_listing, wind_up
from records.services.listing_moves import locked as locked  # noqa: PLC0414 - the rooms know the lock by this module
from records.services.restoring import restore as restore  # noqa: PLC0414 - so they know this act of it

RULE_MAY_KEEP = "department-rule"


@transaction.atomic
def publish(*, record_id: int, reason: str, at: datetime, actor_ref: str) -> Listing:
    """Show a record that is kept and not published, because its department finds it necessary.

    What a stay, a plan or an objection covers is hidden at once. Raises Refusal without a written reason,
    where the class is never published, or where the period is over; Crossed where it is published or ended.
    """
    record, listing = locked(record_id)
    if not reason.strip():
        raise Refusal("reason", _("Write why publication is necessary."))
    published = edition_of(record).class_of(record.class_name).published.value
    if published not in {"yes", "no-unless-needed"}:
        raise Refusal("never-published", _("Records of this class are never published."))
    if listing.is_over or listing.lapses_on is None or listing.lapses_on <= day_of(at):
        raise Crossed("listing-over", _("The publication period of this record is over."))
    move_listing(
        listing,
        "publish",
        verb="listing.published",
        actor_ref=actor_ref,
        at=at,
        payload={"reason": reason},
        fields={"published_on": day_of(at)},
    )
    cover = standing_cover(record, listing)
    if cover is not None:
        return hide(
            record_id=record_id, cause=cover.cause, document=cover.document, at=at, actor_ref=actor_ref
        )
    return listing


@transaction.atomic
def withhold(*, record_id: int, cause: str, at: datetime, actor_ref: str) -> Listing:
    """Take a record out of the public because its class is not published (any more); it is kept.

    Every holder takes its copy out of sight. Raises Crossed where it is not in the public or its publication
    is over.
    """
    record, listing = locked(record_id)
    told = {"verb": "listing.kept_back", "actor_ref": actor_ref, "at": at, "payload": facts_of(record, cause)}
    move_listing(listing, "withhold", **told)
    return listing


@transaction.atomic
def hide(*, record_id: int, cause: HideCause, document: str, at: datetime, actor_ref: str) -> Listing:
    """Suspend publication on the document of a court or reviewing authority; the period runs on.

    A ruling in insolvency suspends the measures too. Raises Refusal without the document's number, Crossed
    where the record is not published.
    """
    record, listing = locked(record_id)
    if not document.strip():
        raise Refusal("document", _("Give the number of the ruling or document."))
    move_listing(
        listing,
        "hide",
        verb="listing.hidden",
        actor_ref=actor_ref,
        at=at,
        payload={**facts_of(record, cause), "document": document},
        fields={"hidden_cause": str(cause)},
    )
    if cause == HideCause.INSOLVENCY:
        measures.suspend_all(record_id=record_id, at=at, actor_ref=actor_ref)
    return listing


@transaction.atomic
def show_again(*, record_id: int, reason: str, at: datetime, actor_ref: str) -> Listing:
    """Resume publication for what is left of the period; suspended measures are in force again.

    Raises Crossed where the record is not suspended, or its longest period is over and no open duties keep it.
    """
    record, listing = locked(record_id)
    past = listing.lapses_on is not None and listing.lapses_on <= day_of(at)
    if past and not kept_by_duties(record, listing):
        raise Crossed("listing-over", _("The publication period of this record is over."))
    move_listing(
        listing,
        "show_again",
        verb="listing.shown_again",
        actor_ref=actor_ref,
        at=at,
        payload={**facts_of(record, listing.hidden_cause), "reason": reason},
        fields={"hidden_cause": ""},
    )
    measures.resume_all(record_id=record_id, at=at, actor_ref=actor_ref)
    return listing


@transaction.atomic
def uncover(*, record_id: int, reason: str, at: datetime, actor_ref: str) -> None:
    """Show a hidden listing again unless something else still covers it; over where its period is over.

    The period ran on while it was hidden; what open duties keep published past it goes on being kept. Whatever
    is not hidden stays as it is.
    """
    record, listing = locked(record_id)
    if listing.state != ListingState.HIDDEN:
        return
    still = standing_cover(record, listing)
    if still is not None:
        Listing.objects.filter(pk=listing.pk).update(hidden_cause=str(still.cause))
        return
    past = listing.lapses_on is not None and listing.lapses_on <= day_of(at)
    if not past or kept_by_duties(record, listing):
        show_again(record_id=record.pk, reason=reason, at=at, actor_ref=actor_ref)
    if past:
        run_out(record_id=record.pk, at=at, actor_ref=actor_ref)


def kept_by_duties(record: CreditRecord, listing: Listing) -> bool:
    """Whether a cited rule keeps the record published past its longest period: only while duties are open."""
    return record.duties_open and bool(listing.keeping_rule)


@transaction.atomic
def keep_on(*, record_id: int, rule: str, at: datetime, actor_ref: str) -> Listing:
    """Cite the department's rule by which the record stays published past its longest period.

    Takes effect when that period ends, and only while duties are open (NDRC-36, chapter 2: the competent
    department's own rules apply). Raises Refusal without a rule, where the edition ends publication anyway,
    or where the duties are done; Crossed where publication is over.
    """
    record, listing = locked(record_id)
    if not rule.strip():
        raise Refusal("rule", _("Cite the rule by which the record stays published."))
    if edition_of(record).class_of(record.class_name).if_duties_open != RULE_MAY_KEEP:
        raise Refusal(
            "ends-anyway", _("Under its edition this record's publication ends at its longest period.")
        )
    if not record.duties_open:
        raise Refusal(
            "duties-done", _("The duties of this record are performed; nothing keeps it published.")
        )
    if listing.is_over:
        raise Crossed("listing-over", _("The publication period of this record is over."))
    Listing.objects.filter(pk=listing.pk).update(keeping_rule=rule)
    listing.keeping_rule = rule
    journal(
        stream=record.stream,
        verb="listing.keeping_rule_cited",
        actor_ref=actor_ref,
        at=at,
        payload={"record_id": record.pk, "rule": rule},
    )
    return listing


@transaction.atomic
def end(
    *,
    record_id: int,
    cause: str,
    case_id: int | None = None,
    at: datetime,
    actor_ref: str,
    edition_key: str = "",
) -> Listing:
    """End publication because the repair was granted (or a ruling ends it), in the caller's transaction.

    A record that is kept and not published stays so, but is over as well: holders remove their copies too.
    `edition_key` is the edition whose limits the holders keep; the record's own where empty.
    Raises Crossed where publication is over already.
    """
    record, listing = locked(record_id)
    if listing.is_over:
        raise Crossed("listing-over", _("The publication of this record is over already."))
    payload = facts_of(record, cause, case_id=case_id, edition_key=edition_key)
    if listing.state == ListingState.UNPUBLISHED:
        close(listing, cause=cause, at=at)
        journal(stream=record.stream, verb="listing.ended", actor_ref=actor_ref, at=at, payload=payload)
    else:
        move_listing(
            listing,
            "end",
            verb="listing.ended",
            actor_ref=actor_ref,
            at=at,
            payload=payload,
            fields={"ended_at": at, "end_cause": cause},
        )
    wind_up(record, listing, cause=cause, at=at, actor_ref=actor_ref)
    return listing


@transaction.atomic
def run_out(*, record_id: int, at: datetime, actor_ref: str) -> Listing:
    """The longest period is over: publication ends, or goes on where duties are open and a rule is cited.

    Does nothing where publication is over already or is being kept on. Raises Refusal before the day.
    """
    record, listing = locked(record_id)
    if listing.is_over or listing.state == ListingState.KEPT_ON:
        return listing
    if listing.lapses_on is None or day_of(at) < listing.lapses_on:
        raise Refusal("not-yet", _("The longest period of this record is not over."))
    if listing.state == ListingState.PUBLISHED and kept_by_duties(record, listing):
        move_listing(
            listing,
            "keep_on",
            verb="listing.kept_on",
            actor_ref=actor_ref,
            at=at,
            payload={"record_id": record.pk, "rule": listing.keeping_rule},
        )
        return listing
    _expire(record, listing, "run_out", at=at, actor_ref=actor_ref)
    return listing


@transaction.atomic
def duties_done(*, record_id: int, at: datetime, actor_ref: str) -> Listing:
    """End publication that only open duties kept; raises Crossed where nothing was kept on."""
    record, listing = locked(record_id)
    _expire(record, listing, "duties_done", at=at, actor_ref=actor_ref)
    return listing


@transaction.atomic
def withdraw(*, record_id: int, document: str, at: datetime, actor_ref: str) -> Listing:
    """Withdraw a record whose determination was annulled, changed or held unlawful; ended ones too.

    Raises Refusal without the document's number, Crossed where it is withdrawn already.
    """
    record, listing = locked(record_id)
    if not document.strip():
        raise Refusal("document", _("Give the number of the ruling or document."))
    move_listing(
        listing,
        "withdraw",
        verb="record.withdrawn",
        actor_ref=actor_ref,
        at=at,
        payload={"record_id": record.pk, "document": document},
        fields={"ended_at": at, "end_cause": str(EndCause.WITHDRAWN)},
    )
    payload = facts_of(record, EndCause.WITHDRAWN)
    journal(stream=record.stream, verb="listing.ended", actor_ref=actor_ref, at=at, payload=payload)
    wind_up(record, listing, cause=EndCause.WITHDRAWN, at=at, actor_ref=actor_ref)
    return listing


def _expire(record: CreditRecord, listing: Listing, act: str, *, at: datetime, actor_ref: str) -> None:
    move_listing(
        listing,
        act,
        verb="listing.ended",
        actor_ref=actor_ref,
        at=at,
        payload=facts_of(record, EndCause.LONGEST_PERIOD),
        fields={"ended_at": at, "end_cause": str(EndCause.LONGEST_PERIOD)},
    )
    wind_up(record, listing, cause=EndCause.LONGEST_PERIOD, at=at, actor_ref=actor_ref)
