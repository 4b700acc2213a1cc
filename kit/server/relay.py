"""The relay's rules: what a browser may send up, and what comes down to it. Pure functions.

Upward a browser may update, message or ask the state of widgets that its own seat owns, and
nothing else: it opens no comm, closes none, runs no code. Every widget it mentions must be its
own too. Downward it gets the messages of its own seat's widgets. The anonymity of the whole room
rests on this page; `docs/relay.md` has the protocol.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

MAX_FRAME = 256 * 1024  # characters
MAX_DEPTH = 32
METHODS = ("update", "custom", "request_state")
MODEL = "IPY_MODEL_"
DOWNWARD = {"comm_open": "open", "comm_msg": "msg", "comm_close": "close"}


class Refusal(Exception):
    """A frame that no page of ours sends; the connection is closed with the reason."""


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
    data: dict[str, Any]
    buffers: list[bytes]


def check_upward(
    frame: str | bytes, owned: Collection[str], gone: Collection[str] = ()
) -> Upward | None:
    """A browser's frame, if it may pass.

    Args:
        frame: What came over the WebSocket.
        owned: Ids of the comms that the browser's seat owns.
        gone: Ids of comms it owned before; a page may not have heard yet that they are closed.

    Returns:
        The frame; None where it was for a comm that is gone, which is nobody's fault.

    Raises:
        Refusal: The frame is malformed, too long, or names something that is not the seat's.
    """
    if isinstance(frame, bytes) or len(frame) > MAX_FRAME:
        msg = "A message was too long."
        raise Refusal(msg)
    try:
        parts = json.loads(frame)
    except (ValueError, RecursionError) as error:
        msg = "A message was not readable."
        raise Refusal(msg) from error
    if not isinstance(parts, dict) or parts.keys() - {"id", "comm", "data", "buffers"}:
        msg = "A message had an unknown shape."
        raise Refusal(msg)
    number, comm_id, data = parts.get("id"), parts.get("comm"), parts.get("data")
    if type(number) is not int or not isinstance(comm_id, str) or not isinstance(data, dict):
        msg = "A message had an unknown shape."
        raise Refusal(msg)
    if data.get("method") not in METHODS:
        msg = "A message asked for something that a page may not ask."
        raise Refusal(msg)
    if comm_id in gone:
        return None
    if comm_id not in owned or not _mentions_only(data, owned):
        msg = "A message was for a part of the page that is not there."
        raise Refusal(msg)
    return Upward(number, comm_id, data, _decode(parts.get("buffers") or []))


def _mentions_only(value: Any, owned: Collection[str], depth: int = 0) -> bool:
    """Whether every widget mentioned anywhere in a value is among the owned ones."""
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, str):
        return not value.startswith(MODEL) or value.removeprefix(MODEL) in owned
    if isinstance(value, Mapping):
        return all(_mentions_only(part, owned, depth + 1) for part in value.values())
    if isinstance(value, list):
        return all(_mentions_only(part, owned, depth + 1) for part in value)
    return True


def _decode(buffers: Any) -> list[bytes]:
    if not isinstance(buffers, list) or not all(isinstance(part, str) for part in buffers):
        msg = "A message had an unknown shape."
        raise Refusal(msg)
    try:
        return [base64.b64decode(part, validate=True) for part in buffers]
    except binascii.Error as error:
        msg = "A message was not readable."
        raise Refusal(msg) from error


def get_owner(message: Mapping[str, Any]) -> str | None:
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
