"""May a repair be filed on a record today? The edition answers; what is missing is named, never guessed."""

from __future__ import annotations

from datetime import date

from django.utils.functional import lazy

from cases.models import Case
from cases.refusals import refusal
from cases.states import RepairState
from journal.names import lazy_name, lazy_title
from records.models import Bar, CreditRecord
from records.models.credit_record import ClassStatus
from records.selectors import edition_of, longest_first
from records.services.links import decided_on
from records.services.papers import plan_executed
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import NoEdition, SeveralEditions
from rulebook.phrases import route_label


def procedure_edition(record: CreditRecord, *, on: date) -> Edition:
    """The edition that governs an application filed on a day: of the record's route and jurisdiction.

    The periods stay those of the record's own edition. Raises a refusal where the route has no edition in force, or
    several that claim the day.
    """
    try:
        return editions_in_use().in_force(
            route=record.route, jurisdiction=record.jurisdiction, on=on, record_kind=record.kind
        )
    except NoEdition as missing:
        raise refusal(
            "undetermined", reason=str(missing), department=lazy_name(record.department)
        ) from missing
    except SeveralEditions as doubt:
        raise refusal("several-texts", doubt=str(doubt)) from doubt


def governing(case: Case, *, on: date) -> Edition:
    """The text by which an application goes on a day: a draft by the one in force then, a filed case by its own.

    Raises for a draft what `procedure_edition` raises.
    """
    if case.state == RepairState.DRAFT:
        return procedure_edition(case.record, on=on)
    return editions_in_use().by_key(case.edition_key)


def refuse_ineligible(record: CreditRecord, *, on: date, public_only: bool = False) -> None:
    """Refuse with the reason when no repair of the record may be filed on a day.

    In this order: publication over, decided on another route or by a court, the subject barred, class
    undetermined, not repairable, before the first day. `public_only` tells nothing of a bar that is not published.
    """
    listing = record.listing
    if listing.is_over:
        raise refusal("record-over")
    _refuse_other_route(record)
    _refuse_barred(record, on, public_only=public_only)
    if record.class_status == ClassStatus.UNDECIDABLE or not record.edition_key:
        raise refusal("undetermined", reason=record.why_undetermined, department=lazy_name(record.department))
    edition = edition_of(record)
    if edition.class_of(record.class_name).repairable.value != "yes":
        if listing.lapses_on is None:
            department = lazy_name(record.department)
            raise refusal("not-repairable-no-end", edition=lazy_title(edition), department=department)
        raise refusal("not-repairable", edition=lazy_title(edition), day=listing.lapses_on)
    first_day = listing.earliest_filing_on
    if (first_day is not None and first_day <= on) or ruling_instead_of_minimum(record, edition):
        return
    if first_day is None:
        raise refusal("no-first-day", department=lazy_name(record.department))
    raise refusal("too-early", day=first_day)


def _refuse_barred(record: CreditRecord, on: date, *, public_only: bool) -> None:
    """A bar keeps its subject from every repair (asks no more where the bars are loaded)."""
    known = (bar for bar in record.subject.bars.all() if bar.published or not public_only)
    standing = longest_first(bar for bar in known if bar.stands_on(on))
    if not standing:
        return
    longest = standing[0]
    code = "barred-until-lifted" if longest.until_on is None else "barred"
    raise refusal(code, bar=_bar_name(longest), day=longest.until_on, number=longest.case_number)


def ruling_instead_of_minimum(record: CreditRecord, edition: Edition) -> bool:
    """Whether a ruling that the plan was carried out stands in the place of the minimum period (C14)."""
    waived: bool = edition.bankruptcy.final.value == "court-confirms-execution"
    return waived and plan_executed(record)


def _bar_words(bar: Bar) -> str:
    return bar.name


_bar_name = lazy(_bar_words, str)


def _refuse_other_route(record: CreditRecord) -> None:
    """One route decides: the competent one, found from the record's kind and department (C20)."""
    competent = decided_on(record)
    if competent:
        raise refusal(
            "decided-elsewhere", route=route_label(competent), department=lazy_name(record.department)
        )
    forward = edition_of(record).forward if record.edition_key else None
    if forward is not None:
        edition = edition_of(record)
        raise refusal(
            "forwarded",
            department=lazy_name(record.department),
            court=lazy_name(forward),
            delete=edition.term("delete").limit().count,
            review=edition.term("objection.handle").limit().count,
        )
