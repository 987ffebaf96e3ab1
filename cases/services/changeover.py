"""A new text comes into force while a case runs: it stays, moves, or takes what is better for the company.

The new edition says which of these are allowed (`changeover.cases_filed_before`). Nothing happens to a case of
itself: until somebody chooses, it runs on under the text it was filed under.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.actors import Actor
from cases.editions import edition_to_choose, newer_edition
from cases.labels import ACTS
from cases.machines.repair import Repair
from cases.models import Case, Changeover, Step
from cases.models.application import Finding
from cases.models.changeover import Choice
from cases.refusals import refusal
from cases.services.acting import Doing, acting, text
from cases.services.intake import ANSWERED_BY_THE_FORM, decider_of
from cases.services.owed import ways_owed
from cases.services.planner import latest_decision
from cases.states import RepairState
from clocks import carrying
from clocks import services as clocks
from clocks.carrying import Carried
from journal.names import lazy_title
from journal.now import day_of
from records.models import Department
from rulebook.calendar_in_use import calendar_in_use
from rulebook.edition import Edition, Way
from rulebook.editions_in_use import editions_in_use

STANDING_STILL = {RepairState.SUPPLEMENTING: ("supplement",), RepairState.UNDER_REPAIR: ("steps",)}
DONE = (Finding.SUBMITTED, Finding.SATISFIED)


@dataclass(frozen=True)
class Weighed:
    """What one text means for a case: the ways the company still has to go, the latest day of the decision.

    The day is that of the text's own limits for an application filed and accepted on the case's days.
    """

    edition_key: str
    ways: tuple[str, ...]
    decision_by: date

    @property
    def burden(self) -> tuple[int, date]:
        """What is compared, in this order: fewer ways, then the earlier decision."""
        return (len(self.ways), self.decision_by)


@dataclass(frozen=True)
class Preview:
    """What a choice would do to a case: nothing of it is written."""

    case_id: int
    number: str
    choice: str
    moved: bool
    before: Weighed
    after: Weighed
    terms: tuple[Carried, ...]
    ways_added: tuple[str, ...]
    ways_dropped: tuple[str, ...]
    department: Department | None

    @property
    def comparison(self) -> dict[str, Any]:
        """The two texts side by side, as kept with the case."""
        return {
            "before": _plain(self.before),
            "after": _plain(self.after),
            "better": "after" if self.after.burden < self.before.burden else "before",
            "equal": self.after.burden == self.before.burden,
        }


def preview(case: Case, *, choice: str, at: datetime) -> Preview:
    """What a choice would do at an instant; raises the refusals of `change_over` except those of the actor."""
    on = day_of(at)
    if case.holds.filter(to_at__isnull=True).exists():
        raise refusal("held", act=ACTS["change_over"])
    edition = _edition_for(case, choice, on)
    pinned = editions_in_use().by_key(case.edition_key)
    before, after = weigh(case, pinned), weigh(case, edition)
    moved = choice == Choice.MOVE or (choice == Choice.MORE_FAVOURABLE and after.burden < before.burden)
    if not moved:
        return Preview(case.pk, case.number, choice, False, before, after, (), (), (), None)
    if case.state == RepairState.PROPOSED:
        raise refusal("proposal-stands")
    added, dropped = _steps_between(case, edition)
    owner = clocks.Owner("case", case.pk, case.stream, case.record.jurisdiction)
    terms = carrying.preview(owner=owner, edition=edition, at=at, causes=_causes(case))
    return Preview(
        case_id=case.pk,
        number=case.number,
        choice=choice,
        moved=True,
        before=before,
        after=after,
        terms=tuple(terms),
        ways_added=tuple(way.id for way in added),
        ways_dropped=tuple(step.way for step in dropped),
        department=_new_desk(case, pinned, edition, on),
    )


def change_over(
    *, case_id: int, choice: str, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Choose under which text a running case goes on; the choice and its reason stay with the case.

    Moving pins the new edition, counts the open terms anew (no told day moves earlier), adjusts the steps that
    are owed, and passes the case on where another unit decides under the new text. Raises a refusal where no
    newer text is in force or one was chosen on already, where the edition does not allow the choice, while the
    case is on hold, and for a move while a proposal waits for its countersignature.
    """
    why = text(reason, otherwise="reason")
    with acting(case_id=case_id, act="change_over", actor=actor, at=at, version=version) as doing:
        case = doing.case
        plan = preview(case, choice=choice, at=at)
        if plan.moved:
            _move(doing, plan)
        Changeover.objects.create(
            case=case,
            from_edition=plan.before.edition_key,
            to_edition=plan.after.edition_key,
            choice=choice,
            moved=plan.moved,
            reason=why,
            comparison=plan.comparison,
            chosen_by_ref=actor.ref,
            chosen_at=at,
        )
        doing.note(
            "case.changed_over",
            from_edition=plan.before.edition_key,
            to_edition=plan.after.edition_key,
            choice=choice,
            moved=plan.moved,
            reason=why,
            comparison=plan.comparison,
            terms=[term.plain() for term in plan.terms],
            ways_added=list(plan.ways_added),
            ways_dropped=list(plan.ways_dropped),
            department_id=plan.department.pk if plan.department else None,
        )
    return case


