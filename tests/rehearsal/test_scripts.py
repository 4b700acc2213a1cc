"""The files of what simulated people say: the kit's own, a trainer's, and wrong ones."""

# Holds kit/rehearsal/cards.py too: cards are read from a script.

from __future__ import annotations

import logging
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import kit
from kit.errors import DefinitionError
from kit.exercise.exercise import Exercise
from kit.rehearsal.answers import make_answers
from kit.rehearsal.cards import list_cards
from kit.rehearsal.people import SimulatedPeople
from kit.rehearsal.scripts import find_script, find_script_faults, read_script
from kit.store import Store
from tests.exercises import read_parts
from tests.places import ROOT

FILES = sorted((ROOT / "data" / "rehearsal").glob("*.toml"))
WORKSHOPS = sorted((ROOT / "workshops").glob("*.ipynb"))
assert FILES
EXERCISE = Exercise(
    "pulse",
    prompts=[
        kit.Choice("kind", "Which?", options=["a", "b", "c"]),
        kit.Scale("safe", "How safe?"),
        kit.YesNo("quiet", "Did you?"),
        kit.Text("story", "What?", max_length=40),
    ],
)
PARSER = ("TOML", "Expected", "Invalid", "Unclosed", "Illegal", "Unescaped", "Cannot", "(at")
RIGHT = """
story = ["One.", "Two.", "Three."]
[kind]
a = 0
c = 3
[safe]
mean = 5
spread = 0
[quiet]
yes = 1
"""


