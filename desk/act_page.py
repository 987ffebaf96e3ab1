"""One act of an officer as a page: which form, what will happen, what is said afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from desk.forms import acts as forms


@dataclass(frozen=True)
class ActPage:
    """One act: its form, what will happen when it is done, and what the page says then.

    `preview` is the button that shows beforehand what would follow from what was chosen; none where it is empty.
    """

    form: type[forms.ActForm]
    consequence: Promise
    done: Promise
    destructive: bool = False
    preview: Promise | str = ""
