"""An export as tables: one CSV file a table, with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kit.gate.crosstabs import describe_step
from kit.gate.marginals import Shape
from kit.language import N_, _

RESULTS = (
    *("round", "exercise", "state", "note", "prompt", "question", "type", "answers", "shape"),
    *("value", "label", "count", "summary", "last_time"),
)
CROSSES = (
    *("round", "exercise", "first", "second", "answers", "first_value", "first_label"),
    *("second_value", "second_label", "count"),
)
ALOUD = N_("told aloud, and not kept")
WORDS = ("round", "exercise", "kind", "name", "prompt", "question", "text")
COMMITMENTS = ("session", "owner", "what", "by", "notice", "state")
NOTES = ("round", "exercise", "kind", "card", "field", "question", "text")
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# Where a comma is a decimal sign, a spreadsheet begins a new cell behind these instead, and then
# quotation marks hold no text together.
CELL = re.compile(r"(?<=[;\t\r\n])(?=[^\S\t\r\n]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
NUMBER = re.compile(r"-?\d+")
Row = tuple[str | int, ...]


def render_csv(head: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Give a table as CSV that spreadsheet programs read as letters and numbers, never as formulas.

    UTF-8 with a mark at the beginning, by which they know it; lines end as RFC 4180 says. Line
    breaks within a text stay, in quotation marks.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[disarm(value) for value in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def disarm(value: str | int) -> str | int:
    """Put an apostrophe before a text, or a part of one, that a spreadsheet would run."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return value
    inner = CELL.sub("'", value)
    return f"'{inner}" if FORMULA.match(value) else inner


def list_results(told: dict[str, Any]) -> Iterator[Row]:
    """A round as rows: one for every count, and one for every prompt that has only words."""
    begin = (told["round"], told["exercise"], told["state"], told.get("note", ""))
    result = told.get("result")
    if result is None:
        yield *begin, *[""] * (len(RESULTS) - len(begin))
        return
    since = {each["prompt"]: each["told"] for each in told.get("since", ())}
    for each in result["marginals"]:
        last = since.get(each["prompt"], "")
        withheld = each["shape"] == Shape.WITHHELD
        about = (each["prompt"], each["text"], each["type"], "" if withheld else each["n"])
        for value, label, count in each["counts"]:
            yield *begin, *about, each["shape"], value, label, count, "", last
        if not each["counts"]:
            yield *begin, *about, each["shape"], "", "", "", each["summary"], last


def list_crosses(told: dict[str, Any]) -> Iterator[Row]:
    """The cells of a round's cross-tables."""
    for table in (told.get("result") or {}).get("crosses", ()):
        begin = (told["round"], told["exercise"], table["first"], table["second"])
        if not table["counts"]:
            yield *begin, "", "", "", "", "", table["summary"]
        for row, counts in zip(table["rows"], table["counts"], strict=True):
            for column, count in zip(table["columns"], counts, strict=True):
                yield *begin, table["n"], *row, *column, describe_step(count, table["step"])


def list_words(told: dict[str, Any]) -> Iterator[Row]:
    """What was said in a round: by the leader, in sentences, in its talk; and the promise."""
    begin = (told["round"], told["exercise"])
    leader = told.get("leader") or {"name": "", "told": []}
    if leader.get("aloud"):
        yield *begin, "leader", "", "", "", _(ALOUD)
    for one in (leader, *leader.get("more", ())):
        for each in one["told"]:
            yield *begin, "leader", one["name"], each["prompt"], each["question"], each["text"]
    for each in told.get("sentences", ()):
        about = (each.get("name", ""), each["prompt"], each["question"], each["text"])
        yield *begin, "sentence", *about
    for line in told.get("said", ()):
        yield *begin, "said", "", "", "", line
    for line in told.get("promise", ()):
        yield *begin, "promise", "", "", "", line


def list_commitments(told: dict[str, Any]) -> Iterator[Row]:
    """The signed cards: those of this session, then those of the one before."""
    for name, cards in (("now", told["now"]), ("last time", told["last_time"])):
        for card in cards:
            yield name, card["owner"], card["what"], card["by"], card["notice"], card["state"]


def list_notes(told: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """The signed notes: a row for every line of a card; a card's lines have its number."""
    for kind in told:
        for number, card in enumerate(kind["cards"], start=1):
            begin = (kind["round"], kind["exercise"], kind["kind"], number)
            for field in kind["fields"]:
                if field["field"] in card:
                    yield *begin, field["field"], field["question"], card[field["field"]]