def write(folder: Path, text: str, slug: str = "pulse") -> Path:
    path = folder / "rehearsal" / f"{slug}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def play(folder: Path, people: int = 40, exercise: Exercise = EXERCISE) -> list[dict[str, object]]:
    script, chance = find_script(exercise.slug, folder), random.Random(1)
    return [make_answers(exercise, chance, place, script) for place in range(people)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_of_the_kit_can_be_read_and_says_something(path: Path) -> None:
    script = read_script(path)
    assert script.told or script.cards
    for name, told in script.told.items():
        if isinstance(told, list):
            assert len(told) == 24, name
            alike = {each.casefold() for each in told}
            assert len(alike) == 24 or max(map(len, told)) <= 20, name  # words may be the same


@pytest.mark.parametrize("path", WORKSHOPS, ids=lambda path: path.stem)
def test_every_notebook_of_the_kit_has_a_file_that_fits(path: Path) -> None:
    for exercise in read_parts(path):
        script = find_script(exercise.slug)
        assert script.file == f"{exercise.slug}.toml"
        script = replace(script, own=True)  # and so all of it has to fit
        for place in range(30):
            exercise.clean(make_answers(exercise, random.Random(place), place, script))


def test_a_file_of_the_kit_is_followed_as_far_as_it_fits() -> None:
    words = kit.Text("sentence", "What?", max_length=30)  # shorter than the lines of the file
    changed = Exercise("marble-jar", prompts=[kit.Choice("kind", "?", ["a", "b"]), words])
    for place in range(20):
        changed.clean(make_answers(changed, random.Random(place), place))


def test_a_file_says_what_people_say_and_how_often(tmp_path: Path) -> None:
    write(tmp_path, RIGHT)
    said = play(tmp_path)
    assert {each["safe"] for each in said} == {5}
    assert {each["quiet"] for each in said} == {True}
    kinds = Counter(str(each["kind"]) for each in said)
    assert "['a']" not in kinds
    assert kinds["['c']"] > kinds["['b']"] > 0  # left out of the file, so as usual
    stories = {each["story"]["text"] for each in said if "story" in each}  # type: ignore[index]
    assert stories == {"One.", "Two.", "Three."}


def test_the_file_beside_the_notebook_goes_before_that_of_the_kit(tmp_path: Path) -> None:
    assert find_script("welcome", tmp_path).told["word"][0] == "curious"
    write(tmp_path, 'word = ["sunny"]', "welcome")
    assert find_script("welcome", tmp_path).told["word"] == ["sunny"]
    assert find_script("welcome").told["word"][0] == "curious"
    assert find_script("nobody-knows-it", tmp_path).file == ""


def test_a_file_that_is_changed_is_read_anew(tmp_path: Path) -> None:
    for line in ("sunny", "in the rain"):
        write(tmp_path, f'story = ["{line}"]')
        assert find_script("pulse", tmp_path).told["story"] == [line]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("story = [", ", line 1: the list has no end."),
        ('story = [\n  "One."\n  "Two.",\n]', ", line 2: a comma is missing behind this entry."),
        ('story = [\n  "One",\n  "It\'s "mine" now",\n]', ", line 3: a quotation mark inside"),
        ("story = [\n  \u201cOne\u201d,\n]", ", line 2: curly quotes such as \u201c"),
        ('story = [\n  "One,\n]', ", line 2: the words are not closed."),
        ("[quiet]\nyes: 0.4", ", line 2: what belongs to a name stands behind ="),
        ("[quiet]\nyes = 0,4", ", line 2: a number has a point and no comma"),
        ("[quiet]\nyes =", ", line 2: there is nothing behind =."),
        ("[quiet]\nyes = 1\n[quiet]\nyes = 1", ", line 3: 'quiet' is there twice."),
        ("[quiet]\nyes = 1\nyes = 1", ", line 3: 'yes' is there twice."),
        ("[my topic]\nyes = 1", ", line 1: the name between [ and ] is not understood."),
        ("story", ", line 1: "),
        ("story = []", ", line 1, 'story': 1 to 500 lines in brackets are needed"),
        ('story = [\n"One.",\n""]', ", line 3, 'story': entry 2 is no text of 1 to 500 char"),
        ("\n\nstory = [1]", ", line 3, 'story': entry 1 is no text"),
        ('story = "One."', ", line 1, 'story': there is nothing to say"),
        ("safe = { mean = 'high' }", ", line 1, 'safe.mean': 'high' is no number"),
        ("[safe]\nmean = inf", ", line 2, 'safe.mean': inf is no number"),
        ("[safe.row]\nmean = true", ", line 2, 'safe.row.mean': True is no number"),
        ("cards = 3", ", line 1, 'cards': a list of tables is needed"),
        ("cards = [{ owner = 1 }]", ", line 1, 'cards': card 1 is no table of texts"),
        ("[[cards]]\nto = 'A'\n[[cards]]\nto = 1", ", line 3, 'cards': card 2 is no table"),
        ("names = [2]", ", line 1, 'names': entry 1 is no text"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_place(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, text)
    with pytest.raises(DefinitionError) as refused:
        find_script("pulse", tmp_path)
    assert str(refused.value).startswith(f"rehearsal/pulse.toml{told}")
    assert not any(word in str(refused.value) for word in PARSER)
    assert list(find_script_faults(tmp_path)) == [("rehearsal/pulse.toml", str(refused.value))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("storry = ['One.']", "'storry': 'pulse' asks nothing of this name. Did you mean 'story'?"),
        (f"story = ['{'x' * 41}']", "'story': entry 1 is longer than 40 characters"),
        ("story = { yes = 1 }", "'story': a list of lines is needed"),
        ("kind = ['a']", "'kind': a table is needed, with a number for each of a, b, c"),
        ("kind = { d = 1 }", "'kind': 'd' is unknown. The choices are 'a', 'b', 'c'"),
        ("kind = { a = -1 }", "'kind': a = -1 is no number. Write one from 0 on"),
        ("kind = { a = 0, b = 0, c = 0 }", "'kind': 1 options at least need a weight above 0"),
        ("safe = { mean = 6 }", "'safe': the mean 6.0 is not on the scale. Write one from 1 to 5"),
        ("safe = { middle = 3 }", "'safe': 'middle' is unknown"),
        ("quiet = { yes = 1.5 }", "'quiet': yes = 1.5 is no share"),
    ],
)
def test_a_file_that_does_not_fit_its_exercise_is_refused_by_name_and_place(
    tmp_path: Path, text: str, told: str
) -> None:
    write(tmp_path, f"\n# ours\n{text}")
    with pytest.raises(DefinitionError) as refused:
        play(tmp_path, 1)
    assert str(refused.value).startswith(f"rehearsal/pulse.toml, line 3, {told}")


def test_cards_come_from_the_file_and_wrong_ones_are_refused(tmp_path: Path) -> None:
    assert [each.owner for each in list_cards()][:2] == ["Ada", "Ben and Chris"]
    card = "owner = 'Ada', what = 'ask', by = 'Friday', notice = 'Ben'"
    write(tmp_path, f"cards = [{{ {card} }}]", "commitments")
    assert [each.what for each in list_cards(tmp_path)] == ["ask"]
    for more, told in ((", state = 'lost'", "'lost' is no state"), (", to = 'x'", "'to' is unk")):
        write(tmp_path, f"cards = [{{ {card} }}, {{ {card}{more} }}]", "commitments")
        with pytest.raises(DefinitionError, match=f"'cards': card 2: {told}"):
            list_cards(tmp_path)
    write(tmp_path, "cards = [{ owner = 'Ada' }]", "commitments")
    with pytest.raises(DefinitionError, match="'cards': card 1, what: "):
        list_cards(tmp_path)


def test_people_with_a_wrong_file_answer_all_the_same_and_it_is_told(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "storry = ['One.']")
    people = SimulatedPeople(store, store.add_session("Team", []).code, 2, folder=tmp_path)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert people._find_script(EXERCISE).told == {}
    assert caplog.text.count("asks nothing of this name") == 1
    people.stop()
