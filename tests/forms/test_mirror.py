# Holds kit/widgets/mirror.py too: it has no trait that a page may write.

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kit.errors import DefinitionError
from kit.forms.mirror import MirrorCard
from kit.session.session import Phase
from kit.widgets.mirror import Mirror

LINES = ["I was present.", "I did what I said.", "I shared what I know."]


def find_mirror(card: MirrorCard) -> Mirror:
    [mirror] = card.children
    assert isinstance(mirror, Mirror)
    return mirror


def test_a_page_may_write_nothing_into_a_mirror() -> None:
    mirror = find_mirror(MirrorCard("give-ask-say", LINES))
    assert mirror.describe_written() == {}
    own = {name for name in mirror.trait_names(sync=True) if name in Mirror.__dict__}
    assert own == {"prompt", "lines", "over", "_esm", "_css", "_anywidget_id"}


def test_it_is_over_from_the_close_on() -> None:
    card = MirrorCard("give-ask-say", LINES)
    for phase in Phase:
        card.follow(SimpleNamespace(phase=phase))  # type: ignore[arg-type]
        closed = phase in (Phase.CLOSED, Phase.REVEALED, Phase.DONE)
        assert find_mirror(card).over is closed


def test_what_is_kept_belongs_to_an_exercise_and_its_statements() -> None:
    names = [
        find_mirror(MirrorCard(slug, lines)).prompt
        for slug, lines in (("a", LINES), ("a", LINES[::-1]), ("b", LINES), ("a", LINES))
    ]
    assert len(set(names)) == 3
    assert names[0] == names[3]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (LINES[:2], "a list of 3 to 6 statements"),
        ([*LINES, *"abcd"], "a list of 3 to 6 statements"),
        ("abc", "a list of 3 to 6 statements"),
        ([*LINES, " "], "not a text of 1 to 140 characters"),
        ([*LINES, "x" * 141], "not a text of 1 to 140 characters"),
        ([*LINES, LINES[0]], "stands there twice. Reword one"),
    ],
)
def test_statements_that_cannot_be_shown_are_refused(lines: list[str], told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        MirrorCard("a", lines)
