"""One environment for all markup: what people wrote stands in it as letters."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

import kit.server.handlers.templates  # noqa: F401 -- the filter of its pages
from kit.widgets.markup import PACKAGE, get_environment, render_part
from tests.places import KIT

FORMATTED = re.compile(r"""f["']<""")
DESCRIBED = re.compile(r'return f"<[A-Z]')  # a __repr__
TEMPLATES = [
    path.relative_to(KIT).as_posix()
    for path in sorted(KIT.rglob("*.html"))
    if not {"static", "node_modules", "client"} & {*path.parts}
]


def test_a_text_is_escaped_and_markup_is_not() -> None:
    told = render_part("forms/results.html", "words", "<b>", "'&\"", Markup("<i></i>"))
    assert '<h2 dir="auto">&lt;b&gt;</h2><p>&#39;&amp;&#34;</p><i></i>' in told
    assert isinstance(told, Markup)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_of_the_package_can_be_read(name: str) -> None:
    assert get_environment().get_template(name).name == name


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render_part("forms/results.html", "answered")


def test_no_module_writes_markup_by_formatting_a_string() -> None:
    spoilt = [
        f"{path.relative_to(PACKAGE).as_posix()}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if FORMATTED.search(line) and not DESCRIBED.search(line)
    ]
    assert spoilt == []


def test_the_package_is_where_the_templates_are() -> None:
    assert Path(PACKAGE).samefile(KIT)
