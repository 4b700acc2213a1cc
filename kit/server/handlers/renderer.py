"""Voilà's renderer, for pages whose kernel is ready and whose widgets' state is in the page."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from queue import Empty
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError
from voila.configuration import VoilaConfiguration
from voila.execute import VoilaExecutor
from voila.exporter import VoilaExporter
from voila.notebook_renderer import NotebookRenderer

from kit import errors
from kit.language import N_, _
from kit.notebooks.embedding import NOWHERE, Origin
from kit.room.bundles import is_empty, render_bundles, render_printed
from kit.server.kernels.page_process import KernelEnded, PageKernel
from kit.widgets.markup import list_globals

SUBSCRIBING = 0.05  # seconds to wait for a first word before it is asked for again
TRIES = 200
CELL_SECONDS = 60  # that one cell may take
OWN = "kit"
CELL = "kit-cell"
"""In a cell's metadata: its name, as in "jar.ipynb, cell 4"."""
STILL = "kit-still"
"""In the metadata of a cell for the screen: the how manyth of them it is."""
LONGEST_STILL = 80  # characters of a picture's name
NAMED = re.compile(
    r"<img\b[^>]*?\balt=\"([^\"]+)\"|<(?:figcaption|caption|h[1-6])\b[^>]*>(.*?)</", re.I | re.S
)
TAG = re.compile(r"<[^>]*>")
STOPS = N_("This page stops here")
ENDLESS = N_("a cell does not come to an end. Look at the cells for this page for a loop.")
ENDED = N_("its process has ended. Load the page again.")


class PageRenderer(NotebookRenderer):  # type: ignore[misc]
    """Renders one page: the words first, then what each cell shows, then the widgets' state.

    Args:
        notebook: What to run, as an nbformat node; nothing of other roles is in it any more.
        coming: The page's own kernel, which answers once it is there.
        exporter: Voilà's exporter; all pages share one, so that its template is compiled once.
        origin: Where the pictures come from that cells name.
        keeps: The id of the round that is played, where the kernel keeps what its cells show for
            the same page; 0 where it need not.
    """

    def __init__(
        self,
        notebook: Any,
        coming: Awaitable[PageKernel],
        exporter: VoilaExporter,
        origin: Origin = NOWHERE,
        keeps: int = 0,
    ) -> None:
        super().__init__(voila_configuration=VoilaConfiguration(show_tracebacks=True))
        self.notebook = notebook
        self.exporter = exporter
        self.cwd = ""
        self._coming = coming
        self._origin = origin
        self._keeps = keeps

    async def render(self) -> AsyncIterator[str]:
        """The page, piece by piece as it comes about."""
        context = {
            **list_globals(),
            "kernel_start": self._start,
            "cell_generator": self._run_cells,
            "list_parts": partial(list_parts, origin=self._origin),
            "ask_page": self._ask_page,
        }
        parts = self.exporter.generate_from_notebook_node(
            self.notebook, resources={}, extra_context=context
        )
        try:
            async for part, _resources in parts:
                yield part
        finally:
            if self.kernel_started:  # the browser may have gone in the middle
                self.executor.kc.stop_channels()

    async def _start(self, notebook: Any) -> str:
        """Voilà's executor on the kernel.

        Voilà waits for a fifth of a second to be sure that a kernel has no more to say; of this one
        it is known.
        """
        self._kernel = await self._coming
        if self._kernel.played is not None:  # words alone have changed
            return self._kernel.kernel_id
        self.executor = VoilaExecutor(
            notebook,
            km=self._kernel.manager,
            show_tracebacks=True,
            timeout=CELL_SECONDS,
            # On a busy machine a cell's outputs may come long after word that it is done.
            iopub_timeout=CELL_SECONDS,
            raise_on_iopub_timeout=True,
        )
        self.executor.kc = client = self._kernel.manager.client()
        client.start_channels(stdin=False)
        client.allow_stdin = False
        for _try in range(TRIES):
            client.kernel_info()
            with contextlib.suppress(Empty):
                await client.iopub_channel.get_msg(timeout=SUBSCRIBING)
                break
        self.kernel_started = True
        return self._kernel.kernel_id

    async def _run_cells(self, notebook: Any, _kernel_id: str) -> AsyncIterator[Any]:
        """Run the cells and hand on each when it is done.

        After a fault the notebook's other cells are left out. The server's own still run: without
        them the page would not go on to the next exercise.
        """
        if self._kernel.played is not None:
            for cell in self._kernel.played[1]:
                yield cell
            return
        well = True
        for place, cell in enumerate(notebook.cells):
            if not well and not is_own(cell):
                continue
            try:
                await self.executor.execute_cell(cell, None, place, store_history=False)
            except CellExecutionError:  # it stands among the cell's outputs
                well = False
            except (TimeoutError, DeadKernelError) as error:
                cell.outputs = [build_fault(error)]
                yield cell
                return
            yield cell
        if self._keeps and well:
            self._kernel.played = self._keeps, [*notebook.cells]

    async def _ask_page(self) -> dict[str, Any] | None:
        with contextlib.suppress(KernelEnded):
            return await self._kernel.ask_page()
        return None


