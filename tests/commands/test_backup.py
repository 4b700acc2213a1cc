"""`kit backup`: one whole file or none, and a server that goes on from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.notebooks import FORM, write_notebook
from kit.cli import main
from kit.store import open_store
from tests.attacks.room import join
from tests.attacks.seats import open_round
from tests.processes import Server
from tests.server.visitor import Visitor
from tests.store.old_files import read_rows
from tests.store.sample import open_sample


def test_it_tells_where_the_copy_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, copy = tmp_path / "kit.db", tmp_path / "copy.db"
    store = open_store(data)
    store.add_session("Team", [])
    store.close()
    assert main(["backup", str(copy), "--data", str(data)]) == 0
    assert capsys.readouterr().err == f"Copied into {copy} (0.1 MB).\n"
    assert read_rows(copy) == read_rows(data)
    assert main(["backup", str(copy), "--data", str(data)]) == 1
    assert "is there already, and a copy replaces nothing" in capsys.readouterr().err


def test_of_an_open_round_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, copy = tmp_path / "kit.db", tmp_path / "copy.db"
    store = open_store(data)
    open_sample(store, 3)
    store.close()
    assert main(["backup", str(copy), "--data", str(data)]) == 1
    assert capsys.readouterr().err.startswith("kit: A round is open in kit.db")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kit.db"]


def test_a_server_is_copied_while_it_serves_and_goes_on_from_the_copy(tmp_path: Path) -> None:
    write_notebook(tmp_path / "workshops" / "form.ipynb", FORM)
    data, copy = tmp_path / "kit.db", tmp_path / "elsewhere.db"
    address = ("--host", "127.0.0.1", "--port", "0")

    def start(path: Path) -> Server:
        log = tmp_path / f"{path.name}.log"
        return Server("serve", str(tmp_path / "workshops"), "--data", str(path), *address, log=log)

    def back_up() -> subprocess.CompletedProcess[str]:
        given = ["backup", str(copy), "--data", str(data)]
        command = [sys.executable, "-m", "kit", *given]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    server = start(data)
    try:
        phone = join(server)
        done = back_up()
        assert (done.returncode, done.stderr[:11]) == (0, "Copied into")
        open_round(server)
        copied = copy.read_bytes()
        copy.unlink()
        refused = back_up()
        assert refused.returncode == 1
        assert refused.stderr.startswith("kit: A round is open in kit.db")
        copy.write_bytes(copied)
        phone.close()
    finally:
        server.stop()
    secret = data.with_name("kit.db.secret")
    copy.with_name("elsewhere.db.secret").write_bytes(secret.read_bytes())
    again = start(copy)
    try:
        assert again.code == server.code
        came_back = Visitor(again)
        came_back.cookies = phone.visitor.cookies
        assert came_back.get(f"/s/{again.code}").status == 200
    finally:
        again.stop()
