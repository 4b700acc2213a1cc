"""The relay's rules: what a browser may send up, and what comes down to it. Pure functions.

Upward a browser may update, message or ask the state of widgets that its own seat owns, and
nothing else: it opens no comm, closes none, runs no code. Every widget it mentions must be its
own too. Downward it gets the messages of its own seat's widgets. The anonymity of the whole room
rests on this page; `docs/relay.md` has the protocol.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.language import N_
from kit.room.protocol import CHANGES
from kit.server.relay.traits import Unfit, check_paths, check_written, find_rules

MAX_FRAME = 256 * 1024  # bytes
MAX_DEPTH = 32
MAX_NUMBER = 2**53  # what a browser counts exactly
MAX_WHOLE = 10**22  # a browser writes longer whole numbers with an exponent
MAX_PARTS = 10_000  # values in a frame, within one another or side by side
MAX_BRACKETS = 30_000  # so many parts, and a text of nothing else
MAX_BUFFERS = 64
METHODS = ("update", "custom", "request_state")
MEMBERS = {"method", "state", "buffer_paths", "content"}
MODEL = "IPY_MODEL_"
# What a widget is made of: a page never changes it, and other pages are made from it.
MADE_OF = {
    *("_esm", "_css", "_anywidget_id"),
    *("_model_name", "_model_module", "_model_module_version"),
    *("_view_name", "_view_module", "_view_module_version"),
}
ASKED_TOO_MUCH = N_("A message asked for something that a page may not ask.")
DOWNWARD = {"comm_open": "open", "comm_msg": "msg", "comm_close": "close"}
SHAPE = N_("A message had an unknown shape.")
UNREADABLE = N_("A message was not readable.")
ABSENT = N_("A message was for a part of the page that is not there.")
NO_TEXT = N_("A message was not text.")
TOO_LONG = N_("A message was too long.")


class Refusal(Exception):
    """A frame that no page of ours sends; the connection is closed with the reason.

    It is in English, and looked up where the connection is closed.
    """


@dataclass(frozen=True)
class Upward:
    """A frame that may pass on to the kernel.

    Attributes:
        id: The browser's number for it, given back when the kernel is done.
        comm: The comm it goes to.
        data: The widget message.
        buffers: Binary parts of it.
    """

    id: int
    comm: str
    data: dict[str, Any] = field(repr=False)
    buffers: list[bytes] = field(repr=False)


def check_upward(
    frame: str | bytes,
    owned: Collection[str],
    gone: Collection[str] = (),
    rules: Mapping[str, str] | None = None,
) -> Upward | None:
    """A browser's frame, if it may pass.

    Args:
        frame: What came over the WebSocket.
        owned: Ids of the comms that the browser's seat owns.
        gone: Ids of comms it owned before; a page may not have heard yet that they are closed.
        rules: Names of the rules for what may be written, by comm; a comm without any takes all.

    Returns:
        The frame; None where it was for a comm that is gone, which is nobody's fault.

    Raises:
        Refusal: The frame is malformed, too long, or names something that is not the seat's.
        Unfit: It is a frame as it should be, and its widget would not take what it says.
    """
    parts = _read(frame)
    number, comm_id, data = parts.get("id"), parts.get("comm"), parts.get("data")
    if type(number) is not int or not isinstance(comm_id, str) or not isinstance(data, dict):
        raise Refusal(SHAPE)
    if not 0 <= number < MAX_NUMBER:
        raise Refusal(SHAPE)
    if data.get("method") not in METHODS or data.keys() - MEMBERS:
        raise Refusal(ASKED_TOO_MUCH)
    if MADE_OF & set(_read_names(data)):
        raise Refusal(ASKED_TOO_MUCH)
    mentioned = _check_parts(data)
    if comm_id in gone:
        return None
    if comm_id not in owned or not mentioned <= set(owned):
        raise Refusal(ABSENT)
    buffers = _decode(parts.get("buffers", []))
    try:
        data = check_paths(data, len(buffers))
        known = find_rules(rules.get(comm_id, "")) if rules else None
        if known is not None and data["method"] == "update":
            data = check_written(data, known)
    except Unfit as unfit:
        raise Unfit(number) from unfit
    return Upward(number, comm_id, data, buffers)


def _read(frame: str | bytes) -> dict[str, Any]:
    """A frame as JSON: an object with the four members and nothing else."""
    if isinstance(frame, bytes):
        raise Refusal(NO_TEXT)
    if len(frame) > MAX_FRAME:
        raise Refusal(TOO_LONG)
    if frame.count("[") + frame.count("{") > MAX_BRACKETS:
        raise Refusal(UNREADABLE)
    try:
        parts = json.loads(frame, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(UNREADABLE) from error
    if not isinstance(parts, dict) or parts.keys() - {"id", "comm", "data", "buffers"}:
        raise Refusal(SHAPE)
    return parts


def _read_names(data: dict[str, Any]) -> list[str]:
    """The traits that a message means to change, its binary ones among them."""
    state, paths = data.get("state", {}), data.get("buffer_paths", [])
    if not isinstance(state, dict) or not isinstance(paths, list):
        raise Refusal(SHAPE)
    return [*state, *(str(path[0]) for path in paths if isinstance(path, list) and path)]


def _refuse_constant(name: str) -> None:
    msg = f"{name} is no number of JSON"
    raise ValueError(msg)


def _check_parts(data: dict[str, Any]) -> set[str]:
    """Look at every value of a message once.

    Returns:
        The ids of all widgets mentioned in it.

    Raises:
        Refusal: It is nested too deep, has too many parts, or holds what cannot be written down.
    """
    mentioned: set[str] = set()
    parts: list[tuple[Any, int]] = [(data, 0)]
    seen = 0
    while parts:
        value, depth = parts.pop()
        seen += 1
        if isinstance(value, dict):
            inner = [*value, *value.values()]
        elif isinstance(value, list):
            inner = value
        else:
            _check_leaf(value)
            if isinstance(value, str) and value.startswith(MODEL):
                mentioned.add(value.removeprefix(MODEL))
            continue
        if depth == MAX_DEPTH or seen + len(parts) + len(inner) > MAX_PARTS:
            raise Refusal(UNREADABLE)
        parts += [(part, depth + 1) for part in inner]
    return mentioned


def _check_leaf(value: Any) -> None:
    """Refuse half a character, and numbers that a browser does not write."""
    if isinstance(value, str):
        try:
            value.isascii() or value.encode()
        except UnicodeEncodeError as error:
            raise Refusal(UNREADABLE) from error
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise Refusal(UNREADABLE)
    elif isinstance(value, int) and abs(value) >= MAX_WHOLE:
        raise Refusal(UNREADABLE)


def _decode(buffers: Any) -> list[bytes]:
    if not isinstance(buffers, list) or not all(isinstance(part, str) for part in buffers):
        raise Refusal(SHAPE)
    if len(buffers) > MAX_BUFFERS:
        raise Refusal(SHAPE)
    try:
        return [base64.b64decode(part, validate=True) for part in buffers]
    except ValueError as error:  # binascii.Error, and characters beyond ASCII
        raise Refusal(UNREADABLE) from error


@dataclass(frozen=True)
class Change:
    """What a widget of a seat has to say to its page, one of many in a kernel's message.

    Attributes:
        seat: Handle of the seat.
        comm: The comm it comes from.
        text: What it says, as JSON.
        rule: Name of its rules, where what a page may write may have changed; "" otherwise.
    """

    seat: str
    comm: str
    text: str = field(repr=False)
    rule: str = ""


def read_changes(data: Mapping[str, Any]) -> list[Change]:
    """The changes in a kernel's message, in their order; see `kit.room.outbox.pack`."""
    texts = data["texts"]
    return [Change(seat, comm, texts[text], rule) for seat, comm, text, rule in data[CHANGES]]


def find_owner(message: Mapping[str, Any]) -> str | None:
    """The handle of the seat that a kernel's message belongs to; None: nobody may have it."""
    if message["header"]["msg_type"] not in DOWNWARD:
        return None
    owner = message["metadata"].get("seat")
    return owner if isinstance(owner, str) else None


def build_downward(message: Mapping[str, Any], seq: int) -> str:
    """A kernel's comm message as a frame: its kind, comm and data, and nothing about its origin."""
    content = message["content"]
    frame = {
        "type": DOWNWARD[message["header"]["msg_type"]],
        "seq": seq,
        "comm": content["comm_id"],
        "data": content.get("data", {}),
    }
    if message.get("buffers"):
        frame["buffers"] = [base64.b64encode(part).decode("ascii") for part in message["buffers"]]
    return json.dumps(frame, separators=(",", ":"))


def build_change(change: Change, seq: int) -> str:
    """A change as a frame, the same as `build_downward` makes of a message of its own."""
    comm = json.dumps(change.comm)
    return f'{{"type":"msg","seq":{seq},"comm":{comm},"data":{change.text}}}'