def build_cell(source: str, *tags: str) -> Any:
    """A code cell of the server's own."""
    about = {"tags": [*tags], OWN: True}
    return nbformat.v4.new_code_cell(source, metadata=about)


def is_own(cell: Any) -> bool:
    """Whether a cell is the server's own."""
    return bool(cell.metadata.get(OWN))


def build_fault(error: Exception) -> Any:
    """What ended the running of the cells, as an output."""
    words = _(ENDLESS) if isinstance(error, TimeoutError) else _(ENDED)
    return nbformat.v4.new_output("error", ename=_(STOPS), evalue=words, traceback=[])


def list_parts(cell: Any, origin: Origin = NOWHERE) -> list[dict[str, str]]:
    """What a cell that has run shows, in order: widgets, markup, printed words, faults.

    Args:
        cell: The cell, with its outputs.
        origin: Where the pictures come from that cells name.

    Returns:
        Each as {"view": model id}, {"html": markup} or {"fault": words}. What is a picture on the
        stage has its name, too: "still".
    """
    origin = replace(origin, cell=cell.metadata.get(CELL, origin.cell), faults=[])
    parts: list[dict[str, str]] = []
    for output in cell.outputs:
        if output.output_type in ("display_data", "execute_result"):
            parts += render_bundles([(output.data, output.metadata)], origin)
        elif output.output_type == "stream" and output.name == "stdout":
            parts.append({"html": render_printed(output.text)})
        elif output.output_type == "error":
            own = hasattr(errors, output.ename)  # which are written for people
            parts.append({"fault": output.evalue if own else f"{output.ename}: {output.evalue}"})
    number = cell.metadata.get(STILL)
    return stage_stills(parts, number, origin.faults) if number else parts


def stage_stills(
    parts: list[dict[str, str]], number: int, faults: Sequence[str]
) -> list[dict[str, str]]:
    """Make one picture of what a cell for the screen shows without a widget.

    Args:
        parts: What the cell shows.
        number: The how manyth cell for the screen it is.
        faults: What could not be shown; where nothing else is left, they stand on the dashboard
            and the screen stays free.
    """
    markup = "\n".join(part["html"] for part in parts if "html" in part)
    if not markup or any("view" in part for part in parts):
        return parts
    others = [part for part in parts if "html" not in part]
    if is_empty(markup):
        return [*others, *({"fault": words} for words in faults)]
    return [{"html": markup, "still": name_still(markup, number)}, *others]


def name_still(markup: str, number: int) -> str:
    """What a picture is turned to by; its number makes it the only one of this name."""
    found = NAMED.search(markup)
    words = " ".join(unescape(TAG.sub("", found[1] or found[2])).split()) if found else ""
    if not words:
        return _("Picture {number}", number=number)
    return _("Picture {number}: {words}", number=number, words=words)[:LONGEST_STILL]
