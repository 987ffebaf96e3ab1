"""What a worklist is asked, as it stands in the address: tab, q, kind, state, class, department, owner, days, order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.substitutions import officers_of
from cases.states import STATES, CaseKind
from desk.forms.lists import search_field
from journal.days import short_day_words
from look.forms import day_field, offer
from look.names import class_name_of, name_of
from records.models import Department
from rulebook.editions_in_use import editions_in_use
from workflows.worklists.asked import MINE, ORDERS, SLACK, TABS, Asked
from workflows.worklists.finding import Looker

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NOBODY = "nobody"
KEPT = ("tab", "order")  # what is no filter of the list
UNKNOWN = _("“%(value)s” is none of the choices. Choose one of the list.")
NAMES = (
    "q",
    "kind",
    "state",
    "owner",
    "order",
    "class",
    "department",
    "due_from",
    "due_to",
    "opened_from",
    "opened_to",
)
NOTHING_ASKED = f"tab={MINE}"
MORE = ("class", "department", "due_from", "due_to", "opened_from", "opened_to")


def plain_address(address: QueryDict) -> str:
    """What an address asks, without the place in the list: the same question is the same text."""
    said = {name: address.get(name, "").strip() for name in ("tab", *NAMES)}
    return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True)
class Chip:
    """One filter that is set, in words, and the address of the list without it."""

    label: str
    value: str
    url: str


def _choice(label: str | _StrPromise) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, error_messages={"invalid_choice": UNKNOWN})


class WorklistForm(forms.Form):
    """The filters of a worklist for one officer; the names of its fields are the names in the address."""

    q = search_field()
    kind = _choice(_("Kind of case"))
    state = _choice(_("State"))
    owner = _choice(_("Taken by"))
    order = _choice(_("Order"))
    department = _choice(_("Handled by"))
    due_from = day_field(label=_("Next date from"))
    due_to = day_field(label=_("Next date until"))
    opened_from = day_field(label=_("Filed from"))
    opened_to = day_field(label=_("Filed until"))
    tab = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, who: Looker, on: date) -> None:
        self.fields: dict[str, forms.Field]
        super().__init__(data)
        self.fields["class"] = _choice(_("Class"))
        self._fill("kind", CaseKind.choices)
        self._fill("state", _states())
        self._fill("class", _classes())
        units = Department.objects.filter(pk__in=who.units).order_by("pk")
        self._fill("department", [(str(unit.pk), name_of(unit)) for unit in units])
        people = officers_of(frozenset(who.units), on=on)
        self._fill("owner", [(NOBODY, _("Nobody yet")), *((str(one.pk), str(one)) for one in people)])
        offer(self, "order", ORDERS.items())
        self.order_fields(("q", "kind", "state", "owner", "order", *MORE, "tab"))

    def asks(self, address: str) -> Asked | None:
        """What another address asks, by the same choices; None where one of its filters is unknown by now."""
        other = WorklistForm.__new__(WorklistForm)
        forms.Form.__init__(other, QueryDict(address))
        other.fields = self.fields
        return other.asked if other.is_valid() else None

    def clean_tab(self) -> str:
        """The tab, one's own work where none is named. Raises ValidationError for an unknown one."""
        tab = str(self.cleaned_data["tab"] or MINE)
        if tab not in TABS:
            raise forms.ValidationError(
                _("There is no list “%(tab)s”. Choose one of the tabs."), params={"tab": tab}
            )
        return tab

    def clean(self) -> dict[str, object]:
        """Days in their order."""
        said = super().clean() or {}
        for first, last in (("due_from", "due_to"), ("opened_from", "opened_to")):
            if said.get(first) and said.get(last) and said[first] > said[last]:
                self.add_error(last, _("This day lies before the first one. Exchange them."))
        return said

    @property
    def asked(self) -> Asked:
        """The question, once the form is valid."""
        said = self.cleaned_data
        owner = said["owner"]
        return Asked(
            tab=said["tab"],
            query=said["q"],
            kind=said["kind"],
            state=said["state"],
            class_name=said["class"],
            department=int(said["department"]) if said["department"] else None,
            owner=int(owner) if owner and owner != NOBODY else None,
            nobodys=owner == NOBODY,
            due_from=said["due_from"],
            due_to=said["due_to"],
            opened_from=said["opened_from"],
            opened_to=said["opened_to"],
            order=said["order"] or SLACK,
        )

    def chips(self, address: QueryDict) -> Iterator[Chip]:
        """The filters that are set, each with the address that leaves it out."""
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value or name in KEPT:
                continue
            rest = address.copy()
            for gone in (name, "after"):
                rest.pop(gone, None)
            yield Chip(str(field.label), self._words(name, value), f"?{rest.urlencode()}")

    def _words(self, name: str, value: object) -> str:
        if isinstance(value, date):
            return short_day_words(value)
        if name == "q":
            return str(value)
        choices: Any = cast("forms.ChoiceField", self.fields[name]).choices  # pairs: groups are not used here
        return str(dict(choices)[value])

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The filters that always stand on the page."""
        return [field for field in self.visible_fields() if field.name not in MORE]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The filters that stand in a fold."""
        return [self[name] for name in MORE]

    @property
    def more_is_set(self) -> bool:
        """Whether the fold must stand open: one of its filters is set, or wrong."""
        return any(self[name].value() or self[name].errors for name in MORE)

    def _fill(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        offer(self, name, choices, first=_("All"))


def _states() -> list[tuple[str, object]]:
    """Every state once; where kinds call it by different words, all of them."""
    words: dict[str, list[str]] = {}
    for states in STATES.values():
        for state in states:
            if state not in {"DRAFT", "DISCARDED"} and str(state.label) not in words.setdefault(state, []):
                words[str(state)].append(str(state.label))
    return [(state, " / ".join(labels)) for state, labels in words.items() if labels]


def _classes() -> list[tuple[str, object]]:
    """Every class of the texts once, by the first text that knows it."""
    found: dict[str, str] = {}
    for key in editions_in_use().every_key():
        for name in editions_in_use().by_key(key).classes:
            found.setdefault(name, class_name_of(key, name))
    return list(found.items())
