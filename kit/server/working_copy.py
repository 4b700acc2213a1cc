"""A copy of a folder that is being edited: the last state of each file that was in good shape."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from kit.errors import DefinitionError
from kit.language.languages import list_languages
from kit.notebooks.agenda import list_agendas
from kit.notebooks.agenda_file import NAME
from kit.notebooks.notebook import get_tags, load_notebook
from kit.notebooks.theme import find_theme_faults
from kit.notebooks.theme_file import NAME as THEME
from kit.rehearsal.scripts import FOLDER, read_script

Stamp = tuple[int, int, int]
GONE = 7  # looks at the folder after which a file is not just on its way into its place
HIDDEN = (".", "~")  # what editors leave beside a file while it is open begins like this


class WorkingCopy:
    """What a server plays while somebody edits the folder.

    Files are looked at again and again, by their time, their size and their number on the disk: a
    program that saves puts a new file into the place of the old one. Those in a folder of a
    language count too; a name says where they lie, as in "de/marble_jar.ipynb".

    Args:
        source: The folder that is being edited.
        folder: Where the copy lies; it is empty.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        self.source, self.folder = source, folder
        self._seen = dict(self._list_files())
        self._missed: dict[str, int] = {}
        for name in self._seen:
            self.take(name)

    def __repr__(self) -> str:
        return f"<WorkingCopy of {len(self._seen)} files>"

    def list_changed(self) -> list[str]:
        """Files that are new or have changed since the last call, by name.

        A file that has gone is none of them: it may be on its way into its place.
        """
        before, now = self._seen, dict(self._list_files())
        self._seen = before | now
        self._missed = {name: self._missed.get(name, 0) + 1 for name in before if name not in now}
        return [name for name, stamp in self._seen.items() if before.get(name) != stamp]

    def list_gone(self) -> list[str]:
        """Files that somebody has taken away, by name; each is told once."""
        gone = [name for name, missed in self._missed.items() if missed >= GONE]
        for name in gone:
            del self._seen[name], self._missed[name]
        return gone

    def is_there(self, name: str) -> bool:
        """Whether a file lies in the folder that is edited, or has lain there a moment ago."""
        return name in self._seen

    def drop(self, name: str) -> None:
        """Take a file out of the copy. A notebook stays: a session may be about to play it."""
        if not name.endswith(".ipynb"):
            (self.folder / name).unlink(missing_ok=True)

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

    def is_reworded(self, notebook: str) -> bool:
        """Whether a notebook differs from its copy in its words alone: all that is run is the same.

        Raises:
            DefinitionError: It cannot be read.
        """
        digest = hash_cells(self.source / notebook, words=False)
        try:
            return digest == hash_cells(self.folder / notebook, words=False)
        except DefinitionError:
            return False

    def check(self, name: str) -> None:
        """Refuse a file that could not be played; notebooks are tried elsewhere.

        Raises:
            DefinitionError: It is wrong; names the file and the place.
        """
        if Path(name).name == NAME:
            list_agendas((self.source / name).parent)
        elif name == THEME:
            for fault in find_theme_faults(self.source):
                raise DefinitionError(fault)
        elif Path(name).parent.name == FOLDER and name.endswith(".toml"):
            read_script(self.source / name)

    def take(self, name: str) -> None:
        """Put a file into the copy as it is now."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(self.source / name, place.with_name(f"{place.name}.new"))
        except FileNotFoundError:
            return  # it has just gone
        place.with_name(f"{place.name}.new").replace(place)

    def _list_files(self) -> Iterator[tuple[str, Stamp]]:
        folders = [self.source, *(self.source / each.tag for each in list_languages())]
        for path in [
            path
            for folder in folders
            for path in (*folder.glob("*"), *(folder / FOLDER).glob("*.toml"))
        ]:
            if path.name.startswith(HIDDEN) or not path.is_file():
                continue
            try:
                about = path.stat()
            except FileNotFoundError:
                continue
            name = path.relative_to(self.source).as_posix()
            yield name, (about.st_mtime_ns, about.st_size, about.st_ino)


def hash_cells(path: Path, *, words: bool = True) -> str:
    """A digest of what a notebook says: not of its outputs, nor of how it was last looked at.

    Args:
        path: The notebook's.
        words: Cells of words count with what stands in them; else only with where they stand and
            for whom.

    Raises:
        DefinitionError: It cannot be read.
    """
    cells = []
    for cell in load_notebook(path).cells:
        counts = words or cell.cell_type != "markdown"
        said = (cell.source, cell.get("attachments")) if counts else None
        cells.append((cell.cell_type, sorted(get_tags(cell)), said))
    return hashlib.sha256(json.dumps(cells).encode("utf-8", "replace")).hexdigest()
