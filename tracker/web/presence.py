"""What the script on a clinic's screens tells the server: that somebody is there, or that nobody is any more.

Both are sent by our own pages only. A browser always says where a script's request comes from, so one that does not say
so is refused; a form of another site could not hide it either.
"""

from collections.abc import Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.access.actor import SessionToken
from tracker.access.sign_in import clear_away, stay
from tracker.errors import SignedOut, TrackerError
from tracker.web.entrance import Entrance

STILL_HERE = "/still-here"
NOBODY_HERE = "/nobody-here"
DONE, NOT_SIGNED_IN, FORBIDDEN, LATER = 204, 401, 403, 503


class Presence:
    """The two routes, for one server. Their answers have no body."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def routes(self) -> list[Route]:
        """Give both routes."""
        return [
            Route(STILL_HERE, self.still_here, methods=["POST"]),
            Route(NOBODY_HERE, self.nobody_here, methods=["POST"]),
        ]

    async def still_here(self, request: Request) -> Response:
        """Keep that somebody uses this session."""
        return await self._told(request, stay)

    async def nobody_here(self, request: Request) -> Response:
        """End this session, since its screen was left alone for too long."""
        return await self._told(request, clear_away)

    async def _told(self, request: Request, what: Callable[[SessionToken], None]) -> Response:
        origins = request.headers.getlist("origin")
        if not origins or not set(origins) <= self._entrance.settings.allowed_origins:
            return Response(status_code=FORBIDDEN)
        try:
            await to_thread.run_sync(what, self._entrance.token(request))
        except SignedOut:
            return Response(status_code=NOT_SIGNED_IN)
        except TrackerError:
            return Response(status_code=LATER)
        return Response(status_code=DONE)
