"""The parts of a cell, whatever another tool has made of them: source, tags, pictures."""

from __future__ import annotations

import re
from typing import Any

_BETWEEN = re.compile(r"[,;\s]+")
KINDS = ("code", "markdown", "raw")
TAGS = "its tags are not a list of words"
TAGS_LOST = f"{TAGS}, and one cannot be read: who gets this cell is not clear. Set its tags anew."
KIND = "the kind of cell {!r} is unknown, so nobody gets it. Make it a code or a Markdown cell."
SOURCE = "its text is damaged. Write it anew, or take it from an older version of the file."
LACKS = "{} is missing"


class Part:
    """What was read of one cell, and what was wrong with it.

    Attributes:
        cell: The cell as the kit plays it: plain values, without outputs.
        damage: What may be lost, a sentence each with its cure.
        untidy: What was read all the same and can be mended without judgement.
        ran: It holds outputs, or the number of its last run.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.damage: list[str] = []
        self.untidy: list[str] = []
        kind = raw.get("cell_type")
        if kind not in KINDS:
            self.damage.append(KIND.format(kind))
        about = raw.get("metadata")
        if not isinstance(about, dict):
            self.untidy.append(LACKS.format("metadata"))
            about = {}
        self.cell: dict[str, Any] = {
            "cell_type": kind if kind in KINDS else "raw",
            "metadata": {**about, "tags": self._read_tags(about)},
            "source": self._read_source(raw),
        }
        if not self.cell["metadata"]["tags"]:
            del self.cell["metadata"]["tags"]
        self.ran = bool(raw.get("outputs") or raw.get("execution_count"))
        if kind == "code":
            self.cell |= {"outputs": [], "execution_count": None}
            self.untidy += [LACKS.format(p) for p in ("outputs", "execution_count") if p not in raw]
        elif pasted := read_attachments(raw.get("attachments")):
            self.cell["attachments"] = pasted

    def _read_tags(self, about: dict[str, Any]) -> list[str]:
        if "tags" not in about:
            return []
        value = about["tags"]
        tags = tidy_tags(value)
        if not (value is None or isinstance(value, str | list)) or (
            isinstance(value, list) and not all(isinstance(each, str) for each in value)
        ):
            self.damage.append(TAGS_LOST)
        elif value != tags:
            self.untidy.append(TAGS)
        return tags

    def _read_source(self, raw: dict[str, Any]) -> str:
        source = raw.get("source", raw.get("input"))
        if source is None:
            self.untidy.append(LACKS.format("source"))
            return ""
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            return "".join(source)
        if isinstance(source, str):
            return source
        self.damage.append(SOURCE)
        return ""


def tidy_tags(value: object) -> list[str]:
    """Tags as a list of words, each once: out of one text with commas or spaces, too."""
    if isinstance(value, str):
        words = _BETWEEN.split(value)
    elif isinstance(value, list):
        words = [word for each in value if isinstance(each, str) for word in each.split(",")]
    else:
        words = []
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def read_attachments(value: object) -> dict[str, dict[str, Any]]:
    """Pictures that were pasted into a cell, those that can be read."""
    bundles = value.items() if isinstance(value, dict) else ()
    read = {
        str(name): {kind: data for kind, data in bundle.items() if _is_data(data)}
        for name, bundle in bundles
        if isinstance(bundle, dict)
    }
    return {name: bundle for name, bundle in read.items() if bundle}


def _is_data(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(each, str) for each in value)
    )
