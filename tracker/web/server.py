"""The server: the Streamlit app behind the gate, under uvicorn, in one process."""

import errno
import socket
from contextlib import suppress
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.middleware import Middleware

from tracker import settings as environment
from tracker.access.database import require_current, require_kind
from tracker.access.one_time_links import new_set_up_link, set_up_address
from tracker.screen.words import _
from tracker.settings import Settings
from tracker.web import logs
from tracker.web.gate import Gate
from tracker.web.headers import SecurityHeaders
from tracker.web.limits import LARGEST_HEAD, SizeLimits
from tracker.web.options import set_options
from tracker.web.routes import own_routes
from tracker.web.script_errors import on_script_error

ENTRY = Path(__file__).parent / "app.py"
LARGEST_MESSAGE = 1024 * 1024
SECONDS_TO_STOP = 5


class CannotListen(Exception):
    """We may not or cannot listen where we should; `why` is the system's error number."""

    def __init__(self, why: int) -> None:
        super().__init__(why)
        self.why = why


def build(settings: Settings, entry: Path = ENTRY, *, demo: bool = False) -> st.App:
    """Build the app with its options, routes and layers."""
    app = st.App(
        entry,
        routes=own_routes(settings, demo=demo),
        middleware=layers(settings, demo=demo),
        on_script_error=on_script_error,
    )
    set_options(settings)
    return app


def layers(settings: Settings, *, demo: bool = False) -> list[Middleware]:
    """Give what stands before every route, the outermost first."""
    return [
        Middleware(SecurityHeaders, settings),
        Middleware(SizeLimits),
        Middleware(Gate, settings, demo=demo),
    ]


def serve(entry: Path = ENTRY, *, demo: bool = False) -> None:
    """Serve until stopped, with the demo's way to sign in if asked.

    Raises `NotMigrated`, `Unwritable`, `CannotListen`, and `IsADemo` or `NotADemo` instead of starting.
    """
    settings = environment.from_environment()
    require_current()
    require_kind(demo=demo)
    _try_to_listen(settings)
    logs.set_up()
    config = uvicorn.Config(
        build(settings, entry, demo=demo),
        host=settings.host,
        port=settings.port,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        http="h11",
        h11_max_incomplete_event_size=LARGEST_HEAD,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=SECONDS_TO_STOP,
    )
    # Ctrl-C has stopped the server in good order by the time it comes up here.
    with suppress(KeyboardInterrupt):
        _Server(config, [settings.public_url, *_how_to_set_up()]).run()


class _Server(uvicorn.Server):
    """Uvicorn, which opens the socket itself: one that we open would answer each click 40 ms later."""

    def __init__(self, config: uvicorn.Config, to_say: list[str]) -> None:
        super().__init__(config)
        self._to_say = to_say

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say where once it listens."""
        await super().startup(sockets)
        if self.started:
            print(*self._to_say, sep="\n", flush=True)  # noqa: T201


def _how_to_set_up() -> list[str]:
    """Give the line that is printed as long as there is no clinic. The link in it is stored nowhere else."""
    link = new_set_up_link()
    if link is None:
        return []
    return [
        _("Open this link within an hour to set up the clinic: {link}").format(
            link=set_up_address(link.token)
        )
    ]


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
