"""The components as template tags: `{% load look %}`; each one's use stands at the top of its template."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from journal import days
from look.errors import Faulty, error_links
from look.parts import SHAPES, Receipt, SummaryRow, TaskItem, Tone
from look.plots import drawn
from look.receipt import receipt_months, receipt_words
from look.shares import bar_of
from look.slack import slack_of
from look.terms import article_words
from rulebook.calendar_in_use import calendar_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms import BaseForm
    from django.template import Context

    from cases.services.planner import RecordPlan
    from look.parts import (
        CaseHeader,
        Evidence,
        LedgerPlace,
        LetterCard,
        Refusal,
        Tab,
        TimelineEntry,
        TimeShare,
    )
    from look.plots import PlotRow, Series

register = template.Library()

TO_CONFIRM = frozenset({"I", "K"})
"""Source marks whose numbers are shown with "to confirm": inferred, and known without a source."""


@register.simple_tag
def day(on: date | None) -> SafeString:
    """A day with its weekday, `<time>` marked; "not set" for None. Raises TypeError for anything else."""
    if on is None:
        return format_html('<span class="not-set">{}</span>', _("Not set"))
    return format_html('<time datetime="{}" class="day">{}</time>', on.isoformat(), days.day_words(on))


@register.simple_tag
def short_day(on: date | None) -> SafeString:
    """A day without weekday, for tables; "not set" for None."""
    if on is None:
        return format_html('<span class="not-set">{}</span>', _("Not set"))
    return format_html('<time datetime="{}" class="day">{}</time>', on.isoformat(), days.short_day_words(on))


@register.filter
def day_words(on: date) -> str:
    """A day in words without markup, for sentences and attributes."""
    return days.day_words(on)


@register.simple_tag
def instant(at: datetime | None) -> SafeString:
    """A moment in Shanghai to the minute; "not set" for None. Raises ValueError where the zone is missing."""
    if at is None:
        return format_html('<span class="not-set">{}</span>', _("Not set"))
    return format_html('<time datetime="{}" class="day">{}</time>', at.isoformat(), days.instant_words(at))


@register.inclusion_tag("components/slack_chip.html")
def slack(due_on: date | None, on: date, *, paused: bool = False) -> dict[str, Any]:
    """The slack chip of a term: ● on track, ▲ two working days or fewer, ■ overdue, ‖ paused."""
    return {"slack": slack_of(due_on=due_on, on=on, calendar=calendar_in_use(), paused=paused)}


@register.inclusion_tag("components/due.html")
def due(due_on: date | None, on: date, *, paused: bool = False) -> dict[str, Any]:
    """A due day with its slack chip beside it."""
    return {"due_on": due_on, "on": on, "paused": paused}


@register.inclusion_tag("components/state_badge.html")
def state_badge(state: str, label: str, tone: Tone = "quiet") -> dict[str, Any]:
    """A state in words with the tone's shape. Raises KeyError for an unknown tone."""
    return {"state": state, "label": label, "tone": tone, "shape": SHAPES[tone]}


@register.inclusion_tag("components/to_confirm.html")
def to_confirm(mark: str) -> dict[str, Any]:
    """Tell that a legal number is yet to be confirmed (marks I and K); nothing for the other marks."""
    return {"shown": mark in TO_CONFIRM}


@register.inclusion_tag("components/receipt.html")
def receipt(receipt: Receipt, heading_level: int = 3) -> dict[str, Any]:
    """The whole receipt: sentence, month calendars, days off with reasons."""
    return {
        "receipt": receipt,
        "words": receipt_words(receipt),
        "months": receipt_months(receipt),
        "weekdays": days.weekday_letters(),
        "heading_level": heading_level,
    }


@register.inclusion_tag("components/receipt_sentence.html")
def receipt_sentence(receipt: Receipt) -> dict[str, Any]:
    """The receipt in words only."""
    return {"receipt": receipt, "words": receipt_words(receipt)}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[TimelineEntry]) -> dict[str, Any]:
    """Acts from top to bottom in the order given."""
    return {"entries": tuple(entries), "shapes": SHAPES}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*sources: Faulty | None) -> dict[str, Any]:
    """All faults of the given forms, formsets, sentences; nothing when there are none."""
    return {"errors": error_links(*sources)}


