"""What a page's kernel says of its widgets, and from when on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from kit.room.context import KernelContext
from kit.room.page import PageComm
from kit.room.protocol import STATE
from kit.session.session import Role
from tests.room.kernels import Kernel, start_kernel

PLACE = KernelContext("BCDFGHJK", Role.SCREEN, "", "", "one.ipynb", 1).to_json()
BEGIN = """\
import ipywidgets
import kit.room.page as page
page.start({place!r}, {folder!r})
"""
MAKE = """\
label = ipywidgets.Label("one")
label.value = "two"
box = ipywidgets.VBox([label])
gone = ipywidgets.Text("three")
gone.close()
"""
TELL = "page.tell_state()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("page")
    kernel = start_kernel(cwd=folder)
    kernel.run(BEGIN.format(place=PLACE, folder=str(folder)))
    yield kernel
    kernel.stop()


def list_comm_messages(kernel: Kernel, code: str) -> list[str]:
    said = kernel.run(code)
    return [each["msg_type"] for each in said if each["msg_type"].startswith("comm")]


def test_of_what_comes_about_before_the_state_is_told_no_message_is_sent_and_then_each_is(
    kernel: Kernel,
) -> None:
    assert list_comm_messages(kernel, MAKE) == []
    [shown] = [each["content"] for each in kernel.run(TELL) if each["msg_type"] == "display_data"]
    told = {each["model_name"]: each["state"] for each in shown["data"][STATE].values()}
    assert told.keys() >= {"LabelModel", "VBoxModel", "LayoutModel"}
    assert "TextModel" not in told
    assert told["LabelModel"]["value"] == "two"
    assert list_comm_messages(kernel, "label.value = 'four'") == ["comm_msg"]
    opened = list_comm_messages(kernel, "late = ipywidgets.Label('five', layout=label.layout)")
    assert opened == ["comm_open", "comm_open"]  # with its style
    assert list_comm_messages(kernel, "label.close()") == ["comm_close"]


@pytest.mark.parametrize("raised", [asyncio.CancelledError, GeneratorExit, SystemExit])
def test_no_exit_in_a_callback_keeps_a_page_waiting(
    raised: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    comm = PageComm.__new__(PageComm)  # one that is open has a kernel
    comm.comm_id, comm._closed = "comm", True

    def fail(_message: object) -> None:
        raise raised

    comm.on_msg(fail)
    with caplog.at_level(logging.ERROR, logger="kit.room"):
        comm.handle_msg({})
    assert raised.__name__ in caplog.text
