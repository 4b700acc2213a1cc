"""An export as tables: one CSV file a table, with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from kit.gate.crosstabs import describe_step
from kit.gate.marginals import Shape

RESULTS = (
    *("round", "exercise", "state", "note", "prompt", "question", "type", "answers", "shape"),
    *("value", "label", "count", "summary"),
)
CROSSES = (
    *("round", "exercise", "first", "second", "answers", "first_value", "first_label"),
    *("second_value", "second_label", "count"),
)
WORDS = ("round", "exercise", "kind", "name", "prompt", "question", "text")
COMMITMENTS = ("session", "owner", "what", "by", "notice", "state")
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
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
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def list_results(told: dict[str, Any]) -> Iterator[Row]:
    """A round as rows: one for every count, and one for every prompt that has only words."""
    begin = (told["round"], told["exercise"], told["state"], told.get("note", ""))
    result = told.get("result")
    if result is None:
        yield *begin, *[""] * (len(RESULTS) - len(begin))
        return
    for each in result["marginals"]:
        withheld = each["shape"] == Shape.WITHHELD
        about = (each["prompt"], each["text"], each["type"], "" if withheld else each["n"])
        for value, label, count in each["counts"]:
            yield *begin, *about, each["shape"], value, label, count, ""
        if not each["counts"]:
            yield *begin, *about, each["shape"], "", "", "", each["summary"]


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
    """What was said in a round: the leader's words, the sentences, and the promise."""
    begin = (told["round"], told["exercise"])
    leader = told.get("leader") or {"name": "", "told": []}
    for each in leader["told"]:
        about = (leader["name"], each["prompt"], each["question"], each["text"])
        yield *begin, "leader", *about
    for each in told.get("sentences", ()):
        yield *begin, "sentence", "", each["prompt"], each["question"], each["text"]
    for line in told.get("promise", ()):
        yield *begin, "promise", "", "", "", line


def list_commitments(told: dict[str, Any]) -> Iterator[Row]:
    """The signed cards: those of this session, then those of the one before."""
    for name, cards in (("now", told["now"]), ("last time", told["last_time"])):
        for card in cards:
            yield name, card["owner"], card["what"], card["by"], card["notice"], card["state"]
