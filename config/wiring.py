"""THE switchboard: which room hears of which journal verb, and how a worker is woken after commit."""

from __future__ import annotations

from django.conf import settings

from journal import switchboard

# the verbs after which a token may have to follow its case
TOKEN_VERBS = (
    "case.filed",
    "case.pushed",
    "case.remanded",
    "case.supplemented",
    "case.steps_submitted",
    "case.withdrawn",
    "case.terminated",
    "case.lapsed",
    "case.handed_over",
    *("case.unanswered", "case.record_fell", "case.readdressed"),
    *("case.ordered", "case.reported", "case.overdue"),
    *("case.revocation_opened", "case.defence_stated", "case.defence_over"),
)


def connect() -> None:
    """Subscribe every handler. Names are kept in the outbox: never rename one."""
    # a handler imports models, which exist only when the apps are ready
    from accounts import handlers as people
    from cases import complaint_handlers as complaints
    from cases import handlers as cases
    from cases import objection_handlers as objections
    from cases import rectification_handlers as rectifications
    from cases.figures import outcomes as figures
    from clocks import handlers as clocks
    from delisting import handlers as delisting
    from records import handlers as records
    from workflows import router, text_replays

    switchboard.subscribe(
        name="clocks.proposed", handler=clocks.on_gazette_proposed, verbs=("gazette.proposed",)
    )
    switchboard.subscribe(
        name="clocks.released", handler=clocks.on_gazette_released, verbs=("gazette.released",)
    )
    switchboard.subscribe(
        name="workflows.text_proposed", handler=text_replays.on_text_proposed, verbs=("text.proposed",)
    )
    switchboard.subscribe(name="cases.filed", handler=cases.on_filed, verbs=("case.filed",))
    switchboard.subscribe(
        name="cases.deadlines", handler=cases.on_deadline_breached, verbs=("deadline.breached",)
    )
    switchboard.subscribe(
        name="cases.recounted", handler=cases.on_deadline_recounted, verbs=("deadline.recounted",)
    )
    switchboard.subscribe(
        name="cases.decide_again", handler=cases.on_decide_again, verbs=("case.decide_again",)
    )
    switchboard.subscribe(name="cases.remanded", handler=cases.on_remanded, verbs=("case.remanded",))
    switchboard.subscribe(name="cases.resumed", handler=cases.on_resumed, verbs=("case.resumed",))
    switchboard.subscribe(
        name="cases.signatures",
        handler=cases.on_signature_ended,
        verbs=("case.signature_fell", "case.signature_recalled"),
    )
    switchboard.subscribe(
        name="cases.departments", handler=cases.on_department_changed, verbs=("department.changed",)
    )
    switchboard.subscribe(
        name="cases.listing_ended", handler=cases.on_listing_ended, verbs=("listing.ended",)
    )
    switchboard.subscribe(
        name="cases.objections", handler=objections.on_objection_ended, verbs=objections.ENDS
    )
    switchboard.subscribe(
        name="cases.corrected",
        handler=objections.on_record_corrected,
        verbs=("record.corrected", "record.updated"),
    )
    switchboard.subscribe(
        name="cases.copies", handler=objections.on_order_completed, verbs=("order.completed",)
    )
    switchboard.subscribe(
        name="cases.redress", handler=objections.on_deadline_breached, verbs=("deadline.breached",)
    )
    switchboard.subscribe(
        name="cases.complaints.deadlines",
        handler=complaints.on_deadline_breached,
        verbs=("deadline.breached",),
    )
    switchboard.subscribe(
        name="cases.complaints.recounted",
        handler=complaints.on_deadline_recounted,
        verbs=("deadline.recounted",),
    )
    switchboard.subscribe(
        name="cases.complaints.departments",
        handler=complaints.on_department_changed,
        verbs=("department.changed",),
    )
    switchboard.subscribe(
        name="cases.rectifications.listing_ended",
        handler=rectifications.on_listing_ended,
        verbs=("listing.ended",),
    )
    switchboard.subscribe(
        name="cases.rectifications.corrected",
        handler=rectifications.on_record_corrected,
        verbs=("record.corrected",),
    )
    switchboard.subscribe(
        name="cases.rectifications.resumed", handler=rectifications.on_resumed, verbs=("case.resumed",)
    )
    switchboard.subscribe(name="cases.figures", handler=figures.on_decided, verbs=figures.VERBS)
    switchboard.subscribe(
        name="cases.figures.recounted", handler=figures.on_gazette_released, verbs=("gazette.released",)
    )
    switchboard.subscribe(
        name="records.deadlines", handler=records.on_deadline_breached, verbs=("deadline.breached",)
    )
    switchboard.subscribe(
        name="records.leading",
        handler=records.on_leading_record,
        verbs=("listing.ended", "record.linked", "listing.restored", *records.COVERED),
    )
    switchboard.subscribe(name="cases.linked", handler=cases.on_record_linked, verbs=("record.linked",))
    switchboard.subscribe(
        name="records.class_notices", handler=records.on_letter_issued, verbs=("letter.issued",)
    )
    switchboard.subscribe(name="workflows.router", handler=router.on_case_entry, verbs=TOKEN_VERBS)
    switchboard.subscribe(
        name="delisting.listing_ended", handler=delisting.on_listing_entry, verbs=tuple(delisting.KINDS)
    )
    _connect_minutes()
    _connect_tellings()
    switchboard.subscribe(
        name="delisting.deadlines", handler=delisting.on_deadline_breached, verbs=("deadline.breached",)
    )
    switchboard.subscribe(
        name="accounts.deadlines", handler=people.on_deadline_breached, verbs=("deadline.breached",)
    )
    if getattr(settings, "WAKE_WORKERS", True):
        switchboard.on_nudge(_wake)


