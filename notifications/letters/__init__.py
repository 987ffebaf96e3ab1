"""Letters on paper: the only place that knows how a PDF is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.letters.paper import Paper


class LetterKind(models.TextChoices):
    """What a letter is, in the words of pages; the letter itself bears its Chinese official title."""

    RECEIPT = "receipt", _("Receipt of the application")
    APPLICATION_COPY = "application-copy", _("Copy of the application as handed in")
    SUPPLEMENT = "supplement", _("Notice of missing items")
    DECLINE = "decline", _("Notice that the application is not accepted")
    EXTENSION = "extension", _("Notice of extension")
    LATENESS = "lateness", _("Notice that the unit is late")
    TERMINATION = "termination", _("Notice of termination")
    APPROVAL = "approval", _("Decision granting the repair")
    REFUSAL = "refusal", _("Decision refusing the repair")
    DELISTING = "delisting", _("Notice that publication has ended everywhere")
    REPAIR_NOTICE = "repair-notice", _("Repair notice")
    CLASS_NOTICE = "class-notice", _("Notice of the class of a record")
    REVOCATION_NOTICE = "revocation-notice", _("Notice that a repair may be revoked")
    REVOCATION = "revocation", _("Decision revoking the repair")
    REPAIR_KEPT = "repair-kept", _("Notice that the repair is kept")
    REVOCATION_ENDED = "revocation-ended", _("Notice that a revocation has ended")
    OBJECTION_RECEIPT = "objection-receipt", _("Receipt of the objection")
    OBJECTION_SUPPLEMENT = "objection-supplement", _("Notice of what the objection lacks")
    OBJECTION_DECLINE = "objection-decline", _("Notice that the objection is not accepted")
    OBJECTION_ACCEPTANCE = "objection-acceptance", _("Notice that the objection is accepted")
    OBJECTION_EXTENSION = "objection-extension", _("Notice of extension of the objection")
    OBJECTION_DECISION = "objection-decision", _("Decision on the objection")
    OBJECTION_TERMINATION = "objection-termination", _("Notice that the objection has ended")
    INQUIRY = "inquiry", _("Inquiry letter")
    INQUIRY_REMINDER = "inquiry-reminder", _("Reminder of the inquiry")
    RECTIFICATION_ORDER = "rectification-order", _("Rectification order")
    DEMANDS_ADDED = "demands-added", _("Notice of further demands")
    RECTIFICATION_EXTENSION = "rectification-extension", _("Notice of more time to rectify")
    RECTIFIED = "rectified", _("Finding that the rectification is satisfied")
    NOT_RECTIFIED = "not-rectified", _("Finding that the rectification is insufficient")
    TALK_NOTICE = "talk-notice", _("Notice of a talk")
    TALK_MINUTES = "talk-minutes", _("Minutes of a talk")
    LAST_LIMIT = "last-limit", _("Notice of the last limit")
    HANDED_ON = "handed-on", _("Notice of handing on for stricter supervision")
    ORDER_CANCELLED = "order-cancelled", _("Decision cancelling a rectification order")
    RECTIFICATION_ENDED = "rectification-ended", _("Notice that a rectification has ended")
    COMPLAINT_RECEIPT = "complaint-receipt", _("Receipt of the complaint")
    COMPLAINT_DECLINE = "complaint-decline", _("Notice that the complaint is not taken up")
    COMPLAINT_EXTENSION = "complaint-extension", _("Notice that the answer to the complaint takes longer")
    COMPLAINT_ANSWER = "complaint-answer", _("Answer to the complaint")


TO_UNITS = (LetterKind.INQUIRY, LetterKind.INQUIRY_REMINDER)
"""Letters from one unit to another: the subject is told on its case page what was asked, not by the letter."""

COPIES = (LetterKind.APPLICATION_COPY,)
"""Made when the company asks for it: nothing that is sent or served."""


def render(kind: str, content: Mapping[str, Any]) -> bytes:
    """The PDF of a stored letter; the same content always makes the same bytes.

    Raises ValueError for an unknown kind, KeyError or TypeError for content of another shape, and
    MissingCharacter (a refusal) where the font lacks a character.
    """
    LetterKind(kind)
    from notifications.letters.sheet import draw  # noqa: PLC0415 - the PDF library loads only where a letter is made

    return draw(Paper.from_json(content))
