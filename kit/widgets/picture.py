"""What every picture of a result shares: a note, a word while there is nothing, and following."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from traitlets import List, Unicode

from kit.errors import KitError
from kit.widgets.callbacks import guard
from kit.widgets.widget import KitWidget

log = logging.getLogger("kit.widgets")


class Results(Protocol):
    """Published results that can be followed, as `room.results`."""

    def watch(self, watcher: Callable[[Any], None]) -> Callable[[], None]:
        """Call `watcher` at once and after every change, until the returned function is called."""


class Picture(KitWidget):
    """A picture that keeps up with the published results by itself."""

    message = Unicode("").tag(sync=True)
    """What stands in the picture's place as long as there is nothing to draw."""
    note = Unicode("").tag(sync=True)
    """How many answers stand behind it: "12 answers", "shown 10 of 12"."""
    tells = List(List(Unicode())).tag(sync=True)
    """Names of the results to talk about on each page and then on each part alone; the last ones
    hold for what comes behind. By them the facilitator's page finds what may be said."""

    def __init__(self, **traits: Any) -> None:
        self._stop: Callable[[], None] | None = None
        super().__init__(**traits)

    def follow(self, results: Results, read: Callable[[Any], Mapping[str, Any]]) -> None:
        """Set this picture's traits from the results, now and after every change.

        Args:
            results: What to follow.
            read: Makes traits of what may be seen. What its first reading raises goes to the
                caller, who wrote the notebook; a later fault is logged and told in the picture.
        """
        drawn = False

        def draw(view: Any) -> None:
            nonlocal drawn
            traits = read(view)
            with self.hold_sync():
                for name, value in traits.items():
                    self.set_trait(name, value)
            drawn = True

        careful = guard(draw, self._tell)
        self._stop = results.watch(lambda view: careful(view) if drawn else draw(view))

    def close(self) -> None:
        """Stop following and take the picture off the page."""
        if self._stop is not None:
            self._stop()
            self._stop = None
        super().close()

    def _tell(self, error: KitError) -> None:
        log.warning("A picture could not be drawn: %s", error)
        self.message = str(error)
