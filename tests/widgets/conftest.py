"""A page that holds one widget, drawn from its real state by its real script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from kit.widgets.widget import KitWidget
from tests.browser.chromium import Launcher, start_launcher

ADDRESS = "http://kit.test/"
POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'"
PAGE = """<!doctype html><html lang="en"><title>One widget</title><style>%s</style>
<main id="place"></main><script type="module">
import widget from "/widget.js";
const state = %s, heard = {};
window.sent = [];
window.state = state;
const model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; },
  save_changes() {},
  send: (message) => window.sent.push(message),
  on: (event, call) => (heard[event] ??= new Set()).add(call),
  off: (event, call) => heard[event]?.delete(call),
};
window.change = (traits) => {
  Object.assign(state, traits);
  for (const name in traits) for (const call of heard[`change:${name}`] ?? []) call();
};
window.leave = widget.render({ model, el: document.getElementById("place") });
</script></html>"""

Show = Callable[..., Page]


def stop_clock(page: Page) -> None:
    """Let time pass on a page only where a test says so."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    """For one file: while it is there, no other test may start an event loop."""
    with start_launcher() as launcher:
        yield launcher


@pytest.fixture
def chromium(launcher: Launcher) -> Browser:
    return launcher.get()


@pytest.fixture
def show(chromium: Browser) -> Iterator[Show]:
    """Draws a widget on a page that allows no eval and no request to anywhere else."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(widget: KitWidget, **settings: Any) -> Page:
        state = widget.get_state()
        words = {name: value for name, value in state.items() if not name.startswith("_")}
        page_text = PAGE % (state.get("_css", ""), json.dumps(words).replace("<", "\\u003c"))

        def answer(route: Route) -> None:
            if route.request.url == f"{ADDRESS}widget.js":
                route.fulfill(body=state["_esm"], content_type="text/javascript")
            elif route.request.url == ADDRESS:
                policy = {"Content-Security-Policy": POLICY}
                route.fulfill(body=page_text, content_type="text/html", headers=policy)
            else:
                if not route.request.url.endswith("favicon.ico"):
                    faults.append(route.request.url)
                route.abort()

        context = chromium.new_context(**{"reduced_motion": "reduce", **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        context.route("**/*", answer)
        page.goto(ADDRESS)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
