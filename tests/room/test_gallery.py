"""The gallery: every question and every picture, as four, twelve and sixty people see it."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from ipywidgets import Label

import kit
from kit.exercise.kinds import list_kinds
from kit.forms.form import Form
from kit.notebooks.code import Code
from kit.notebooks.notebook import load_notebook
from kit.room.gallery import COUNTS, EMPTY, PHONE, TOLD, say, show
from kit.widgets.commitment_board import CommitmentBoard
from kit.widgets.market import Market
from kit.widgets.note_wall import NoteWall
from tests.exercises import code as write_code
from tests.pages import fill, find_input, press, read_notes
from tests.pictures.play import ADVICE
from tests.places import ROOT

GALLERY = Code(load_notebook(ROOT / "docs" / "gallery.ipynb"))
ASKED = [kind.__name__ for kind in list_kinds() if kind.__module__.startswith("kit.") and kind.type]
DRAWN = [name for name in kit.__all__ if getattr(kit, name).__module__.startswith("kit.pictures.")]


def find_shown(name: str, gallery: Code) -> list[ast.Call]:
    """The calls of something of the kit's in a cell whose last line shows it."""
    return [
        call.node
        for call in gallery.list_kit_calls(name)
        if call.cell.tree is not None
        and isinstance(last := call.cell.tree.body[-1], ast.Expr)
        and call.node in ast.walk(last)
    ]


@pytest.mark.parametrize("name", [*ASKED, *DRAWN])
def test_every_kind_of_question_and_of_picture_has_its_place(name: str) -> None:
    assert find_shown(name, GALLERY), f"docs/gallery.ipynb shows no kit.{name}"


def test_what_is_defined_and_not_shown_has_no_place() -> None:
    notebook = load_notebook(ROOT / "docs" / "gallery.ipynb")
    notebook.cells = [write_code("import kit\nasked = kit.Dots('d', 'D', ['a', 'b'])\nasked = 1")]
    assert find_shown("Dots", Code(notebook)) == []


def read_frames(box: Any) -> list[tuple[str, Any]]:
    """What stands in a row of the gallery: the words above, and what they speak of."""
    written, drawn = box.children
    frames = [(frame.children[0], frame.children[1]) for frame in (written, *drawn.children)]
    assert all(isinstance(words, Label) for words, _ in frames)
    return [(words.value, shown) for words, shown in frames]


def test_a_question_stands_beside_its_picture_with_few_some_and_many_answers() -> None:
    prompt = kit.Scale("safe", "How safe?")
    shown = read_frames(show(prompt, lambda room: kit.Bars(room.results, "safe")))
    assert [words for words, _ in shown] == [PHONE, *(TOLD.format(n) for n in COUNTS)]
    form, few, some, many = (each for _, each in shown)
    assert isinstance(form, Form)
    assert (few.message, few.svg, few.note) == (ADVICE, "", "")
    assert "12 answers" in some.note
    assert "60 answers" in many.note
    assert len(many.rows) > len(some.rows) > 0


def test_the_form_is_open_and_takes_an_answer() -> None:
    box = show(kit.Scale("safe", "How safe?"), lambda room: kit.Bars(room.results, "safe"))
    form = box.children[0].children[1]
    assert not find_input(form, "safe").disabled
    fill(form, "safe", value=3)
    press(form)
    assert any(words.startswith("Received") for words in read_notes(form))


def test_the_same_people_answer_each_time() -> None:
    prompt = kit.Choice("kind", "Which?", ["one", "two", "three"])
    first, second = (show(prompt, lambda room: kit.Bars(room.results, "kind")) for _ in range(2))
    for before, after in zip(read_frames(first)[1:], read_frames(second)[1:], strict=True):
        assert before[1].rows == after[1].rows


def test_where_a_picture_takes_no_space_that_is_said() -> None:
    box = show(kit.Word("word", "One word?"), lambda room: kit.Words(room.results, "word"))
    few, some, many = box.children[1].children
    assert [each.value for each in few.children[2:]] == [EMPTY]
    assert [len(each.children) for each in (some, many)] == [2, 2]
    assert few.children[1].words == []


