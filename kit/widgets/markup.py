"""Markup: one Jinja environment for every page and every piece of a page, always with escaping.

Templates lie beside the modules that fill them, and are named by their place in the package, as in
"forms/results.html". A piece of a page is a macro in one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from kit.language import _, get_language, ngettext, pgettext
from kit.language.formats import join_items
from kit.language.languages import Language, describe_language
from kit.language.numbers import format_number, format_percent

PACKAGE = Path(__file__).parents[1]


@cache
def get_environment() -> jinja2.Environment:
    """The environment; a value that a template asks for and is not given is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PACKAGE),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(list_globals())
    return environment


def list_globals() -> dict[str, Callable[..., Any]]:
    """What a template says its sentences with, by the names that it knows it under."""
    return {
        "_": _,
        "ngettext": ngettext,
        "pgettext": pgettext,
        "gettext_html": gettext_html,
        "get_page_language": get_page_language,
        "join_items": join_items,
        "format_number": format_number,
        "format_percent": format_percent,
    }


def gettext_html(message: str, /, **places: Any) -> Markup:
    """A sentence with tags in it, in the present language.

    Args:
        message: It in English; its tags stay what they are in every language.
        **places: What stands in its places; texts are escaped, markup is not.
    """
    return Markup(_(message)).format(**places)  # noqa: S704 -- tags of a catalogue


def get_page_language() -> Language:
    """The language that the page speaks, for its `lang` and `dir`."""
    return describe_language(get_language())


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
