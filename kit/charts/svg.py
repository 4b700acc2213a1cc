"""Charts as SVG, with the page's own colours in place of fixed ones."""

from __future__ import annotations

import re
from functools import lru_cache

import altair as alt
import vl_convert

from kit.charts.theme import ACCENT, EDGE, ON_ACCENT
from kit.language import get_language
from kit.language.languages import describe_language
from kit.widgets.palette import CATEGORIES, GOLD, INK, QUIET, STEPS, get_step_variable, get_variable

_DRAWN = re.compile(r'(<svg[^>]*? viewBox="0 0 ([\d.]+) [\d.]+"[^>]*>)(.*)</svg>\s*', re.DOTALL)
_TEXT = re.compile(r'text-anchor="(\w+)" transform="(translate\([^"]*\))"')
_ENDS = {"start": "end", "middle": "middle", "end": "start"}


@lru_cache(maxsize=64)
def _convert(spec: str) -> str:
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])
    return svg


def render_svg(chart: alt.TopLevelMixin) -> str:
    """Turn a chart into SVG text that fills its place and follows the page's light or dark.

    Where the present language runs from right to left, so does the chart: bars grow from the right,
    a scale begins there, and words stand as they would on a page.

    Colours of the palette become CSS variables with the light colour to fall back on; text takes
    the colour around it. Nothing is loaded, and fonts are the reader's own. The specification is
    not checked against Altair's schema: that would take longer than to draw it.
    """
    svg = _convert(chart.to_json(indent=None, validate=False))
    begins = "xMin"
    if describe_language(get_language()).direction == "rtl":
        svg, begins = _mirror(svg), "xMax"
    fitted = rf'\1 width="100%" preserveAspectRatio="{begins}YMid"'
    svg = re.sub(r' aria-roledescription="[^"]*"', "", svg)  # in English in every language
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', fitted, svg, count=1)
    return _COLOURED.sub(lambda match: f'{match[1]}="{_PAINTS[match[2].lower()]}"', svg)


def _mirror(svg: str) -> str:
    """A drawing turned round, with its letters as they were."""
    found = _DRAWN.fullmatch(svg)
    if found is None:
        msg = "Vega has drawn no picture with a viewBox."
        raise ValueError(msg)
    head, width, inside = found.groups()
    turned = _TEXT.sub(
        lambda match: f'text-anchor="{_ENDS[match[1]]}" transform="{match[2]} scale(-1,1)"', inside
    )
    return f'{head}<g transform="translate({width},0) scale(-1,1)">{turned}</g></svg>'


def _list_paints() -> dict[str, str]:
    paints = {
        getattr(category.light, part): get_variable(category.name, part)
        for category in (*CATEGORIES, GOLD)
        for part in ("fill", "edge", "ink")
    }
    paints |= {step.light: get_step_variable(place) for place, step in enumerate(STEPS)}
    paints |= {
        QUIET: "--kit-quiet",
        ACCENT: "--kit-accent",
        ON_ACCENT: "--kit-on-accent",
        EDGE: "--kit-edge",
    }
    return {INK: "currentColor"} | {
        colour: f"var({name}, {colour})" for colour, name in paints.items()
    }


_PAINTS = _list_paints()
_COLOURED = re.compile(rf'\b(fill|stroke)="({"|".join(_PAINTS)})"', re.IGNORECASE)
