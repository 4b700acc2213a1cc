"""Phone, dashboard and screen beside each other in a notebook, as pages of a rehearsal.

They are the real pages in frames of their real sizes, drawn smaller. A form or a picture that is
drawn in JupyterLab itself takes JupyterLab's width and style, and so shows little of what a phone
or a projector shows. The rehearsal goes to the notebook in which the preview stands, and plays what
is saved of it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from IPython import get_ipython
from ipywidgets import HTML

from kit.errors import KitError, NotFoundError
from kit.lifecycle import play_again
from kit.notebooks.notebook import load_notebook
from kit.room.context import find_context
from kit.session.plan import Row
from kit.store import Store, open_store
from kit.widgets.markup import render_part

LINKS = "KIT_EDIT_LINKS"  # names the file in which `kit edit` keeps where its rehearsal is found
NOTEBOOK = "JPY_SESSION_NAME"  # in which JupyterLab names the notebook of a kernel
FRAMES = (
    ("Phone", "join_url", 360, 740, 0.75),
    ("Dashboard", "facilitator_url", 1280, 720, 0.45),
    ("Screen", "screen_url", 1280, 720, 0.45),
)
ELSEWHERE = "The preview shows the pages of a rehearsal: start JupyterLab with kit edit FOLDER."
GONE = "The rehearsal has been thrown away. End kit edit with Ctrl+C and start it again."
NAMELESS = "The exercise that the rehearsal plays now, as it is saved."
SAVED = "{} as it is saved. The pages follow each time you save it."
UNSAVED = "{} as it was saved last. What you have run is not saved yet: save it to see it here."

_ran: dict[str, str] = {}
"""What has been run of this kernel's notebook: the source of each cell by its id."""


def draw_preview() -> HTML | None:
    """The three pages; a sentence where no rehearsal runs beside JupyterLab; None in a session.

    It is a widget, so that the addresses are not kept among a notebook's outputs.

    Raises:
        KitError: The rehearsal cannot go to this notebook.
    """
    if find_context() is not None:
        return None
    try:
        links = json.loads(Path(os.environ[LINKS]).read_text("utf-8"))
    except (KeyError, OSError, ValueError):
        return HTML(render_part("room/preview.html", "words", ELSEWHERE))
    path = Path(os.environ[NOTEBOOK]) if os.environ.get(NOTEBOOK) else None
    try:
        if path is not None:
            go_to(path.name, links)
    except NotFoundError:
        return HTML(render_part("room/preview.html", "words", GONE))
    frames = [(name, links[link], *sizes) for name, link, *sizes in FRAMES]
    return HTML(render_part("room/preview.html", "pages", frames, describe(path)))


def go_to(notebook: str, links: dict[str, Any]) -> None:
    """Let the rehearsal play a notebook, if it plays another one.

    Args:
        notebook: Its file name; it is put on the rehearsal's agenda if it is not there.
        links: {"code": the session's, "data": the store's address, "notices": the hub's}.

    Raises:
        NotFoundError: The rehearsal is gone.
        KitError: Somebody has moved it on in this very moment.
    """
    store = open_store(links["data"])
    try:
        store.notices.connect(links["notices"])
        current = store.get_round(links["code"])
        if current.notebook != notebook:
            play_again(store, current.id, _find_place(store, links["code"], notebook))
    finally:
        store.close()


def follow_cells() -> None:
    """Remember from now on what is run in a notebook, so that a preview knows what is not saved."""
    shell = get_ipython()
    if shell is not None and LINKS in os.environ:
        if _remember in shell.events.callbacks["pre_run_cell"]:
            return
        shell.events.register("pre_run_cell", _remember)


def describe(path: Path | None) -> str:
    """Say what the pages show.

    Args:
        path: The notebook; None where nobody knows.
    """
    if path is None:
        return NAMELESS
    try:
        saved = {cell.get("id"): cell.source for cell in load_notebook(path).cells}
    except KitError:
        saved = {}
    same = all(saved.get(number) == source for number, source in _ran.items())
    return (SAVED if same else UNSAVED).format(path.name)


def _find_place(store: Store, code: str, notebook: str) -> int:
    """Where a notebook stands on the agenda; it is put at its end if it is not there."""
    rows = store.get_session(code).rows
    for place, row in enumerate(rows):
        if row.notebook == notebook:
            return place
    store.set_agenda(code, [*rows, Row(notebook)], expected=rows)
    return len(rows)


def _remember(info: Any) -> None:
    if info.cell_id and not info.silent:
        _ran[info.cell_id] = info.raw_cell
