"""Traffic is what went to the server, by what Chromium tells of each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.windows import Traffic


class Network:
    """Stands where Chromium tells of its requests, so that a test can tell instead."""

    def __init__(self) -> None:
        self._listeners: dict[str, Callable[[dict[str, Any]], None]] = {}

    def on(self, name: str, listener: Callable[[dict[str, Any]], None]) -> None:
        self._listeners[name] = listener

    def tell(self, name: str, number: str, **more: Any) -> None:
        self._listeners[f"Network.{name}"]({"requestId": number, **more})

    def ask(self, number: str, path: str = "/x", **answer: Any) -> None:
        self.tell("requestWillBeSent", number, request={"url": f"http://127.0.0.1{path}"})
        self.tell("responseReceived", number, response={"status": 200, **answer})


def watch() -> tuple[Network, Traffic]:
    network, traffic = Network(), Traffic()
    traffic.follow(network)
    return network, traffic


def test_what_a_browser_takes_from_its_caches_is_no_request() -> None:
    network, traffic = watch()
    network.ask("1")
    network.ask("2", fromDiskCache=True)
    network.ask("3", fromDiskCache=True, fromPrefetchCache=True)
    network.tell("requestServedFromCache", "4")
    network.ask("4")
    assert traffic.requests == 1


def test_what_the_server_confirms_or_sends_on_is_a_request() -> None:
    network, traffic = watch()
    network.ask("1", fromDiskCache=False)
    network.tell("loadingFinished", "1", encodedDataLength=347)
    network.tell("requestWillBeSent", "2", request={"url": "http://127.0.0.1/join/B"})
    network.ask("2", "/s/B")  # where the answer to the first sent it
    network.tell("requestWillBeSent", "3", request={"url": "blob:http://127.0.0.1/1"})
    assert (traffic.requests, traffic.bytes) == (3, 347)


def test_a_line_is_one_request_and_its_frames_are_bytes() -> None:
    network, traffic = watch()
    network.tell("webSocketCreated", "1")
    for frame in ("four", "more"):
        network.tell("webSocketFrameReceived", "1", response={"payloadData": frame})
    assert (traffic.requests, traffic.bytes) == (1, 8)
