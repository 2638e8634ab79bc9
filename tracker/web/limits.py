"""No request may be larger than what is sent there needs, in its head or its body, whatever stands behind it."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from tracker.screen.words import _
from tracker.web.uploads import LARGEST_UPLOAD, is_upload

LARGEST_BODY = 64 * 1024
LARGEST_HEAD = 16 * 1024
TOO_LARGE, HEAD_TOO_LARGE = 413, 431
POLICY_VIOLATION = 1008


class TooMuch(Exception):
    """More is sent than was said or is taken."""


class SizeLimits:
    """Refuse what says that it is too large, and stop reading what turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it stays within the limit."""
        if scope["type"] in {"http", "websocket"} and _head_of(scope) > LARGEST_HEAD:
            await _refusal_of_head(scope)(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = LARGEST_UPLOAD if is_upload(scope) else LARGEST_BODY
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isdecimal() or int(said) > largest:
            await _refusal()(scope, receive, send)
            return
        read, begun = 0, False

        async def receive_some() -> Message:
            nonlocal read
            part = await receive()
            read += len(part.get("body", b""))
            if read > largest:
                raise TooMuch
            return part

        async def send_noted(part: Message) -> None:
            nonlocal begun
            begun = True
            await send(part)

        try:
            await self._app(scope, receive_some, send_noted)
        except TooMuch:
            if not begun:
                await _refusal()(scope, receive, send)


def _head_of(scope: Scope) -> int:
    """Give how many bytes came before the body. The parser itself minds only those that come slowly."""
    address = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    return address + sum(len(name) + len(value) for name, value in scope["headers"])


def _refusal_of_head(scope: Scope) -> ASGIApp:
    if scope["type"] == "websocket":
        return WebSocketClose(POLICY_VIOLATION)
    return PlainTextResponse(
        _("That is too much. Nothing was done."), HEAD_TOO_LARGE, {"Connection": "close"}
    )


def _refusal() -> PlainTextResponse:
    return PlainTextResponse(_("That is too much. Nothing was done."), TOO_LARGE, {"Connection": "close"})
