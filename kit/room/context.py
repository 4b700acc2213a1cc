"""Where a kernel stands: which session, in which role, with which store.

The server puts a call of `enter_place` in front of a notebook's cells. A notebook that runs
without one (in JupyterLab, under plain Voilà, under nbval) is a rehearsal.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from kit.language import set_usual
from kit.language.current import ENGLISH
from kit.session.session import Role

DATA = "KIT_DATA"  # names the store in a kernel's environment, until the kernel has begun


@dataclass(frozen=True)
class KernelContext:
    """A kernel's place.

    Attributes:
        code: The session's join code.
        role: What this kernel may do.
        data: The store's address or path; "" for the one that this kernel was started with.
        notices: The address of the server's notice hub.
        notebook: File name of the notebook, for messages.
        round_id: The round this kernel was started for.
        join_url: What participants type, for the facilitator's page.
        language: Tag of the language that the session speaks; "" for English.
    """

    code: str
    role: Role
    data: str = field(repr=False)
    notices: str
    notebook: str
    round_id: int
    join_url: str = ""
    language: str = ""

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self) | {"role": self.role.value}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> KernelContext:
        """The place written by `to_json`."""
        return cls(**{**values, "role": Role(values["role"])})


_current: KernelContext | None = None
_data = ""


def take_data() -> None:
    """Take the store's name out of the environment, before a cell or its children could read it."""
    global _data
    _data = os.environ.pop(DATA, _data)


def enter_place(values: dict[str, Any]) -> None:
    """Tell this kernel where it stands."""
    global _current
    place = KernelContext.from_json(values)
    _current = place if place.data else replace(place, data=_data)
    set_usual(place.language or ENGLISH)


def find_context() -> KernelContext | None:
    """Where this kernel stands; None in a rehearsal."""
    return _current
