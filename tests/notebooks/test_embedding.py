"""Markup with its pictures in it, otherwise as it was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kit.notebooks.embedding import CALM, Origin
from tests.image_files import PNG


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    (tmp_path / "pic.png").write_bytes(PNG)
    return Origin(tmp_path, "jar.ipynb, cell 4")


@pytest.mark.parametrize(
    "markup",
    [
        "<b>bold</b> &amp; <i class=x>more",
        "<table><tr><td>a < b</table>",
        "<!-- <img src='x.png'> --><p>",
        "<script>'<img src=x.png>'</script>",
        "<source-code>no picture</source-code>",
        "an <imgx src='x.png'> that is none",
    ],
)
def test_what_names_no_picture_is_left_as_it_was_written(origin: Origin, markup: str) -> None:
    assert origin.embed(markup) == markup
    assert origin.faults == []


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="pic.png">',
        "<img src=pic.png>",
        "<IMG\n SRC='pic.png' />",
        '<img srcset="https://example.org/2x.png 2x" src="pic.png">',
        '<video poster="pic.png"></video>',
        '<svg><image href="pic.png"/></svg>',
        '<svg><image xlink:href="pic.png"/></svg>',
    ],
)
def test_a_picture_is_carried_and_what_stands_around_it_stays(origin: Origin, picture: str) -> None:
    shown = origin.embed(f"<p>vörher\n{picture}\nafter</p>")
    assert shown.startswith("<p>vörher\n<")
    assert shown.endswith("\nafter</p>")
    assert shown.count("data:image/png;base64,") == 1
    assert "pic.png" not in shown
    assert "https:" not in shown
    assert origin.faults == []


def test_a_picture_keeps_its_words_and_its_size_and_fits_into_its_page(origin: Origin) -> None:
    shown = origin.embed('<img alt="a &quot;jar&quot;" width=40 src=pic.png style="border:0">')
    assert 'alt="a &#34;jar&#34;" width="40" src="data:' in shown
    assert 'style="max-width:100%;height:auto;border:0"' in shown


def test_of_two_sources_the_picture_alone_is_left(origin: Origin) -> None:
    shown = origin.embed('<picture><source srcset="//x.test/a.webp"><img src="pic.png"></picture>')
    assert "source" not in shown
    assert "data:image/png" in shown


def test_people_read_a_calm_sentence_and_the_facilitator_the_cell_and_the_cure(
    origin: Origin,
) -> None:
    markup = '<img src="https://example.org/spy.png" alt="the <jar>">'
    calm = origin.embed(markup)
    assert CALM in calm
    assert calm.endswith("the &lt;jar&gt;")
    assert "example.org" not in calm
    told = replace(origin, told=True).embed(markup)
    assert "jar.ipynb, cell 4: The picture &#39;https://example.org/spy.png&#39; lies on" in told
    assert "<img" not in calm + told
    assert [fault[:40] for fault in origin.faults] == ["jar.ipynb, cell 4: The picture 'https://"]


def test_an_address_in_a_message_cannot_be_markup(origin: Origin) -> None:
    told = replace(origin, told=True).embed('<img src="<script>x</script>">')
    assert "<script" not in told
