"""The server: the Streamlit app behind the gate, under uvicorn, in one process."""

import errno
import socket
from contextlib import suppress
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import Route

from tracker import settings as environment
from tracker.access.database import require_current
from tracker.settings import Settings
from tracker.web import logs
from tracker.web.gate import Gate
from tracker.web.headers import SecurityHeaders
from tracker.web.health import healthz
from tracker.web.options import set_options
from tracker.web.script_errors import on_script_error
from tracker.web.sign_in_page import SignInPage

ENTRY = Path(__file__).parent / "app.py"
LARGEST_MESSAGE = 1024 * 1024
SECONDS_TO_STOP = 5


class CannotListen(Exception):
    """We may not or cannot listen where we should; `why` is the system's error number."""

    def __init__(self, why: int) -> None:
        super().__init__(why)
        self.why = why


def build(settings: Settings, entry: Path = ENTRY) -> st.App:
    """Build the app with its options, routes and layers."""
    app = st.App(
        entry,
        routes=[*SignInPage(settings).routes(), Route("/healthz", healthz, methods=["GET"])],
        middleware=[Middleware(SecurityHeaders, settings), Middleware(Gate, settings)],
        on_script_error=on_script_error,
    )
    set_options(settings)
    return app


def serve(entry: Path = ENTRY) -> None:
    """Serve until stopped; raises `NotMigrated`, `Unwritable` or `CannotListen` instead of starting."""
    settings = environment.from_environment()
    require_current()
    _try_to_listen(settings)
    logs.set_up()
    config = uvicorn.Config(
        build(settings, entry),
        host=settings.host,
        port=settings.port,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=SECONDS_TO_STOP,
    )
    # Ctrl-C has stopped the server in good order by the time it comes up here.
    with suppress(KeyboardInterrupt):
        _Server(config, settings.public_url).run()


class _Server(uvicorn.Server):
    """Uvicorn, which opens the socket itself: one that we open would answer each click 40 ms later."""

    def __init__(self, config: uvicorn.Config, public_url: str) -> None:
        super().__init__(config)
        self._public_url = public_url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say where once it listens."""
        await super().startup(sockets)
        if self.started:
            print(self._public_url, flush=True)  # noqa: T201


def _try_to_listen(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except socket.gaierror as error:  # a name that nobody has, with a numbering of its own
            raise CannotListen(errno.EADDRNOTAVAIL) from error
        except OSError as error:
            raise CannotListen(error.errno or 0) from error
