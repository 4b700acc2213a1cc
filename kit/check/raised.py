"""What a notebook's code raises when it runs, in words: the place, the cause and the cure."""

from __future__ import annotations

import inspect
import re
import traceback
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import kit
from kit.check.fault import Fault
from kit.check.names import explain_name, explain_part
from kit.check.programs import INPUT
from kit.check.syntax import explain
from kit.errors import KitError, suggest
from kit.room.room import Room

NO_PACKAGE = (
    "the package {!r} is not installed where the kit runs. Install it there, or do without it."
)
NO_NAME = "the name {!r} is not known here. Set it in a cell above, or look at its spelling."
NO_KIT = "the kit is not imported. Write import kit in the first line of the definition."
NO_FILE = "there is no file {!r} beside the notebook. Put it there, or write what it holds here."
ENDS = "this line ends the program. Take it out."
FULL = "this takes more memory than a page may have. Make it smaller."
UNCALLED = "what stands before these brackets cannot be called. Take the brackets away: {}."
FIXED = "what the kit has made cannot be changed afterwards. Write it into the definition."
CAPITAL = "{!r} is not known here. Write {!r}, with a capital letter."
ARGUMENTS = "{0}(): {1}. Write {0}({2})."
OTHER = "Python stops here with {}. Run the notebook in JupyterLab to look at it."
_PLACE = re.compile(r", cell (\d+)$")


def describe(file: str, error: BaseException, source: str = "") -> Fault:
    """Say what was raised, and in which line of which cell.

    Args:
        file: The notebook's file name.
        error: What was raised.
        source: The source of the cell that was compiled or run, if that is known.
    """
    cell, line, names = find_place(file, error)
    if isinstance(error, SyntaxError):
        found = _PLACE.search(error.filename or "")
        line, words = explain(error, source)
        return Fault(file, int(found[1]) if found else cell, line, words)
    return Fault(file, cell, line, _explain(error, names))


def find_place(file: str, error: BaseException) -> tuple[int, int, Mapping[str, Any]]:
    """The last cell that was running, its line, and the names that were known there."""
    place: tuple[int, int, Mapping[str, Any]] = 0, 0, {}
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if name.startswith(file) and (found := _PLACE.search(name)):
            place = int(found[1]), line, frame.f_globals
    return place


def _explain(error: BaseException, names: Mapping[str, Any]) -> str:
    if isinstance(error, KitError):
        return str(error)
    if isinstance(error, ImportError):
        return _explain_import(error)
    if isinstance(error, NameError):
        return _explain_name(str(getattr(error, "name", "")), names)
    if isinstance(error, FileNotFoundError) and isinstance(error.filename, str):
        return NO_FILE.format(error.filename)
    if isinstance(error, AttributeError) and str(error).startswith("kit has no"):
        return str(error)
    if isinstance(error, AttributeError) and isinstance(error.obj, Room):
        return explain_part(str(error.name)) or str(error)
    if isinstance(error, TypeError) and (words := _explain_call(str(error))):
        return words
    known = {"EOFError": INPUT.format("input"), "SystemExit": ENDS, "MemoryError": FULL}
    known["FrozenInstanceError"] = FIXED
    known["StdinNotImplementedError"] = known["EOFError"]
    kind = type(error).__name__
    return known.get(kind) or OTHER.format(f"{kind}: {error}".removesuffix(": ").removesuffix("."))


def _explain_import(error: ImportError) -> str:
    if isinstance(error, ModuleNotFoundError):
        return NO_PACKAGE.format(error.name)
    wanted = re.search(r"import name '(\w+)'", str(error))
    if error.name == "kit" and wanted and (words := explain_name(wanted[1])):
        return words
    return OTHER.format(f"{type(error).__name__}: {error}")


def _explain_call(said: str) -> str:
    """What is wrong with the way in which something of the kit's is called; "" for anything else.

    Args:
        said: What Python says.
    """
    if found := re.fullmatch(r"'(Results|Cards|Signed)' object is not callable", said):
        return UNCALLED.format(f"room.{found[1].lower()}")
    found = re.match(r"(?:Room\.)?(\w+)\(\) (.*)", said)
    called = _find_called(found[1]) if found else None
    if found is None or called is None:
        return ""
    settings = [
        each for each in inspect.signature(called).parameters.values() if each.name != "self"
    ]
    names = [each.name for each in settings]
    shown = [each.name if each.default is each.empty else f"{each.name}=..." for each in settings]
    reason = "it is given more than it takes"
    if wrong := re.search(r"unexpected keyword argument '(\w+)'", found[2]):
        reason = f"{wrong[1]!r} is not a setting.{suggest(wrong[1], names)}".rstrip(".")
    elif "missing" in found[2]:
        reason = f"{' and '.join(re.findall(chr(39) + '.*?' + chr(39), found[2]))} is missing"
    return ARGUMENTS.format(found[1], reason, ", ".join(shown)).replace("?.", "?")


def _find_called(name: str) -> Any:
    """A picture or a room's method by Python's name for it; None for anything else."""
    if name in vars(Room):
        return vars(Room)[name]
    made = [getattr(kit, each) for each in kit.__all__]
    return next((each for each in made if getattr(each, "__name__", "") == name), None)


def _explain_name(name: str, names: Mapping[str, Any]) -> str:
    if name in ("true", "false", "none"):
        return CAPITAL.format(name, name.capitalize())
    if name in kit.__all__:
        return f"the name {name!r} is not known here. Write kit.{name}."
    if name == "kit":
        return NO_KIT
    known = [each for each in names if not each.startswith("_")]
    close = get_close_matches(name, known, n=1)
    if close:
        return f"the name {name!r} is not known here. Did you mean {close[0]!r}?"
    return NO_NAME.format(name)
