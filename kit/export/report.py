"""A session's report: one page for reading and printing, made of what the screen has shown.

The page is made from an export and from nothing else, so it cannot say more. It holds its pictures
and its style, and loads nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kit.charts.captions import describe_marginal, describe_precision, make_table
from kit.charts.history import CARDS, TITLE
from kit.charts.marginal import render_both
from kit.charts.since import describe_since, explain_coarse, find_last
from kit.export.look import build_logo, build_printed_style, embed
from kit.export.rows import draw_rows
from kit.gate.crosstabs import CrossTable
from kit.gate.marginals import ADVICE, Marginal, Shape
from kit.gate.since import LastTime
from kit.language import NP_, _, ngettext, pgettext
from kit.language.formats import join_items
from kit.notebooks.theme import Theme
from kit.session.session import describe_day, split_code
from kit.views.words import count_sentences
from kit.widgets.bundles import style
from kit.widgets.markup import render

SHEET = Path(__file__).with_name("report.css")
STATES = {
    "kept": NP_("commitment", "Kept"),
    "changed": NP_("commitment", "Changed"),
    "dropped": NP_("commitment", "Dropped"),
    "open": NP_("commitment", "Not told"),
}


def render_report(exported: dict[str, Any], theme: Theme | None = None) -> bytes:
    """Write the report of a session.

    Args:
        exported: What `kit.export.export.build_export` has read.
        theme: An organisation's look; None for the kit's own.

    Returns:
        One HTML page in UTF-8. The same export gives the same bytes.
    """
    rounds = name_rounds([_describe_round(each) for each in exported["rounds"]])
    day, code = describe_day(exported.get("held_on", "")), " ".join(split_code(exported["code"]))
    about = join_items((exported["title"], day, code))
    foot = [f'"{quote_style(about)}"', count_pages()]
    page = render(
        "export/report.html",
        session=exported,
        day=day,
        code=code,
        minutes=exported.get("minutes"),
        rounds=rounds,
        agenda=list_agenda(exported, rounds),
        promise=gather_promises(rounds),
        style=Markup(SHEET.read_text("utf-8") + style("over_time")),  # noqa: S704 -- our own
        own=build_printed_style(theme) if theme else "",
        logo=build_logo(theme, embed) if theme else "",
        foot=[Markup(each) for each in foot],  # noqa: S704 -- every sign of a text is a number
        advice=_(ADVICE),
        commitments=exported["commitments"],
        notes=[each for each in exported.get("notes", ()) if each["cards"]],
        states={state: pgettext("commitment", word) for state, word in STATES.items()},
        over_time=exported.get("over_time"),
        over_time_title=_(TITLE),
        cards_title=_(CARDS),
    )
    return page.encode()


def draw_result(marginal: Marginal, since: Sequence[LastTime] = ()) -> dict[str, Any]:
    """Give the figure of one prompt's result.

    Args:
        marginal: The result.
        since: What stood beside it of last time.

    Returns:
        {"question", "svg": markup or "", "svg_narrow": the same for a phone, "alt": the picture in
        words, "columns", "rows": the same numbers as a table, "note": how many answers stand
        behind it, "since": last time and today in words, or ""}.
    """
    table, last = make_table(marginal), find_last(since, marginal.prompt)
    wide, narrow = render_both(marginal, None, last) or ("", "")
    withheld = marginal.shape is Shape.WITHHELD
    counted = ngettext("{n} answer", "{n} answers", marginal.n)
    return {
        "question": marginal.text,
        "svg": Markup(wide),  # noqa: S704 -- made by Altair
        "svg_narrow": Markup(narrow),  # noqa: S704 -- made by Altair
        "alt": describe_marginal(marginal),
        "columns": table.columns,
        "rows": table.rows,
        "note": "" if withheld else join_lines(describe_precision(marginal), counted),
        "since": describe_since(last, marginal),
    }


def join_lines(*parts: str) -> str:
    """Some words after each other, those that there are."""
    return join_items(parts)


def name_rounds(rounds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tell rounds of one exercise apart: those after its first say which time it was."""
    times: Counter[str] = Counter()
    named = []
    for each in rounds:
        title = each["exercise"]
        times[title] += 1
        number = times[title]
        again = _("{exercise}, time {number}", exercise=title, number=number)
        named.append({**each, "exercise": title if number == 1 else again})
    return named


