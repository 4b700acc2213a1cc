"""What is wrong with a notebook, found by reading it: shape, tags, parameters, programs."""

# Holds kit/check/fault.py too: a fault is told with its place.
# Holds kit/check/parameters.py too: they are one cell of a notebook.
# Holds kit/check/programs.py too: what a cell holds is found in a notebook.
# Holds kit/check/shape.py too: it is the shape of a notebook.
# Holds kit/check/tags.py too: they are those of a notebook's cells.

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from kit.check.notebook import find_faults
from kit.notebooks.notebook import Minutes, read_minutes
from tests.exercises import DEFINITION, code, list_cells, words, write_notebook


def find_faults_of(tmp_path: Path, cells: list[NotebookNode]) -> list[str]:
    return [str(fault) for fault in find_faults(write_notebook(tmp_path / "jar.ipynb", cells))]


# Faults


def test_a_notebook_as_it_should_be_has_no_faults(tmp_path: Path) -> None:
    assert list(find_faults(write_notebook(tmp_path / "jar.ipynb"))) == []


def test_an_unknown_tag_is_named_with_the_tags_there_are(tmp_path: Path) -> None:
    faults = find_faults_of(tmp_path, [*list_cells(), words("Psst", "facilitater")])
    assert faults == [
        "jar.ipynb, cell 10: the tag 'facilitater' is unknown. Did you mean 'facilitator'?"
    ]


def test_outputs_are_to_be_cleared(tmp_path: Path) -> None:
    ran = code("1")
    ran.outputs = [new_output("stream", text="1")]
    counted = code("2")
    counted.execution_count = 3
    faults = find_faults_of(tmp_path, [*list_cells(), ran, counted])
    assert faults == [
        f"jar.ipynb, cell {number}: it holds outputs. Clear all outputs and save."
        for number in (10, 11)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "minutes = 5",
        "minutes: int = 5",
        "minutes: int = 5  #",
        "Minutes: int = 5  # planned length",
        "print('hello')  # planned length",
    ],
)
def test_a_parameter_line_of_another_shape_is_quoted(tmp_path: Path, line: str) -> None:
    parameters = code(f"# Settings\n\n{line}", "parameters")
    faults = find_faults_of(tmp_path, [*list_cells()[:2], parameters, *list_cells()[3:]])
    assert faults == [
        f"jar.ipynb, cell 3, line 3: the parameter line {line!r} should read "
        "'name: type = value  # what it is for'."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "minutes: int = 5  # planned length",
        'title: str = "A # in words"   # shown on top',
        "most: int | None = None  # no limit",
        "kinds: list[str] = ['a']  # what is asked",
    ],
)
def test_a_parameter_line_as_it_should_be_is_no_fault(tmp_path: Path, line: str) -> None:
    written = [*list_cells()[:2], code(line, "parameters"), *list_cells()[3:]]
    assert find_faults_of(tmp_path, written) == []


@pytest.mark.parametrize("value", ["'8'", "-1", "8.5", "201", "True"])
def test_a_least_that_is_no_number_of_people_is_told(tmp_path: Path, value: str) -> None:
    source = f"ask = kit.YesNo('quiet', 'Did you?', least={value})"
    assert find_faults_of(tmp_path, [*list_cells(), code(source)]) == [
        f"jar.ipynb, cell 10, line 1: least={value} is no number of people. "
        "Write a whole number from 0 to 200, as in least=8."
    ]


@pytest.mark.parametrize("value", ["8", "0", "200", "fewest", "2 * half"])
def test_a_least_as_it_should_be_is_no_fault(tmp_path: Path, value: str) -> None:
    source = f"ask = kit.YesNo('quiet', 'Did you?', least={value})"
    assert find_faults_of(tmp_path, [*list_cells(), code(source)]) == []


