"""The server: Voilà, extended by our doors and reduced to them."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from traitlets.config import Config
from voila.app import Voila
from voila.exporter import VoilaExporter

from kit.errors import ServerError
from kit.notebooks.theme import Theme
from kit.server.calm_log import keep_calm
from kit.server.connections import Entrance
from kit.server.draining import Drain
from kit.server.editions import Editions
from kit.server.follower import FolderFollower
from kit.server.handlers.afterwards import Afterwards
from kit.server.handlers.claims import Claim
from kit.server.handlers.compression import Compression
from kit.server.handlers.dashboard import FacilitatePage
from kit.server.handlers.handler import (
    FRAMED_BY,
    LAUNCHER,
    LOOK,
    PUBLIC,
    NotFound,
)
from kit.server.handlers.invitations import Accept, Invite
from kit.server.handlers.language_choice import LanguageChoice
from kit.server.handlers.leader import LeaderPage
from kit.server.handlers.leader_links import LeaderLink
from kit.server.handlers.look import ThemeFile, build_look
from kit.server.handlers.page_socket import PageSocket
from kit.server.handlers.participant import Home, Join, SeatPage
from kit.server.handlers.print_outs import SessionPrint
from kit.server.handlers.privacy import ADDRESS as PRIVACY
from kit.server.handlers.privacy import Privacy
from kit.server.handlers.probes import Health, Live, Ready
from kit.server.handlers.promises import Promises
from kit.server.handlers.rehearsals import Rehearsals, Rehearse
from kit.server.handlers.reports import SessionFiles, SessionMail, SessionNextTime, SessionReport
from kit.server.handlers.screen import ScreenPage
from kit.server.handlers.seat_socket import SeatSocket
from kit.server.handlers.sessions import Facilitate, NewSession, SessionEnd
from kit.server.handlers.sign_out import SignOut
from kit.server.handlers.socket import SOCKET_SETTINGS
from kit.server.handlers.static import Built, SourceHandler
from kit.server.handlers.teams import TeamFile, TeamPage
from kit.server.handlers.templates import HERE
from kit.server.handlers.voila_page import OpenIdentityProvider
from kit.server.hosting import Hosting
from kit.server.hosts import HostCheck, KnownHosts
from kit.server.jupyter_data import add_templates
from kit.server.kernels.kernel_manager import PageKernelManager
from kit.server.kernels.kernel_spec import OwnKernelSpecs
from kit.server.kernels.pool import KernelPool
from kit.server.metrics import MetricsServer
from kit.server.retention import Retention
from kit.server.schedule import Schedule
from kit.server.state import ServerState
from kit.server.working_copy import WorkingCopy
from kit.session.session import Role
from kit.store.notices import make_socket_folder

log = logging.getLogger("kit.server")

BACKLOG = 1024  # phones that knock in the same instant
LONGEST_ROOT = 23  # bytes: Voilà's names for the sockets of page kernels are long
# Our forms are short, and nobody needs long to send one. To Tornado a connection that waits for the
# next request and one that has sent half of it are the same, and end after the same time.
LIMITS = {"max_body_size": 64 * 1024, "body_timeout": 20.0, "idle_connection_timeout": 20.0}


class KitServer(Voila):  # type: ignore[misc]
    """Voilà with the kit's doors.

    Args:
        house: What the doors work with.
        host: The address to listen on.
        port: The port, 0 for a free one.
        cookie_secret: Signs the cookies; kept across restarts.
        ready: Called once the server listens, before it serves, with the house.
        warm_kernels: How many kernels wait for the next pages.
        files: How many files this process may open; None where that is not known.
        hosting: How it is reached where a proxy stands before it.
        copy: What it plays of a folder that is being edited; None where nothing is followed.
    """

    def __init__(
        self,
        house: ServerState,
        *,
        host: str,
        port: int,
        cookie_secret: bytes,
        ready: Callable[[ServerState], Any],
        warm_kernels: int = 0,
        files: int | None = None,
        hosting: Hosting | None = None,
        copy: WorkingCopy | None = None,
    ) -> None:
        settings = Config()
        settings.VoilaConfiguration.template = "lab"
        settings.VoilaConfiguration.kernel_spec_manager_class = OwnKernelSpecs
        settings.VoilaConfiguration.multi_kernel_manager_class = PageKernelManager
        # The template shows what was raised to the facilitator only, in one sentence.
        settings.VoilaConfiguration.show_tracebacks = True
        settings.VoilaConfiguration.allow_template_override = "NO"
        settings.VoilaConfiguration.allow_theme_override = "NO"
        settings.Voila.identity_provider_class = OpenIdentityProvider
        settings.Voila.connection_dir_root = str(make_socket_folder(LONGEST_ROOT))
        # A page begins anew with another kernel; one that Jupyter starts again nobody would end.
        settings.KernelRestarter.restart_limit = 0
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
        keep_calm(self.log)
        # Tornado's warnings name the address a malformed request came from.
        for name in ("tornado.general", "tornado.access", "tornado.application"):
            logging.getLogger(name).setLevel(logging.ERROR)
        self._house, self._host, self._port, self._on_ready = house, host, port, ready
        self._warm_kernels, self._files = warm_kernels, files
        self._hosting = hosting or Hosting()
        self._hosts = KnownHosts([host, self._hosting.public.host, *self._hosting.names])
        self._copy = copy
        self._metrics = MetricsServer(house, self._hosting.metrics)

    def setup_template_dirs(self) -> None:
        """Voilà's templates, ours first.

        Raises:
            ServerError: Voilà's are nowhere.
        """
        add_templates()
        super().setup_template_dirs()
        self.template_paths: list[str] = [str(HERE / "voila"), *self.template_paths]

    def build_exporter(self) -> VoilaExporter:
        """Voilà's exporter with our template, compiled once for all pages."""
        return VoilaExporter(
            config=self.config,
            template_paths=self.template_paths,
            template_name=self.voila_configuration.template,
        )

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, compressed, and without a log of who asked for what."""
        settings: dict[str, Any] = super().init_settings()
        kernels = KernelPool(self.kernel_manager, self._warm_kernels, self._house.data)
        self._house.forget_pages = kernels.forget
        public = self._hosting.public
        return (
            settings
            | SOCKET_SETTINGS
            | {
                "transforms": [Compression],
                "log_function": lambda _handler: None,
                "kit_kernels": kernels,
                PUBLIC: public,
                LAUNCHER: self._hosting.launcher,
                LOOK: build_look(self._house.theme, public.base),
                "kit_exporter": self.build_exporter(),
                "kit_schedule": Schedule(self._house),
                "kit_rehearsals": Rehearsals(self._house, kernels.end),
                "allow_unauthenticated_access": True,
                "disable_check_xsrf": True,  # our doors look at where a form comes from
                "default_handler_class": NotFound,
                "default_handler_args": {"house": self._house},
            }
        )

    def init_handlers(self) -> list[Any]:
        """Our doors. Nothing of Voilà's own."""
        house = {"house": self._house}
        accounts = self._house.accounts
        return [
            *(accounts.list_handlers() if accounts is not None else []),
            (r"/", Home, house),
            (r"/language/([^/]+)", LanguageChoice, house),
            (r"/join/([^/]+)", Join, house),
            (r"/s/([^/]+)", SeatPage, house),
            (r"/s/([^/]+)/live", SeatSocket, house),
            (r"/s/([^/]+)/claim", Claim, house),
            (r"/leader/([^/]+)", LeaderPage, house),
            (r"/facilitate", Facilitate, house),
            (PRIVACY, Privacy, house | {"hosting": self._hosting}),
            (r"/facilitate/new", NewSession, house),
            (r"/facilitate/rehearse", Rehearse, house),
            (r"/facilitate/sign-out", SignOut, house),
            (r"/facilitate/([^/]+)", FacilitatePage, house),
            (r"/facilitate/([^/]+)/end", SessionEnd, house),
            (r"/facilitate/([^/]+)/invite", Invite, house),
            (r"/facilitate/([^/]+)/accept", Accept, house),
            (r"/facilitate/([^/]+)/leader", LeaderLink, house),
            (r"/facilitate/([^/]+)/report", SessionReport, house),
            (r"/facilitate/([^/]+)/mail", SessionMail, house),
            (r"/facilitate/([^/]+)/files", SessionFiles, house),
            (r"/facilitate/([^/]+)/next.ics", SessionNextTime, house),
            (r"/facilitate/([^/]+)/promises", Promises, house),
            (r"/facilitate/([^/]+)/afterwards", Afterwards, house),
            (r"/facilitate/([^/]+)/print", SessionPrint, house),
            (r"/facilitate/([^/]+)/team", TeamPage, house),
            (r"/facilitate/([^/]+)/team/file", TeamFile, house),
            (r"/screen/([^/]+)", ScreenPage, house),
            (r"/facilitate/([^/]+)/live", PageSocket, house | {"role": Role.FACILITATOR}),
            (r"/screen/([^/]+)/live", PageSocket, house | {"role": Role.SCREEN}),
            (r"/livez", Live, house),
            (r"/readyz", Ready, house),
            (r"/healthz", Health, house),
            (r"/(?:static|sheets)/(\w[\w.-]*)", Built),
            (r"/sources/([0-9a-f.]+)", SourceHandler, house),
            (r"/theme/([0-9a-f]+\.\w+)", ThemeFile),
        ]

    def let_frame(self, address: str) -> None:
        """Let the pages of an address show ours in frames; "" for none."""
        given = urlsplit(address)
        if given.netloc:
            self.app.settings[FRAMED_BY] = f"{given.scheme}://{given.netloc}"

    def show_look(self, theme: Theme | None) -> None:
        """Give pages another look from now on; those that are open keep theirs."""
        self._house.theme = theme
        self.app.settings[LOOK] = build_look(theme, self._hosting.public.base)

    @property
    def rehearsals(self) -> Rehearsals:
        """The rehearsal that is open, or none."""
        rehearsals: Rehearsals = self.app.settings["kit_rehearsals"]
        return rehearsals

    @property
    def schedule(self) -> Schedule:
        """Opens and closes by the day what people answer alone."""
        schedule: Schedule = self.app.settings["kit_schedule"]
        return schedule

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
        doors = HostCheck(self.app, self._hosts, self._hosting)
        server = HTTPServer(doors, ssl_options=self._hosting.tls, **LIMITS)
        Entrance(server, self._files, self._house.store.max_seats, self._hosting).open(sockets)
        self._metrics.open()
        self.ioloop = IOLoop.current()
        self.ioloop.add_callback(self._get_ready)
        self._failure: BaseException | None = None
        self._drain = Drain(self._house, self._hosting.drain, self.ioloop.stop)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear_signal)
        self._follower: FolderFollower | None = None
        self._retention = Retention(self._house.threads, self._hosting.keep_days)
        try:
            self.ioloop.start()
        finally:
            self._metrics.close()
            self._retention.close()
            self.schedule.close()
            if self._follower is not None:
                with contextlib.suppress(Exception):
                    self.ioloop.run_sync(self._follower.close, timeout=10)
            with contextlib.suppress(Exception):
                self.ioloop.run_sync(self.app.settings["kit_kernels"].close, timeout=10)
            with contextlib.suppress(Exception):
                self.ioloop.run_sync(self._house.close, timeout=10)
            with contextlib.suppress(Exception):
                self.ioloop.run_sync(self.rehearsals.close, timeout=20)
            self._house.threads.close()
            self.stop()
        if self._failure is not None:
            raise self._failure

    @property
    def metrics_url(self) -> str:
        """Where the figures for operators are; "" where there are none."""
        return self._metrics.url

    def _hear_signal(self, *_: object) -> None:
        """Whoever has started the server wants it to end, and says so with Ctrl+C or a signal."""
        self.ioloop.add_callback_from_signal(self._drain.begin)

    async def _get_ready(self) -> None:
        self._house.listen()
        try:
            await self.rehearsals.open()
            result = self._on_ready(self._house)
            if asyncio.iscoroutine(result):
                await result
            self.app.settings["kit_kernels"].prepare()
            self._metrics.start()
            self._retention.start()
            self.schedule.start()
            if self._copy is not None:
                pages = self.app.settings["kit_kernels"]
                editions = Editions(self._house, self.rehearsals, pages)
                self._follower = FolderFollower(self._house, self._copy, editions, self.show_look)
                self._follower.start()
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
