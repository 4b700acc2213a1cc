"""A facilitator's or screen page in its own kernel: made ready, and its widgets told to the server.

The page draws them from their state and then hears of changes alone, like a phone.
"""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from ipykernel.comm.comm import BaseComm
from ipykernel.kernelbase import Kernel
from IPython.display import display
from ipywidgets.widgets.widget import _instances

from kit.room.assets import SOURCES, TRAITS
from kit.room.context import enter_place
from kit.room.faults import report_faults
from kit.room.folder import enter_folder
from kit.room.kernel import get_state
from kit.room.limits import end_with_server, limit_memory
from kit.room.outputs import draw_charts, own_outputs
from kit.room.patches import open_comms_with
from kit.room.protocol import STATE
from kit.room.stills import add_stills
from kit.room.surrogates import mend
from kit.widgets.live_chart import LiveChart

log = logging.getLogger("kit.room")


class PageComm(BaseComm):
    """A comm of the page's: it says nothing before the page is told the state, which has it all.

    A dashboard opens some 280 comms and changes a third of them again while its cells run. To say
    all that takes the kernel and the server as long as the widgets themselves do.

    Attributes:
        told: The state has been told, or is about to be.
    """

    told: ClassVar[bool] = False

    def __init__(self, *args: Any, **settings: Any) -> None:
        # ipywidgets takes a comm without a kernel for one that nobody listens to.
        self.kernel = Kernel.instance()
        super().__init__(*args, **settings)  # type: ignore[no-untyped-call]

    def publish_msg(self, *args: Any, **message: Any) -> None:
        """Publish, or not yet."""
        if PageComm.told:
            super().publish_msg(*args, **message)  # type: ignore[no-untyped-call]

    def handle_msg(self, msg: dict[str, Any]) -> None:
        """Handle a message of the page; no exit or wait that was given up keeps `idle` from it."""
        try:
            super().handle_msg(msg)
        except Exception:
            raise  # the manager of comms tells of it
        except BaseException:
            log.exception("A fault in a notebook")


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
    open_comms_with(PageComm)
    own_outputs()
    draw_charts()
    LiveChart.only_staged = True
    add_stills()
    enter_place(place)
    enter_folder(folder)


def tell_state() -> None:
    """Tell the state of every widget, and the scripts and styles that go with them."""
    PageComm.told = True  # what another thread changes meanwhile is said, too
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
