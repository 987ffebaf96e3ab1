"""What the tests' town has beside the demo town: what somebody must have begun, kept or been told to see a page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db.models import Min
from django.test import Client
from django.urls import reverse

from accounts.models import Post, User
from accounts.roles import Role
from cases.models import Application, Case, CaseOutcome, Decision, GroupFiling
from cases.services import crossing, grouping
from cases.services.objection import drafting
from cases.states import CaseKind, RepairState
from config.town import papers, places
from config.town.people import acting
from journal.deliver import deliver_all
from journal.models import Delivery
from journal.now import day_of
from notifications.feeds import open_feed
from notifications.models import Channel, Choice, Message
from records.models import CreditRecord, EnteredDocument, Listing
from records.services import bars
from rulebook import releasing, releasing_texts
from rulebook.closures import Closure, with_closure
from rulebook.source import TomlSource
from rulebook.working_days import Notice
from tests.factories.people import APP_SECRET
from tests.factories.texts_released import promise_of, scenario_of
from tests.pages.finding import first_company, published, word_owed
from tests.pages.multiplying import multiply
from workflows import text_replays
from workflows.models import TextReplay

COUNTER = "counter"  # a second window clerk, who serves the company that is asked for its word
PLACE = "3704"
OTHER_PLACE = "370481"
PROMISE = "zaozhuang-invented"
ENOUGH = 12  # decided cases in a quarter: more than a figure may tell, so that it is shown


def prepare(at: datetime) -> None:
    """Everything, while the town is built."""
    _draft_objection(at)
    _furnish_owner(at)
    _sign_the_group(at)
    _staff_the_counter(at)
    _close_a_place(at - timedelta(days=1))
    _bar_a_company(at)
    _merge_a_company(at)
    _state_reasons(at)
    _finish_a_quarter()
    _propose_a_text(at)
    _set_letters(at)
    _look_at_the_text(at)
    _let_a_mail_fail(at)


def _draft_objection(at: datetime) -> None:
    """The owner has begun an objection."""
    record = published().filter(subject=first_company("owner")).earliest("pk")
    drafting.draft(record_id=record.pk, actor=acting("owner", at), at=at)


def _furnish_owner(at: datetime) -> None:
    """The owner has an authenticator app, recovery codes, a telephone number and a calendar address."""
    owner = User.objects.get(username="owner")
    TOTP.activate(owner, APP_SECRET)
    RecoveryCodes.activate(owner)
    Choice.objects.update_or_create(user=owner, defaults={"number": "13800000000", "number_confirmed_at": at})
    open_feed(user_id=owner.pk, name="手机日历", with_names=False, at=at)


def _sign_the_group(at: datetime) -> None:
    """The agent has signed the commitment of the group filing."""
    group = GroupFiling.objects.get(closed_at__isnull=True)
    grouping.sign_commitment(group_id=group.pk, signed_by="王某某", actor=acting("agent", at), at=at)


def _staff_the_counter(at: datetime) -> None:
    clerk = User.objects.create(username=COUNTER, full_name="李某某")
    Post.objects.create(
        user=clerk,
        department=places.department(places.PLATFORM),
        role=Role.WINDOW_CLERK,
        from_on=day_of(at) - timedelta(days=30),
    )


def _close_a_place(at: datetime) -> None:
    """Another place was closed for two days in summer; both system administrators have dealt with it."""
    order = Notice("关于防御台风停工停产的通告（样例）", "滕政通〔2026〕样例1号", date(2026, 7, 20), "K")
    closure = Closure(first=date(2026, 7, 21), last=date(2026, 7, 22), cause="台风停工", order=order)
    source = TomlSource(Path("closure.toml"), with_closure(closure, jurisdiction=OTHER_PLACE))
    proposal = releasing.propose(source=source, actor=acting("system", at), at=at)
    seen = releasing.version_with(releasing.gazette_proposed(proposal))
    releasing.release(proposal_id=proposal.pk, seen=seen, actor=acting("deputy", at), at=at)


def _bar_a_company(at: datetime) -> None:
    """One company may not apply for repair for three years, and everybody may know it."""
    case = Case.objects.filter(kind=CaseKind.RECTIFICATION, record__listing__state="PUBLISHED").latest("pk")
    bars.enter(
        subject_id=case.subject_id,
        bar_id="false-materials",
        edition_key="NDRC-36",
        on=day_of(at),
        case_number=case.number,
        until_on=day_of(at + timedelta(days=3 * 365)),
        published=True,
        at=at,
        actor_ref="system:demo-town",
    )


def _merge_a_company(at: datetime) -> None:
    """A company of the agent went up in another one of the agent's while its application was looked at."""
    case = Case.objects.filter(kind=CaseKind.REPAIR, state=RepairState.VERIFYING).latest("pk")
    mine = acting("agent", at).subjects - {case.subject_id}
    successor = CreditRecord.objects.filter(subject__in=mine).exclude(cases__isnull=False).earliest("pk")
    crossing.substitute_party(
        record_id=case.record_id,
        successor_code=successor.subject.code,
        document="（2026）鲁样例合并1号",
        passes_on=True,
        actor=acting("reviewer", at),
        at=at,
    )


