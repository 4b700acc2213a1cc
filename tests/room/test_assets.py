"""Scripts and styles are told once and named from then on; what a browser writes stays out."""

from __future__ import annotations

import pytest
from anywidget import AnyWidget

from kit.room.assets import MAX_SOURCES, PREFIX, SOURCES, Sources
from kit.room.kernel import get_state
from kit.room.ownership import Seat, acting
from tests.room.conftest import NearKernel

SCRIPT = "export default { render() {} }"


def test_a_text_is_told_once_and_named_wherever_it_stands() -> None:
    sources = Sources()
    sources.keep({"_esm": SCRIPT, "_css": "", "value": "own words"})
    sources.keep({"_esm": SCRIPT})
    told = sources.tell()
    assert list(told.values()) == [SCRIPT]
    assert sources.tell() == {}
    short = sources.shorten({"_esm": SCRIPT, "_css": None, "value": SCRIPT})
    assert short == {"_esm": PREFIX + next(iter(told)), "_css": None, "value": SCRIPT}


def test_what_no_widget_was_made_with_stays_in_the_state() -> None:
    state = {"_esm": "written by a browser", "_css": 5}
    assert Sources().shorten(state) == state


def test_a_script_for_every_seat_fills_no_memory_without_end() -> None:
    sources = Sources()
    for number in range(2 * MAX_SOURCES):
        sources.keep({"_esm": f"// {number}"})
    assert len(sources.tell()) == MAX_SOURCES
    assert sources.shorten({"_esm": f"// {MAX_SOURCES}"}) == {"_esm": f"// {MAX_SOURCES}"}


@pytest.mark.usefixtures("kernel")
def test_a_trainers_own_anywidget_is_shortened_for_every_seat(kernel: NearKernel) -> None:
    class Own(AnyWidget):
        _esm = "export default { render({ el }) { el.textContent = 'own' } }"

    states = []
    for handle in ("one", "two"):
        with acting(Seat(handle, "token")):
            states.append(get_state(Own())["state"])
    assert states[0]["_esm"] == states[1]["_esm"]
    assert states[0]["_esm"].startswith(PREFIX)
    assert Own._esm in SOURCES.tell().values()


def test_a_script_that_a_browser_writes_is_never_taken_for_everybodys(kernel: NearKernel) -> None:
    class Own(AnyWidget):
        _esm = SCRIPT

    with acting(Seat("one", "token")):
        widget = Own()
    kernel.change(widget, _esm="export default 'mine'")
    assert get_state(widget)["state"]["_esm"] == "export default 'mine'"
    assert "export default 'mine'" not in SOURCES.tell().values()
