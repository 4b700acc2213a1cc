"""`kit purge`: asks first, refuses what is being played, and leaves nothing."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import text

from kit.cli import main
from kit.gate.publication import close_round, submit
from kit.lifecycle import open_round
from kit.session.commitments import Commitment
from kit.session.session import Phase
from kit.store import Store, find_data, open_store
from tests.store.sample import (
    EXERCISE,
    MARKER,
    NOTEBOOK,
    add_seats,
    find_bytes,
    make_exercise,
    open_sample,
)
from tests.store.test_erasure import hold_open

TOLD = "what-the-leader-told"
SIGNED = "what-somebody-signed"
Run = Callable[..., tuple[int, str]]


class Terminal(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "kit.db"


@pytest.fixture
def code(data: Path) -> str:
    """A session that was played, in a store that nobody has open."""
    store = open_store(data)
    try:
        return play(store)
    finally:
        store.close()


def play(store: Store) -> str:
    sample = open_sample(store, 10, make_exercise(leader=True))
    store.set_leader(sample.id, {"name": "Ada", "act": TOLD})
    store.add_commitment(sample.code, Commitment("Ada", SIGNED, "Friday", "Ben"))
    for token in sample.tokens:
        raw = {"kind": ["other"], "story": {"text": MARKER, "share": True}}
        submit(store, sample.id, token, raw)
    close_round(store, sample.id)
    store.set_phase(sample.id, Phase.REVEALED, expected=Phase.CLOSED)
    return sample.code


def list_traces(code: str) -> list[bytes]:
    return [code.encode(), MARKER.encode(), TOLD.encode(), SIGNED.encode()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command, with what somebody types at a terminal; None where there is none."""

    def run_here(*arguments: str, typed: str | None = None) -> tuple[int, str]:
        stdin = io.StringIO() if typed is None else Terminal(typed)
        monkeypatch.setattr(sys, "stdin", stdin)
        status = main(["purge", *arguments])
        out, err = capsys.readouterr()
        assert out == ""
        return status, err

    return run_here


def test_with_yes_it_erases_without_asking(run: Run, data: Path, code: str) -> None:
    assert len(find_bytes(data, list_traces(code))) == 1
    assert run(f"{code[:3]}-{code[3:]}".lower(), "--data", str(data), "--yes") == (
        0,
        "The session is erased.\n",
    )
    assert find_bytes(data, list_traces(code)) == []


@pytest.mark.parametrize("typed", ["yes\n", " Y \n"])
def test_at_a_terminal_it_asks_and_names_what_goes(
    run: Run, data: Path, code: str, typed: str
) -> None:
    status, err = run(code, "--data", str(data), typed=typed)
    assert status == 0
    assert f"This erases session {code} (Team) with everything in it: 1 round, seats, " in err
    assert "10 seats" not in err  # of what a team answers alone no page says how many have come
    assert find_bytes(data, list_traces(code)) == []


@pytest.mark.parametrize("typed", ["no\n", "\n", ""])
def test_whoever_does_not_say_yes_keeps_the_session(
    run: Run, data: Path, code: str, typed: str
) -> None:
    status, err = run(code, "--data", str(data), typed=typed)
    assert status == 1
    assert err.endswith("Nothing was erased.\n")
    assert find_bytes(data, list_traces(code)) == ["kit.db"]