def test_cards_are_signed_and_shown_and_name_the_sentences() -> None:
    exercise = kit.Exercise(
        "try",
        prompts=[kit.Text("ask", "What do you need?")],
        notes=[
            kit.SignedNote(
                "help",
                "Help",
                [
                    kit.SentenceNumber("number", "Number", "ask"),
                    kit.Text("who", "Who", max_length=40),
                ],
            ),
            kit.SignedNote("thanks", "Thanks", [kit.Text("to", "To", max_length=40)], held=True),
        ],
    )
    (_, few, some, many) = (
        each
        for _, each in read_frames(
            show(exercise, lambda room: kit.Market(room.results, "ask", room.signed, "help"))
        )
    )
    assert isinstance(few, Market)
    assert few.rows == []
    for market in (some, many):
        assert sum(len(row["cards"]) for row in market.rows) == (len(market.rows) + 1) // 2
    walls = read_frames(
        show(
            exercise,
            lambda room: kit.Notes(room.signed, "thanks"),
            phone=lambda room: room.notes("thanks"),
        )
    )
    assert isinstance(walls[1][1], NoteWall)
    assert [len(wall.cards) for _, wall in walls[1:]] == [4, 12, 12]


def test_cards_of_last_time_are_there_where_the_exercise_signs_some() -> None:
    exercise = kit.Exercise("commitments", prompts=[kit.Scale("sure", "How sure?")])
    boards = read_frames(show(exercise, lambda room: kit.LastTime(room.cards)))[1:]
    assert all(isinstance(board, CommitmentBoard) for _, board in boards)
    assert [len(board.cards) for _, board in boards] == [3, 3, 3]
    boards = read_frames(show(exercise, lambda room: kit.CommitmentBoard(room.cards)))[1:]
    assert [len(board.cards) for _, board in boards] == [4, 12, 12]


def test_last_time_stands_beside_today_where_the_question_says_so() -> None:
    prompt = kit.Scale("safe", "How safe?", since=True)
    shown = read_frames(show(prompt, lambda room: kit.Bars(room.results, "safe", since=True)))
    assert "Last time" not in shown[1][1].note
    assert "Last time (12)" in shown[2][1].note
    assert "Last time (60)" in shown[3][1].note


def test_a_leader_who_is_to_speak_has_guessed() -> None:
    exercise = kit.Exercise(
        "led",
        prompts=[kit.Scale("safe", "How safe?")],
        leader=kit.Leader([kit.Text("act", "What did you do?")], guesses=["safe"]),
    )
    shown = read_frames(show(exercise, lambda room: kit.Bars(room.results, "safe")))
    assert "guessed" not in shown[1][1].note
    assert all("guessed 5" in bars.note for _, bars in shown[2:])


def test_what_may_be_said_fits_the_result() -> None:
    lines = {"aligned": "As one.", "mixed": "All over.", "split": "Two groups."}
    shown = read_frames(show(kit.Scale("safe", "How safe?", say=lines), say))
    few, some, many = (each.children[0].value for _, each in shown[1:])
    assert few == ""
    assert all(any(line in told for line in lines.values()) for told in (some, many))


def test_two_writers_have_put_their_names_below_their_sentences_where_they_may() -> None:
    def name(may_be_claimed: bool) -> list[list[dict[str, Any]]]:
        asked = kit.Text("offer", "What do you offer?", may_be_claimed=may_be_claimed)
        walls = read_frames(show(asked, lambda room: kit.Sentences(room.results, "offer")))[1:]
        return [[each for each in wall.sentences if each["by"]] for _, wall in walls]

    assert [len(names) for names in name(True)] == [0, 2, 2]
    assert [len(names) for names in name(False)] == [0, 0, 0]


def test_what_has_no_picture_stands_there_alone() -> None:
    lines = ["I was here.", "I listened.", "I asked."]
    box = show(kit.Scale("safe", "How safe?"), None, phone=lambda room: room.mirror(lines))
    [(words, mirror)] = read_frames(box)
    assert (words, mirror.children[0].lines) == (PHONE, lines)


def test_a_mirror_a_guess_a_claim_and_what_may_be_said_have_their_place() -> None:
    text = "\n".join(cell.source for cell in load_notebook(ROOT / "docs" / "gallery.ipynb").cells)
    for each in ("room.mirror(", "guesses=[", "may_be_claimed=True", "    say,\n", "notes=["):
        assert each in text, each