def _connect_tellings() -> None:
    """Whoever a thing concerns is told."""
    from notifications import accounts, rules
    from notifications import complaints as told_of_complaints
    from notifications import declaring as told_of_declaring
    from notifications import desks as told_of_work
    from notifications import handlers as notifications
    from notifications import mandates as told_of_mandates

    switchboard.subscribe(name="notifications", handler=notifications.on_entry, verbs=rules.VERBS)
    switchboard.subscribe(
        name="notifications.complaints",
        handler=told_of_complaints.on_entry,
        verbs=told_of_complaints.VERBS,
    )
    switchboard.subscribe(
        name="notifications.declaring", handler=told_of_declaring.on_entry, verbs=told_of_declaring.VERBS
    )
    switchboard.subscribe(
        name="notifications.mandates", handler=told_of_mandates.on_entry, verbs=told_of_mandates.VERBS
    )
    switchboard.subscribe(name="notifications.desks", handler=told_of_work.on_entry, verbs=told_of_work.VERBS)
    switchboard.subscribe(name="notifications.accounts", handler=accounts.on_entry, verbs=accounts.VERBS)


def _connect_minutes() -> None:
    """Minutes of talks go to the sharing platform, and its receipt comes back to the case."""
    from cases import rectification_handlers as rectifications
    from delisting import handlers as delisting

    switchboard.subscribe(
        name="delisting.minutes", handler=delisting.on_minutes, verbs=tuple(delisting.MINUTES)
    )
    switchboard.subscribe(
        name="delisting.receipts", handler=delisting.on_receipt_noted, verbs=("case.minutes_released",)
    )
    switchboard.subscribe(
        name="cases.rectifications.minutes",
        handler=rectifications.on_minutes_received,
        verbs=("minutes.received",),
    )


def _wake() -> None:
    from config.celery import app

    # no retry: whoever filed a paper does not wait for a broker that is down, the next look finds the entry
    app.send_task("journal.look_at_outbox", ignore_result=True, retry=False, expires=30)
