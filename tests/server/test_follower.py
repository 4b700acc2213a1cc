"""A folder that is edited while it is served: what open pages get, and what they are spared."""

# Holds kit/server/editions.py too: what it brings comes from a folder that is followed.

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from kit.lifecycle import advance_round
from kit.notebooks.new_folder import plan_folder, write_files
from kit.session.session import Phase, Round
from kit.store import Store, open_store
from tests.exercises import DEFINITION, list_cells, words, write_notebook
from tests.processes import ROOM, Server, find_kernels
from tests.server.visitor import Line, Visitor, build_path

NAME = "my_topic.ipynb"
QUESTION, CHANGED = "What would help most here?", "What would help you most now?"
PICTURE = 'kit.Bars(room.results, \\"helps\\")'
SECONDS = 60


class Workshop:
    """A folder that somebody edits, and a server that follows it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder / "ours", folder / "ours" / NAME
        write_files(plan_folder(self.folder, ["welcome"], blank="my-topic"))
        (self.folder / "agenda.toml").write_text(
            f'[ours]\nexercises = [{{ notebook = "{NAME}" }}, {{ notebook = "welcome.ipynb" }}]\n'
        )
        self.before = self.path.read_text("utf-8")
        address = ("--host", "127.0.0.1", "--port", "0", "--data", str(folder / "kit.db"))
        log, scratch = folder / "server.log", folder / "tmp"
        scratch.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TMPDIR", str(scratch))
            self.server = Server("serve", str(self.folder), "--watch", *address, log=log)
        [copied] = scratch.glob("kit-watch-*")
        self.copied = copied / NAME
        self.store: Store = open_store(folder / "kit.db")
        self.facilitator = Visitor(self.server)
        key = str(self.server.links["facilitator_url"]).removeprefix(self.server.origin)
        assert self.facilitator.get(key).status == 303

    def save(self, old: str = "", new: str = "") -> None:
        """Save the notebook as JupyterLab does: a new file takes the place of the old one."""
        assert old in self.before
        fresh = self.path.with_name(f".~{NAME}")
        fresh.write_text(self.before.replace(old, new) if old else self.before, "utf-8")
        fresh.replace(self.path)

    def undo(self) -> None:
        """Save it as it was, and wait until the server has it."""
        self.save()
        end = time.monotonic() + SECONDS
        while self.copied.read_text("utf-8") != self.before:
            assert time.monotonic() < end, "the notebook is not taken over"
            time.sleep(0.05)

    def rehearse(self) -> Server:
        """Begin a rehearsal; gives the same server with its code."""
        begun = self.facilitator.post("/facilitate/rehearse", {"people": "8"})
        assert begun.status == 303, begun.words
        server = copy(self.server)
        code = begun.headers["Location"].rpartition("/")[2]
        server.links = {**server.links, "code": code}
        return server

    def end_rehearsal(self, server: Server) -> None:
        self.facilitator.post("/facilitate/rehearse", {"end": server.code})

    def go_on(self, server: Server, phase: Phase) -> Round:
        """Move a session's round on, as its facilitator does."""
        assert self.facilitator.get(f"/facilitate/{server.code}").status == 200
        while (current := self.store.get_round(server.code)).phase is not phase:
            advance_round(self.store, current.id, current.phase)
        return current

    def wait_for(self, server: Server, fits: Callable[[Round], bool]) -> Round:
        end = time.monotonic() + SECONDS
        while not fits(current := self.store.get_round(server.code)):
            assert time.monotonic() < end, current
            time.sleep(0.05)
        return current


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    workshop = Workshop(tmp_path_factory.mktemp("watched"))
    yield workshop
    workshop.store.close()
    workshop.server.stop()


@pytest.fixture
def team(served: Workshop) -> Iterator[Server]:
    """A session with a team."""
    made = served.facilitator.post("/facilitate", {"title": "Team", "agenda": f"only:{NAME}"})
    server = copy(served.server)
    server.links = {**server.links, "code": made.headers["Location"].rpartition("/")[2]}
    yield server
    served.facilitator.post(f"/facilitate/{server.code}/end", {"sure": "yes"})
    served.undo()


