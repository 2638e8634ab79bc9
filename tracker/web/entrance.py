"""What the forms share that let somebody in: the session's cookie, the form's token, and how many hash at once."""

from collections.abc import Callable
from contextlib import suppress

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tracker.access.actor import SessionToken
from tracker.access.cookies import known_cookie_name, session_cookie_name
from tracker.access.sign_in import NewSession, mark_of, name_device, sign_out
from tracker.errors import TrackerError
from tracker.settings import Settings
from tracker.web.attempts import SignInAttempts
from tracker.web.devices import device_of
from tracker.web.forms import form_token, keep_form_token
from tracker.web.rendering import page

SEE_OTHER = 303
HASHES_AT_ONCE = 2
ONE_YEAR = 365 * 24 * 60 * 60


class Entrance:
    """The way in and out, for all forms of one server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.attempts = SignInAttempts()
        self._cookie = session_cookie_name(settings)
        # Or a hundred people who sign in at once would take every thread from those who work.
        self._hashing = CapacityLimiter(HASHES_AT_ONCE)

    def token(self, request: Request) -> SessionToken:
        """Give the token of the session that this browser carries, live or not."""
        return SessionToken(request.cookies.get(self._cookie, ""))

    def mark(self, request: Request) -> str:
        """Give what this browser shows of the last session that it had."""
        return request.cookies.get(known_cookie_name(self.settings), "")

    async def begin(self, session: Callable[[], NewSession]) -> NewSession:
        """Run what hashes a password and begins a session, in a thread and in its turn."""
        return await to_thread.run_sync(session, limiter=self._hashing)

    async def let_in(self, request: Request, session: NewSession, goal: str = "/") -> Response:
        """Give the browser its new session instead of the one that it had, and lead on."""
        # The token from before may be known to somebody else, who planted it or used this browser. If it cannot be
        # ended now, who has just been let in must not hear that nothing was saved: a one-time link is used up.
        with suppress(TrackerError):
            await to_thread.run_sync(sign_out, self.token(request))
        with suppress(TrackerError):
            device = device_of(request.headers.get("user-agent", ""))
            await to_thread.run_sync(name_device, session.token, device)
        response = RedirectResponse(goal, SEE_OTHER)
        lasts = int(session.lasts.total_seconds())
        self._keep(response, self._cookie, session.token, lasts)
        self._keep(response, known_cookie_name(self.settings), mark_of(session.token), ONE_YEAR)
        return response

    def _keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, secure=self.settings.secure, httponly=True, samesite="lax"
        )

    def lead_out(self) -> Response:
        """Take the session from the browser, and lead to the sign-in form."""
        response = RedirectResponse("/sign-in", SEE_OTHER)
        response.delete_cookie(self._cookie, secure=self.settings.secure, httponly=True, samesite="lax")
        return response

    def form(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        """Show a form that carries this browser's token."""
        token = form_token(request, self.settings)
        response = page(template, status, form_token=token, **values)
        keep_form_token(response, self.settings, token)
        return response


def address_of(request: Request) -> str:
    """Give the address that a request comes from."""
    return request.client.host if request.client else ""
