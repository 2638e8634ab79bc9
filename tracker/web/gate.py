"""The gate: whatever is not on a short list needs a live session. No script of the app runs for anybody else.

It stands before every route of Streamlit's and ours, and asks the database about each request, so that sign-out and
a disabled account bite at once.
"""

import re

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from tracker.access.actor import SessionToken
from tracker.access.cookies import session_cookie_name
from tracker.access.sign_in import is_signed_in, is_staff
from tracker.screen.words import _
from tracker.settings import Settings
from tracker.web.own_path import sign_in_path
from tracker.web.presence import NOBODY_HERE, STILL_HERE
from tracker.web.uploads import is_upload

OPEN_TO_ALL = re.compile(
    r"/sign-in|/sign-out|/healthz|/app/static/(?:sign-in\.css|forms\.js|fonts/[\w-]+\.woff2)"
    # Whatever is written there: an altered link is answered in words by its own page.
    r"|/(?:set-up|join|reset)/[^/]+"
)
DEMO_SIGN_IN = "/sign-in/demo"
# What pages are made of; any other path would deliver the page itself.
PARTS_OF_PAGES = ("/_stcore/", "/static/", "/app/static/", "/media/", "/component/")
READS = {"GET", "HEAD"}
OPEN_METHODS = {*READS, "POST"}  # any other fits no route of ours, and would go on to Streamlit's
OWN_CHECK = {("POST", STILL_HERE), ("POST", NOBODY_HERE)}  # they answer a script, who is signed in or not
POLICY_VIOLATION = 1008


class Gate:
    """Let through what is open to all or carries a live session; refuse the rest."""

    def __init__(self, app: ASGIApp, settings: Settings, *, demo: bool = False) -> None:
        self._app = app
        self._settings = settings
        self._demo = demo

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        match scope["type"]:
            case "http":
                answer = await self._answer_http(HTTPConnection(scope))
            case "websocket":
                answer = await self._answer_websocket(HTTPConnection(scope))
            case _:
                answer = None
        await (answer or self._app)(scope, receive, send)

    async def _answer_http(self, request: HTTPConnection) -> ASGIApp | None:
        if not self._knows_host(request):
            return PlainTextResponse(_("This address is not ours."), 400)
        path, method = request.scope["path"], request.scope["method"]
        if method not in READS and not self._comes_from_us(request, when_silent=True):
            return PlainTextResponse(_("This was sent from another site, so nothing was done."), 403)
        if (method in OPEN_METHODS and self._is_open(path)) or (method, path) in OWN_CHECK:
            return None
        if await self._is_signed_in(request):
            # A file is kept in memory until its page is left, so not for everybody who has a sign-in.
            takes_it = is_upload(request.scope) and await to_thread.run_sync(is_staff, self._token(request))
            return None if takes_it else _refuse_writing(method, path)
        if method in READS and not path.startswith(PARTS_OF_PAGES):
            query = request.scope["query_string"].decode("latin-1")
            return RedirectResponse(sign_in_path(path, query), 303)
        return PlainTextResponse(_("Please sign in first."), 401)

    async def _answer_websocket(self, request: HTTPConnection) -> ASGIApp | None:
        # Browsers always say where a websocket comes from. Without a word it is none of our pages.
        ours = self._knows_host(request) and self._comes_from_us(request, when_silent=False)
        if ours and await self._is_signed_in(request):
            return None
        return WebSocketClose(POLICY_VIOLATION)

    def _is_open(self, path: str) -> bool:
        return bool(OPEN_TO_ALL.fullmatch(path)) or (self._demo and path == DEMO_SIGN_IN)

    def _knows_host(self, request: HTTPConnection) -> bool:
        hosts = request.headers.getlist("host")
        return len(hosts) == 1 and hosts[0].lower() in self._settings.allowed_hosts

    def _comes_from_us(self, request: HTTPConnection, *, when_silent: bool) -> bool:
        origins = request.headers.getlist("origin")
        return all(origin in self._settings.allowed_origins for origin in origins) if origins else when_silent

    async def _is_signed_in(self, request: HTTPConnection) -> bool:
        # In a thread: a database that takes its time must not stop the event loop.
        return await to_thread.run_sync(is_signed_in, self._token(request))

    def _token(self, request: HTTPConnection) -> SessionToken:
        return SessionToken(request.cookies.get(session_cookie_name(self._settings), ""))


def _refuse_writing(method: str, path: str) -> ASGIApp | None:
    """Answer what writes to no form of ours: Streamlit's own ways in."""
    if method in READS or (method in OPEN_METHODS and not path.startswith(PARTS_OF_PAGES)):
        return None
    return PlainTextResponse(_("Nothing can be sent there."), 405)