@pytest.fixture
def rehearsal(served: Workshop) -> Iterator[Server]:
    """A rehearsal with eight simulated people."""
    server = served.rehearse()
    yield server
    served.end_rehearsal(server)
    served.undo()


def open_dashboard(workshop: Workshop, server: Server) -> Line:
    path = f"/facilitate/{server.code}"
    page = workshop.facilitator.get(path)
    return workshop.facilitator.open_line(build_path(path, page.page))


def asks(words: str) -> Callable[[Any], bool]:
    """Whether a frame is a page with these words."""
    return lambda frame: frame["type"] == "page" and words in json.dumps(frame)


def tells(words: str) -> Callable[[Any], bool]:
    """Whether a frame is news with these words."""
    return lambda frame: frame["type"] == "news" and words in frame["words"]


def test_a_saved_question_is_on_an_open_phone_and_the_dashboard_loads_itself_again(
    served: Workshop, team: Server
) -> None:
    phone = Visitor(team)
    with phone.open_seat_line(phone.join()) as line, open_dashboard(served, team) as dashboard:
        served.save(QUESTION, CHANGED)
        line.hear_until(asks(CHANGED))
        dashboard.hear_until(lambda frame: frame["type"] == "reload")
    assert CHANGED in served.facilitator.get(f"/facilitate/{team.code}").text
    current = served.store.get_round(team.code)
    assert current.exercise is not None
    assert (current.phase, current.exercise.prompts[0].text) == (Phase.PREPARE, CHANGED)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("options=[", "optionz=[", f"{NAME}, cell 4, line"),
        ("room = kit.join(exercise)", "room = kit.join(exercise", f"{NAME}, cell 4, line 1"),
        (PICTURE, 'kit.Bars(room.results, \\"helpz\\")', f"{NAME}, cell 7, line 1:"),
        ('"cells"', '"cels"', f"{NAME} is not a readable notebook"),
    ],
)
def test_a_notebook_that_is_broken_keeps_its_form_and_the_dashboard_says_where(
    served: Workshop, team: Server, old: str, new: str, told: str
) -> None:
    phone = Visitor(team)
    with phone.open_seat_line(phone.join()) as line, open_dashboard(served, team) as dashboard:
        served.save(old, new)
        news = dashboard.hear_until(tells(told))["words"]
        assert news.endswith(" The pages stay as they were.")
        assert [frame for frame in line.catch_up() if frame["type"] == "page"] == []
        assert QUESTION in json.dumps(phone.get(f"/s/{team.code}").page)
        served.save(QUESTION, CHANGED)
        line.hear_until(asks(CHANGED))
    with open_dashboard(served, team) as dashboard:
        assert dashboard.hear_until(lambda frame: frame["type"] == "news")["words"] == ""


@pytest.mark.parametrize(("old", "new"), [(QUESTION, CHANGED), (PICTURE, f"{PICTURE} ")])
def test_a_round_with_a_team_that_has_begun_is_never_touched(
    served: Workshop, team: Server, old: str, new: str
) -> None:
    phone = Visitor(team)
    with phone.open_seat_line(phone.join()) as line:
        opened = served.go_on(team, Phase.OPEN)
        with open_dashboard(served, team) as dashboard:
            served.save(old, new)
            dashboard.hear_until(tells(f"{NAME} has changed."))
            assert [frame for frame in dashboard.catch_up() if frame["type"] == "reload"] == []
        assert served.store.get_round(team.code) == opened
        assert [frame for frame in line.catch_up() if frame["type"] == "page"] == []
        assert QUESTION in json.dumps(phone.get(f"/s/{team.code}").page)