def _state_reasons(at: datetime) -> None:
    """The reasons for which one penalty was annulled are stated; those of another one are still owed."""
    first = EnteredDocument.objects.earliest("pk")
    crossing.state_reasons(
        document_id=first.pk,
        statement="处罚决定认定事实不清，已被人民法院判决撤销。",
        actor=acting("market", at),
        at=at,
    )
    papers.tell_judgment(at=at)


def _finish_a_quarter() -> None:
    """So many decided cases in the quarter before this one that its figures are told."""
    decided = CaseOutcome.objects.filter(case__kind=CaseKind.REPAIR).order_by("pk")[:1]
    cases = Case.objects.filter(figures__in=decided.values("pk"))
    before = set(CaseOutcome.objects.values_list("pk", flat=True))
    multiply(cases, ENOUGH, along={CreditRecord, Listing, Application, Decision, CaseOutcome})
    for days, outcome in enumerate(CaseOutcome.objects.exclude(pk__in=before)):
        CaseOutcome.objects.filter(pk=outcome.pk).update(
            filed_on=date(2026, 8, 3), closed_on=date(2026, 9, 1), unit_days=days + 1, total_days=days + 4
        )


def _propose_a_text(at: datetime) -> None:
    """A promise of the place and the scenario it was tried with wait for the second system administrator."""
    text = promise_of(PLACE, since=date(2026, 4, 1), key=PROMISE)
    scenarios = scenario_of(last_day=date(2026, 11, 19), key=PROMISE)
    releasing_texts.propose(text=text, scenarios=scenarios, actor=acting("system", at), at=at)


def _look_at_the_text(at: datetime) -> None:
    """The worker has looked at what the text would change."""
    while text_replays.work(at=at):
        pass
    if TextReplay.objects.filter(ended_at__isnull=True).exists():
        raise RuntimeError(TextReplay.objects.get().last_error)


def _set_letters(at: datetime) -> None:
    """The worker sets the letters once the desk is open; the first one for each verb stands for all."""
    waiting = Delivery.objects.filter(done_at__isnull=True)
    verbs = waiting.values("handler", "entry__verb")
    for pk in list(verbs.annotate(first=Min("pk")).values_list("first", flat=True)):
        first = Delivery.objects.get(pk=pk)
        # a stream is heard in its order
        waiting.filter(handler=first.handler, stream=first.stream, pk__lte=pk).update(due_at=at)
    deliver_all(at=at)


def _let_a_mail_fail(at: datetime) -> None:
    """A message to the reviewer did not leave, and nobody has let it be tried again."""
    one = Message.objects.filter(user__username="reviewer", channel=Channel.INBOX).earliest("pk")
    one.pk, one.channel = None, Channel.MAIL
    one.attempts, one.last_error, one.sent_at = 5, "SMTPServerDisconnected", None
    one.next_attempt_at = at + timedelta(hours=1)
    one.save(force_insert=True)


def begin(username: str, client: Client) -> None:
    """The clerks each serve a company."""
    if username == "clerk":
        client.post(reverse("portal:window"), {"code": first_company("agent").code})
    elif username == COUNTER:
        client.post(reverse("portal:window"), {"code": word_owed().earliest("pk").subject.code})
