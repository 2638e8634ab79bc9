"""Sign-in and sign-out as plain HTML forms: they work without scripts and with any password manager."""

from collections.abc import Mapping
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.access.accounts import is_set_up, normal_sign_in_name
from tracker.access.actor import STAFF_IDLE
from tracker.access.sign_in import has_been_here, is_signed_in, sign_in, sign_out
from tracker.errors import SignInRefused, TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import N_, _
from tracker.web.attempts import TooSoon
from tracker.web.entrance import SEE_OTHER, Entrance, address_of
from tracker.web.forms import TooLarge, is_ours, read_form
from tracker.web.own_path import own_path
from tracker.web.rendering import message
from tracker.web.waiting import A_MINUTE, TOO_MANY_REQUESTS, format_too_soon, format_wait, retry_after

SET_UP_FIRST = N_(
    "There is no clinic here yet. A link to set it up is on the terminal where the server was started. It is good for "
    "an hour; starting the server again prints a new one."
)
IDLE = "idle"


def format_idle() -> str:
    """Say why a clinic's screen has cleared itself."""
    words = _("Signed out after {time} without a click. What you typed is kept.")
    seconds = int(STAFF_IDLE.total_seconds())
    return words.format(time=format_wait(max(seconds, 2 * A_MINUTE)))


class SignInPage:
    """The forms and what they do, for one server."""

    # Whom the demo offers to sign in as, with a few words about each; elsewhere nobody.
    offered: Mapping[str, str] = {}

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance
        self._settings = entrance.settings

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
        if await to_thread.run_sync(is_signed_in, self._entrance.token(request)):
            return RedirectResponse(goal, SEE_OTHER)
        if await to_thread.run_sync(_is_not_set_up):
            return message(_("Not set up yet"), _(SET_UP_FIRST), 200)
        said = format_idle() if request.query_params.get("why") == IDLE else ""
        return self._sign_in_form(request, {"next": goal}, said=said)

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
        name_meant = normal_sign_in_name(name)
        known = await self._known(request, name_meant)
        try:
            # Counted before the hash is waited for: what is sent meanwhile must not find the count of before.
            attempt = self._entrance.attempts.begin(address_of(request), name_meant, known=known)
        except TooSoon as too_soon:
            form = self._sign_in_form(request, fields, format_too_soon(too_soon), TOO_MANY_REQUESTS)
            return retry_after(form, too_soon)
        try:
            session = await self._entrance.begin(partial(sign_in, name, password))
        except SignInRefused as refused:
            return self._sign_in_form(request, fields, in_words(refused), 401)
        except TrackerError as error:
            attempt.take_back()
            return self._sign_in_form(request, fields, in_words(error), 503)
        attempt.succeeded()
        return await self._entrance.let_in(request, session, own_path(fields.get("next", "/")))

    async def _known(self, request: Request, name: str) -> str:
        mark = self._entrance.mark(request)
        try:
            return mark if await to_thread.run_sync(has_been_here, mark, name) else ""
        except TrackerError:  # the attempt itself will say so
            return ""

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
            await to_thread.run_sync(sign_out, self._entrance.token(request))
        except TrackerError:
            problem = _("You are still signed in, because the record is busy. Please try again in a moment.")
            return self._sign_out_form(request, problem, 503)
        return self._entrance.lead_out()

    def _sign_in_form(
        self,
        request: Request,
        fields: Mapping[str, str],
        problem: str = "",
        status: int = 200,
        *,
        said: str = "",
    ) -> Response:
        goal = own_path(fields.get("next", "/"))
        values = {
            "next": goal,
            "name": fields.get("name", ""),
            "problem": problem,
            "said": said,
            "offered": self.offered,
        }
        return self._entrance.form(request, "sign_in.html", status, **values)

    def _sign_out_form(self, request: Request, problem: str = "", status: int = 200) -> Response:
        return self._entrance.form(request, "sign_out.html", status, problem=problem)


def _is_not_set_up() -> bool:
    try:
        return not is_set_up()
    except TrackerError:  # it is told to whoever sends the form
        return False