def weigh(case: Case, edition: Edition) -> Weighed:
    """What a text means for a case: ways the company still has to go, and the latest day of the decision."""
    done = set(case.steps.filter(finding__in=DONE).values_list("way", flat=True))
    ways = tuple(
        way.id
        for way in ways_owed(edition, case.record.class_name)
        if way.who == "subject" and way.id not in done and way.id not in ANSWERED_BY_THE_FORM
    )
    calendar = calendar_in_use(case.record.jurisdiction)
    filed_on = day_of(case.pushed_at or case.filed_at or case.drafted_at)
    decision_by = latest_decision(edition, case.record.class_name, filed_on=filed_on, calendar=calendar)
    return Weighed(edition.key, ways, decision_by)


def choices_open(case: Case, *, at: datetime) -> tuple[str, ...]:
    """The choices that the newer text allows for a case, its own rule first; none where nothing is to choose."""
    edition = edition_to_choose(case, on=day_of(at))
    if edition is None:
        return ()
    rule = edition.changeover.cases_filed_before
    return tuple(dict.fromkeys(word for word in (rule.value, *rule.allowed) if word in set(Choice)))


def _edition_for(case: Case, choice: str, on: date) -> Edition:
    edition = edition_to_choose(case, on=on)
    if edition is None:
        if newer_edition(case, on=on) is None:
            raise refusal("no-newer-edition")
        raise refusal("chosen-already")
    rule = edition.changeover.cases_filed_before
    if choice not in set(Choice) or choice not in {rule.value, *rule.allowed}:
        raise refusal("choice-not-allowed", edition=lazy_title(edition))
    return edition


def _move(doing: Doing, plan: Preview) -> None:
    case, at = doing.case, doing.at
    edition = editions_in_use().by_key(plan.after.edition_key)
    fields: dict[str, Any] = {"edition_key": edition.key}
    if plan.department is not None:
        fields |= {"handling_department_id": plan.department.pk, "handling_reason": "changeover"}
    _write(case, **fields)
    carrying.carry_over(
        owner=doing.owner, edition=edition, at=at, actor_ref=doing.actor.ref, causes=_causes(case)
    )
    added, dropped = _steps_between(case, edition)
    case.steps.filter(pk__in=[step.pk for step in dropped]).delete()
    Step.objects.bulk_create(
        Step(
            case=case,
            way=way.id,
            # the application is filed: what the new text adds is done while the case runs
            phase="during-case" if way.who == "subject" else way.phase,
            who=way.who,
        )
        for way in added
    )


def _write(case: Case, **fields: Any) -> None:
    """Write columns beside the state of a locked case; its version moves, so an older page is stale."""
    fields["version"] = case.version + 1
    if Repair.objects.filter(pk=case.pk, version=case.version).update(**fields) != 1:
        raise refusal("crossed")
    for name, value in fields.items():
        setattr(case, name, value)


def _steps_between(case: Case, edition: Edition) -> tuple[list[Way], list[Step]]:
    """The ways the text adds, and the steps nobody has gone that it does not ask for."""
    owed = {way.id: way for way in ways_owed(edition, case.record.class_name)}
    steps = list(case.steps.all())
    present = {step.way for step in steps}
    dropped = [step for step in steps if step.way not in owed and step.finding == Finding.OWED]
    return [way for id_, way in owed.items() if id_ not in present], dropped


def _causes(case: Case) -> tuple[str, ...]:
    return STANDING_STILL.get(RepairState(case.state), ())


def _new_desk(case: Case, pinned: Edition, edition: Edition, on: date) -> Department | None:
    """The unit that decides under the new text, where that text names another than the pinned one does."""
    kind = case.record.kind
    if case.handling_department is None:
        return None
    if pinned.process.deciders.get(kind) == edition.process.deciders.get(kind):
        return None
    unit, _reason = decider_of(case, edition, on=on)
    return None if unit.pk == case.handling_department_id else unit


def _plain(weighed: Weighed) -> dict[str, Any]:
    return {
        "edition": weighed.edition_key,
        "ways": list(weighed.ways),
        "decision_by": weighed.decision_by.isoformat(),
    }
