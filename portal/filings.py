"""What a company files, whichever it is: an application, an objection, or a whole group of applications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases.models import Case, GroupFiling
from cases.refusals import refusal
from cases.services.declared import is_draft
from cases.services.group_filing import rows_of
from cases.services.grouping import can_group, visible_groups
from cases.states import CaseKind
from journal.now import today
from portal import objection_tasks
from portal.access import own_case
from portal.answers import Answers, answers_of
from portal.group_answers import answers_of_group
from records.models import Subject

REPAIR, OBJECTION, GROUP = "repair", "objection", "group"
PREFIX = {REPAIR: "", OBJECTION: "objection_", GROUP: "group_"}
"""How the names of the addresses begin that all three have."""
HOME = {REPAIR: "portal:filing", OBJECTION: "portal:objection", GROUP: "portal:group"}
DONE = {REPAIR: "portal:filed", OBJECTION: "portal:objection_filed", GROUP: "portal:group_result"}


class Key(TypedDict):
    """The one of the two by which the services know what is filed."""

    case_id: int | None
    group_id: int | None


@dataclass(frozen=True)
class Filing:
    """A draft, or a group of them, on its way to being filed."""

    what: str
    of: Case | GroupFiling

    @property
    def key(self) -> Key:
        """What the services ask for."""
        if isinstance(self.of, GroupFiling):
            return {"case_id": None, "group_id": self.of.pk}
        return {"case_id": self.of.pk, "group_id": None}

    @property
    def number(self) -> str:
        return self.of.number

    @property
    def subject(self) -> Subject:
        return self.of.subject

    @property
    def version(self) -> int | None:
        """What a form remembers of the draft it shows; a group has none, its digest says the same."""
        return self.of.version if isinstance(self.of, Case) else None

    @property
    def is_open(self) -> bool:
        """Whether it is still prepared."""
        return is_draft(self.of) if isinstance(self.of, Case) else self.of.closed_at is None

    @property
    def noun(self) -> str:
        """What it is called in the middle of a sentence."""
        return {REPAIR: _("application"), OBJECTION: _("objection"), GROUP: _("group filing")}[self.what]

    @property
    def answers(self) -> tuple[Answers, ...]:
        """Everything that is said in it."""
        if isinstance(self.of, GroupFiling):
            return answers_of_group(self.of, rows_of(self.of, on=today()))
        return objection_tasks.answers_of(self.of) if self.what == OBJECTION else answers_of(self.of)

    def address(self, name: str) -> str:
        """One of the pages that all three have: check, confirm, second, …"""
        return reverse(f"portal:{PREFIX[self.what]}{name}", args=[self.number])

    @property
    def urls(self) -> dict[str, str]:
        """Those pages for a template."""
        return {name: self.address(name) for name in ("check", "second", "second_back", *CONFIRMING)}

    @property
    def home(self) -> str:
        """Its task list; once it is filed, its case or what became of each."""
        if self.is_open:
            return reverse(HOME[self.what], args=[self.number])
        return self.done if self.what == GROUP else reverse("portal:case", args=[self.number])

    @property
    def done(self) -> str:
        """Where one is led once it is filed."""
        return reverse(DONE[self.what], args=[self.number])

    def way_back(self, actor: Actor) -> str:
        """The task list, or the company's page for whoever only signs a group."""
        if isinstance(self.of, GroupFiling) and not can_group(actor, self.of.subject_id):
            return f"{reverse('portal:company')}?code={self.subject.code}"
        return self.home


CONFIRMING = (
    "confirm",
    "ask_confirmation",
    "enter_code",
    "scan_confirmation",
    "confirm_own",
    "scan_sheet",
)
"""The names of the addresses at which the company's word is asked for and given."""


def own_group(number: str, actor: Actor, *scopes: MandateScope) -> GroupFiling:
    """A group of a company for which the actor may do one of these (else file). Absent for every other."""
    group = visible_groups(actor, *scopes).select_related("subject").filter(number=number).first()
    if group is None:
        raise refusal("no-group")
    return group


def own_filing(what: str, number: str, actor: Actor) -> Filing:
    """A filing of a company the actor acts for. Raises the refusal of an absent one for every other.

    A group is seen here by whoever may file it, and by whoever may sign it as the second person.
    """
    if what == GROUP:
        return Filing(what, own_group(number, actor, MandateScope.FILE, MandateScope.SIGN))
    case = own_case(number, actor)
    if case.kind != {REPAIR: CaseKind.REPAIR, OBJECTION: CaseKind.OBJECTION}[what]:
        raise refusal("no-case")
    return Filing(what, case)


def filing_of(case: Case) -> Filing:
    """The filing of a single draft."""
    return Filing(OBJECTION if case.kind == CaseKind.OBJECTION else REPAIR, case)
