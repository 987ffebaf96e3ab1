"""What holds for every page before a browser, asked of one page that is open."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SMALLEST = 24  # CSS pixels, WCAG 2.5.8
BUTTON = 44  # the house's own for whatever is pressed by a thumb

RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags},
    rules: {"target-size": {enabled: true}},
    resultTypes: ["violations"],
  });
  return found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
}"""

WIDER = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) { return []; }
  const edge = page.clientWidth;
  const out = [...document.body.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > edge + 1 && !one.closest("pre, .visually-hidden, .table-cards thead");
  });
  return out.slice(-3).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 60)}`)
    .concat([`${page.scrollWidth} in ${edge}`]);
}"""

SMALL = """([smallest, button]) => {
  const seen = (one) => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().width > 1;
  const faults = [];
  for (const one of document.querySelectorAll("button, .btn, summary, select, input:not([type=hidden])")) {
    if (!seen(one) || ["checkbox", "radio"].includes(one.type) || one.closest(".visually-hidden")) { continue; }
    const box = one.getBoundingClientRect();
    if (box.height < button - 0.5 || box.width < smallest) {
      faults.push(`${one.tagName}.${one.className} ${Math.round(box.width)}x${Math.round(box.height)} `
        + (one.innerText || one.name || "").trim().slice(0, 40));
    }
  }
  return faults;
}"""


@cache
def axe_script() -> str:
    """The checker itself, as its package ships it."""
    package = Path(axe_playwright_python.__file__).parent
    return next(package.rglob("axe.min.js")).read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """Everything axe finds by WCAG 2.2 AA, of whatever impact."""
    page.evaluate(axe_script())
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    return found


def wider_than_the_window(page: Page) -> list[str]:
    """What makes one scroll sideways."""
    return _asked(page, WIDER)


def small_targets(page: Page) -> list[str]:
    """Buttons and fields that a thumb misses."""
    return _asked(page, SMALL, [SMALLEST, BUTTON])


def _asked(page: Page, script: str, argument: Any = None) -> list[str]:  # noqa: ANN401 - whatever the script takes
    answer: list[str] = page.evaluate(script, argument)
    return answer
