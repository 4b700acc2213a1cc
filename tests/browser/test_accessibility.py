"""Pages held against WCAG 2.2 A and AA by axe-core, light and dark; `rules.py` in every phase."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.processes import Server

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# All rules in light; in dark only colours differ.
RULES: dict[Literal["light", "dark"], dict[str, object]] = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}


def find_violations(page: Page) -> list[str]:
    """What axe finds on a page as it stands, each with the elements it is about."""
    found = []
    # At its end a form has nothing under its Send button.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        axe = Axe() if scheme == "light" else Axe("axe.version")  # it is in the page by then
        for each in axe.run(page, options=options).response["violations"]:
            nodes = [node["html"][:150] for node in each["nodes"][:3]]
            found.append(f"{scheme}: {each['id']}: {each['help']} {nodes}")
    return found


def test_pages_before_a_session_are_accessible(house: Server, open_page: OpenPage) -> None:
    for path in ("/", "/facilitate", f"/join/{house.code}"):
        assert find_violations(open_page(house.origin + path)) == [], path
