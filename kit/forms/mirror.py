"""A mirror on a phone: statements that a person looks at alone. It knows no store and no seat."""

from __future__ import annotations

from zlib import crc32

from ipywidgets import Layout, VBox

from kit.errors import DefinitionError
from kit.session.session import Phase
from kit.views.round import View
from kit.widgets.mirror import Mirror

FEWEST, MOST, LONGEST = 3, 6, 140


class MirrorCard(VBox):  # type: ignore[misc]
    """A few statements with sliders, of which nothing reaches this process.

    Args:
        slug: The exercise's short name.
        lines: Three to six different statements, each of at most 140 characters.

    Raises:
        DefinitionError: There are too few or too many, or one is no text, too long or a repetition.
    """

    def __init__(self, slug: str, lines: list[str]) -> None:
        if isinstance(lines, str) or not FEWEST <= len(lines) <= MOST:
            msg = f"room.mirror takes a list of {FEWEST} to {MOST} statements."
            raise DefinitionError(msg)
        for place, line in enumerate(lines):
            if not isinstance(line, str) or not line.strip() or len(line) > LONGEST:
                msg = f"room.mirror: {line!r} is not a text of 1 to {LONGEST} characters."
                raise DefinitionError(msg)
            if line in lines[:place]:
                msg = f"room.mirror: {line!r} stands there twice. Reword one."
                raise DefinitionError(msg)
        name = crc32("\n".join([slug, *lines]).encode())
        self._mirror = Mirror(prompt=f"mirror-{name:08x}", lines=list(lines))
        super().__init__([self._mirror], layout=Layout())
        self.add_class("kit-form")

    def follow(self, view: View) -> None:
        """Wipe what was set once the round is closed."""
        self._mirror.over = view.phase in (Phase.CLOSED, Phase.REVEALED, Phase.DONE)
