"""Controls that are folded away until they are needed."""

from __future__ import annotations

from ipywidgets import HTML, VBox

FOLD = '<details class="kit-fold" id="{}"><summary>{}</summary></details>'


def fold(name: str, words: str, box: VBox) -> VBox:
    """A box under a line that opens it; what its notes say is seen either way.

    Args:
        name: What a link on the page calls it: one to "#name" opens it, with the focus on its first
            field.
        words: The line.
        box: What is folded away.
    """
    folded = VBox([HTML(FOLD.format(name, words)), box])
    folded.add_class("kit-folded")
    return folded