def test_without_a_terminal_and_without_yes_it_refuses(data: Path, code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kit", "purge", code, "--data", str(data)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("kit: Nothing was erased: there is no terminal to ask in.")
    assert "Add --yes" in done.stderr
    assert find_bytes(data, list_traces(code)) == ["kit.db"]


def test_an_unknown_code_is_told_and_not_repeated(run: Run, data: Path, code: str) -> None:
    status, err = run("QQQQQQ", "--data", str(data), "--yes")
    assert (status, "QQQQQQ" in err) == (1, False)
    assert "There is no session with this code in kit.db" in err
    assert find_bytes(data, list_traces(code)) == ["kit.db"]


def test_a_missing_database_is_told_and_not_made(run: Run, tmp_path: Path) -> None:
    status, err = run("BCDFGH", "--data", str(tmp_path / "none.db"), "--yes")
    assert status == 1
    assert "There is no database" in err
    assert list(tmp_path.iterdir()) == []


def test_the_default_place_is_where_a_server_keeps_its_data(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.store.user_data_dir", lambda _name: str(tmp_path))
    place = Path(find_data(None))
    assert place == tmp_path / "kit.db"
    store = open_store(place)
    code = play(store)
    store.close()
    assert run(code, "--yes")[0] == 0
    assert find_bytes(place, list_traces(code)) == []


@contextmanager
def served(data: Path, code: str) -> Iterator[None]:
    """Another process has the store open meanwhile, as a server does."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=hold_open, args=(data, code, there))
    process.start()
    assert here.recv() == "open"
    try:
        yield
    finally:
        here.send("end")
        process.join()
    assert process.exitcode == 0


def test_a_session_that_may_be_played_is_left_alone_until_it_has_ended(
    run: Run, data: Path, code: str
) -> None:
    with served(data, code):
        status, err = run(code, "--data", str(data), "--yes")
        assert status == 1
        assert "This session has not ended" in err
        assert "Stop the server with Ctrl+C" in err
        store = open_store(data)
        store.end_session(code)
        store.close()
        assert run(code, "--data", str(data), "--yes")[0] == 0
        assert find_bytes(data, list_traces(code)) == []
    assert find_bytes(data, list_traces(code)) == []


@pytest.fixture
def asked(data: Path, code: str) -> str:
    """Code of questions that the session's team answers alone: they are open, and it has ended."""
    store = open_store(data)
    store.end_session(code)
    days = (date(2027, 1, 17), date(2027, 1, 31))
    after = store.add_session("Later", [NOTEBOOK], follows=code, days=days, people=6).code
    current = store.add_round(after, NOTEBOOK)
    store.set_definition(current.id, EXERCISE)
    open_round(store, current.id, expected=Phase.PREPARE)
    for token in add_seats(store, after, 3):
        submit(store, current.id, token, {"story": {"text": MARKER, "share": True}})
    store.close()
    return after


def test_the_questions_after_a_session_are_named_and_go_with_it(
    run: Run, data: Path, code: str, asked: str
) -> None:
    named = ", and the questions after it (2027-01-17 to 2027-01-31)"
    status, err = run(code, "--data", str(data), "--dry-run")
    assert (status, err[-len(named) - 18 :]) == (0, f"{named} would be erased.\n")
    assert list_codes(data) == {code, asked}
    status, err = run(code, "--data", str(data), typed="yes\n")
    assert status == 0
    assert f"signed cards{named}. It cannot be undone." in err
    assert list_codes(data) == set()
    assert find_bytes(data, list_traces(asked)) == []


def test_while_questions_are_open_on_a_server_their_session_is_left_alone(
    run: Run, data: Path, code: str, asked: str
) -> None:
    with served(data, code):
        status, err = run(code, "--data", str(data), "--yes")
        assert status == 1
        assert "A team still answers questions alone" in err
        assert "Throw these questions away on /facilitate" in err
        assert list_codes(data) == {code, asked}
        store = open_store(data)
        store.end_session(asked)
        store.close()
        assert run(code, "--data", str(data), "--yes")[0] == 0
    assert list_codes(data) == set()


OLD, RECENT = "ended-in-spring", "ended-just-now"


@pytest.fixture
def ended(data: Path) -> dict[str, str]:
    """Codes of what is in a store: two sessions of long ago, one that has just ended, one open."""
    store = open_store(data)
    codes = {title: play(store) for title in (OLD, "ended-in-winter", RECENT, "open")}
    store.add_session("rehearsal", [], rehearsal=True)
    for title in codes:
        if title != "open":
            store.end_session(codes[title])
    with store.database.write() as connection:
        for title, day in ((OLD, "2024-04-01"), ("ended-in-winter", "2024-01-01")):
            change = text("UPDATE sessions SET ended_on = :day WHERE code = :code")
            connection.execute(change, {"day": day, "code": codes[title]})
    store.close()
    return codes


def list_codes(data: Path) -> set[str]:
    store = open_store(data)
    try:
        return {each.code for each in store.list_sessions()}
    finally:
        store.close()


def test_all_that_ended_long_ago_is_erased(run: Run, data: Path, ended: dict[str, str]) -> None:
    status, err = run("--older-than", "30", "--data", str(data), "--yes")
    assert (status, err) == (0, "2 sessions are erased.\n")
    gone = [ended[OLD], ended["ended-in-winter"]]
    assert list_codes(data) == set(ended.values()) - set(gone)
    assert find_bytes(data, [code.encode() for code in gone]) == []
    status, err = run("--older-than", "30", "--data", str(data), "--yes")
    assert (status, err[:10]) == (0, "No session")


def test_what_would_be_erased_is_named_first(run: Run, data: Path, ended: dict[str, str]) -> None:
    kept = list_codes(data)
    status, err = run("--older-than", "30", "--data", str(data), "--dry-run")
    assert status == 0
    assert err == (
        "These would be erased:\n"
        f"  {ended['ended-in-winter']} (Team, ended on 2024-01-01): 1 round\n"
        f"  {ended[OLD]} (Team, ended on 2024-04-01): 1 round\n"
    )
    status, err = run("--older-than", "30", "--data", str(data), typed="no\n")
    assert status == 1
    assert err.endswith("Erase them? Type yes: Nothing was erased.\n")
    assert list_codes(data) == kept
    assert run("--older-than", "30", "--data", str(data))[0] == 1  # nobody to ask
    assert list_codes(data) == kept
    assert run("--older-than", "30", "--data", str(data), typed="yes\n")[0] == 0
    assert len(list_codes(data)) == 2


def test_one_session_may_be_named_first_too(run: Run, data: Path, code: str) -> None:
    status, err = run(code, "--data", str(data), "--dry-run", "--yes")
    assert (status, err) == (0, f"{code} (Team): 1 round would be erased.\n")
    assert list_codes(data) == {code}


@pytest.mark.parametrize("given", [(), ("BCDFGHJK", "--older-than", "3")])
def test_a_code_or_an_age_is_given_and_not_both(
    run: Run, data: Path, code: str, given: tuple[str, ...]
) -> None:
    status, err = run(*given, "--data", str(data), "--yes")
    assert (status, "one of both" in err) == (1, True)
    assert list_codes(data) == {code}


@pytest.mark.parametrize("given", ["0", "-1", "x", "36501", "9999999", ""])
def test_an_age_is_a_number_of_days(run: Run, given: str) -> None:
    with pytest.raises(SystemExit):
        main(["purge", "--older-than", given])
