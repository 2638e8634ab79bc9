"""Sign-in and sign-out as plain HTML forms: they work without scripts and with any password manager."""

from collections.abc import Mapping
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.access.accounts import normal_sign_in_name
from tracker.access.actor import SessionToken
from tracker.access.cookies import session_cookie_name
from tracker.access.sign_in import NewSession, is_signed_in, sign_in, sign_out
from tracker.errors import SignInRefused, TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.settings import Settings
from tracker.web.attempts import SignInAttempts
from tracker.web.forms import TooLarge, form_token, is_ours, keep_form_token, read_form
from tracker.web.own_path import own_path
from tracker.web.rendering import message, page

SEE_OTHER = 303
HASHES_AT_ONCE = 2


class SignInPage:
    """The forms and what they do, for one server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cookie = session_cookie_name(settings)
        self._attempts = SignInAttempts()
        # Or a hundred people who sign in at once would take every thread from those who work.
        self._hashing = CapacityLimiter(HASHES_AT_ONCE)

    def routes(self) -> list[Route]:
        """Give the routes of both forms."""
        return [
            Route("/sign-in", self.show_sign_in, methods=["GET"]),
            Route("/sign-in", self.take_sign_in, methods=["POST"]),
            Route("/sign-out", self.show_sign_out, methods=["GET"]),
            Route("/sign-out", self.take_sign_out, methods=["POST"]),
        ]

    async def show_sign_in(self, request: Request) -> Response:
        """Show the form, or lead on whoever is signed in already."""
        goal = own_path(request.query_params.get("next", "/"))
        if await to_thread.run_sync(is_signed_in, self._token(request)):
            return RedirectResponse(goal, SEE_OTHER)
        return self._sign_in_form(request, {"next": goal})

    async def take_sign_in(self, request: Request) -> Response:
        """Begin a session and lead on to the page that was asked for."""
        try:
            fields = await read_form(request)
        except TooLarge:
            return message(_("That is too long"), _("Nothing was done. Please sign in again."), 413)
        if not is_ours(request, self._settings, fields):
            problem = _("This form was open for too long, so nothing was done. Please sign in now.")
            return self._sign_in_form(request, fields, problem, 403)
        name, password = fields.get("name", ""), fields.get("password", "")
        if not name.strip() or not password:
            problem = _("Please fill in both your sign-in name and your password.")
            return self._sign_in_form(request, fields, problem, 422)
        return await self._try(request, fields, name, password)

    async def _try(self, request: Request, fields: Mapping[str, str], name: str, password: str) -> Response:
        address = request.client.host if request.client else ""
        # Counted before the hash is waited for: what is sent meanwhile must not find the count of before.
        attempt = self._attempts.begin(address, normal_sign_in_name(name))
        if attempt is None:
            problem = _("That was tried too often. Please wait five minutes, then sign in.")
            return self._sign_in_form(request, fields, problem, 429)
        try:
            begin = partial(sign_in, name, password)
            session = await to_thread.run_sync(begin, limiter=self._hashing)
        except SignInRefused as refused:
            return self._sign_in_form(request, fields, in_words(refused), 401)
        except TrackerError as error:
            attempt.take_back()
            return self._sign_in_form(request, fields, in_words(error), 503)
        attempt.succeeded()
        # The token from before may be known to somebody else, who planted it or used this browser.
        await to_thread.run_sync(sign_out, self._token(request))
        return self._signed_in(session, own_path(fields.get("next", "/")))

    async def show_sign_out(self, request: Request) -> Response:
        """Show the button: opening a link must not change anything."""
        return self._sign_out_form(request)

    async def take_sign_out(self, request: Request) -> Response:
        """End the session and lead to the sign-in form."""
        try:
            fields = await read_form(request)
        except TooLarge:
            fields = {}
        if not is_ours(request, self._settings, fields):
            problem = _("This form was open for too long, so you are still signed in. Please try again.")
            return self._sign_out_form(request, problem, 403)
        try:
            await to_thread.run_sync(sign_out, self._token(request))
        except TrackerError:
            problem = _("You are still signed in, because the record is busy. Please try again in a moment.")
            return self._sign_out_form(request, problem, 503)
        response = RedirectResponse("/sign-in", SEE_OTHER)
        response.delete_cookie(self._cookie, secure=self._settings.secure, httponly=True, samesite="lax")
        return response

    def _token(self, request: Request) -> SessionToken:
        return SessionToken(request.cookies.get(self._cookie, ""))

    def _signed_in(self, session: NewSession, goal: str) -> Response:
        response = RedirectResponse(goal, SEE_OTHER)
        response.set_cookie(
            self._cookie,
            session.token,
            max_age=int(session.lasts.total_seconds()),
            secure=self._settings.secure,
            httponly=True,
            samesite="lax",
        )
        return response

    def _sign_in_form(
        self, request: Request, fields: Mapping[str, str], problem: str = "", status: int = 200
    ) -> Response:
        token = form_token(request, self._settings)
        goal = own_path(fields.get("next", "/"))
        values = {"form_token": token, "next": goal, "name": fields.get("name", ""), "problem": problem}
        response = page("sign_in.html", status, **values)
        keep_form_token(response, self._settings, token)
        return response

    def _sign_out_form(self, request: Request, problem: str = "", status: int = 200) -> Response:
        token = form_token(request, self._settings)
        response = page("sign_out.html", status, form_token=token, problem=problem)
        keep_form_token(response, self._settings, token)
        return response
