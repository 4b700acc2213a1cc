"""A facilitator's or screen page in its own kernel: made ready, and its widgets told to the server.

The page draws them from their state and then hears of changes alone, like a phone.
"""

from __future__ import annotations

import logging
from typing import Any

from IPython.display import display
from ipywidgets.widgets.widget import _instances

from kit.room.assets import SOURCES, TRAITS
from kit.room.context import enter_place
from kit.room.faults import report_faults
from kit.room.folder import enter_folder
from kit.room.kernel import get_state
from kit.room.limits import end_with_server, limit_memory
from kit.room.outputs import draw_charts, own_outputs
from kit.room.protocol import STATE
from kit.room.stills import add_stills
from kit.room.surrogates import mend
from kit.widgets.live_chart import LiveChart

log = logging.getLogger("kit.room")


def start(place: dict[str, Any], folder: str, memory: int = 0) -> None:
    """Make this kernel a page's kernel.

    Args:
        place: Where it stands, as `KernelContext.to_json` gives it.
        folder: The notebook's, as an absolute path.
        memory: How much it may take, in MB; 0 for no limit.

    Raises:
        DefinitionError: The folder is gone.
    """
    end_with_server()
    limit_memory(memory)
    report_faults()
    own_outputs()
    draw_charts()
    LiveChart.only_staged = True
    add_stills()
    enter_place(place)
    enter_folder(folder)


def tell_state() -> None:
    """Tell the state of every widget, and the scripts and styles that go with them."""
    widgets = list(_instances.values())
    for widget in widgets:
        SOURCES.keep(widget.get_state([name for name in TRAITS if name in widget.keys]))
    state = {}
    for each in widgets:
        try:
            state[each.model_id] = mend(get_state(each))
        except Exception:
            log.exception("A widget's state could not be told; its place says so")
    metadata = {"sources": SOURCES.tell()}
    display({STATE: state}, raw=True, metadata=metadata)  # type: ignore[no-untyped-call]