@register.inclusion_tag("components/task_list.html")
def task_list(items: Iterable[TaskItem]) -> dict[str, Any]:
    """Tasks with their states, under their groups in order of appearance."""
    tasks = tuple(items)
    groups: dict[str, list[TaskItem]] = {}
    for item in tasks:
        groups.setdefault(item.group, []).append(item)
    return {
        "groups": list(groups.items()),
        "done": sum(item.status == "done" for item in tasks),
        "total": len(tasks),
    }


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[SummaryRow]) -> dict[str, Any]:
    """Keys and values, with change links where given."""
    return {"rows": tuple(rows)}


@register.inclusion_tag("components/confirmation_panel.html")
def confirmation_panel(title: str, reference: str = "", text: str = "") -> dict[str, Any]:
    """What was done, the reference number, what happens next."""
    return {"title": title, "reference": reference, "text": text}


@register.inclusion_tag("components/notice_banner.html")
def notice_banner(text: str, heading: str = "", tone: Tone = "accent") -> dict[str, Any]:
    """A notice above the page's own content ("acting for …")."""
    return {"text": text, "heading": heading, "tone": tone, "shape": SHAPES[tone]}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str, action_url: str = "", action_label: str = "") -> dict[str, Any]:
    """What an empty list is and what to do."""
    return {"title": title, "text": text, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, next_cursor: str | None, name: str = "after") -> dict[str, Any]:
    """Keyset paging: first page and next page, the other parameters of the address kept. Needs `request`."""
    query = context["request"].GET
    first, following = query.copy(), query.copy()
    first.pop(name, None)
    if next_cursor:
        following[name] = next_cursor
    return {
        "further": name in query,
        "first_url": f"?{first.urlencode()}",
        "next_url": f"?{following.urlencode()}" if next_cursor else "",
    }


@register.inclusion_tag("components/delisting_ledger.html")
def delisting_ledger(places: Iterable[LedgerPlace], on: date) -> dict[str, Any]:
    """Where a record must be taken down, and which places confirmed it."""
    rows = tuple(places)
    return {
        "rows": tuple((row, SHAPES[row.tone]) for row in rows),
        "confirmed": sum(row.confirmed_on is not None for row in rows),
        "total": len(rows),
        "on": on,
    }


@register.inclusion_tag("components/case_header.html")
def case_header(header: CaseHeader, on: date) -> dict[str, Any]:
    """The head of a case page."""
    return {"header": header, "on": on}


@register.inclusion_tag("components/letter_card.html")
def letter_card(letter: LetterCard) -> dict[str, Any]:
    """One issued letter."""
    return {"letter": letter}


@register.inclusion_tag("components/evidence.html")
def evidence(items: Iterable[Evidence], *, beside: bool = False) -> dict[str, Any]:
    """Documents handed in, shown in place where that is safe; with `beside` in the viewer of the same page."""
    return {"items": tuple(items), "beside": beside}


@register.filter
def may_file(plan: RecordPlan, on: date) -> bool:
    """Whether an application on the record may be filed on a day."""
    return plan.file_now(on)


@register.filter
def articled(article: str) -> str:
    """An article of a text in the reader's language."""
    return article_words(article)


@register.inclusion_tag("components/time_ledger.html")
def time_ledger(shares: Sequence[TimeShare]) -> dict[str, Any]:
    """Whose working days a case has used: one bar and its words."""
    return {"bar": bar_of(shares), "total": sum(share.days for share in shares)}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Tab], label: str) -> dict[str, Any]:
    """Tabs of a worklist; `label` names the row of tabs for those who hear it."""
    return {"tabs": tuple(items), "label": label}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form: BaseForm) -> dict[str, Any]:
    """A GET form of filters."""
    return {"form": form}


@register.inclusion_tag("components/job_progress.html")
def job_progress(label: str, done: int, total: int) -> dict[str, Any]:
    """How far a long job has come."""
    return {"label": label, "done": done, "total": total}


@register.inclusion_tag("components/refusal.html")
def refusal(refusal: Refusal) -> dict[str, Any]:
    """A decision against the reader: decision, reason, clause, what can be done and until when."""
    return {"refusal": refusal}


@register.inclusion_tag("components/danger_act.html", takes_context=True)
def danger_act(context: Context, url: str, label: str, consequence: str, heading: str = "") -> dict[str, Any]:
    """A destructive act, set apart, with what will happen; posts to `url`."""
    return {
        "url": url,
        "label": label,
        "consequence": consequence,
        "heading": heading,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/bar_plot.html")
def bar_plot(caption: str, head: str, series: Sequence[Series], rows: Sequence[PlotRow]) -> dict[str, Any]:
    """A table whose numbers lead to their lists, each with a bar. Raises ValueError where a row lacks a number."""
    return {"caption": caption, "head": head, "series": series, "rows": drawn(rows, series)}
