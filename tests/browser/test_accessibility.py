"""Every page in every phase, held against WCAG 2.2 A and AA by axe-core, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Serve
from tests.browser.scenes import Scene, write_workshop

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


def test_every_page_is_accessible_in_every_phase(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    workshop, data = write_workshop(tmp_path / "workshop"), tmp_path / "kit.db"
    server = serve("serve", str(workshop), "--data", str(data))
    found = {"key": find_violations(open_page(f"{server.origin}/facilitate"))}
    found["home"] = find_violations(open_page(server.origin))
    scene = Scene(server, data, open_page)
    found["join"] = find_violations(scene.phones[0])
    for stop in scene.play():
        for name, page in scene.windows.items():
            found[f"{stop} {name}"] = find_violations(page)
    scene.close()
    assert {name: faults for name, faults in found.items() if faults} == {}
