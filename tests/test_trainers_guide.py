"""docs/trainers.md to the letter: what it shows as code, settings and commands is so."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_notebook

import kit
from kit.check.agenda import find_agenda_faults
from kit.check.names import find_name_faults
from kit.check.notebook import find_faults
from kit.cli import COMMANDS, build_parser
from kit.exercise.exercise import Exercise
from kit.notebooks.code import Code
from kit.notebooks.new_folder import plan_folder, write_files
from kit.notebooks.theme import find_theme_faults
from kit.rehearsal.answers import fit_script
from kit.server.kernels.trial import try_notebooks
from tests.exercises import code, list_cells, words, write_notebook
from tests.places import ROOT

GUIDE = (ROOT / "docs" / "trainers.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
PYTHON = [block for language, block in BLOCKS if language == "python"]
TOML = [block for language, block in BLOCKS if language == "toml"]
SHELL = [line for language, block in BLOCKS if not language for line in block.splitlines()]
INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", GUIDE, flags=re.M | re.DOTALL))
CALLS = [each for each in INLINE if re.fullmatch(r"(kit|room)\.\w+(\.\w+)*(\(.*\))?", each)]
TYPED = [each for each in INLINE if re.match(rf"kit ({'|'.join(COMMANDS)}) \S", each)]
ROWS = re.findall(r"^\| `kit\.(\w+)\(([^`]*)\)` \|[^|]*\|(.*)\|$", GUIDE, re.MULTILINE)
SETTING = re.compile(r"`(\w+)=([^`]*)`")

SURE = 'kit.Scale("sure", "How sure are you?")'
FIELDS = '[kit.Text("to", "To", max_length=40)]'
THANKS = f"""    notes=[kit.SignedNote("thanks", "Thanks", fields={FIELDS})],
    leader=kit.Leader([kit.Text("thanks", "Whom do you thank?")]),"""


def define(*lines: str) -> str:
    """An exercise with these prompts."""
    prompts = "\n".join(f"        {line.strip().rstrip(',')}," for line in lines)
    return (
        f'import kit\nexercise = kit.Exercise(\n    "own",\n    prompts=[\n{prompts}\n    ],\n)\n'
    )


JOIN = "room = kit.join(exercise)"
PLAYED: dict[str, Callable[[str], list[Any]]] = {
    "import kit": lambda block: [code(block)],
    "first = kit.Exercise(": lambda block: [code(f"import kit\n{block}")],
    "kit.Grid(": lambda block: [
        code(f"import kit\nasked = {block}\n{define('asked').partition(chr(10))[2]}{JOIN}"),
        code('kit.Rows(room.results, "often")', "facilitator", "screen"),
        code('kit.Bars(room.results, "often.recognise")', "facilitator", "screen"),
    ],
    "pulse = kit.read_instrument": lambda block: [code(f"import kit\n{block}\n{JOIN}")],
    'kit.Scale("': lambda block: [
        code(define(block.splitlines()[0]) + JOIN),
        code(block.splitlines()[1], "facilitator", "screen"),
    ],
    "room.form(title": lambda block: [code(define(SURE) + JOIN), code(block, "participant")],
    "exercise = kit.Exercise(": lambda block: [
        code(f"import kit\n{block.replace('[...]', f'[{SURE}]').replace('...', 'own')}"),
        *([] if "kit.join" in block else [code(JOIN)]),
        *([code('room.notes("thanks")', "participant")] if "SignedNote" in block else []),
    ],
    'room.notes("thanks")': lambda block: [
        code(define(SURE).replace("    ],\n)", f"    ],\n{THANKS}\n)") + JOIN),
        *(code(line, *re.split(r",? ", line.partition("# ")[2])) for line in block.splitlines()),
    ],
    "minutes: int": lambda block: [code(block, "parameters"), code(define(SURE) + JOIN)],
}
"""How a block of the page becomes a notebook's cells, by how it begins."""


