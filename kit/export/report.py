"""A session's report: one page for reading and printing, made of what the screen has shown.

The page is made from an export and from nothing else, so it cannot say more. It holds its pictures
and its style, and loads nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kit.charts.captions import describe_marginal, make_table
from kit.charts.marginal import draw_marginal
from kit.charts.svg import render_svg
from kit.gate.crosstabs import CrossTable
from kit.gate.marginals import ADVICE, Marginal
from kit.views.words import count_words
from kit.widgets.markup import render

HERE = Path(__file__).parent
STATES = {"kept": "Kept", "changed": "Changed", "dropped": "Dropped", "open": "Not told"}


def render_report(exported: dict[str, Any]) -> bytes:
    """Write the report of a session.

    Args:
        exported: What `kit.export.export.build_export` has read.

    Returns:
        One HTML page in UTF-8. The same export gives the same bytes.
    """
    page = render(
        "export/report.html",
        session=exported,
        rounds=[_describe_round(each) for each in exported["rounds"]],
        style=Markup((HERE / "report.css").read_text("utf-8")),  # noqa: S704 -- our own sheet
        advice=ADVICE,
        commitments=exported["commitments"],
        states=STATES,
    )
    return page.encode()


def draw_result(marginal: Marginal) -> dict[str, Any]:
    """Give the figure of one prompt's result.

    Returns:
        {"question", "svg": markup or "", "alt": the picture in words, "columns", "rows": the same
        numbers as a table, "n"}.
    """
    drawn, table = draw_marginal(marginal), make_table(marginal)
    return {
        "question": marginal.text,
        "svg": "" if drawn is None else Markup(render_svg(drawn)),  # noqa: S704 -- made by Altair
        "alt": describe_marginal(marginal),
        "columns": table.columns,
        "rows": table.rows,
        "n": marginal.n,
    }


def _describe_round(told: dict[str, Any]) -> dict[str, Any]:
    result = told.get("result") or {"marginals": [], "crosses": []}
    crosses = [CrossTable.from_json(each) for each in result.get("crosses", ())]
    usual: dict[str, Any] = {"note": "", "sentences": [], "leader": None, "promise": []}
    return {
        **usual,
        **told,
        "sentences": _count_sentences(told.get("sentences", [])),
        "figures": [draw_result(Marginal.from_json(each)) for each in result["marginals"]],
        "crosses": [_describe_cross(each) for each in crosses],
    }


def _count_sentences(sentences: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """What the room read under each question, the same words once with how many said so."""
    asked = dict.fromkeys(each["question"] for each in sentences)
    return [
        {
            "question": question,
            "said": count_words(each["text"] for each in sentences if each["question"] == question),
        }
        for question in asked
    ]


def _describe_cross(table: CrossTable) -> dict[str, Any]:
    places = range(len(table.columns))
    return {
        "questions": table.texts,
        "summary": table.summary,
        "n": table.n,
        "columns": [label for _value, label in table.columns],
        "rows": [
            [label, *(table.describe_cell(row, column) for column in places)]
            for row, (_value, label) in enumerate(table.rows if table.counts else ())
        ],
    }
