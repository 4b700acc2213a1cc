"""The preview: a rehearsal's pages, a sentence without one, nothing in a session."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import ExecutionInfo

import kit
from kit.lifecycle import advance_round
from kit.notebooks.notebook import load_notebook
from kit.room import context, preview
from kit.room.preview import (
    ELSEWHERE,
    GONE,
    LINKS,
    NAMELESS,
    NOTEBOOK,
    SAVED,
    UNSAVED,
    draw_preview,
)
from kit.session.plan import Row
from kit.session.session import Phase, Role
from kit.store import Store, open_store
from kit.store.notices import NoticeHub
from tests.exercises import write_notebook

ADDRESSES = {"join_url": "http://a/join/B", "screen_url": "http://a/screen/B"}
EXERCISE = kit.Exercise("jar", prompts=[kit.YesNo("now", "Now?")])


@pytest.fixture(autouse=True)
def _rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_current", None)
    monkeypatch.delenv(LINKS, raising=False)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """That of a rehearsal of one exercise, a break and another one; this is the second's kernel."""
    hub, data = NoticeHub(), str(tmp_path / "edit.db")
    store = open_store(data)
    rows = [Row("jar.ipynb"), Row("", 5, "Break", "break"), Row("other.ipynb")]
    session = store.add_session("Rehearsal", rows, rehearsal=True)
    store.set_definition(store.add_round(session.code, "jar.ipynb").id, EXERCISE)
    links = tmp_path / "links.json"
    about = {"code": session.code, "data": data, "notices": hub.address}
    links.write_text(json.dumps({**ADDRESSES, "facilitator_url": "http://a/f?key=<x>", **about}))
    monkeypatch.setenv(LINKS, str(links))
    monkeypatch.setenv(NOTEBOOK, str(write_notebook(tmp_path / "other.ipynb")))
    monkeypatch.setattr(preview, "_ran", {})
    yield store
    store.close()
    hub.close()


def show() -> str:
    shown = draw_preview()
    assert shown is not None
    return str(shown.value)


@pytest.mark.parametrize("phase", [Phase.PREPARE, Phase.OPEN, Phase.REVEALED, Phase.DONE])
def test_the_rehearsal_goes_to_the_notebook_in_which_the_preview_stands(
    store: Store, phase: Phase
) -> None:
    [session] = store.list_rehearsals()
    current = store.get_round(session.code)
    while current.phase not in (phase, Phase.DONE):
        current = advance_round(store, current.id, current.phase)
    assert "other.ipynb as it is saved." in show()
    now = store.get_round(session.code)
    assert (now.notebook, now.agenda_place, now.phase) == ("other.ipynb", 2, Phase.PREPARE)
    show()
    assert store.get_round(session.code) == now  # it is there already


def test_a_notebook_that_is_on_no_agenda_is_put_on_that_of_the_rehearsal(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NOTEBOOK, str(write_notebook(tmp_path / "new.ipynb")))
    show()
    [session] = store.list_rehearsals()
    assert session.agenda == ("jar.ipynb", "other.ipynb", "new.ipynb")
    assert store.get_round(session.code).notebook == "new.ipynb"


def test_what_has_been_run_and_not_saved_is_said(store: Store, tmp_path: Path) -> None:
    cell = load_notebook(tmp_path / "other.ipynb").cells[3]
    for source, words in ((cell.source, SAVED), (f"{cell.source}\n", UNSAVED)):
        info = ExecutionInfo(source, True, False, True, cell.id)  # type: ignore[no-untyped-call]
        preview._remember(info)
        assert words.format("other.ipynb") in show()
    preview._remember(ExecutionInfo(cell.source, True, False, True, cell.id))  # type: ignore[no-untyped-call]
    preview._remember(ExecutionInfo("1", True, False, True, "new"))  # type: ignore[no-untyped-call]
    assert UNSAVED.format("other.ipynb") in show()


def test_a_rehearsal_that_has_been_thrown_away_is_said(store: Store) -> None:
    [session] = store.list_rehearsals()
    store.purge_session(session.code)
    assert GONE in show()


def test_where_nobody_knows_the_notebook_the_rehearsal_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(NOTEBOOK)
    assert NAMELESS in show()
    [session] = store.list_rehearsals()
    assert store.get_round(session.code).notebook == "jar.ipynb"


@pytest.mark.usefixtures("store")
def test_the_three_pages_stand_in_frames_of_their_own_size() -> None:
    frames = re.findall(r'<iframe src="(.*?)" title="(.*?)" width="(\d+)" height="(\d+)"', show())
    assert frames == [
        ("http://a/join/B", "Phone", "360", "740"),
        ("http://a/f?key=&lt;x&gt;", "Dashboard", "1280", "720"),
        ("http://a/screen/B", "Screen", "1280", "720"),
    ]


@pytest.mark.parametrize("text", [None, "", "[1"])
def test_without_a_rehearsal_beside_it_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    links = tmp_path / "links.json"
    monkeypatch.setenv(LINKS, str(links))
    if text is not None:
        links.write_text(text)
    shown = draw_preview()
    assert shown is not None
    assert ELSEWHERE in shown.value


@pytest.mark.parametrize("role", list(Role))
def test_in_a_session_there_is_nothing(
    role: Role, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = context.KernelContext(
        code="BBBBBBBB", role=role, data="", notices="", notebook="a.ipynb", round_id=1
    )
    monkeypatch.setattr(context, "_current", place)
    monkeypatch.setenv(LINKS, str(tmp_path / "links.json"))
    assert draw_preview() is None
