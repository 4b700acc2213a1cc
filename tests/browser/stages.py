"""A stage on a page of its own, with pictures drawn from their real state by their real scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, ViewportSize

import kit
from kit.charts.captions import describe_marginal, make_table
from kit.charts.headlines import write_headline
from kit.charts.marginal import render_both, render_stage
from kit.gate.marginals import Marginal
from kit.widgets.live_chart import LiveChart
from kit.widgets.marble_jar import MarbleJar
from kit.widgets.palette import get_category
from kit.widgets.widget import KitWidget
from tests.browser.windows import draw

ADDRESS = "http://kit.test/"
FOLDER = Path(kit.__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css"}
SIZES = [
    ViewportSize(width=width, height=height)
    for width, height in (
        (800, 600),
        (1024, 768),
        (1280, 720),
        (1920, 1080),
        (3840, 2160),
        (1080, 1920),
    )
]
# What a screen leaves of its window: a band above, a foot below.
PAGE = """<!doctype html><html lang="en"><title>A stage</title>
<link rel="stylesheet" href="/kit/server/assets/ground.css">
<link rel="stylesheet" href="/kit/server/assets/stage.css">
<style>%(css)s
:root { --u: min(1vw, 1.7778vh); }
@media (orientation: portrait) { :root { --u: min(1.45vw, 0.8vh); } }
main { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); box-sizing: border-box;
  height: 100vh; padding: calc(7 * var(--u)) calc(3.5 * var(--u)) calc(5 * var(--u)); }
.part { grid-row: 1; grid-column: 1; min-width: 0; }
</style>
<body class="kit kit-screen"><main class="stage">%(parts)s</main>
<script type="module">
import { startStage } from "/kit/client/src/stage.js";
const main = document.querySelector("main");
startStage(main, true);
window.models = [];
for (const [place, [stem, state]] of %(states)s.entries()) {
  const heard = {};
  const model = {
    get: (name) => state[name],
    on: (event, call) => (heard[event] ??= new Set()).add(call),
    off: (event, call) => heard[event]?.delete(call),
    change(traits) {
      Object.assign(state, traits);
      for (const name in traits) for (const call of heard[`change:${name}`] ?? []) call();
    },
  };
  window.models.push(model);
  const widget = (await import(`/kit/widgets/${stem}.js`)).default;
  widget.render({ model, el: main.children[place].firstElementChild });
}
window.ready = true;
</script></html>"""


def open_stage(
    browser: Browser,
    pictures: Sequence[KitWidget],
    size: ViewportSize,
    **settings: Any,
) -> Page:
    """Show pictures on a stage that is as large as a window of this size leaves.

    Args:
        browser: Opens a window of its own, which the caller closes with its context.
        pictures: One a part, in the notebook's order.
        size: The window's.
        settings: Of the browser's context, as `color_scheme`; motion is reduced unless it is set.
    """
    page_text = write_page(pictures)

    def answer(route: Route) -> None:
        found = find_file(page_text, route.request.url.removeprefix(ADDRESS))
        if found is None:
            route.abort()
        else:
            route.fulfill(body=found[0], content_type=found[1])

    context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **settings})
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    draw(page)
    return page


def write_page(pictures: Sequence[KitWidget]) -> str:
    """The stage's page with its pictures in it, one a part."""
    states = []
    for picture in pictures:
        stem = type(picture).__module__.rpartition(".")[2]
        traits = {k: v for k, v in picture.get_state().items() if not k.startswith("_")}
        states.append([stem, traits])
    parts = '<section class="part"><div></div></section>' * len(states)
    css = "\n".join(dict.fromkeys(picture._css for picture in pictures))
    words = json.dumps(states).replace("<", "\\u003c")
    return PAGE % {"css": css, "parts": parts, "states": words}


def find_file(page: str, path: str) -> tuple[str, str] | None:
    """What stands at a path, with its type: the page, or a script or style of the kit's."""
    if not path:
        return page, "text/html; charset=utf-8"
    kind = TYPES.get(Path(path).suffix)
    if kind is None or not path.startswith("kit/"):
        return None
    return (FOLDER.parent / path).read_text(encoding="utf-8"), kind


def make_chart(marginal: Marginal, note: str = "12 answers") -> LiveChart:
    """The picture of a result, as `kit.Bars` makes it."""
    flowing, staged = render_both(marginal, None), render_stage(marginal, None)
    assert flowing is not None
    assert staged is not None
    table = make_table(marginal)
    return LiveChart(
        title=marginal.text,
        headline=write_headline(marginal),
        svg=flowing[0],
        svg_narrow=flowing[1],
        staged=[*staged],
        alt=describe_marginal(marginal),
        columns=table.columns,
        rows=table.rows,
        note=note,
    )


def make_jar(*counts: int) -> MarbleJar:
    """A jar with so many marbles of each kind."""
    kinds = [(place, get_category(place), count) for place, count in enumerate(counts)]
    marbles = [
        {
            "value": f"kind-{place}",
            "label": f"kind {place}",
            "letter": category.letter,
            "colour": category.name,
            "count": count,
        }
        for place, category, count in kinds
    ]
    return MarbleJar(marbles=marbles, note="12 answers")
