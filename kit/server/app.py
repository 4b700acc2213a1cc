"""The server: Voilà, extended by our doors and reduced to them."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import re
import signal
from collections.abc import Callable
from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from traitlets.config import Config
from voila._version import __version__
from voila.app import Voila
from voila.static_file_handler import MultiStaticFileHandler

from kit.errors import ServerError
from kit.server.door import CalmHandler, Door, NotFound
from kit.server.facilitator import DoorKeeper, FacilitatePage, ScreenPage, prelaunch
from kit.server.files import YEAR, Built, Sheet, SourceDoor
from kit.server.house import House
from kit.server.kernels import KernelList, KernelSocket, KernelState
from kit.server.pages import HERE
from kit.server.participant import DOORS, SOCKET_SETTINGS
from kit.server.pulse import Pulse
from kit.server.rehearsals import Rehearsals, Rehearse
from kit.server.sessions import Facilitate, SessionEnd, SessionFiles, SessionReport
from kit.store.notices import find_socket_root

log = logging.getLogger("kit.server")

EXTENSIONS = [
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
]
HASHED = re.compile(r"\.[0-9a-f]{8,}\.js$")
BACKLOG = 1024  # phones that knock in the same instant
LONGEST_ROOT = 36  # bytes: Voilà's names for the sockets of page kernels are long
# Our forms are short, and nobody needs long to send one.
LIMITS = {"max_body_size": 64 * 1024, "body_timeout": 20.0, "idle_connection_timeout": 120.0}


class FrontEnd(CalmHandler, MultiStaticFileHandler):  # type: ignore[misc]
    """Voilà's front end; its address holds Voilà's version."""

    def set_extra_headers(self, path: str) -> None:
        """Kept for good."""
        self.set_header("Cache-Control", f"public, max-age={YEAR}, immutable")


class Extension(CalmHandler, FileFindHandler):
    """What Voilà's front end loads to draw widgets."""

    def set_headers(self) -> None:
        """Files whose names hold a hash are kept for good; the others are asked for again."""
        super().set_headers()
        if HASHED.search(self.request.path):
            self.set_header("Cache-Control", f"public, max-age={YEAR}, immutable")


def name_version(page_config: dict[str, Any], **_settings: Any) -> dict[str, Any]:
    """Voilà's hook for what its front end is told: the address of its files holds the version."""
    return page_config | {"fullStaticUrl": f"{page_config['fullStaticUrl']}/{__version__}"}


class Health(Door):
    """`/healthz`: for operators; tells nothing about anybody."""

    def get(self) -> None:
        """Answer with a JSON object."""
        rooms = self.house.rooms.values()
        groups = [group for room in rooms for group in room.groups]
        kernels = [group.kernel for group in groups if group.kernel is not None]
        self.write(
            {
                "status": "ok" if not any(room.news for room in rooms) else "fault",
                "sessions": sum(not each.ended for each in self.house.store.list_sessions()),
                "rooms": len(rooms),
                "kernels": len(kernels),
                "answer_ms": max((kernel.answer_ms for kernel in kernels), default=0),
                # In coarse steps: a seat's widgets take far less.
                "memory_mb": round(sum(kernel.memory for kernel in kernels), -1),
                "restarts": sum(group.restarts for group in groups),
            }
        )


