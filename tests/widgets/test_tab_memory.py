"""What a tab keeps from one page to the next."""

from __future__ import annotations

from kit.widgets.tab_memory import TabMemory
from tests.widgets.conftest import Show


def test_the_next_page_of_the_tab_is_told_what_was_kept(show: Show) -> None:
    page = show(TabMemory(name="memo"))
    assert page.evaluate("window.state.kept") == ""
    page.evaluate("window.change({ kept: '00ff' })")
    page.reload()
    page.wait_for_function("window.state.kept === '00ff'")
    page.evaluate("window.change({ kept: '11aa' })")
    page.reload()
    page.wait_for_function("window.state.kept === '11aa'")


def test_it_takes_no_space_and_what_it_may_tell_is_short() -> None:
    assert TabMemory().describe_written() == {"kept": {"kind": "text", "longest": 64}}
