"""The coins before delicate questions: thrown on the page, once an answer is to be sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from kit.errors import KitError
from kit.widgets.callbacks import guard

OUTCOMES = {"yes": True, "no": False}


class Coins:
    """Asks a page what its coins have made of the answers. The answers themselves stay there.

    Args:
        controls: The controls of the delicate questions, by name.
        on_told: Called when the page has told every outcome it was asked for.
        show: Called with an error of `on_told` for the person.
    """

    def __init__(
        self,
        controls: Mapping[str, Any],
        on_told: Callable[[], None],
        show: Callable[[KitError], None],
    ) -> None:
        self._controls = controls
        self._on_told = on_told
        self._asked: set[str] = set()
        self._outcomes: dict[str, bool | None] = {}
        self._closed = False
        for name, control in controls.items():
            control.on_msg(guard(partial(self._hear, name), show))

    def __repr__(self) -> str:
        return f"<Coins: {len(self._asked)} in the air>"

    def set_up(
        self, *, used: bool, settled: Mapping[str, object], left_out: Collection[str] = ()
    ) -> None:
        """Put a coin before each question, or take it away. The first one's may be tried.

        Args:
            used: Whether delicate questions are answered through a coin now.
            settled: The questions whose coin has fallen already, once and for all.
            left_out: The questions that are not asked, so that no page would tell of them.
        """
        first = True
        for name, control in self._controls.items():
            control.coin = used and name not in left_out
            control.settled = control.coin and name in settled
            control.trial = first and control.coin and not control.settled
            first = first and not control.coin

    def throw(self) -> bool:
        """Ask for the outcomes of all coins that have not fallen yet.

        Returns:
            Whether there is anything to wait for.
        """
        self._outcomes = {}
        self._asked = {
            name for name, control in self._controls.items() if control.coin and not control.settled
        }
        for name in self._asked:
            self._controls[name].ask()
        return bool(self._asked)

    def find_outcome(self, name: str) -> bool | None:
        """What a coin has made of an answer; None where the question was left out."""
        return self._outcomes.get(name)

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._asked = set()

    def close(self) -> None:
        """The round is over: outcomes are forgotten, and none is kept that comes late."""
        self._closed = True
        self._outcomes = {}

    def _hear(self, name: str, _control: Any, message: Mapping[str, Any], _buffers: Any) -> None:
        if name not in self._asked:
            return  # an answer to a question that was asked twice
        self._asked.remove(name)
        if not self._closed:
            self._outcomes[name] = OUTCOMES.get(str(message.get("outcome")))
        if not self._asked:
            self._on_told()