def test_what_was_held_back_counts_once_the_session_is_over(served: Workshop, team: Server) -> None:
    served.go_on(team, Phase.OPEN)
    with open_dashboard(served, team) as dashboard:
        served.save(QUESTION, CHANGED)
        dashboard.hear_until(tells(f"{NAME} has changed."))
    served.facilitator.post(f"/facilitate/{team.code}/end", {"sure": "yes"})
    later = served.rehearse()
    assert served.facilitator.get(f"/facilitate/{later.code}").status == 200
    served.wait_for(later, lambda now: CHANGED in repr(now.exercise and now.exercise.prompts))
    served.end_rehearsal(later)


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.REVEALED])
def test_a_rehearsal_is_played_again_up_to_the_phase_it_stood_in(
    served: Workshop, rehearsal: Server, phase: Phase
) -> None:
    phone = Visitor(rehearsal)
    with phone.open_seat_line(phone.join()) as line:
        stood = served.go_on(rehearsal, phase)
        served.save(QUESTION, CHANGED)
        line.hear_until(asks(CHANGED))
        now = served.wait_for(rehearsal, lambda now: now.id != stood.id and now.phase is phase)
    assert (now.agenda_place, now.notebook) == (stood.agenda_place, NAME)
    assert now.exercise is not None
    assert now.exercise.prompts[0].text == CHANGED


def test_where_a_rehearsal_stood_at_its_result_there_is_one_again(
    served: Workshop, rehearsal: Server
) -> None:
    served.wait_for(rehearsal, lambda now: served.store.count_seats(rehearsal.code) >= 8)
    stood = served.go_on(rehearsal, Phase.REVEALED)
    served.save(QUESTION, CHANGED)
    now = served.wait_for(rehearsal, lambda now: now.id != stood.id and now.phase is Phase.REVEALED)
    assert CHANGED in served.facilitator.get(f"/facilitate/{rehearsal.code}").text
    assert len(served.store.list_snapshots(now.id)) == 1


def test_a_rehearsal_whose_questions_stay_keeps_its_round(
    served: Workshop, rehearsal: Server
) -> None:
    phone = Visitor(rehearsal)
    with phone.open_seat_line(phone.join()) as line:
        stood = served.go_on(rehearsal, Phase.OPEN)
        served.save("Thank you.", "Thank you, all of you.")
        line.hear_until(asks("Thank you, all of you."))
    assert served.store.get_round(rehearsal.code) == stood


def test_other_words_come_to_open_pages_and_every_kernel_stays(
    served: Workshop, rehearsal: Server
) -> None:
    path = f"/facilitate/{rehearsal.code}"
    before = served.facilitator.get(path)
    room = find_kernels(served.server.pid, ROOM)
    phone, screen = Visitor(rehearsal), f"/screen/{rehearsal.code}"
    with (
        phone.open_seat_line(phone.join()) as line,
        served.facilitator.open_page_line(path, before.page) as dashboard,
        served.facilitator.open_page_line(screen) as shown,
    ):
        served.save("Thank you.", "Thank you, all of you. ![jar](nowhere.png)")
        dashboard.hear_until(tells("nowhere.png"))
        assert [frame for frame in line.catch_up() if frame["type"] == "page"] == []
        served.save("Thank you.", "Thank you, all of you.")
        line.hear_until(asks("Thank you, all of you."))
        dashboard.hear_until(lambda frame: frame["type"] == "reload")
        assert [frame for frame in shown.catch_up() if frame["type"] == "reload"] == []
    now = served.facilitator.get(path)
    assert now.page["kernel"] == before.page["kernel"]
    assert now.page["state"].keys() == before.page["state"].keys()
    assert served.facilitator.get(path).page["kernel"] != now.page["kernel"]  # another browser's
    # Those that were there are there; one more may be, which waits to try what is saved next.
    assert set(room) <= set(find_kernels(served.server.pid, ROOM))


