"""Our routes and layers around a stub instead of Streamlit, and a browser for them, all in this process."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx
from anyio import create_task_group
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message
from starlette.websockets import WebSocket

from tests.server import hidden
from tracker import settings
from tracker.access.accounts import create_account, create_clinic
from tracker.access.actor import OPERATOR
from tracker.errors import Busy
from tracker.web.routes import own_routes
from tracker.web.server import layers

T = TypeVar("T")
HERE = "http://localhost:8501"
NAME = "dana@example.org"
PASSWORD = "correct horse battery"
THE_WORD = "the word of the page"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


async def show_page(_request: Request) -> Response:
    return PlainTextResponse(THE_WORD)


async def fail(_request: Request) -> Response:
    raise RuntimeError("Mia hurts")


async def be_busy(_request: Request) -> Response:
    raise Busy


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(THE_WORD)
    await websocket.close()


class Browser(httpx.Client):
    """A browser with a cookie jar of its own that talks to an app without a network."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        super().__init__(transport=_Transport(app), base_url=base)
        self._app = app

    def post_at_once(self, path: str, fields: Mapping[str, str], times: int) -> list[int]:
        """Send a form many times before any answer is back; gives the status codes."""
        answers: list[int] = []

        async def post(client: httpx.AsyncClient) -> None:
            answers.append((await client.post(path, data=dict(fields))).status_code)

        async def post_all() -> None:
            inner = httpx.ASGITransport(self._app)
            async with (
                httpx.AsyncClient(
                    transport=inner, base_url=self.base_url, cookies=dict(self.cookies)
                ) as client,
                create_task_group() as group,
            ):
                for _ in range(times):
                    group.start_soon(post, client)

        in_another_thread(post_all)
        return answers

    def websocket(self, path: str = "/_stcore/stream", **headers: str) -> list[Message]:
        """Open a websocket; gives what the app sends, from its first message on."""
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        all_headers = {"Host": self.base_url.netloc.decode(), **cookie, **headers}
        received: list[Message] = [
            {"type": "websocket.connect"},
            {"type": "websocket.disconnect", "code": 1000},
        ]
        sent: list[Message] = []

        async def receive() -> Message:
            return received.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in all_headers.items()],
        }
        in_another_thread(self._app, scope, receive, send)
        return sent


class _Transport(httpx.BaseTransport):
    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return in_another_thread(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        again = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await self._inner.handle_async_request(again)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


def in_another_thread(call: Callable[..., Awaitable[T]], *arguments: Any) -> T:
    # This thread has an event loop already when a real browser is driven in the same run.
    with start_blocking_portal() as portal:
        return portal.call(call, *arguments)


def browser(base: str = HERE, env: Mapping[str, str] | None = None, *, demo: bool = False) -> Browser:
    """Give a new browser with no cookies, before a new server."""
    ours = settings.from_environment(env or {})
    app = Starlette(
        routes=[
            *own_routes(ours, demo=demo),
            Route("/fail", fail),
            Route("/busy", be_busy),
            WebSocketRoute("/{path:path}", talk),
            Route("/{path:path}", show_page, methods=METHODS),
        ],
        middleware=layers(ours, demo=demo),
    )
    return Browser(app, base)


def enrol(name: str = NAME, role: str = "family") -> int:
    from db.vocabulary import Role

    return create_account(
        OPERATOR, create_clinic(OPERATOR, "Riverside", "UTC"), Role(role), "Dana", name, PASSWORD
    )


def submit(
    client: httpx.Client, goal: str = "/", name: str = NAME, password: str = PASSWORD, **more: str
) -> httpx.Response:
    """Fill in the sign-in form as it was served."""
    form = client.get("/sign-in")
    fields = {
        "form_token": hidden(form.text, "form_token"),
        "name": name,
        "password": password,
        "next": goal,
        **more,
    }
    return client.post("/sign-in", data=fields)
