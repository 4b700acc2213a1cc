"""A room's published results: followed by pictures, and read as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.room.feed import Feed
from kit.views.round import View

if TYPE_CHECKING:
    import pandas as pd


class Results(Feed[View]):
    """What has been published of the round that a notebook plays."""

    def to_frame(self, prompt: str) -> pd.DataFrame:
        """Give the published result of one question as a DataFrame.

        Args:
            prompt: The question's name.

        Returns:
            What `kit.export.frames.build_frame` makes of it; empty while nothing is published.

        Raises:
            DefinitionError: The exercise has no question of that name.
        """
        from kit.export.frames import build_frame  # a phone's kernel never pays for pandas

        view = self.view.of(prompt)
        view.exercise.get_prompt(prompt)
        snapshot = view.snapshot
        return build_frame(snapshot.find_marginal(prompt) if snapshot else None)
