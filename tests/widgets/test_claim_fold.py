"""A fold on every phone; what is in it is between the page and the server's door."""

from __future__ import annotations

from kit.widgets.claim_fold import ClaimFold


def test_a_page_has_nothing_to_write_into_it() -> None:
    fold = ClaimFold(round="1", sentences=[{"prompt": "ask", "text": "a", "mark": "b"}])
    assert fold.describe_written() == {}