def test_a_notebook_that_joins_nothing_is_told_what_to_add(tmp_path: Path) -> None:
    without = DEFINITION.replace("room = kit.join(exercise)", "")
    assert find_faults_of(tmp_path, list_cells(without)) == [
        "jar.ipynb: no shared cell calls kit.join(exercise). "
        "Add room = kit.join(exercise) to an untagged code cell."
    ]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (4, "jar.ipynb: no cell tagged 'participant' calls room.form(). Add one."),
        (5, "jar.ipynb: no cell tagged 'facilitator' calls room.console(). Add one."),
    ],
)
def test_a_notebook_without_a_form_or_a_console_is_told_which(
    tmp_path: Path, place: int, fault: str
) -> None:
    written = list_cells()
    del written[place]
    assert find_faults_of(tmp_path, written) == [fault]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(find_faults_of(tmp_path, [code("x = kit.Text", "parameters", "screan")])) == 3


@pytest.mark.parametrize("part", ["outputs", "execution_count", "metadata", "source"])
def test_a_cell_that_another_tool_has_left_half_written_is_told(tmp_path: Path, part: str) -> None:
    path = write_notebook(tmp_path / "jar.ipynb")
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell.pop(part, None)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert all(str(fault).startswith("jar.ipynb") for fault in find_faults(path))


# Numbers and brackets without end


@pytest.mark.parametrize(
    "value",
    [
        "9" * 5000,
        "0x" + "f" * 9000,
        "(" * 4000 + "1" + ")" * 4000,
        "-" * 9000 + "1",
        "1" + "+1" * 4500,
        "a" + ".a" * 4500,
        "481",
        "0",
    ],
    ids=lambda value: value[:6],
)
def test_parameters_without_end_are_told_by_their_cell_and_plan_no_minutes(
    tmp_path: Path, value: str
) -> None:
    path = tmp_path / "jar.ipynb"
    source = f"minutes: int = {value}  # how long"
    write_notebook(path, [code(source, "parameters"), code(DEFINITION)])
    assert read_minutes(path) == Minutes()
    told = [str(fault) for fault in find_faults(path) if fault.cell == 1]
    assert told or value.startswith(("-", "1+", "a."))  # Python may be able to read those
    assert all(len(fault) < 400 for fault in told)


# Kinds of mistakes that show in the code


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('x = ["a" "b"]', [1]),
        ('x = [\n    "a"  # one\n\n    "b",\n    "c",\n]', [2]),
        ('x = ["a", "b"]', []),
        ('x = ["a", ("b" "c")]', []),
        ('x = f("a" "b")', []),
        ('x = ["a"]\ny = ["b"]', []),
        ("%matplotlib inline\nx = ['a' 'b']", [2]),
        ("!ls '", []),
    ],
)
def test_two_texts_side_by_side_in_a_list_are_advice(
    tmp_path: Path, source: str, lines: list[int]
) -> None:
    path = write_notebook(tmp_path / "jar.ipynb", [*list_cells(), code(source)])
    found = [(fault.line, fault.grave) for fault in find_faults(path)]
    assert found == [(line, False) for line in lines]


@pytest.mark.parametrize(
    "call", ["input()", "getpass.getpass()", "breakpoint()", "int(input('?'))"]
)
def test_what_waits_for_a_keyboard_is_told(tmp_path: Path, call: str) -> None:
    (fault,) = find_faults_of(tmp_path, [*list_cells(), code(f"x = 1\nx = {call}", "facilitator")])
    assert fault.startswith("jar.ipynb, cell 10, line 2: ")
    assert "waits for a keyboard" in fault


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f(): pass", "a function"),
        ("async def f(): pass", "a function"),
        ("class A: pass", "a class"),
        ("for x in []: pass", "a loop"),
        ("while False: pass", "a loop"),
    ],
)
def test_programs_are_advice(tmp_path: Path, source: str, kind: str) -> None:
    path = write_notebook(tmp_path / "jar.ipynb", [*list_cells(), code(source)])
    (fault,) = find_faults(path)
    assert not fault.grave
    assert str(fault).startswith(f"jar.ipynb, cell 10, line 1: {kind} stands here.")


