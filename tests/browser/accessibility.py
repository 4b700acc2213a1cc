"""What axe-core finds on a page, held against WCAG 2.2 A and AA, light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
Options = dict[str, object]

SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL: Final[Options] = {"runOnly": {"type": "tag", "values": TAGS}}
CONTRAST: Final[Options] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
MARKUP: Final[Options] = {**ALL, "rules": {"color-contrast": {"enabled": False}}}
# A page may have drawn itself anew since its elements were listed.
RUN: Final = """async ([options, looks]) => {
  const listed = looks?.flatMap((look) => window.kitPainted[look]);
  const include = listed?.filter((each) => each.isConnected);
  if (include && !include.length) return [];
  return (await axe.run(include ? { include } : document, options)).violations;
}"""


def find_violations(page: Page) -> list[str]:
    """What axe finds on a page as it stands, each with the elements it is about."""
    return run(page, "light", ALL) + run(page, "dark", CONTRAST)  # in dark only colours differ


def check_markup(page: Page) -> list[str]:
    """What axe finds on a page with all rules but that of contrast."""
    return run(page, "light", MARKUP)


def check_contrast(page: Page, scheme: Scheme, looks: Sequence[str]) -> list[str]:
    """What axe finds of contrast in the elements that `window.kitPainted` has for these looks."""
    return run(page, scheme, CONTRAST, looks)


def run(
    page: Page, scheme: Scheme, options: Options, looks: Sequence[str] | None = None
) -> list[str]:
    """What these rules find, on the whole page or in the elements of these looks."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    # At its end a form has nothing under its Send button.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    given = [{**options, "resultTypes": ["violations"]}, looks]
    told: list[dict[str, Any]] = page.evaluate(RUN, given)
    return [
        f"{scheme}: {each['id']}: {each['help']} {[n['html'][:150] for n in each['nodes'][:3]]}"
        for each in told
    ]
