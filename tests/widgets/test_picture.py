from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from kit.errors import DefinitionError
from kit.widgets.picture import Picture


class Results:
    """Numbers that can be followed."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.watchers: list[Callable[[Any], None]] = []

    def watch(self, watcher: Callable[[Any], None]) -> Callable[[], None]:
        self.watchers.append(watcher)
        watcher(self.number)
        return lambda: self.watchers.remove(watcher)

    def change(self, number: int) -> None:
        self.number = number
        for watcher in list(self.watchers):
            watcher(number)


def read(number: int) -> dict[str, str]:
    return {"note": f"{12 // number} answers"}


def test_a_picture_shows_the_results_at_once_and_after_every_change() -> None:
    results, picture = Results(1), Picture()
    picture.follow(results, read)
    assert picture.note == "12 answers"
    results.change(2)
    assert picture.note == "6 answers"


def test_what_is_wrong_in_the_notebook_is_told_to_whoever_runs_the_cell() -> None:
    def refuse(number: int) -> dict[str, str]:
        msg = "'kindd' is not a prompt. Did you mean 'kind'?"
        raise DefinitionError(msg)

    with pytest.raises(DefinitionError, match="Did you mean 'kind'"):
        Picture().follow(Results(1), refuse)


def test_a_later_fault_is_logged_and_told_in_the_picture_and_the_next_change_mends_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    results, picture = Results(1), Picture()
    picture.follow(results, read)
    with caplog.at_level(logging.WARNING):
        results.change(0)
    assert "ZeroDivisionError" in caplog.text
    assert "nothing is lost" in picture.message
    assert picture.note == "12 answers"
    results.change(3)
    assert picture.note == "4 answers"


def test_a_closed_picture_follows_no_more() -> None:
    results, picture = Results(1), Picture()
    picture.follow(results, read)
    picture.close()
    assert results.watchers == []