def test_a_new_run_sheet_is_on_the_dashboard_beside_the_pictures_it_had(
    served: Workshop, rehearsal: Server
) -> None:
    path = f"/facilitate/{rehearsal.code}"
    before = served.facilitator.get(path)
    sheet = next(
        cell["source"]
        for cell in json.loads(served.before)["cells"]
        if cell["cell_type"] == "markdown" and "facilitator" in cell["metadata"].get("tags", [])
    )
    line = json.dumps(next(each for each in "".join(sheet).splitlines() if each.strip()))[1:-1]
    with served.facilitator.open_page_line(path, before.page) as dashboard:
        served.save(line, f"{line} Quite anew.")
        dashboard.hear_until(lambda frame: frame["type"] == "reload")
    now = served.facilitator.get(path)
    assert "Quite anew." in now.words
    assert "Quite anew." not in before.words
    cells = re.compile(r"data-cell='(.*?)'")
    assert cells.findall(now.text) == cells.findall(before.text)


def test_outputs_alone_change_nothing(served: Workshop, team: Server) -> None:
    phone = Visitor(team)
    with phone.open_seat_line(phone.join()) as line, open_dashboard(served, team) as dashboard:
        served.save("options=[", "optionz=[")
        dashboard.hear_until(tells("optionz"))
        served.save('"execution_count": null', '"execution_count": 5')
        dashboard.hear_until(lambda frame: frame == {"type": "news", "words": ""})
        assert [frame for frame in line.catch_up() if frame["type"] == "page"] == []
        assert [frame for frame in dashboard.heard if frame["type"] == "reload"] == []


THEME = '[light]\naccent = "#b0206a"\n'


def test_a_saved_look_is_on_every_page_and_a_wrong_one_is_told_with_its_line(
    served: Workshop, team: Server
) -> None:
    phone, theme = Visitor(team), served.folder / "theme.toml"
    reloads: Callable[[Any], bool] = lambda frame: frame["type"] == "reload"  # noqa: E731
    with phone.open_seat_line(phone.join()) as line, open_dashboard(served, team) as dashboard:
        theme.write_text("[light]\naccent = #b0206a\n")
        news = dashboard.hear_until(tells("theme.toml"))["words"]
        assert news.startswith("theme.toml, line 2: there is nothing behind =.")
        theme.write_text(THEME.replace("b0206a", "ffd0e0"))
        dashboard.hear_until(tells("theme.toml, line 2: [light]: accent #ffd0e0 on paper"))
        theme.write_text(THEME)
        line.hear_until(reloads)
        dashboard.hear_until(reloads)
    for visitor, path in ((phone, "/s"), (served.facilitator, "/facilitate"), (phone, "/screen")):
        assert "--kit-accent: #b0206a;" in visitor.get(f"{path}/{team.code}").text
    for put_back in (lambda: theme.write_text(""), theme.unlink):
        with phone.open_seat_line(phone.get(f"/s/{team.code}").page) as line:
            put_back()
            line.hear_until(reloads)
            assert "#b0206a" not in phone.get(f"/s/{team.code}").text
            theme.write_text(THEME)
            line.hear_until(reloads)
    theme.unlink()


def test_what_people_cannot_say_in_a_rehearsal_is_told_until_it_is_mended(
    served: Workshop, rehearsal: Server
) -> None:
    script = served.folder / "rehearsal" / "my-topic.toml"
    script.parent.mkdir(exist_ok=True)
    with open_dashboard(served, rehearsal) as dashboard:
        script.write_text("[helps]\na-clear = ")
        dashboard.hear_until(tells("rehearsal/my-topic.toml, line 2: there is nothing behind ="))
        script.write_text("[halps]\nyes = 1")
        dashboard.hear_until(tells("rehearsal/my-topic.toml, line 1, 'halps': 'my-topic' asks"))
        script.write_text("")
        dashboard.hear_until(lambda frame: frame == {"type": "news", "words": ""})


