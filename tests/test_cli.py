"""The command line: what it says when something is wrong, and what it leaves behind."""

# Holds kit/commands/demo.py too: it reads options and starts a server.
# Holds kit/commands/serve.py too: it reads options and starts a server.
# Holds kit/server/run.py too: what keeps a server from starting is seen from outside.

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from kit import __version__
from kit.cli import main
from tests.places import WORKSHOPS
from tests.processes import find_kernels

COLD = ("--warm-kernels", "0")
QUIET = ["--json", "--no-browser", "--host", "127.0.0.1"]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
SECONDS = 60


@dataclass(frozen=True)
class Ending:
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


def run_kit(*arguments: str) -> Ending:
    done = subprocess.run(
        [sys.executable, "-m", "kit", *arguments],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return Ending(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ending]]:
    """Runs a command that ends before a server starts, in this very process."""
    before = os.umask(0o022)

    def run_here(*arguments: str) -> Ending:
        status = main(arguments)
        out, err = capsys.readouterr()
        return Ending(status, out, err)

    yield run_here
    os.umask(before)


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    return ["--data", str(tmp_path / "kit.db")]


def copy_marble_jar(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """A folder with the marble jar, its code cells changed."""
    notebook = json.loads((WORKSHOPS / "marble_jar.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = change("".join(cell["source"]))
    folder.mkdir()
    (folder / name).write_text(json.dumps(notebook), "utf-8")
    return folder


def assert_refused(ending: Ending, message: str) -> None:
    assert message in ending.stderr
    assert ending.stderr.startswith("kit: ")
    assert ending.stderr.count("\n") == 1
    assert ending.status == 1
    assert ending.stdout == ""


def test_help_names_the_commands_and_their_options() -> None:
    ending = run_kit("--help")
    assert ending.status == 0
    assert ending.stderr == ""
    for word in ("demo", "serve", "check"):
        assert word in ending.stdout


def test_the_version_is_told_without_a_command() -> None:
    assert run_kit("--version") == Ending(0, f"kit {__version__}\n", "")


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    for option in ("--host", "--port", "--json", "--no-browser"):
        assert option in out


@pytest.mark.parametrize(
    "arguments", [[], ["dance"], ["serve"], ["serve", "x", "--port", "abc"], ["demo", "--fast"]]
)
def test_a_command_that_cannot_be_read_is_met_with_its_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: kit")


def test_a_missing_folder_is_told(run: Callable[..., Ending], data: list[str]) -> None:
    ending = run("serve", "nowhere", *data, *QUIET)
    assert_refused(ending, "There is no folder 'nowhere'.")


def test_a_notebook_in_place_of_its_folder_is_told(
    run: Callable[..., Ending], data: list[str]
) -> None:
    path = str(WORKSHOPS / "marble_jar.ipynb")
    assert_refused(run("serve", path, *data, *QUIET), f"There is no folder {path!r}.")


def test_a_folder_without_notebooks_is_told(
    run: Callable[..., Ending], tmp_path: Path, data: list[str]
) -> None:
    ending = run("serve", str(tmp_path), *data, *QUIET)
    assert_refused(ending, "holds no notebooks (*.ipynb). Put one exercise notebook into it")


def test_a_file_that_is_no_database_is_told_and_left_alone(
    run: Callable[..., Ending], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a shopping list, not a database\n" * 100)
    ending = run("serve", str(WORKSHOPS), "--data", str(path), *QUIET)
    assert_refused(ending, "list.csv is not a database. Choose another file with --data.")
    assert path.read_text().startswith("a shopping list")
    assert not (tmp_path / "list.csv.secret").exists()


def test_a_database_in_a_missing_folder_is_told(run: Callable[..., Ending], tmp_path: Path) -> None:
    path = tmp_path / "missing" / "kit.db"
    ending = run("serve", str(WORKSHOPS), "--data", str(path), *QUIET)
    assert_refused(ending, f"There is no folder {str(path.parent)!r} for kit.db.")


def test_a_folder_in_place_of_the_database_is_told(
    run: Callable[..., Ending], tmp_path: Path
) -> None:
    ending = run("serve", str(WORKSHOPS), "--data", str(tmp_path), *QUIET)
    assert_refused(ending, "is a folder. Name a file in it")


def test_a_number_that_is_no_port_is_told(
    run: Callable[..., Ending], tmp_path: Path, data: list[str]
) -> None:
    ending = run("serve", str(WORKSHOPS), *data, *QUIET, "--port", "70000")
    assert_refused(ending, "There is no port 70000. Choose one up to 65535 with --port, or 0.")
    assert list(tmp_path.iterdir()) == []


def test_a_secret_that_could_be_guessed_is_told(
    run: Callable[..., Ending], tmp_path: Path, data: list[str]
) -> None:
    (tmp_path / "kit.db.secret").write_bytes(b"")
    assert_refused(run("serve", str(WORKSHOPS), *data, *QUIET), "is incomplete. Delete it;")


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ending]]:
    """Commands that are refused only once a server has been set up, all run at the same time."""
    folder = tmp_path_factory.mktemp("refusals")
    wrong = 'kit.Choice("kind", "Which?", options=["a", "b"], max_choise=2)'
    broken = folder / "broken"
    broken.mkdir()
    (broken / "broken.ipynb").write_text("no JSON")
    definition = copy_marble_jar(
        folder / "definition",
        "wrong.ipynb",
        lambda source: (
            f'import kit\nexercise = kit.Exercise("wrong", prompts=[{wrong},\n'
            'kit.Text("sentence", "What happened?")])\n'
            "room = kit.join(exercise)"
            if "kit.join(" in source
            else source
        ),
    )
    unjoined = copy_marble_jar(
        folder / "unjoined",
        "unjoined.ipynb",
        lambda source: "1 / 0" if "kit.join(" in source else source,
    )
    with socket.socket() as taken, ThreadPoolExecutor(2) as runner:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        cases = {
            "port in use": (WORKSHOPS, str(taken.getsockname()[1])),
            "no JSON": (broken, "0"),
            "wrong definition": (definition, "0"),
            "a cell that fails": (unjoined, "0"),
        }
        running = {
            name: runner.submit(
                run_kit,
                *("serve", str(notebooks), "--data", str(folder / f"{name}.db")),
                *("--port", port, *QUIET),
            )
            for name, (notebooks, port) in cases.items()
        }
        yield {name: ending.result() for name, ending in running.items()}


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("port in use", "is in use. Choose another with --port, or --port 0 for a free one."),
        ("no JSON", "broken.ipynb is not a readable notebook: its text is not that of a notebook."),
        (
            "wrong definition",
            "wrong.ipynb, cell 4, line 2: prompt 'kind': 'max_choise' is not a setting of Choice. "
            "Did you mean 'max_choices'?",
        ),
        ("a cell that fails", "unjoined.ipynb"),
    ],
)
def test_what_keeps_a_server_from_starting_is_told_in_one_line(
    refusals: dict[str, Ending], case: str, message: str
) -> None:
    assert_refused(refusals[case], message)