@pytest.mark.parametrize(
    "tag", ["hide-input", "remove_cell", "nbval-skip", "raises-exception", "injected-parameters"]
)
def test_tags_of_other_tools_are_let_pass(tmp_path: Path, tag: str) -> None:
    assert find_faults_of(tmp_path, [*list_cells(), words("Psst", tag)]) == []
    assert find_faults_of(tmp_path, [*list_cells(), words("Psst", tag, "facilitator")]) == []


@pytest.mark.parametrize("tag", ["moderator", "dashboard", "Leitung"])
def test_a_tag_that_means_nothing_is_advice_where_everybody_would_get_the_cell(
    tmp_path: Path, tag: str
) -> None:
    path = write_notebook(tmp_path / "jar.ipynb", [*list_cells(), words("Psst", tag)])
    (fault,) = find_faults(path)
    assert not fault.grave
    assert "everybody gets this cell" in str(fault)
    assert find_faults_of(tmp_path, [*list_cells(), words("Psst", tag, "facilitator")]) == []


@pytest.mark.parametrize(
    "tag", ["Participant", "participants", "partisipant", "screans", "PARAMETERS"]
)
def test_a_misspelt_tag_is_told_once_and_taken_as_it_is_meant(tmp_path: Path, tag: str) -> None:
    written = list_cells()
    meant = {"s": 6, "P": 2}.get(tag[0], 4) if tag != "Participant" else 4
    others = [each for each in written[meant].metadata.tags if each == "facilitator"]
    written[meant].metadata.tags = [*others, tag]
    (fault,) = find_faults_of(tmp_path, written)
    assert fault.startswith(f"jar.ipynb, cell {meant + 1}: the tag {tag!r} is unknown. Did you")


def test_a_notebook_that_only_reads_results_is_asked_for_its_join_by_name(tmp_path: Path) -> None:
    faults = find_faults_of(tmp_path, [code("import kit\nkit.read_figure('stress')")])
    assert (
        "jar.ipynb: no shared cell calls kit.join(exercise). "
        "Add room = kit.join(exercise) to an untagged code cell."
    ) in faults


def test_a_cell_of_words_with_a_conflict_is_told(tmp_path: Path) -> None:
    told = words("Before\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> theirs")
    (fault,) = find_faults_of(tmp_path, [*list_cells(), told])
    assert fault.startswith("jar.ipynb, cell 10, line 2: git has left both versions")


@pytest.mark.parametrize("place", ["participant", "screen"])
def test_the_console_works_in_the_facilitators_cell_alone(tmp_path: Path, place: str) -> None:
    written = list_cells()
    written[5] = code("room.console()", "facilitator", place)
    (fault,) = find_faults_of(tmp_path, written)
    assert fault.startswith("jar.ipynb, cell 6, line 1: room.console() works in a cell tagged")


def test_a_form_above_the_join_and_tagged_parameters_are_told(tmp_path: Path) -> None:
    written = list_cells()
    written[2].metadata.tags.append("facilitator")
    faults = find_faults_of(tmp_path, [*written[:3], written[4], written[3], *written[5:]])
    assert [fault.partition(".ipynb, ")[2][:33] for fault in faults] == [
        "cell 3: the parameters cell is ta",
        "cell 4, line 1: room.form() stand",
    ]


def test_python_warns_of_nothing(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    find_faults_of(tmp_path, [*list_cells(), code("x = '\\d'\ny = x is 1\nz = 'a' [1, 2]")])
    assert not list(recwarn)


def test_parameters_stand_above_the_cell_that_uses_them(tmp_path: Path) -> None:
    first, sheet, minutes, definition, *rest = list_cells(
        "import kit\nlength = minutes\n" + DEFINITION
    )
    written = [first, sheet, definition, minutes, *rest]
    assert find_faults_of(tmp_path, written) == [
        "jar.ipynb, cell 4: the parameters cell stands below cell 3, which uses 'minutes'. "
        "Move it above that cell."
    ]
