"""Stored terms for the receipt component: the clock's own receipt in the reader's words."""

from __future__ import annotations

import json
import re

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clocks import receipts
from clocks.models import Deadline
from clocks.words import cause_words, trigger_words
from journal.names import title_of
from look.parts import Extension, Pause, Receipt, Skipped
from rulebook.editions_in_use import editions_in_use

DAYS_OFF: dict[str, Promise] = {
    "weekend": _("weekend"),
    "元旦": _("New Year's Day"),
    "春节": _("Spring Festival"),
    "清明节": _("Qingming Festival"),
    "劳动节": _("Labour Day"),
    "端午节": _("Dragon Boat Festival"),
    "中秋节": _("Mid-Autumn Festival"),
    "国庆节": _("National Day"),
    "国庆节、中秋节": _("National Day and Mid-Autumn Festival"),
}
CHAPTER = re.compile(r"^(about )?ch\. (\d+)$")
ARTICLE = re.compile(r"^(about )?(\d+)$")


class NotCounted(ValueError):
    """A day that was fixed elsewhere and not counted has no counted receipt; `words_of` tells it."""


def receipt_of(deadline: Deadline) -> Receipt:
    """The receipt of a counted term.

    Raises NotCounted for a day that was delivered, ReceiptFault for a broken receipt.
    """
    return shown(receipts.from_json(deadline.receipt))


def shown(kept: receipts.Receipt) -> Receipt:
    """A kept receipt in the reader's words. Raises NotCounted for a day that was fixed elsewhere."""
    if kept.count is None or kept.unit is None:
        raise NotCounted(f"{kept.term} of {kept.edition}")
    return Receipt(
        started_on=kept.started_on,
        trigger=capfirst(trigger_words(kept.trigger)),
        count=kept.count,
        unit=kept.unit.value,
        due_on=kept.due_on,
        instrument=kept.instrument or edition_title(kept.edition),
        article=article_words(kept.article),
        mark=kept.mark,
        provisional=kept.provisional,
        skipped=tuple(Skipped(day.on, day_off_words(day.reason)) for day in kept.skipped),
        made_up=kept.made_up,
        pauses=tuple(
            Pause(still.first, gettext(", ").join(cause_words(cause) for cause in still.causes), still.last)
            for still in kept.standstills
        ),
        extensions=tuple(Extension(event.count, event.unit.value, event.cause) for event in kept.extensions),
        calendar=kept.calendar,
        written=json.dumps(receipts.to_json(kept), ensure_ascii=False, indent=2),
    )


def words_of(deadline: Deadline) -> str:
    """Why the day of a term is this day, in one paragraph. Raises ReceiptFault."""
    return receipts.sentence(receipts.from_json(deadline.receipt))


def day_off_words(reason: str) -> str:
    """Why a day is off; a holiday whose name the house has no word for keeps its Chinese name."""
    return str(DAYS_OFF.get(reason, reason))


def edition_title(key: str) -> str:
    """The title of an edition in the reader's language. Raises UnknownEdition for an unknown key."""
    return title_of(editions_in_use().by_key(key))


def article_words(article: str) -> str:
    """An article or chapter in words; whatever else stands there is shown as it is."""
    chapter, number = CHAPTER.match(article), ARTICLE.match(article)
    if chapter:
        return gettext("chapter %(number)s") % {"number": chapter[2]}
    if number:
        return gettext("article %(number)s") % {"number": number[2]}
    return article
