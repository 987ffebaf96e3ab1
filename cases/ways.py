"""What each way of repair asks to be told, as GBF-35 item 13 lists the proofs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal


@dataclass(frozen=True)
class WayField:
    """One fact of a way; `kind` is text, day or number."""

    id: str
    label: Promise
    kind: str = "text"
    limit: int = 200

    def checked(self, value: str, *, on: date) -> str:
        """The value in its stored form; raises a refusal for a wrong day, number or length."""
        if len(value) > self.limit:
            raise Refusal("too-long", _("“%(field)s” is too long.") % {"field": self.label})
        if self.kind == "day":
            return self._day(value, on=on).isoformat()
        if self.kind == "number":
            return self._number(value)
        return value

    def _day(self, value: str, *, on: date) -> date:
        try:
            day = date.fromisoformat(value)
        except ValueError as wrong:
            raise Refusal(
                "wrong-day", _("“%(field)s” is not a day. Write it as 2026-05-15.") % {"field": self.label}
            ) from wrong
        if day > on:
            raise Refusal(
                "future-day",
                _("“%(field)s” lies in the future. Give the day on which it was done.")
                % {"field": self.label},
            )
        return day

    def _number(self, value: str) -> str:
        try:
            number = Decimal(value)
        except InvalidOperation as wrong:
            raise Refusal(
                "wrong-number", _("“%(field)s” is not a number. Use digits only.") % {"field": self.label}
            ) from wrong
        if not number.is_finite() or number <= 0:
            raise Refusal("wrong-number", _("“%(field)s” must be more than zero.") % {"field": self.label})
        return str(number)


@dataclass(frozen=True)
class Provided:
    """Which field of a way names its provider, of which kind (`ProviderKind`) it is, and which day judges it."""

    kind: str
    name: str
    day: str


PROVIDER = "provider_id"
"""The fact of a step by which its provider stands in the register; absent where another body was named."""

PROVIDED = {
    "training": Provided(kind="training", name="provider", day="completed_on"),
    "credit-report": Provided(kind="report", name="issuer", day="issued_on"),
}

WAY_FIELDS: dict[str, tuple[WayField, ...]] = {
    "training": (
        WayField("provider", _("Provider of the training")),
        WayField("course", _("Course")),
        WayField("hours", _("Hours"), kind="number"),
        WayField("completed_on", _("Completed on"), kind="day"),
        WayField("certificate", _("Certificate number")),
    ),
    "credit-report": (
        WayField("issuer", _("Issuer of the credit report")),
        WayField("report_number", _("Report number")),
        WayField("issued_on", _("Issued on"), kind="day"),
    ),
    "public-good": (
        WayField("organiser", _("Organiser")),
        WayField("activity", _("Activity")),
        WayField("done_on", _("Done on"), kind="day"),
        WayField("extent", _("Hours or amount")),
    ),
}