def test_check_finds_notebooks_in_good_shape(run: Callable[..., Ending]) -> None:
    ending = run("check", str(WORKSHOPS))
    assert ending.status == 0
    assert ending.stderr.startswith("Runs the cells of 15 notebooks. To read notebooks that you do")
    first, *times = ending.stdout.splitlines()
    assert first == "All notebooks are in good shape."
    assert times
    assert all(line.startswith("agenda.toml, [") for line in times)


def test_check_adds_up_the_minutes_of_an_agenda(run: Callable[..., Ending], tmp_path: Path) -> None:
    shutil.copy(WORKSHOPS / "check_out.ipynb", tmp_path)
    entry = '{ notebook = "check_out.ipynb", minutes = 4 }'
    late = f"[late]\nlength = 3\nexercises = [{entry}]"
    (tmp_path / "agenda.toml").write_text(late)
    ending = run("check", str(tmp_path))
    assert ending.status == 1
    assert "its entries take 4 minutes, and length promises 3" in ending.stdout


def test_a_demo_of_an_agenda_that_is_not_there_is_told(run: Callable[..., Ending]) -> None:
    assert_refused(run("demo", "--agenda", "dinner", *QUIET), "'dinner' is no agenda.")


def test_check_names_each_fault_with_its_notebook_and_cure(
    run: Callable[..., Ending], tmp_path: Path
) -> None:
    folder = copy_marble_jar(
        tmp_path / "notebooks", "bad.ipynb", lambda source: source.replace("kit.join(", "join(")
    )
    (folder / "broken.ipynb").write_text("no JSON")
    ending = run("check", str(folder))
    assert ending.status == 1
    assert ending.stderr == ""
    lines = ending.stdout.splitlines()
    assert any("bad.ipynb" in line and "Add room = kit.join(exercise)" in line for line in lines)
    assert any(line.startswith("broken.ipynb is not a readable notebook") for line in lines)


