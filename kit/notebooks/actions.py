"""What a row of a run-sheet has a button for: the bold words in its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kit.errors import DefinitionError
from kit.language import N_, _, pgettext
from kit.notebooks.notebook import get_tags
from kit.session.session import Role
from kit.session.talk import LONGEST, MOST_TURNS, SHORTEST

PAIRS, DEAL = N_("Draw pairs and fours"), N_("Deal names")
PRESSES = {PAIRS: "pairs", DEAL: "deal"}
"""What the words do, in English."""
NO_TALK = (
    "{!r} starts no timer. Write Talk 2 x 3 minutes for a pair with three minutes each, Talk 8 "
    "minutes where nobody changes, or Talk 2 x 3, short 2 x 2 minutes where the short plan has "
    "less."
)
NO_TURNS = (
    f"{{!r}} cannot be. A talk has 1 to {MOST_TURNS} turns of half a minute to "
    f"{LONGEST // 60} minutes each."
)
_TIME = r"(?:(\d+)\s*[\u00d7x*]\s*)?(\d+(?:[.,]\d+)?½?|½)"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RANGE = re.compile(r"^\|\s*\d+\s*[-\u2013\u2014]\s*\d+\s*\|", re.MULTILINE)


def is_talk(words: str) -> bool:
    """Whether bold words mean to start the timer for talking."""
    talk = pgettext("run-sheet", "Talk")
    return bool(re.match(rf"{re.escape(talk)}(?!\w)", words, re.IGNORECASE))


def read_talk_words(words: str) -> dict[str, Any]:
    """How long people talk: "Talk 2 x 3, short 2 x 2 minutes" is two turns of 180 or 120 seconds.

    Returns:
        `{"do": "talk", "long": [turns, seconds], "short": [turns, seconds] or None}`.

    Raises:
        DefinitionError: The words say no such thing.
    """
    found = _read_pattern().fullmatch(words.strip())
    if found is None:
        raise DefinitionError(NO_TALK.format(words))
    turns, minutes, short_turns, short = found.groups()
    plans = [_read_time(words, turns, minutes)]
    plans += [_read_time(words, short_turns, short)] if short else []
    return {"do": "talk", "long": plans[0], "short": plans[1] if short else None}


def _read_pattern() -> re.Pattern[str]:
    """How a talk is written in the present language: "Talk 2 x 3, short 2 x 2 minutes"."""
    # Translators: the words of a run-sheet's "**Talk 2 x 3, short 2 x 2 minutes**".
    talk, short = pgettext("run-sheet", "Talk"), pgettext("run-sheet", "short")
    minutes = {pgettext("run-sheet", "minute"), pgettext("run-sheet", "minutes")}
    some = "|".join(map(re.escape, sorted(minutes)))
    shorter = rf"(?:,\s*{re.escape(short)}\s+{_TIME})?"
    return re.compile(rf"{re.escape(talk)}:?\s+{_TIME}{shorter}\s+(?:{some})", re.IGNORECASE)


def _read_time(words: str, turns: str | None, minutes: str) -> list[int]:
    count = int(turns or 1)
    seconds = round(60 * float(minutes.replace("½", ".5").replace(",", ".")))
    if not 1 <= count <= MOST_TURNS or not SHORTEST <= seconds <= LONGEST:
        raise DefinitionError(NO_TURNS.format(words))
    return [count, seconds]


def list_presses() -> dict[str, str]:
    """Bold words in the present language that press a button, and what it does."""
    return {_(words): does for words, does in PRESSES.items()}


def read_action(words: str) -> dict[str, Any] | None:
    """What bold words do; None for those that do nothing of their own."""
    presses = list_presses()
    if words in presses:
        return {"do": presses[words]}
    try:
        return read_talk_words(words) if is_talk(words) else None
    except DefinitionError:
        return None  # `kit check` says why; the row has one button less


def list_sheet_rows(notebook: Any) -> Iterator[tuple[int, int, str]]:
    """The lines of tables that name minutes: number of the cell and of the line, and the line."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "markdown" or Role.FACILITATOR.value not in get_tags(cell):
            continue
        lines = cell.source.split("\n")
        tables = _list_tables(lines)
        for first, last in tables:
            if _RANGE.search("\n".join(lines[first:last])):
                yield from ((number, each + 1, lines[each]) for each in range(first, last))


def _list_tables(lines: list[str]) -> list[tuple[int, int]]:
    """Where lines of a table stand together: the first, and the one behind the last."""
    tables, first = [], None
    for place, line in enumerate([*lines, ""]):
        inside = line.lstrip().startswith("|")
        if inside and first is None:
            first = place
        elif not inside and first is not None:
            tables.append((first, place))
            first = None
    return tables


def list_bold(line: str) -> list[str]:
    """The bold words of a line."""
    return [each.strip() for each in _BOLD.findall(line)]


def list_actions(notebook: Any) -> dict[str, dict[str, Any]]:
    """What the bold words in a notebook's run-sheet do, by the words."""
    words = {bold for *_place, line in list_sheet_rows(notebook) for bold in list_bold(line)}
    found = {each: read_action(each) for each in sorted(words)}
    return {each: action for each, action in found.items() if action is not None}
