"""Where a notebook's code stands: in the notebook's folder, as in JupyterLab.

Files are opened there, and modules beside the notebook are imported from there: IPython has put the
folder in which a kernel stands among those that Python looks into, behind Python's own modules.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from kit.errors import DefinitionError
from kit.notebooks.embedding import Origin
from kit.notebooks.pictures import MOST_PAGE, MOST_PHONE
from kit.room.context import find_context
from kit.session.session import Role

_own: frozenset[str] = frozenset()
"""Names of the modules that were there before any notebook's."""
_folder = ""


def enter_folder(folder: str) -> None:
    """Stand in the folder of the notebook that is to be run, with nothing of the one before.

    A module beside it is imported anew: it may have changed, or be another folder's.

    Args:
        folder: Its absolute path.

    Raises:
        DefinitionError: It is gone, or this account may not enter it.
    """
    global _own, _folder
    forget_helpers()
    try:
        os.chdir(folder)
    except OSError as error:
        msg = (
            f"The folder {Path(folder).name!r} cannot be entered ({error.strerror}). Put it back, "
            "or let this account read it; then load the page again."
        )
        raise DefinitionError(msg) from error
    _own = _own or frozenset(sys.modules)
    _folder = folder
    importlib.invalidate_caches()  # a file may be younger than Python's list of its folder


def forget_helpers() -> None:
    """Let the next import of a module that lies beside the notebook read it anew."""
    helpers = {
        name for name, module in list(sys.modules.items()) if "." not in name and _is_helper(module)
    }
    for name in list(sys.modules):
        if name.partition(".")[0] in helpers:
            del sys.modules[name]


def find_origin(cell: str = "", faults: list[str] | None = None) -> Origin:
    """Where the pictures come from that a cell of this kernel's notebook names.

    Args:
        cell: The cell's name.
        faults: Where it is noted what cannot be shown; None for nowhere.
    """
    context = find_context()
    return Origin(
        folder=Path(_folder) if _folder else None,
        cell=cell,
        most=MOST_PHONE if context and context.role is Role.PARTICIPANT else MOST_PAGE,
        told=bool(context and context.role is Role.FACILITATOR),
        faults=[] if faults is None else faults,
    )


@contextlib.contextmanager
def coming_back() -> Iterator[None]:
    """Stand afterwards where this process stands now, wherever the code of a cell has gone."""
    before = Path.cwd() if _folder else None
    try:
        yield
    finally:
        if before is not None:
            with contextlib.suppress(OSError):
                os.chdir(before)


def _is_helper(module: ModuleType) -> bool:
    """Whether a module, as nobody's part, was found in the notebook's folder itself."""
    name = getattr(module, "__name__", "")
    if not _folder or name in _own:
        return False
    places = [*(getattr(module, "__path__", None) or ()), getattr(module, "__file__", None) or ""]
    inside = Path(_folder)
    return any(
        place == str(inside / name) or (place and Path(place).parent == inside) for place in places
    )
