"""The form with which the owner of an account changes its password: plain HTML, for any password manager."""

from collections.abc import Mapping
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.access.change_password import change_password, sign_in_name_of
from tracker.access.passwords import SHORTEST
from tracker.errors import InvalidInput, SignedOut, TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.web.attempts import Attempt, TooSoon
from tracker.web.entrance import SEE_OTHER, Entrance, address_of
from tracker.web.forms import TooLarge, is_ours, read_form
from tracker.web.own_path import sign_in_path
from tracker.web.rendering import message
from tracker.web.waiting import TOO_MANY_REQUESTS, format_too_soon, retry_after

PATH = "/password"
CURRENT = "current_password"
BACK = "/account"
FORBIDDEN, UNREADABLE, TOO_LARGE, LATER = 403, 422, 413, 503


class PasswordPage:
    """The form and what it does, for one server."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def routes(self) -> list[Route]:
        """Give the routes of the form."""
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(PATH, self.take, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show the empty form."""
        return await self._form(request)

    async def take(self, request: Request) -> Response:
        """Change the password, and go on in a new session."""
        try:
            fields = await read_form(request)
        except TooLarge:
            text = _("Nothing was saved. Please go back and write less.")
            return message(_("That is too long"), text, TOO_LARGE)
        if not is_ours(request, self._entrance.settings, fields):
            problem = _("This form was open for too long, so nothing was saved. Please send it again.")
            return await self._form(request, problem, status=FORBIDDEN)
        token = self._entrance.token(request)
        try:
            name = await to_thread.run_sync(sign_in_name_of, token)
            attempt = self._entrance.attempts.begin(address_of(request), name)
        except SignedOut:
            return _to_sign_in()
        except TooSoon as too_soon:
            form = await self._form(request, format_too_soon(too_soon), status=TOO_MANY_REQUESTS)
            return retry_after(form, too_soon)
        return await self._change(request, fields, attempt)

    async def _change(self, request: Request, fields: Mapping[str, str], attempt: Attempt) -> Response:
        token = self._entrance.token(request)
        current, new = fields.get(CURRENT, ""), fields.get("password", "")
        try:
            session = await self._entrance.begin(partial(change_password, token, current, new))
        except SignedOut:
            return _to_sign_in()
        except InvalidInput as error:
            if error.field != CURRENT:
                attempt.take_back()
            return await self._form(request, in_words(error), wrong=error.field, status=UNREADABLE)
        except TrackerError as error:
            attempt.take_back()
            return await self._form(request, in_words(error), status=LATER)
        attempt.succeeded()
        return await self._entrance.let_in(request, session, BACK)

    async def _form(
        self, request: Request, problem: str = "", *, wrong: str = "", status: int = 200
    ) -> Response:
        try:
            name = await to_thread.run_sync(sign_in_name_of, self._entrance.token(request))
        except SignedOut:
            return _to_sign_in()
        values = {
            "sign_in_name": name,
            "problem": problem,
            "wrong": wrong,
            "shortest": SHORTEST,
            "typed": {},
        }
        return self._entrance.form(request, "password.html", status, **values)


def _to_sign_in() -> Response:
    return RedirectResponse(sign_in_path(PATH, ""), SEE_OTHER)
