"""What a phone reads out of an oTree page, and what it sends."""

from __future__ import annotations

import json

import pytest

from benchmarks.visitors.otree import build_answer, list_lines

LINES = """
<script data-socket-url="/auto_advance?participant_code=a&amp;page_index=1"></script>
<script id="otree-live" data-socket-url="/live?participant_code=a&page_name=Form"></script>
"""


def test_a_page_names_the_lines_that_it_opens() -> None:
    assert list_lines(LINES) == [
        "/auto_advance?participant_code=a&page_index=1",
        "/live?participant_code=a&page_name=Form",
    ]


def test_a_page_without_a_live_line_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="no live line"):
        list_lines(LINES.replace("/live", "/wait"))


def test_an_answer_is_what_the_pages_own_script_sends() -> None:
    assert json.loads(build_answer("a sentence", 4)) == {"text": "a sentence", "number": "4"}
