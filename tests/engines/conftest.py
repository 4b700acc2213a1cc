"""A server, and the engines that the machine has."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.engines.engines import START, Engine
from tests.engines.window import Window

PHONE = (360, 740)
PROJECTOR = (1280, 720)

OpenWindow = Callable[..., Window]


@pytest.fixture(params=START, scope="package")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn, but for one that this machine does not have."""
    with ExitStack() as stack:
        try:
            yield stack.enter_context(START[request.param]())
        except LookupError as missing:
            if "CI" in os.environ:
                raise
            pytest.skip(f"{request.param}: {missing}")


@pytest.fixture
def open_window(engine: Engine) -> OpenWindow:
    """Opens an address in a window of its own; all share their cookies."""

    def open_address(address: str, size: tuple[int, int] = PHONE) -> Window:
        window = Window(engine, size)
        window.go(address)
        return window

    return open_address
