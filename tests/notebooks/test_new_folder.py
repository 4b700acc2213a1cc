"""A new folder: in good shape, playable as it stands, and never over anything that is there."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

from kit.check.folder import find_folder_faults
from kit.check.translation import compare
from kit.errors import DefinitionError, NotFoundError, ServerError
from kit.language import _, use_language
from kit.notebooks.agenda import WELCOME, list_agendas
from kit.notebooks.agenda_file import NAME
from kit.notebooks.new_folder import BLANK, PAGE, plan_folder, write_files
from kit.notebooks.notebook import list_notebooks, load_notebook
from kit.notebooks.workshops import find_workshops, list_exercises
from kit.room.cells import compile_cell, run_cell
from kit.room.room import Room
from kit.session.schedule import NOTEBOOK

ALL = [each.name for each in list_exercises()]
KNOWN = [each.name for each in list_agendas(find_workshops())]
BLANKS = sorted(BLANK.parent.glob(f"{BLANK.stem}_*{BLANK.suffix}"))
PAGES = sorted(PAGE.parent.glob(f"{PAGE.stem}_*{PAGE.suffix}"))


def translate(tag: str, words: str) -> str:
    """A sentence of the interface in a language."""
    with use_language(tag):
        return _(words)


def test_a_folder_of_all_exercises_and_a_blank_one_is_in_good_shape(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    write_files(plan_folder(folder, ALL, blank="my-own-topic"))
    assert find_folder_faults(folder) == []
    assert set(list_notebooks(folder)) == {f"{name}.ipynb" for name in [*ALL, "my_own_topic"]}
    [agenda] = list_agendas(folder)
    assert agenda.notebooks == [f"{name}.ipynb" for name in [*ALL, "my_own_topic"]]


@pytest.mark.parametrize("name", KNOWN)
def test_a_folder_of_an_agenda_plays_what_the_kit_plays(tmp_path: Path, name: str) -> None:
    write_files(plan_folder(tmp_path, agenda=name))
    assert find_folder_faults(tmp_path) == []
    [known] = [each for each in list_agendas(find_workshops()) if each.name == name]
    assert list_agendas(tmp_path) == [known]
    assert set(list_notebooks(tmp_path)) == {*known.notebooks, NOTEBOOK}  # for after the session


def test_without_a_word_it_is_the_agenda_for_a_first_time(tmp_path: Path) -> None:
    write_files(plan_folder(tmp_path))
    assert [each.name for each in list_agendas(tmp_path)] == ["first-time"]


def test_an_exercise_beside_an_agenda_comes_last_and_the_promised_length_goes(
    tmp_path: Path,
) -> None:
    write_files(plan_folder(tmp_path, ["welcome", "safety-pulse"], agenda="many"))
    [agenda] = list_agendas(tmp_path)
    assert agenda.notebooks == [
        *("welcome.ipynb", "marble_jar.ipynb", "check_out.ipynb", "safety_pulse.ipynb")
    ]
    assert agenda.length is None


def test_the_blank_exercise_asks_in_its_own_name(tmp_path: Path) -> None:
    write_files(plan_folder(tmp_path, blank="first-week"))
    names: dict[str, object] = {}
    for number, cell in enumerate(load_notebook(tmp_path / "first_week.ipynb").cells):
        if cell.cell_type == "code":
            run_cell(compile_cell(cell.source, f"cell {number}"), names)
    room = names["room"]
    assert isinstance(room, Room)
    assert (room.exercise.slug, room.exercise.title) == ("first-week", "First week")
    room.close()


@pytest.mark.parametrize("path", BLANKS, ids=lambda path: path.stem)
def test_a_blank_exercise_in_a_language_is_the_english_one_in_other_words(
    tmp_path: Path, path: Path
) -> None:
    tag = path.stem.removeprefix(f"{BLANK.stem}_")
    english, spoken = load_notebook(BLANK), load_notebook(path)
    assert list(compare(path.name, BLANK.name, english, spoken, tag)) == []
    write_files(plan_folder(tmp_path / "ours", blank="first-week", language=tag))
    assert find_folder_faults(tmp_path / "ours") == []
    assert "My topic" not in (tmp_path / "ours" / "first_week.ipynb").read_text("utf-8")


@pytest.mark.parametrize(("tag", "slack"), [("de", "Puffer"), ("fr", "Marge"), ("es", "Margen")])
def test_what_an_agenda_says_of_itself_is_in_the_language_of_the_folder(
    tmp_path: Path, tag: str, slack: str
) -> None:
    english = plan_folder(tmp_path / "ours")[tmp_path / "ours" / NAME]
    spoken = plan_folder(tmp_path, language=tag)[tmp_path / NAME]
    said = [line for line in spoken.splitlines() if line.startswith("#")]
    assert len(said) == 3
    assert set(said).isdisjoint(english.splitlines())
    assert f'{{ title = "{slack}", minutes = 4 }}' in said[1]
    assert all(len(line) <= 120 for line in said)
    assert f'welcome = "{translate(tag, WELCOME)}"' in spoken


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_of_a_new_folder_in_a_language_has_the_places_of_the_english_one(
    path: Path,
) -> None:
    english, spoken = (
        sorted(filter(None, (name for _, name, _, _ in Formatter().parse(page.read_text("utf-8")))))
        for page in (PAGE, path)
    )
    assert spoken == english


@pytest.mark.parametrize("name", ["My topic", "../up", "a/b", "täglich", "-"])
def test_a_name_that_is_no_short_one_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DefinitionError, match="as in --blank my-topic"):
        plan_folder(tmp_path, blank=name)


def test_a_blank_exercise_takes_no_other_ones_name(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"welcome\.ipynb is one of the exercises already"):
        plan_folder(tmp_path, ["welcome"], blank="welcome")


def test_an_exercise_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no exercise of the kit"):
        plan_folder(tmp_path, ["welcome", "nowhere"])


@pytest.mark.parametrize("name", ["welcome.ipynb", "agenda.toml", "README.md"])
def test_where_one_file_is_there_it_is_named_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(ServerError) as refused:
        write_files(plan_folder(tmp_path, ["welcome"]))
    assert str(refused.value) == (
        f"{tmp_path / name} is there already, so nothing was written. Name another folder."
    )
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "agenda.toml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServerError, match="is there already"):
        write_files(plan_folder(tmp_path, ["welcome"]))
    assert not (tmp_path / "elsewhere").exists()


def test_what_could_not_be_written_whole_is_taken_away_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    texts = {tmp_path / "a.txt": "a", tmp_path / "file" / "b.txt": "b"}
    with pytest.raises(ServerError, match="cannot be written"):
        write_files(texts)
    assert not (tmp_path / "a.txt").exists()