def test_the_sessions_page_and_an_empty_room_tell_what_is_wrong_with_a_notebook(
    served: Workshop, team: Server
) -> None:
    with open_dashboard(served, team) as dashboard:
        served.save("options=[", "optionz=[")
        dashboard.hear_until(tells("optionz"))
        for path in ("/facilitate", f"/facilitate/{team.code}"):
            page = served.facilitator.get(path).words
            assert f"My topic has a fault {NAME}, cell 4, line 9: prompt 'helps': 'optionz'" in page
        assert "optionz" not in Visitor(team).get(f"/join/{team.code}").text
        phone = Visitor(team)
        phone.sit()
        assert "optionz" not in served.facilitator.get(f"/facilitate/{team.code}").words
        served.save()
        dashboard.hear_until(lambda frame: frame == {"type": "news", "words": ""})
    assert "optionz" not in served.facilitator.get("/facilitate").text


GERMAN = "Was w\u00fcrde hier am meisten helfen?"


def test_a_saved_notebook_of_a_language_comes_to_the_sessions_in_that_language(
    tmp_path: Path,
) -> None:
    ours = tmp_path / "ours"
    write_files(plan_folder(ours, ["welcome"], blank="my-topic"))
    write_files(plan_folder(ours / "de", ["welcome"], blank="my-topic", language="de"))
    path = ours / "de" / NAME
    before = path.read_text("utf-8")
    assert GERMAN in before
    address = ("--host", "127.0.0.1", "--port", "0", "--data", str(tmp_path / "kit.db"))
    server = Server("serve", str(ours), "--watch", *address, log=tmp_path / "log")
    try:
        facilitator = Visitor(server)
        assert facilitator.get(server.links["facilitator_url"].removeprefix(server.origin)).status
        sessions = []
        for language in ("", "de"):
            asked = {"title": "Team", "agenda": f"only:{NAME}", "language": language}
            made = facilitator.post("/facilitate", asked)
            sessions.append(copy(server))
            code = made.headers["Location"].rpartition("/")[2]
            sessions[-1].links = {**server.links, "code": code}
        english, german = sessions
        phone, other = Visitor(german), Visitor(english)
        with (
            phone.open_seat_line(phone.join()) as line,
            other.open_seat_line(other.join()) as others,
            facilitator.open_page_line(f"/facilitate/{german.code}") as dashboard,
        ):
            path.write_text(before.replace("options=[", "optionz=["), "utf-8")
            dashboard.hear_until(tells(f"de/{NAME}, cell 4, line"))
            path.write_text(before.replace(GERMAN, "Was hilft?"), "utf-8")
            line.hear_until(asks("Was hilft?"))
            assert [frame for frame in others.catch_up() if frame["type"] == "page"] == []
        assert "Was hilft?" not in other.get(f"/s/{english.code}").text
    finally:
        server.stop()


def test_a_notebook_that_joins_no_room_is_no_exercise(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    write_notebook(tmp_path / "ours" / "jar.ipynb")
    address = ("--host", "127.0.0.1", "--port", "0", "--data", str(tmp_path / "kit.db"))
    server = Server("serve", str(tmp_path / "ours"), "--watch", *address, log=tmp_path / "log")
    try:
        facilitator = Visitor(server)
        assert facilitator.get(server.links["facilitator_url"].removeprefix(server.origin)).status
        write_notebook(tmp_path / "ours" / "Untitled.ipynb", [words("# A thought")])
        with facilitator.open_page_line(f"/facilitate/{server.code}") as dashboard:
            write_notebook(tmp_path / "ours" / "late.ipynb", list_cells(DEFINITION + "\nnobody"))
            dashboard.hear_until(tells("late.ipynb, cell 4, line 10"))
            write_notebook(tmp_path / "ours" / "late.ipynb")
            dashboard.hear_until(lambda frame: frame == {"type": "news", "words": ""})
            assert not any("Untitled" in json.dumps(frame) for frame in dashboard.heard)
        begun = facilitator.post("/facilitate/rehearse", {"people": "4"})
        store = open_store(tmp_path / "kit.db")
        code = begun.headers["Location"].rpartition("/")[2]
        assert store.get_session(code).agenda == ("jar.ipynb", "late.ipynb")
        store.close()
    finally:
        server.stop()
