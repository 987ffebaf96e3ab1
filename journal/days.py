"""Days and moments in words, by language: 2026年11月22日（周日）, Sunday 22 November 2026."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.functional import lazy
from django.utils.translation import get_language

from journal.now import SHANGHAI

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def speaks_chinese(language: str | None = None) -> bool:
    """Whether the language (the active one by default) is Chinese; no active language counts as Chinese."""
    return (language or get_language() or "zh-hans").startswith("zh")


def day_words(on: date, language: str | None = None) -> str:
    """A day with its weekday, in the given or active language. Raises TypeError for anything but a day."""
    if isinstance(on, datetime) or not isinstance(on, date):
        raise TypeError(f"a day is needed, not {on!r}")
    if speaks_chinese(language):
        return f"{on.year}年{on.month}月{on.day}日（周{_WEEKDAYS_ZH[on.weekday()]}）"
    return f"{_WEEKDAYS_EN[on.weekday()]} {on.day} {_MONTHS_EN[on.month - 1]} {on.year}"


def short_day_words(on: date, language: str | None = None) -> str:
    """A day without its weekday, for tables and sentences: 2026年11月22日, 22 November 2026."""
    if isinstance(on, datetime) or not isinstance(on, date):
        raise TypeError(f"a day is needed, not {on!r}")
    if speaks_chinese(language):
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}"


def month_words(on: date, language: str | None = None) -> str:
    """The month a day lies in: 2026年11月, November 2026."""
    if speaks_chinese(language):
        return f"{on.year}年{on.month}月"
    return f"{_MONTHS_EN[on.month - 1]} {on.year}"


def weekday_letters(language: str | None = None) -> tuple[tuple[str, str], ...]:
    """Heads of a month calendar from Monday to Sunday: what is shown and what it stands for."""
    if speaks_chinese(language):
        return tuple((letter, f"星期{letter}") for letter in _WEEKDAYS_ZH)
    return tuple((name[:2], name) for name in _WEEKDAYS_EN)


def instant_words(at: datetime, language: str | None = None) -> str:
    """A moment in Shanghai, to the minute. Raises ValueError for a moment without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {at!r}")
    local = at.astimezone(SHANGHAI)
    gap = " " if speaks_chinese(language) else ", "
    return f"{day_words(local.date(), language)}{gap}{local:%H:%M}"


def plain_day_words(on: date, language: str | None = None) -> str:
    """A day without its weekday, for sentences: 2026年11月22日, 22 November 2026."""
    if speaks_chinese(language):
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}"


# in whatever language the reader speaks when the sentence is shown
lazy_day_words = lazy(plain_day_words, str)
