"""Who may do what on a case: one rule for lists, objects, buttons and services."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django_fsm import get_available_FIELD_transitions

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES, MandateScope, Role
from cases.editions import may_change_over
from cases.hands import Hands
from cases.inquiries import inquiries_spent
from cases.machines.kinds import MACHINES, on_its_machine, transitions_of
from cases.machines.whose import Who, not_held, with_holds_known
from cases.models import Case
from cases.models.application import Finding
from cases.refusals import refusal
from cases.scopes import scope_of
from cases.signed import signature_waits
from cases.stakes import refuse_stake
from cases.states import RUNNING_STATES, CaseKind, RepairState, term_of
from journal.refusals import NotAllowed
from records.models import CreditRecord, Department
from records.selectors import enclosing
from rulebook.editions_in_use import editions_in_use

# a proposal says which of these it asks for
SIGNING = frozenset({"approve", "refuse", "correct", "withdraw_record", "uphold", "note", "revoke", "keep"})

# acts of a case whose words do not stand on a transition
KEEPERS = {"hold", "resume", "terminate", "change_over"}  # a supervisor may do these beside the reviewers
ONLY_SUPERVISORS = {"confirm_hold"}
ANY_OFFICER = {"recuse"}  # whoever works on the case may have to stand back from it
RECALL = "recall_signature"  # a signature that waits for its effect
BESIDE_THE_MACHINE = {
    **dict.fromkeys(("hold", "confirm_hold", "resume", "change_over"), Who.OFFICER),
    RECALL: Who.COUNTERSIGNER,
}
ONLY_OF_REPAIRS = {"change_over"}
BY_THE_DESK = {"terminate", "change_over"}  # officers' acts that the desk itself may do too

# what befalls a case by a crossing event: the desk's own acts, and the successor's word
HANDED_OVER = "hand_over"
LAY_PAPERS = "lay_papers"  # the subject adds or takes out documents while the case waits for it
CROSSING = {
    LAY_PAPERS: Who.SUBJECT,
    HANDED_OVER: Who.PLATFORM,
    "drop_answered": Who.PLATFORM,
    "hold_by_document": Who.PLATFORM,
    "resume_by_document": Who.PLATFORM,
    "substitute_party": Who.PLATFORM,
    "complete_step": Who.PLATFORM,
    "await_persons": Who.PLATFORM,
    "take_receipt": Who.PLATFORM,
    "flag_demands": Who.PLATFORM,
    "renew_commitment": Who.SUBJECT,
    "sign_second": Who.SUBJECT,
}


def acts_for(actor: Actor, subject_id: int) -> bool:
    """Whether the actor stands for a subject: owner, agent (in whatever), or a clerk serving it at the window."""
    if subject_id in actor.subjects:
        return True
    return actor.acting_for == subject_id and actor.holds_anywhere(Role.WINDOW_CLERK)


def refuse_outside_mandate(
    scope: MandateScope, actor: Actor, subject_id: int, record_id: int | None = None
) -> None:
    """Refuse, by name, an agent whose mandate does not cover a scope, or not the record it is about."""
    if subject_id in actor.subjects and not actor.may(scope, subject_id, record_id):
        raise refusal("outside-mandate", scope=scope.label)


def own_rows(actor: Actor) -> Q:
    """The rows (with a subject and a record) of whom the actor stands for: all, or those of a mandate's records."""
    own = Q(subject__in=actor.whole_subjects)
    for part in actor.limited:
        own |= Q(subject=part.subject_id, record__in=part.records or ())
    if actor.acting_for is not None and actor.holds_anywhere(Role.WINDOW_CLERK):
        own |= Q(subject=actor.acting_for)
    return own


@cache
def who_of(act: str, kind: str) -> str:
    """Whose act it is by the machine of a kind; raises KeyError for an act that it does not know."""
    if act in BESIDE_THE_MACHINE and (kind == CaseKind.REPAIR or act not in ONLY_OF_REPAIRS):
        return BESIDE_THE_MACHINE[act]
    if act in CROSSING:
        return CROSSING[act]
    for transition in transitions_of(kind):
        if transition.name == act:
            return str(transition.custom["who"])
    return MACHINES[kind].beside[act]


def authorise(act: str, case: Case, actor: Actor, hands: Hands | None = None) -> None:
    """Refuse, by name, whoever may not perform an act on a case; `hands` are theirs, where several acts are weighed."""
    who = who_of(act, case.kind)
    if actor.is_system:
        if who not in {Who.TIME, Who.PLATFORM} and act not in BY_THE_DESK:
            raise refusal("not-subject" if who == Who.SUBJECT else "not-officer")
    elif who in {Who.TIME, Who.PLATFORM}:
        raise refusal("not-system")
    elif who == Who.SUBJECT:
        if not acts_for(actor, case.subject_id):
            raise refusal("not-subject")
        refuse_outside_mandate(scope_of(act, case), actor, case.subject_id, case.record_id)
    else:
        _authorise_officer(act, who, hands or Hands(case, actor))


def _authorise_officer(act: str, who: str, hands: Hands) -> None:
    case, actor = hands.case, hands.actor
    if case.subject_id in actor.subjects:
        raise refusal("own-company")
    if act not in KEEPERS:
        refuse_stake(case, actor)
    if case.kind == CaseKind.RECTIFICATION and hands.recused:
        raise refusal("recused")
    if who == Who.LEAD:
        if not leads(case, actor):
            raise refusal("not-lead")
    elif who == Who.COUNTERSIGNER:
        _authorise_countersigner(hands)
    else:
        unit = case.asked_department_id if who == Who.PROVIDER else case.handling_department_id
        if not any(actor.holds(role, unit) for role in _roles(act)):
            raise refusal("not-officer")
        if act == "propose" and hands.answered:
            raise refusal("provider-decides")
        if case.handling_reason == "caretaker" and act in MACHINES[case.kind].decides:
            raise refusal("caretaker")


