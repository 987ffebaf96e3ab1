"""Pages that show several of something and are no lists: why those stay few, and which module counts statements."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent.parent
CEILING = "pages/test_every_page.py"  # no page there asks more than so often

# what stands around every page and in every form: the way through the house, messages, errors, tabs, filters
FRAME = {
    "account/base_reauthenticate.html",
    "base.html",
    "components/error_summary.html",
    "components/filter_bar.html",
    "components/tabs.html",
}


@dataclass(frozen=True)
class Short:
    """Pages that stay short for one reason; `counted_in` is the module under tests that counts their statements."""

    why: str
    counted_in: str
    pages: frozenset[str]

    @property
    def module(self) -> Path:
        return TESTS / self.counted_in


def _short(why: str, counted_in: str, *pages: str) -> Short:
    return Short(why, counted_in, frozenset(pages))


SHORT = (
    _short("parts of one case, on the desk", "desk/test_case_statements.py", "desk:case"),
    _short("parts of one case, for the company", "portal/test_case_page.py", "portal:case"),
    _short("what is contested in one case", "desk/test_objection_acts.py", "desk:act"),
    _short("the steps of one procedure", "desk/test_procedure.py", "desk:procedure"),
    _short("what one filing came back for", "portal/test_returned.py", "portal:filing"),
    _short("the records of one group", "journeys/test_group_filing.py", "portal:group"),
    _short("the story of one complaint", "complaints/test_pages.py", "portal:complaint"),
    _short("notes on one entry", "register/test_entry.py", "register:entry"),
    _short(
        "answers and gaps of one filing or case",
        CEILING,
        "desk:complaint",
        "desk:complaint_act",
        "desk:redress",
        "portal:case_act",
        "portal:check",
        "portal:confirm",
        "portal:group_papers",
        "portal:group_record",
        "portal:objection",
        "portal:objection_check",
        "portal:objection_part",
        "portal:part",
        "portal:second",
    ),
    _short("choices of a form", CEILING, "account_login", "desk:open_revocation", "desk:order"),
    _short("parts of a text", CEILING, "desk:edition", "register:commitment", "register:open_data"),
    _short(
        "days of one year",
        CEILING,
        "desk:calendar_place",
        "desk:calendar_proposal",
        "desk:calendar_year",
    ),
    _short("what one person has", CEILING, "desk:reset_second_factor"),
)