def test_check_of_a_missing_folder_is_told(run: Callable[..., Ending]) -> None:
    assert_refused(run("check", "nowhere"), "There is no folder 'nowhere'.")


class Running:
    """A `kit` command that serves, with a place for temporary files of its own."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self.folder = folder
        self._errors = (folder / "errors").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kit", *arguments, "--port", "0", *COLD, *QUIET],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**os.environ, "TMPDIR": str(folder / "tmp")},
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        assert self.line, (folder / "errors").read_text()
        self.links = json.loads(self.line)

    def open_screen(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.links["port"], timeout=SECONDS)
        connection.request("GET", f"/screen/{self.links['code']}")
        assert connection.getresponse().read()
        connection.close()

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal; gives the exit status and what came on standard output after the links."""
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=SECONDS)
        self._errors.close()
        return self.process.returncode, rest


def run_ps(*arguments: str) -> str:
    return subprocess.run(["ps", *arguments], capture_output=True, text=True, check=False).stdout


def is_alive(pid: int) -> bool:
    state = run_ps("-o", "stat=", "-p", str(pid)).strip()
    return bool(state) and not state.startswith("Z")


@pytest.fixture
def serve() -> Iterator[Callable[..., Running]]:
    """Starts commands; their folder has a short name, for the kernels' sockets lie in it."""
    folder = Path(tempfile.mkdtemp(prefix="k"))
    (folder / "tmp").mkdir()
    started: list[Running] = []

    def start(*arguments: str) -> Running:
        started.append(Running(*arguments, folder=folder))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.end(signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


@POSIX
def test_a_demo_prints_one_line_with_its_links_and_leaves_nothing_behind(
    serve: Callable[..., Running],
) -> None:
    demo = serve("demo", "--participants", "0")
    assert list(demo.links) == ["port", "code", "join_url", "screen_url", "facilitator_url"]
    origin, code = f"http://127.0.0.1:{demo.links['port']}", demo.links["code"]
    assert demo.links["join_url"] == f"{origin}/join/{code}"
    assert demo.links["screen_url"] == f"{origin}/screen/{code}"
    assert demo.links["facilitator_url"].startswith(f"{origin}/facilitate/{code}?key=")
    kernels = find_kernels(demo.process.pid)
    assert kernels
    assert demo.end(signal.SIGINT) == (0, "")
    assert not [pid for pid in kernels if is_alive(pid)]
    assert list((demo.folder / "tmp").iterdir()) == []
    assert (demo.folder / "errors").read_text() == ""


@POSIX
def test_a_server_that_is_told_to_end_ends_its_kernels_and_keeps_its_files_private(
    serve: Callable[..., Running], tmp_path: Path
) -> None:
    data = tmp_path / "kit.db"
    server = serve("serve", str(WORKSHOPS), "--data", str(data))
    server.open_screen()
    kernels = find_kernels(server.process.pid)
    assert len(kernels) == 2
    for path in tmp_path.glob("kit.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert server.end(signal.SIGTERM) == (0, "")
    assert not [pid for pid in kernels if is_alive(pid)]
    assert list((server.folder / "tmp").iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"kit.db", "kit.db.secret"}


@POSIX
def test_the_kernels_of_a_killed_server_end_by_themselves(
    serve: Callable[..., Running], tmp_path: Path
) -> None:
    server = serve("serve", str(WORKSHOPS), "--data", str(tmp_path / "kit.db"))
    server.open_screen()
    kernels = find_kernels(server.process.pid)
    assert len(kernels) == 2
    assert server.end(signal.SIGKILL) == (-signal.SIGKILL, "")
    deadline = time.monotonic() + 20
    while any(map(is_alive, kernels)) and time.monotonic() < deadline:
        time.sleep(0.2)  # they are nobody's children now: there is nothing to wait on
    assert not [pid for pid in kernels if is_alive(pid)]
