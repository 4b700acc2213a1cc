"""A server, and the engines that the machine has."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.engines.engines import START, USUAL, Engine, Taste
from tests.engines.stages import Gallery, open_gallery
from tests.engines.window import Window

PHONE = (360, 740)
PROJECTOR = (1280, 720)

OpenWindow = Callable[..., Window]


@pytest.fixture(params=START, scope="package")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn, but for one that this machine does not have."""
    with ExitStack() as stack:
        yield enter_engine(stack, request.param)


def enter_engine(stack: ExitStack, name: str, taste: Taste = USUAL) -> Engine:
    """Start an engine, or skip the test where this machine does not have it."""
    try:
        return stack.enter_context(START[name](taste))
    except LookupError as missing:
        if "CI" in os.environ:
            raise
        pytest.skip(f"{name}: {missing}")


@pytest.fixture
def open_window(engine: Engine) -> Iterator[OpenWindow]:
    """Opens an address in a window of its own; all share their cookies."""
    windows: list[Window] = []

    def open_address(address: str, size: tuple[int, int] = PHONE) -> Window:
        window = Window(engine, size)
        windows.append(window)
        window.go(address)
        return window

    yield open_address
    for window in windows:
        window.close()


@pytest.fixture
def gallery(engine: Engine) -> Iterator[Gallery]:
    """A window for pages of our own."""
    window = Window(engine, PROJECTOR)
    with open_gallery(window) as gallery:
        yield gallery
    window.close()
