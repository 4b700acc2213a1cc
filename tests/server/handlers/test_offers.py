"""What a new session may play: the agendas of the folder with their items, and exercises alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import ResponseError
from kit.notebooks.agenda_file import NAME
from kit.notebooks.notebook import list_notebooks
from kit.server.handlers.offers import get_offer, list_offers
from tests.exercises import write_notebook
from tests.places import WORKSHOPS


def test_agendas_come_first_with_their_lengths_breaks_and_exercises() -> None:
    offers = list_offers(WORKSHOPS)
    ninety = offers[0]
    assert (ninety.words, ninety.length) == ("Ninety minutes (90 min)", "90 minutes, 5 exercises")
    assert [(each.title, each.minutes) for each in ninety.items][:3] == [
        *(("Welcome", 6), ("The marble jar", 32), ("Break", 7)),
    ]
    kinds = ["exercise", "exercise", "break", "exercise", "slack", "exercise", "exercise"]
    assert [each.kind for each in ninety.items] == kinds
    assert ninety.advice == (
        "Take this when the team wants to talk about mistakes. 30 minutes of preparation."
    )
    alone = [each for each in offers if each.is_alone]
    assert [each.agenda.notebooks for each in alone] == [
        [name] for name in list_notebooks(WORKSHOPS)
    ]
    jar = get_offer(WORKSHOPS, "only:marble_jar.ipynb")
    assert (jar.words, jar.length) == ("Only The marble jar", "40 minutes")


def test_without_an_agenda_file_there_is_one_of_every_exercise(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_notebook(tmp_path / f"{name}.ipynb")
    every, *alone = list_offers(tmp_path)
    assert (every.value, every.title) == ("agenda:", "Every exercise of the folder")
    assert every.length == "10 minutes, 2 exercises"
    assert [each.title for each in alone] == ["Small acts (one)", "Small acts (two)"]
    assert [each.title for each in every.items] == ["Small acts (one)", "Small acts (two)"]


@pytest.mark.parametrize("value", ["", "only:", "only:../secret.ipynb", "agenda:nothing"])
def test_what_is_not_there_is_refused_in_words(tmp_path: Path, value: str) -> None:
    write_notebook(tmp_path / "one.ipynb")
    (tmp_path / NAME).write_text('[a]\nexercises = [{ notebook = "one.ipynb" }]\n')
    with pytest.raises(ResponseError, match="Choose another one"):
        get_offer(tmp_path, value)
