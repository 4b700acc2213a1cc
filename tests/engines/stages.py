"""The stage of `tests/browser/stages.py` on a small server, for engines that cannot feign one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from kit.widgets.widget import KitWidget
from tests.browser.stages import find_file, write_page
from tests.browser.windows import draw
from tests.engines.window import Window


class Gallery:
    """Shows pages of our own in a window.

    Args:
        server: Serves the page that was shown last.
        window: Shows it.
    """

    def __init__(self, server: PageServer, window: Window) -> None:
        self._server, self.window = server, window

    def show(self, *pictures: KitWidget) -> Window:
        """A stage with these pictures."""
        self.show_page(write_page(pictures))
        self.window.wait_for_function("window.ready")
        draw(self.window)
        return self.window

    def show_page(self, page: str) -> Window:
        """Any page."""
        self._server.page = page
        self.window.go(f"http://127.0.0.1:{self._server.server_port}/")
        return self.window


class PageServer(ThreadingHTTPServer):
    """One page, and the kit's scripts and styles beside it."""

    page = ""


class PageHandler(BaseHTTPRequestHandler):
    server: PageServer

    def do_GET(self) -> None:
        found = find_file(self.server.page, self.path.removeprefix("/"))
        if found is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", found[1])
        self.end_headers()
        self.wfile.write(found[0].encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def open_gallery(window: Window) -> Iterator[Gallery]:
    """A gallery as long as the context lasts."""
    server = PageServer(("127.0.0.1", 0), PageHandler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Gallery(server, window)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