class KitServer(Voila):  # type: ignore[misc]
    """Voilà with the kit's doors.

    Args:
        house: What the doors work with.
        host: The address to listen on.
        port: The port, 0 for a free one.
        cookie_secret: Signs the cookies; kept across restarts.
        ready: Called once the server listens, before it serves, with the house.
    """

    def __init__(
        self,
        house: House,
        *,
        host: str,
        port: int,
        cookie_secret: bytes,
        ready: Callable[[House], Any],
        warm_kernels: int = 0,
    ) -> None:
        settings = Config()
        settings.VoilaConfiguration.template = "lab"
        settings.VoilaConfiguration.prelaunch_hook = prelaunch
        settings.VoilaConfiguration.page_config_hook = name_version
        settings.VoilaConfiguration.extension_allowlist = EXTENSIONS
        # The template shows what was raised to the facilitator only, in one sentence.
        settings.VoilaConfiguration.show_tracebacks = True
        settings.VoilaConfiguration.allow_template_override = "NO"
        settings.VoilaConfiguration.allow_theme_override = "NO"
        settings.Voila.identity_provider_class = DoorKeeper
        settings.Voila.connection_dir_root = find_socket_root(LONGEST_ROOT)
        if os.name != "nt":
            settings.KernelManager.transport = "ipc"
        super().__init__(
            config=settings,
            config_file_paths=[],
            root_dir=str(house.folder.resolve()),
            cookie_secret=cookie_secret,
            open_browser=False,
            log_level=logging.ERROR,
        )
        # Tornado's warnings name the address a malformed request came from.
        for name in ("tornado.general", "tornado.access", "tornado.application"):
            logging.getLogger(name).setLevel(logging.ERROR)
        self._house, self._host, self._port, self._on_ready = house, host, port, ready
        self._warm_kernels = warm_kernels

    def setup_template_dirs(self) -> None:
        """Voilà's templates, ours first."""
        super().setup_template_dirs()
        self.template_paths: list[str] = [str(HERE / "voila"), *self.template_paths]

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, compressed, and without a log of who asked for what."""
        settings: dict[str, Any] = super().init_settings()
        kernels = KernelList(self.kernel_manager, self._warm_kernels)
        return (
            settings
            | SOCKET_SETTINGS
            | {
                "compress_response": True,
                "log_function": lambda _handler: None,
                "kit_kernels": kernels,
                "kit_rehearsals": Rehearsals(self._house, kernels.end),
                "allow_unauthenticated_access": True,
                "disable_check_xsrf": True,  # our doors look at where a form comes from
                "default_handler_class": NotFound,
                "default_handler_args": {"house": self._house},
            }
        )

    def init_handlers(self) -> list[Any]:
        """Our doors, the page kernels' lines, and two folders of Voilà's. Nothing else of it."""
        house = {"house": self._house}
        page = house | {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        extensions = "|".join(EXTENSIONS)
        return [
            *[(pattern, door, house) for pattern, door in DOORS],
            (r"/facilitate", Facilitate, house),
            (r"/facilitate/rehearse", Rehearse, house),
            (r"/facilitate/([^/]+)", FacilitatePage, page),
            (r"/facilitate/([^/]+)/end", SessionEnd, house),
            (r"/facilitate/([^/]+)/report", SessionReport, house),
            (r"/facilitate/([^/]+)/files", SessionFiles, house),
            (r"/screen/([^/]+)", ScreenPage, page),
            (r"/healthz", Health, house),
            (r"/sheets/(site|voila)-(\w+)\.css", Sheet),
            (r"/static/(\w[\w.-]*)", Built),
            (r"/sources/([0-9a-f.]+)", SourceDoor),
            (r"/api/kernels/([\w-]+)", KernelState, house),
            (r"/pulse/([\w-]+)", Pulse, house),
            (r"/api/kernels/([\w-]+)/channels", KernelSocket),
            (
                rf"/voila/static/{re.escape(__version__)}/(\w[\w.-]*)",
                FrontEnd,
                {"paths": self.static_paths},
            ),
            (
                rf"/voila/labextensions/((?:{extensions})/static/\w[\w.-]*)",
                Extension,
                {"path": self.labextensions_path, "no_cache_paths": ["/"]},
            ),
        ]

    def listen(self) -> None:
        """Open the port and serve until told to stop.

        Raises:
            ServerError: The port is taken or may not be used.
        """
        try:
            sockets = bind_sockets(self._port, self._host, backlog=BACKLOG)
        except OSError as error:
            raise ServerError(describe_port(self._port, self._host, error)) from error
        self.port = sockets[0].getsockname()[1]
        HTTPServer(self.app, **LIMITS).add_sockets(sockets)
        self.ioloop = IOLoop.current()
        self.ioloop.add_callback(self._get_ready)
        self._failure: BaseException | None = None
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        try:
            self.ioloop.start()
        finally:
            with contextlib.suppress(Exception):
                self.ioloop.run_sync(self.app.settings["kit_kernels"].close, timeout=10)
            with contextlib.suppress(Exception):
                self.ioloop.run_sync(self._house.close, timeout=10)
            with contextlib.suppress(Exception):
                self.ioloop.run_sync(self.app.settings["kit_rehearsals"].close, timeout=20)
            self.stop()
        if self._failure is not None:
            raise self._failure

    async def _get_ready(self) -> None:
        self._house.listen()
        try:
            self.app.settings["kit_rehearsals"].open()
            result = self._on_ready(self._house)
            if asyncio.iscoroutine(result):
                await result
            self.app.settings["kit_kernels"].prepare("python3", "")
        except BaseException as error:
            self._failure = error
            self.ioloop.stop()


def describe_port(port: int, host: str, error: OSError) -> str:
    """Why a port could not be opened, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Choose another with --port, or --port 0 for a free one."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this account. Choose one above 1024 with --port."
    return f"Port {port} on {host!r} cannot be opened ({error.strerror}). Check --host and --port."