def list_agenda(
    exported: dict[str, Any], rounds: Sequence[dict[str, Any]]
) -> list[dict[str, str | int]]:
    """Give what was played, in that order, then what of the agenda was not.

    Returns:
        Each as {"title", "round": its number, 0 where it was not played}.
    """
    played: list[dict[str, str | int]] = [
        {"title": each["exercise"], "round": each["round"]} for each in rounds
    ]
    left = [each for each in exported.get("agenda", ()) if not each["played"]]
    return [*played, *({"title": each["exercise"], "round": 0} for each in left)]


def gather_promises(rounds: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Give every line of the promises once.

    Returns:
        Each as {"line", "exercises": in which it was made, "" for all}; what holds for all first.
    """
    made: dict[str, list[str]] = {}
    promised = [each for each in rounds if each["promise"]]
    for each in promised:
        for line in each["promise"]:
            made.setdefault(line, []).append(each["exercise"])
    every = [each["exercise"] for each in promised]
    told = [{"line": line, "exercises": _name(names, every)} for line, names in made.items()]
    return sorted(told, key=lambda each: each["exercises"] != "")


def _name(names: Sequence[str], every: Sequence[str]) -> str:
    """Name some exercises of all in the fewest words; "" where they are all."""
    others = [each for each in every if each not in names]
    if not others:
        return ""
    if len(others) == 1 < len(names):
        return _("all but {exercise}", exercise=others[0])
    return join_items(names)


def quote_style(text: str) -> str:
    """Give a text as the inside of a string in a style sheet, whatever it holds."""
    return "".join(f"\\{ord(each):06x}" for each in text)


def count_pages() -> str:
    """What stands at the foot of a page, as the content of a style: "1 of 4"."""
    said = _("{page} of {pages}", page="\0", pages="\1")
    counters = {"\0": "counter(page)", "\1": "counter(pages)"}
    parts = filter(None, re.split("([\0\1])", said))
    return " ".join(counters.get(part) or f'"{quote_style(part)}"' for part in parts)


def _describe_round(told: dict[str, Any]) -> dict[str, Any]:
    result = told.get("result") or {"marginals": [], "crosses": []}
    crosses = [CrossTable.from_json(each) for each in result.get("crosses", ())]
    marginals = [Marginal.from_json(each) for each in result["marginals"]]
    since = read_since(told)
    figures = [draw_result(each, since) for each in marginals if not each.group]
    groups = [list(rows) for grid, rows in groupby(marginals, lambda each: each.grid) if grid]
    blank: dict[str, Any] = dict.fromkeys(("note", "last_time", "alone"), "")
    blank |= {"leader": None, "promise": [], "said": []}
    said = not groups and {each["note"] for each in figures} == {told.get("note")}
    return {
        **blank,
        **told,
        **({"note": ""} if said else {}),
        "sentences": _count_sentences(told.get("sentences", [])),
        "figures": figures,
        "grids": [draw_rows(rows, told.get("grids", ()), since) for rows in groups],
        "alone": describe_day(told.get("alone", "")),
        "coarse": explain_coarse(marginals, since),
        "crosses": [_describe_cross(each) for each in crosses],
    }


def read_since(told: Mapping[str, Any]) -> list[LastTime]:
    """What an exported round tells of last time's results."""
    return [
        LastTime(
            *(each["prompt"], each["n"], each["zone"], each["spread"]),
            tuple(each["sides"]),
            each.get("where", ""),
        )
        for each in told.get("since", ())
    ]


def _count_sentences(sentences: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """What the room read under each question, the same words once with how many said so."""
    asked = dict.fromkeys(each["question"] for each in sentences)
    return [
        {
            "question": question,
            "said": count_sentences(
                (each["text"], each.get("name", ""))
                for each in sentences
                if each["question"] == question
            ),
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