def build_cells(block: str) -> list[Any]:
    """A notebook that holds a block and what every exercise needs beside it."""
    [play] = [play for begins, play in PLAYED.items() if block.startswith(begins)]
    own = play(block)
    sources = "\n".join(cell.source for cell in own)
    parameters = code("minutes: int = 5  # planned length", "parameters")
    return [
        words("# Own"),
        *([] if "minutes: int" in block else [parameters]),
        *own,
        *([] if "room.form(" in sources else [code("room.form()", "participant")]),
        code("room.console()", "facilitator"),
    ]


def test_every_block_of_code_is_an_exercise_that_kit_check_passes(tmp_path: Path) -> None:
    paths = []
    for number, block in enumerate(PYTHON):
        paths.append(write_notebook(tmp_path / f"block_{number}.ipynb", build_cells(block)))
    assert [fault for path in paths for fault in find_faults(path) if fault.grave] == []
    assert asyncio.run(try_notebooks(paths, seconds=120)) == []
    assert len(PYTHON) >= 9


@pytest.mark.parametrize("written", sorted({*CALLS}))
def test_every_call_in_the_text_names_what_there_is(written: str) -> None:
    source = written if _parses(written) else written.replace("...", "None")
    ast.parse(source.replace("rows=, steps=", "rows=None, steps=None"))
    cells = [*list_cells()[:4], code(source.replace("rows=, steps=", ""))]
    told = [fault.words for fault in find_name_faults("own.ipynb", Code(new_notebook(cells=cells)))]
    assert [each for each in told if "is not a prompt" not in each] == []


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(("name", "settings"), [(name, settings) for name, _, settings in ROWS])
def test_a_setting_that_is_left_out_is_what_the_table_says(name: str, settings: str) -> None:
    known = inspect.signature(getattr(kit, name)).parameters
    for setting, value in SETTING.findall(settings):
        default = known[setting].default
        empty = default is inspect.Parameter.empty or repr(default).startswith("<factory>")
        assert empty or list_or_self(default) == ast.literal_eval(value), setting


def list_or_self(value: Any) -> Any:
    """A tuple as the list that a trainer writes."""
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("line", [*SHELL, *sorted({*TYPED})])
def test_every_command_is_understood(line: str) -> None:
    typed = shlex.split(line.partition("[")[0].replace("CODE", "abcd"))
    assert typed[0] == "kit"
    assert build_parser(typed[1]).parse_args(typed[1:]).command == typed[1]


def test_every_option_that_is_named_is_one_of_a_command() -> None:
    named = {word for each in INLINE for word in re.findall(r"(?<!\S)--[a-z][a-z-]+", each)}
    helps = "".join(
        action.format_help()
        for name in COMMANDS
        for parser in [build_parser(name)]
        for group in parser._subparsers._group_actions  # type: ignore[union-attr]
        for action in group.choices.values()  # type: ignore[union-attr]
    )
    foreign = {"--index-url"}
    assert {each for each in named - foreign if f"{each}" not in helps} == set()


def test_the_files_of_settings_are_read_as_they_stand_there(tmp_path: Path) -> None:
    theme, script, agenda = TOML
    write_files(plan_folder(tmp_path / "ours", ["welcome", "marble_jar", "mistake_sharing"]))
    folder = tmp_path / "ours"
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "northlight.woff2").write_bytes(b"wOF2")
    (folder / "theme.toml").write_text(theme, "utf-8")
    (folder / "agenda.toml").write_text(agenda, "utf-8")
    (folder / "rehearsal").mkdir(exist_ok=True)
    (folder / "rehearsal" / "meeting.toml").write_text(script, "utf-8")
    assert list(find_theme_faults(folder)) == []
    assert list(find_agenda_faults(folder)) == []
    options = ["the reason", "more time", "another place"]
    prompts = [
        kit.Text("again", "How would you put it?"),
        kit.Scale("felt", "How did it feel?"),
        kit.Choice("helps", "What would have helped?", options),
        kit.YesNo("quiet", "Was it quiet?"),
    ]
    said = fit_script(Exercise("meeting", prompts=prompts), folder)
    assert said is not None
    assert said.told.keys() == {prompt.name for prompt in prompts}
