"""An entry of the log as one object: what stands in it, and what is left out."""

from __future__ import annotations

import json
import logging

import pytest

from kit.room.alike import describe_place
from kit.room.faults import FaultFormatter
from kit.room.log_lines import FORM, build_line, is_json, tell, write_time

MARKER = "what somebody sent"


def make_fault() -> ValueError:
    try:
        int(MARKER)
    except ValueError as error:
        return error
    raise AssertionError


def make_record(error: BaseException | None = None, name: str = "kit.room") -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, "x/form.py", 7, "Fault %s", ("3f",), info)
    record.created = 1_700_000_000.9
    return record


def test_an_entry_is_one_line_with_time_level_and_logger() -> None:
    told = build_line(make_record(), "two\nlines", None)
    assert "\n" not in told
    assert json.loads(told) == {
        "time": "2023-11-14T22:13:20Z",
        "level": "error",
        "logger": "kit.room",
        "message": "two\nlines",
    }


def test_a_fault_has_its_number_kind_and_place_and_not_its_words() -> None:
    error = make_fault()
    record = make_record(error)
    record.fault = "3f"
    told = json.loads(build_line(record, "Fault 3f", error, "a trace"))
    assert (told["fault"], told["kind"], told["trace"]) == ("3f", "ValueError", "a trace")
    assert told["place"].startswith(__file__)
    assert describe_place(error) == f"ValueError in {told['place']}"
    assert MARKER not in str(told)


def test_a_kernel_writes_the_form_that_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    error = make_fault()
    monkeypatch.setenv(FORM, "text")
    assert FaultFormatter().format(make_record(error, "kit")).startswith("kit: Fault 3f: ValueErr")
    monkeypatch.setenv(FORM, "json")
    assert is_json()
    told = json.loads(FaultFormatter().format(make_record(error, "kit")))
    assert (told["message"], told["kind"]) == ("Fault 3f", "ValueError")
    others = json.loads(FaultFormatter().format(make_record(error, "tornado")))
    assert others["message"] == "error in form.py, line 7"
    assert MARKER not in str(told) + str(others)


def test_what_a_command_says_is_of_the_same_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(FORM, raising=False)
    tell("There is no folder.")
    assert capsys.readouterr().err == "kit: There is no folder.\n"
    monkeypatch.setenv(FORM, "json")
    tell("There is no\nfolder.", logging.WARNING)
    told = json.loads(capsys.readouterr().err)
    assert (told["level"], told["message"]) == ("warning", "There is no\nfolder.")


def test_times_are_whole_seconds_of_utc() -> None:
    assert write_time(0.9) == "1970-01-01T00:00:00Z"
