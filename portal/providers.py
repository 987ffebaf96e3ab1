"""The providers a step offers: those of the place, with the days on which the ended ones stood."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.providing import bound_ways
from cases.ways import PROVIDED
from journal.days import short_day_words
from journal.now import today
from records.models import Provider
from records.selectors import providers_of
from rulebook.editions_in_use import editions_in_use


@dataclass(frozen=True)
class Offered:
    """What may be chosen, and whether nothing else may be named."""

    choices: tuple[tuple[str, str], ...] = ()
    bound: bool = False


def providers_to_choose(case: Case, way: str) -> Offered:
    """The bodies for a way at the place of the record; an ended one too, for a certificate of its days."""
    if way not in PROVIDED:
        return Offered()
    bound = way in bound_ways(case, editions_in_use().by_key(case.edition_key))
    found = providers_of(PROVIDED[way].kind, jurisdiction=case.record.jurisdiction)
    return Offered(tuple((str(one.pk), _words(one)) for one in found), bound)


def _words(provider: Provider) -> str:
    if provider.to_on is None or provider.to_on > today():
        return provider.name
    return _("%(name)s (in the register until before %(day)s)") % {
        "name": provider.name,
        "day": short_day_words(provider.to_on),
    }
