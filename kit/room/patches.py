"""What our own processes change in libraries they load. Importing `kit` changes nothing.

Each patch is given what takes the place of the library's own, and says why it is there, with which
version it was seen to be needed, and what would make it needless. `tests/room/test_patches.py`
fails on the day on which it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

GRAMMAR = "rfc3987_syntax"
DEBUGGER = "debugpy"


def do_without_grammar() -> None:
    """Let jsonschema find no grammar of web addresses, so that it compiles none.

    Altair and nbformat import jsonschema, and jsonschema 4.26 imports `rfc3987_syntax` where it is
    installed, which builds a parser with Lark at once: a second or two at the start of every
    server and every kernel (python-jsonschema/jsonschema#1428). No schema of ours names a web
    address, and jsonschema does without the grammar where it is missing. Needless as soon as the
    parser is built on its first use.
    """
    sys.modules.setdefault(GRAMMAR, None)  # type: ignore[arg-type]


def do_without_debugger() -> None:
    """Let ipykernel find no debugger, so that no kernel has one.

    ipykernel 7.4 imports debugpy in every kernel, which takes half of the time in which a forked
    one begins, and no page of ours could ask for it. A notebook may import it all the same.
    Needless as soon as ipykernel imports it when somebody debugs.
    """
    sys.modules[DEBUGGER] = None  # type: ignore[assignment]
    import ipykernel.debugger  # noqa: F401

    del sys.modules[DEBUGGER]


def open_comms_with(factory: Callable[..., Any]) -> None:
    """Have every widget of this process open its comm with a factory of ours.

    A comm has to know the seat for which it was made. `comm.create_comm` is there to be replaced,
    as comm 0.2 says and ipykernel does; needless never, but wrong once ipywidgets keeps a copy.
    """
    import comm

    comm.create_comm = factory


def catch_outputs_with(
    enter: Callable[..., Any], leave: Callable[..., Any], clear: Callable[..., Any]
) -> None:
    """Have every Output widget of this process catch in the kernel what its block shows.

    ipywidgets 8.1 lets the browser catch it, for which a page has to hear all that its kernel says
    (jupyter-widgets/ipywidgets#3759). Needless as soon as ipywidgets catches in the kernel.
    """
    from ipywidgets import Output

    Output.__enter__ = enter
    Output.__exit__ = leave
    Output.clear_output = clear


def show_tracebacks_with(shell: Any, show: Callable[..., None]) -> None:
    """Have a shell hand every traceback it would show to a function of ours.

    ipywidgets 8.1 catches what a callback raises and gives it to the shell of its kernel, which
    shows it to pages only; IPython 9's `set_custom_exc` does not hear of it. Needless as soon as
    ipywidgets logs what its callbacks raise.
    """
    shell.showtraceback = show


def read_times_with(read: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Have the headers of kernels' messages read by a function of ours.

    jupyter_client 8.10 asks of each text in two headers whether it is a date, and reads those that
    are with dateutil: half of what it takes to hear a message. Needless as soon as it reads the
    one date that a header has.
    """
    from jupyter_client import session

    session.extract_dates = read  # type: ignore[assignment,attr-defined]


def print_without_waiting(*streams: Any) -> None:
    """Let nobody wait until what was printed has left the kernel; it leaves a little later.

    ipykernel 7.4 flushes both streams behind every message, and each flush wakes its thread of
    output twice and waits for it, though nothing was printed: a tenth of what a room's kernel does.
    Needless as soon as it flushes only what has been written.
    """
    for stream in streams:
        stream.flush = _do_nothing


def _do_nothing() -> None:
    pass


def hear_forks_with(thread: type) -> None:
    """Have ipykernel make its thread of output from a class of ours.

    ipykernel 7.4 binds a TCP port for the words of forked processes even where all channels of the
    kernel are socket files. Needless as soon as that pipe follows the kernel's transport.
    """
    from ipykernel import kernelapp

    kernelapp.IOPubThread = thread  # type: ignore[attr-defined,assignment]
