"""Markup: one Jinja environment for every page and every piece of a page, always with escaping.

Templates lie beside the modules that fill them, and are named by their place in the package, as in
"forms/results.html". A piece of a page is a macro in one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

PACKAGE = Path(__file__).parents[1]


@cache
def get_environment() -> jinja2.Environment:
    """The environment; a value that a template asks for and is not given is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(PACKAGE),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def render(template: str, **values: Any) -> Markup:
    """Fill a whole template."""
    return Markup(get_environment().get_template(template).render(values))  # noqa: S704


def render_part(template: str, part: str, *values: Any, **named: Any) -> Markup:
    """Fill one macro of a template.

    Args:
        template: Its place in the package.
        part: The macro's name.
        *values: What the macro takes; texts are escaped, markup is not.
        **named: The same, by name.
    """
    macro = getattr(get_environment().get_template(template).module, part)
    return Markup(macro(*values, **named))  # noqa: S704
