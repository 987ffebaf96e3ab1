"""Group filings for tests: several records of one company in one sitting, complete and ready to be declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from accounts.models import User
from cases.models import Case, GroupFiling
from cases.services import confirming, drafting, group_filing, grouping
from records.models import Subject
from tests.factories.cases import FILED_AT, PDF
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_record, make_subject

PERFORMED_ON = date(2026, 5, 25)
PERFORMANCE = "罚款已缴清，车辆已停用。"


@dataclass(frozen=True)
class Sitting:
    """A group filing with the owner of its company."""

    group: GroupFiling
    owner: User
    at: datetime

    @property
    def subject(self) -> Subject:
        return self.group.subject

    @property
    def actor(self) -> Actor:
        """The owner, as it acts."""
        return actor_of_user(self.owner)

    @property
    def drafts(self) -> list[Case]:
        return list(grouping.drafts_of(self.group))

    @property
    def states(self) -> list[str]:
        """The states of the company's applications, in the order in which they were begun."""
        return list(Case.objects.filter(subject=self.subject).order_by("pk").values_list("state", flat=True))

    def answer(self, case: Case, performance: str = PERFORMANCE) -> None:
        """What one record is asked for itself."""
        drafting.save_application(
            case_id=case.pk,
            actor=self.actor,
            at=self.at,
            performed_on=PERFORMED_ON,
            performance=performance,
        )


def make_group(count: int = 3, *, incomplete: int = 0, at: datetime = FILED_AT) -> Sitting:
    """A sitting on so many records, everything answered; the last `incomplete` ones are left without their answer."""
    subject = make_subject()
    owner = make_owner(subject)
    actor = actor_of_user(owner)
    records = [make_record(subject=subject).pk for _place in range(count)]
    group, refused = grouping.choose(subject_id=subject.pk, record_ids=records, actor=actor, at=at)
    assert refused == {}
    who: dict[str, Any] = {"group_id": group.pk, "actor": actor, "at": at}
    grouping.save_contact(contact_name="张某某", contact_phone="0632-1234567", **who)
    grouping.sign_commitment(signed_by="张某某", **who)
    upload = SimpleUploadedFile("proof.pdf", PDF)
    group_filing.add_paper(material="M3", upload=upload, **who)
    made = Sitting(GroupFiling.objects.select_related("subject").get(pk=group.pk), owner, at)
    for case in made.drafts[: count - incomplete]:
        made.answer(case)
    return made


def confirm_group(made: Sitting, clerk: Actor) -> None:
    """Let the company give its one word on the whole group to the clerk who serves it."""
    asked = confirming.ask(group_id=made.group.pk, actor=clerk, at=made.at)
    confirming.enter_code(group_id=made.group.pk, code=confirming.code_of(asked), actor=clerk, at=made.at)
