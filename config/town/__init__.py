"""The demo town: invented people, departments and companies, and cases in every state, made by the very services.

Built once into an empty embedded database. Nothing in it is real, and its password is no secret.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import User
from clocks.services import sweep
from config.town import (
    cases,
    complaints,
    desks,
    filings,
    objections,
    papers,
    people,
    places,
    providers,
    rectifications,
)
from delisting import services as delisting
from journal.deliver import deliver_all
from journal.models import Delivery
from records.models import Department

__all__ = ["build", "is_empty", "is_here", "sign_ins"]


def is_empty() -> bool:
    """Whether nobody and nothing is in the database yet."""
    return not (User.objects.exists() or Department.objects.exists())


def is_here() -> bool:
    """Whether the database is the town's."""
    return people.is_here()


def build(*, at: datetime, tell: Callable[[str], None]) -> None:
    """Build the town as it stands at an instant: its story began 45 days before."""
    begun = places.days_before(at, places.STORY_DAYS)
    places.load_places()
    people.load_people(at=begun)
    taken = places.deliver_records(begun=begun, at=at)
    tell(f"  {taken} credit records were taken in.")
    _leave_letters_of_records(until=at + timedelta(seconds=1))
    tell(f"  {providers.load_providers(at=begun)} providers of training and reports were entered.")
    company = people.give_companies(at=begun)
    if company is None:
        tell(
            "  Every demo record is past its publication: there are no cases to tell. See: manage.py rehearse"
        )
    else:
        tell(f"  {cases.tell_stories(company=company, at=at)} repair cases were told.")
        tell(f"  {objections.tell_objections(at=at)} objections were told.")
        tell(f"  {rectifications.tell_rectifications(at=at)} ordered rectifications were told.")
        tell(f"  {complaints.tell_complaints(at=at)} complaints were told.")
        tell(f"  {filings.tell_filings(at=at)} filings wait for somebody's word.")
        desks.set_up(at=at)
    if papers.tell_judgment(at=at):
        tell("  A judgment annulled a penalty; its reasons are still to be stated.")
    catch_up(at)


def _leave_letters_of_records(*, until: datetime) -> None:
    """A notice for each record takes a while to set: the worker does that once the desk is open."""
    Delivery.objects.filter(
        handler="notifications", stream__startswith="record:", done_at__isnull=True
    ).update(due_at=until)


def catch_up(at: datetime) -> None:
    """What worker and beat would have done by now."""
    deliver_all(at=at)
    while sweep(at=at).anything:
        deliver_all(at=at)
    delisting.move_due(at=at)
    deliver_all(at=at)


def sign_ins() -> list[str]:
    """The lines to print for whoever wants to look around; none where the town was not built."""
    return people.sign_ins()
