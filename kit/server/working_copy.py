"""A copy of a folder that is being edited: the last state of each file that was in good shape."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from kit.errors import DefinitionError
from kit.notebooks.agenda import list_agendas
from kit.notebooks.agenda_file import NAME
from kit.notebooks.notebook import get_tags, load_notebook
from kit.notebooks.theme import NAME as THEME
from kit.notebooks.theme import find_theme_faults
from kit.rehearsal.scripts import FOLDER, read_script

Stamp = tuple[int, int, int]
HIDDEN = (".", "~")  # what editors leave beside a file while it is open begins like this


class WorkingCopy:
    """What a server plays while somebody edits the folder.

    Files are looked at again and again, by their time, their size and their number on the disk: a
    program that saves puts a new file into the place of the old one.

    Args:
        source: The folder that is being edited.
        folder: Where the copy lies; it is empty.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        self.source, self.folder = source, folder
        self._seen = dict(self._list_files())
        for name in self._seen:
            self.take(name)

    def __repr__(self) -> str:
        return f"<WorkingCopy of {len(self._seen)} files>"

    def list_changed(self) -> list[str]:
        """Files that are new or have changed since the last call, by name.

        A file that has gone stays in the copy: it may be on its way into its place.
        """
        before, self._seen = self._seen, self._seen | dict(self._list_files())
        return [name for name, stamp in self._seen.items() if before.get(name) != stamp]

    def is_new(self, notebook: str) -> bool:
        """Whether a notebook says something else than its copy: other words, cells or tags.

        Raises:
            DefinitionError: It cannot be read.
        """
        digest = hash_cells(self.source / notebook)
        try:
            return digest != hash_cells(self.folder / notebook)
        except DefinitionError:
            return True

    def check(self, name: str) -> None:
        """Refuse a file that could not be played; notebooks are tried elsewhere.

        Raises:
            DefinitionError: It is wrong; names the file and the place.
        """
        if name == NAME:
            list_agendas(self.source)
        elif name == THEME:
            for fault in find_theme_faults(self.source):
                raise DefinitionError(fault)
        elif Path(name).parent.name == FOLDER and name.endswith(".toml"):
            read_script(self.source / name)

    def take(self, name: str) -> None:
        """Put a file into the copy as it is now."""
        place = self.folder / name
        place.parent.mkdir(exist_ok=True)
        try:
            shutil.copyfile(self.source / name, place.with_name(f"{place.name}.new"))
        except FileNotFoundError:
            return  # it has just gone
        place.with_name(f"{place.name}.new").replace(place)

    def _list_files(self) -> Iterator[tuple[str, Stamp]]:
        for path in [*self.source.glob("*"), *(self.source / FOLDER).glob("*.toml")]:
            if path.name.startswith(HIDDEN) or not path.is_file():
                continue
            try:
                about = path.stat()
            except FileNotFoundError:
                continue
            name = path.relative_to(self.source).as_posix()
            yield name, (about.st_mtime_ns, about.st_size, about.st_ino)


def hash_cells(path: Path) -> str:
    """A digest of what a notebook says: not of its outputs, nor of how it was last looked at.

    Raises:
        DefinitionError: It cannot be read.
    """
    cells = [
        (cell.cell_type, cell.source, sorted(get_tags(cell)), cell.get("attachments"))
        for cell in load_notebook(path).cells
    ]
    return hashlib.sha256(json.dumps(cells).encode("utf-8", "replace")).hexdigest()
