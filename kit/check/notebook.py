"""One notebook, read and not run."""

from __future__ import annotations

import re
from pathlib import Path

from kit.check.fault import Fault, sort_faults
from kit.check.names import find_name_faults
from kit.check.old_names import find_old_name_faults
from kit.check.parameters import find_parameter_faults
from kit.check.programs import find_code_faults, find_word_faults
from kit.check.run_sheet import find_run_sheet_faults
from kit.check.shape import find_lost_code, find_shape_faults
from kit.check.shown import find_unshown_faults
from kit.check.since import find_since_faults
from kit.check.tags import find_tag_faults
from kit.errors import DefinitionError
from kit.files.text import Decoded
from kit.notebooks.code import Code
from kit.notebooks.differences import find_differences
from kit.notebooks.reading import Reading, Remark, read_notebook

OUTPUTS = "it holds outputs. Clear all outputs and save."
UNTIDY = "{}. It was read all the same; kit check --fix writes it as it should be."
GUESSED = (
    "it is written in a code page of Windows, read here as {}. Look whether its letters are right, "
    "then save it as UTF-8."
)

_PLACE = re.compile(r", cell (\d+): ")


def find_faults(path: Path) -> list[Fault]:
    """What is wrong with a notebook, as far as it shows without running it, in order."""
    try:
        reading = read_notebook(path)
    except DefinitionError as error:
        return [Fault(path.name, 0, 0, str(error))]
    faults = find_faults_of(path.name, reading)
    faults += [
        Fault(path.name, int(found[1]) if (found := _PLACE.search(words)) else 0, 0, words)
        for words in find_differences(path, reading.notebook)
    ]
    return sort_faults(faults)


def find_faults_of(file: str, reading: Reading) -> list[Fault]:
    """The same of a notebook that has been read already."""
    notebook, code = reading.notebook, Code(reading.notebook)
    faults = [_read_remark(file, each, reading.decoded) for each in reading.remarks]
    faults += [Fault(file, number, 0, OUTPUTS) for number in reading.ran]
    faults += find_tag_faults(file, notebook)
    faults += find_code_faults(file, code)
    faults += find_word_faults(file, notebook)
    faults += find_parameter_faults(file, code)
    faults += find_shape_faults(file, code)
    faults += find_lost_code(file, notebook)
    faults += find_unshown_faults(file, code)
    faults += find_run_sheet_faults(file, notebook, code)
    faults += find_since_faults(file, code)
    faults += find_old_name_faults(file, code)
    faults += find_name_faults(file, code)
    return sort_faults(faults)


def _read_remark(file: str, remark: Remark, decoded: Decoded) -> Fault:
    """What was found while the file was read, as a fault."""
    if remark.damage:
        return Fault(file, remark.cell, 0, remark.words)
    words = UNTIDY.format(remark.words)
    if decoded.guessed and not remark.cell:
        words = GUESSED.format(decoded.encoding)
    return Fault(file, remark.cell, 0, words, grave=False)
