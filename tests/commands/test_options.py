"""The options that several commands have: what they take, and what they refuse with a cure."""

from __future__ import annotations

import argparse

import pytest

from kit.commands.options import (
    MOST_KERNELS,
    add_server_options,
    add_session_options,
    count,
    kernels,
    number,
    read_list,
    read_server_options,
    some_kernels,
)


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_server_options(parser)
    return parser.parse_args(arguments)


@pytest.mark.parametrize("text", ["-1", "1.5", "", "many", "1e3", "²", "12345678", "9" * 5000])
def test_what_is_no_small_whole_number_is_refused_without_repeating_it(text: str) -> None:
    for read in (count, number, kernels, some_kernels):
        with pytest.raises(argparse.ArgumentTypeError, match="whole number") as refused:
            read(text)
        assert not text or text not in str(refused.value)


def test_each_kind_of_number_has_its_own_bounds() -> None:
    assert count(" 0 ") == kernels("0") == 0
    assert number("1") == some_kernels("1") == 1
    for read in (number, some_kernels):
        with pytest.raises(argparse.ArgumentTypeError, match="1 or more"):
            read("0")
    for read in (kernels, some_kernels):
        assert read(str(MOST_KERNELS)) == MOST_KERNELS
        with pytest.raises(argparse.ArgumentTypeError, match=f"at most {MOST_KERNELS}"):
            read(str(MOST_KERNELS + 1))


def test_options_become_the_settings_of_a_server() -> None:
    given = parse(
        *("--host", "127.0.0.1", "--port", "0", "--room-kernels", "3", "--room-patience", "20"),
        *("--room-memory", "0", "--max-seats", "7", "--allowed-host", "kit.example", "--json"),
    )
    settings = read_server_options(given)
    assert (settings["host"], settings["port"], settings["max_seats"]) == ("127.0.0.1", 0, 7)
    assert settings["hosting"].names == ("kit.example",)
    assert (settings["as_json"], settings["browser"]) == (True, True)
    rooms = settings["rooms"]
    assert (rooms.kernels, rooms.patience, rooms.memory) == (3, 20.0, 0)


def test_an_environment_variable_sets_what_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIT_MAX_SEATS", "12")
    assert parse().max_seats == 12
    assert parse("--max-seats", "3").max_seats == 3
    monkeypatch.setenv("KIT_MAX_SEATS", "a dozen")
    with pytest.raises(SystemExit):
        parse()


def test_a_list_in_an_environment_variable_is_read_without_blanks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KIT_SOME", " a.example, ,b.example,")
    assert read_list("KIT_SOME") == ["a.example", "b.example"]
    monkeypatch.delenv("KIT_SOME")
    assert read_list("KIT_SOME") == []


def test_a_sessions_code_may_be_typed_in_one_word_or_two() -> None:
    parser = argparse.ArgumentParser()
    add_session_options(parser)
    assert parser.parse_args(["BCDF", "GHJK"]).code == ["BCDF", "GHJK"]
    with pytest.raises(SystemExit):
        parser.parse_args([])
