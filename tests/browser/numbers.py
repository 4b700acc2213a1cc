"""The numbers of one session where people read them: on screen and phone, in report and export."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.processes import Server

Rows = set[tuple[str, ...]]
"""Each the question, what was answered, and the numbers as they stand there."""
Counts = dict[tuple[str, str], list[int]]
"""By the question and, in a grid, the line, all numbers of its result, sorted."""

LINES = """() => {
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const text = (each) => each?.textContent.trim().replace(/\\s+/g, " ") ?? "";
  const cells = (row) => [...row.cells].map(text);
  const first = (told) => text(told).split(";")[0];
  const found = [];
  for (const chart of all(document, ".kit-live-chart"))
    for (const row of all(chart, "tbody tr"))
      found.push([text(chart.querySelector(".kit-title")), ...cells(row)]);
  for (const chart of all(document, ".kit-row-chart"))
    for (const line of all(chart, ".kit-line:not(.kit-head)"))
      found.push([text(chart.querySelector(".kit-title")), text(line.querySelector(".kit-label")),
        first(line.querySelector(".kit-unseen, .kit-too-few"))]);
  for (const table of all(document, ".kit-heat-table"))
    for (const row of all(table, "tbody tr"))
      found.push([text(table.querySelector(".kit-title")), ...cells(row)]);
  for (const table of all(document, ".kit-bars"))
    for (const row of all(table, "tr"))
      found.push([text(table.caption), text(row.cells[0]), text(row.querySelector(".kit-count"))]);
  for (const table of all(document, ".kit-lines[dir]"))
    for (const row of all(table, "tr"))
      found.push([text(table.caption), text(row.cells[0]), first(row.cells[1].firstChild)]);
  for (const jar of all(document, ".kit-marble-jar"))
    for (const row of all(jar, "tbody tr"))
      found.push(["", text(row.querySelector("th > :last-child")), text(row.querySelector("td"))]);
  for (const chart of all(document, ".kit-gap-chart"))
    for (const row of all(chart, "tbody tr"))
      found.push(["", text(row.querySelector("th span")), text(row.querySelector(".kit-matters"))]);
  return found;
}"""
REPORTED = """() => {
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const text = (each) => each?.textContent.trim().replace(/\\s+/g, " ") ?? "";
  const found = [];
  for (const figure of all(document, "figure"))
    for (const row of all(figure, "table tr").slice(1)) {
      const cells = [...row.cells].map(text);
      const told = text(row.cells[2]?.firstChild).split(";")[0];
      const words = row.cells[0].firstChild;
      found.push([text(figure.querySelector("h3")),
        ...(figure.matches(".lines") ? [text(words), told] : cells)]);
    }
  return found;
}"""
SAID = """() => [...document.querySelectorAll(
  ".kit-text-wall li, .kit-market .kit-sentence, .kit-word-tiles li, " +
  ".kit-commitment-board .kit-what, .kit-note-card:not(.kit-gold) .kit-words")]
  .map((each) => each.firstChild.textContent.trim()).filter(Boolean)"""


def find_differences(server: Server, screen: Page, phone: Page, report: Page) -> Iterator[str]:
    """What the room has seen and the report lacks, and where report and export differ.

    Args:
        server: Of the session.
        screen: Its screen, with a result on it.
        phone: One of its phones.
        report: A page of the facilitator's browser; shows the report in the end.
    """
    files = read_files(report, server)
    report.set_content(files[f"{server.code}-report.html"].decode())
    reported = read_rows(report, REPORTED)
    by_answer = {row[1:] for row in reported}
    for name, page in {"screen": screen, "phone": phone}.items():
        for row in read_rows(page, LINES) - reported:
            if row[0] or row[1:] not in by_answer:
                yield f"{name}: {row} is not in the report"
    written = report.locator("body").inner_text()
    for words in screen.evaluate(SAID):
        if words not in written:
            yield f"screen: {words!r} is not in the report"
    exported = json.loads(files[f"{server.code}.json"])
    counted, told = dict(list_counts(exported)), index_numbers(reported)
    shares = list_shares(exported)
    for key, numbers in counted.items():
        there = told.get(key, [])
        if there != sorted(numbers) and (key not in shares or Counter(numbers) - Counter(there)):
            yield f"export: {key} has {numbers}, the report {told.get(key)}"
    if not counted:
        yield "export: there is no number in it"


def index_numbers(rows: Rows) -> Counts:
    """All numbers of a report by question, and by question and line."""
    told: Counts = {}
    for question, label, *cells in rows:
        for key in ((question, ""), (question, label)):
            told[key] = sorted([*told.get(key, []), *list_numbers(*cells)])
    return told


def read_rows(page: Page, script: str) -> Rows:
    """Every row of numbers on a page."""
    return {tuple(row) for row in page.evaluate(script)}


def read_files(page: Page, server: Server) -> dict[str, bytes]:
    """The files of the export by their names, as the facilitator's page gives them."""
    reply = page.request.get(f"{server.origin}/facilitate/{server.code}/files", timeout=0)
    with zipfile.ZipFile(io.BytesIO(reply.body())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_export(page: Page, server: Server) -> dict[str, Any]:
    """The export as the facilitator's page gives it."""
    return dict(json.loads(read_files(page, server)[f"{server.code}.json"]))


def list_counts(exported: dict[str, Any]) -> Iterator[tuple[tuple[str, str], list[int]]]:
    """Every result of an export with the numbers that a report should have of it."""
    for told in exported["rounds"]:
        if told["result"] is None:
            continue
        for each in told["result"]["marginals"]:
            counts = [count for _value, _label, count in each["counts"]]
            if each.get("group"):
                yield (each["group"], each["text"]), fold(each)
            elif each["zone"] is not None:
                yield (each["text"], ""), [each["n"]]
            elif each["estimate"]:
                yield (each["text"], ""), [*each["estimate"], each["n"]]
            else:
                yield (each["text"], ""), counts


def list_shares(exported: dict[str, Any]) -> set[tuple[str, str]]:
    """Results in shares of a whole, beside which a report says what is left of it."""
    results = [told["result"] for told in exported["rounds"] if told["result"]]
    return {
        (each["text"], "")
        for result in results
        for each in result["marginals"]
        if each["shape"] == "shares"
    }


def fold(told: dict[str, Any]) -> list[int]:
    """The numbers of a line as its words have them: below the middle, in it and above."""
    counts = [count for _value, _label, count in told["counts"]]
    worded = any(not label[:1].isdecimal() for _value, label, _count in told["counts"])
    if worded or len(counts) < 4:
        return counts
    half, odd = divmod(len(counts), 2)
    return [sum(counts[:half]), *counts[half : half + odd], sum(counts[half + odd :])]


def list_numbers(*cells: str) -> list[int]:
    """All whole numbers in some words."""
    return [int(number) for cell in cells for number in re.findall(r"\d+", cell)]