def _authorise_countersigner(hands: Hands) -> None:
    case, actor = hands.case, hands.actor
    if not actor.holds(Role.DECIDER, case.handling_department_id):
        raise refusal("not-countersigner")
    if case.handling_reason == "caretaker":
        raise refusal("caretaker")
    if hands.had:
        raise refusal("own-hand")


def _roles(act: str) -> tuple[Role, ...]:
    if act in ONLY_SUPERVISORS:
        return (Role.SUPERVISOR,)
    if act in ANY_OFFICER:
        return (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)
    return (Role.REVIEWER, Role.SUPERVISOR) if act in KEEPERS else (Role.REVIEWER,)


def leads(case: Case, actor: Actor) -> bool:
    """Whether the actor supervises a lead department for credit work of the place of a case."""
    around = enclosing(case.record.jurisdiction)
    supervised = Department.objects.filter(pk__in=actor.departments(Role.SUPERVISOR))
    return supervised.filter(is_lead=True, jurisdiction__in=around).exists()


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases an actor may see: a subject's own, drafts too; a department's, once filed."""
    if actor.is_system:
        return Case.objects.all()
    own = own_rows(actor)
    desks = actor.departments(*OFFICER_ROLES)
    filed = Q(filed_at__isnull=False)
    theirs = (
        Q(handling_department__in=desks) | Q(determining_department__in=desks) | Q(asked_department__in=desks)
    )
    if supervised := actor.departments(Role.SUPERVISOR):
        theirs |= _overseen_by(supervised)
    return Case.objects.filter(own | (filed & theirs))


def _overseen_by(departments: frozenset[int]) -> Q:
    """Ordered rectifications of a place are seen by the supervisors of its lead department: they decide on bias."""
    place = OuterRef("record__jurisdiction")
    around = (place, Concat(Substr(place, 1, 4), Value("00")), Concat(Substr(place, 1, 2), Value("0000")))
    leading = Department.objects.filter(pk__in=departments, is_lead=True, jurisdiction__in=around)
    return Q(kind=CaseKind.RECTIFICATION) & Q(Exists(leading))


def load(number: str, actor: Actor) -> Case:
    """A case by its number, if the actor may see it; the same refusal for absent and foreign ones."""
    case = (
        visible_to(actor)
        .select_related(
            "subject",
            "record",
            "record__listing",
            "record__department",
            "determining_department",
            "handling_department",
            "asked_department",
        )
        .filter(number=number)
        .first()
    )
    if case is None:
        raise refusal("no-case")
    return case


def may_file_on(record: CreditRecord, actor: Actor, scope: MandateScope = MandateScope.FILE) -> None:
    """Refuse whoever does not stand for the record's subject; foreign and absent records look the same."""
    if not acts_for(actor, record.subject_id) or not actor.sees(record.subject_id, record.pk):
        raise refusal("no-record")
    refuse_outside_mandate(scope, actor, record.subject_id, record.pk)


def acts_open_to(case: Case, actor: Actor, *, on: date | None = None) -> tuple[str, ...]:
    """The acts that an actor may perform on a case in its present state, in the machine's order.

    With a day also the choice of a text that has come into force since the case was filed.
    """
    row = on_its_machine(with_holds_known(Case.objects.all()).get(pk=case.pk))
    if signature_waits(row):
        return ()
    held = not not_held(row)
    field = type(row)._meta.get_field("state")  # noqa: SLF001 - documented by Django
    names = [transition.name for transition in get_available_FIELD_transitions(row, field)]
    names += row.beside_now()
    if case.state in RUNNING_STATES:
        names += ["resume", "confirm_hold"] if held else ["hold"]
    of_repair = case.kind == CaseKind.REPAIR
    if of_repair and on is not None and not held and may_change_over(case, on):
        names.append("change_over")
    names = [name for name in names if not _spent(name, row)]
    if case.state == RepairState.PROPOSED:
        proposed = _proposed(case)
        names = [name for name in names if name not in SIGNING or name == proposed]
    hands = Hands(row, actor)
    return tuple(name for name in dict.fromkeys(names) if _permitted(name, hands))


def _spent(act: str, case: Case) -> bool:
    """Whether the edition allows the act no further time, or there is nothing left for it."""
    if act == "extend":
        return case.extended
    if act == "find_insufficient" and case.kind == CaseKind.REPAIR:
        # nothing to be mended, nothing to send back
        return not case.steps.filter(who="subject", finding=Finding.INSUFFICIENT).exists()
    if act in {"inquire", "inquire_again"}:
        return inquiries_spent(case)
    if act == "ask_supplement":
        asked = term_of(case.kind, "supplement")
        times = editions_in_use().by_key(case.edition_key).term(asked).times
        return times is not None and case.supplements >= times
    return False


def _proposed(case: Case) -> str:
    standing = case.decisions.filter(sent_back_at__isnull=True).first()
    return "" if standing is None else str(standing.outcome)


def _permitted(act: str, hands: Hands) -> bool:
    try:
        authorise(act, hands.case, hands.actor, hands)
    except NotAllowed:
        return False
    return True
