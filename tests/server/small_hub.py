"""As much of a JupyterHub as a service asks of it, by HTTP. A real one is in tests/deploy."""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

SCOPE = "access:services!service=trust"


@dataclass
class SmallHub:
    """What it says.

    Attributes:
        url: Where it is asked.
        models: The account of each token.
        codes: The token for each code that a browser was given, and the challenge it was given for.
        status: With which it answers all questions; 200 for the right one.
        asked: How often it was asked for an account.
    """

    url: str = ""
    models: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    status: int = 200
    asked: int = 0

    def identify(self, token: str) -> tuple[int, Any]:
        """Status and answer to who has a token."""
        self.asked += 1
        return (200, self.models[token]) if token in self.models else (403, {})

    def exchange(self, form: dict[str, list[str]]) -> tuple[int, Any]:
        """Status and answer to a code, which is good once, for whoever has begun."""
        token, challenge = self.codes.pop(form["code"][0], ("", ""))
        digest = sha256(form["code_verifier"][0].encode()).digest()
        proven = urlsafe_b64encode(digest).decode().rstrip("=") == challenge
        return (200, {"access_token": token}) if proven else (400, {"error": "invalid_grant"})


def build_model(name: str, *scopes: str, kind: str = "user") -> dict[str, Any]:
    """What a Hub says of an account."""
    return {"name": name, "kind": kind, "scopes": list(scopes or [SCOPE])}


@contextmanager
def run_small_hub() -> Iterator[SmallHub]:
    """One that answers."""
    hub = SmallHub()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = self.headers.get("Authorization", "").removeprefix("token ")
            asks = self.path == "/hub/api/user"
            self.answer(hub.identify(token) if asks else (200, {"version": "6"}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(hub.exchange(parse_qs(body)))

        def answer(self, right: tuple[int, Any]) -> None:
            status, answer = right if hub.status == 200 else (hub.status, {})
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    hub.url = f"http://127.0.0.1:{server.server_port}/hub/api"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
