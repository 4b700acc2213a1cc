"""What code shows, caught in its order: what it prints and what it displays."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from IPython import get_ipython
from IPython.core.displaypub import CapturingDisplayPublisher

from kit.room.bundles import PRINTED, Bundle
from kit.room.stills import add_still


class Shown:
    """What has been shown, as bundles by media type; printed words are one of their own.

    Attributes:
        bundles: In order. Words printed one after the other are one bundle.
    """

    def __init__(self) -> None:
        self.bundles: list[Bundle] = []
        self._names: list[str] = []  # by which a display can be shown anew
        self._stale = False

    def __repr__(self) -> str:
        return f"<Shown with {len(self.bundles)} parts>"

    def add(self, data: Mapping[str, Any], about: Mapping[str, Any], name: str = "") -> None:
        """Something is displayed.

        Args:
            data: By media type.
            about: What is said of it.
            name: Its display id; "" for none.
        """
        self._clear_stale()
        self.bundles.append((add_still(data), about))
        self._names.append(name)

    def change(self, data: Mapping[str, Any], about: Mapping[str, Any], name: str) -> None:
        """What has been displayed under a name is displayed anew, in its place."""
        for place, each in enumerate(self._names):
            if name and each == name:
                self.bundles[place] = add_still(data), about

    def print(self, words: str) -> None:
        """Something is printed."""
        if not words:
            return
        self._clear_stale()
        if self.bundles and PRINTED in self.bundles[-1][0]:
            words = self.bundles.pop()[0][PRINTED] + words
            self._names.pop()
        self.add({PRINTED: words}, {})

    def clear(self, wait: bool = False) -> None:
        """Take all of it away, at once or when there is something else."""
        self._stale = True
        if not wait:
            self._clear_stale()

    def _clear_stale(self) -> None:
        if self._stale:
            self.bundles.clear()
            self._names.clear()
        self._stale = False


@contextmanager
def capturing(shown: Shown) -> Iterator[None]:
    """Catch what is shown meanwhile."""
    shell, standard = get_ipython(), sys.stdout
    publisher = shell.display_pub if shell else None
    sys.stdout = _Printer(shown)
    if shell:
        shell.display_pub = _Publisher(shown)
    try:
        yield
    finally:
        sys.stdout = standard
        if shell:
            shell.display_pub = publisher


class _Printer(io.TextIOBase):
    """Standard output while it is caught."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, words: str) -> int:
        """Print.

        Returns:
            How many characters.
        """
        self._shown.print(words)
        return len(words)


class _Publisher(CapturingDisplayPublisher):
    """IPython's publisher while displays are caught."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._shown = shown

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Display."""
        name = (transient or {}).get("display_id", "")
        tell = self._shown.change if update else self._shown.add
        tell(data, metadata or {}, name)

    def clear_output(self, wait: bool = False) -> None:
        """Take what was shown away."""
        self._shown.clear(wait)
