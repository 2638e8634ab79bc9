"""A page behind a one-time link: opening it changes nothing, sending its form uses the link up and signs in."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker.access.passwords import SHORTEST
from tracker.access.sign_in import NewSession, is_signed_in
from tracker.errors import InvalidInput, LinkRefused, TrackerError
from tracker.screen.messages import in_words
from tracker.screen.words import _
from tracker.web.attempts import Attempt, TooSoon
from tracker.web.entrance import Entrance, address_of
from tracker.web.forms import TooLarge, is_ours, read_form
from tracker.web.rendering import message
from tracker.web.waiting import TOO_MANY_REQUESTS, format_too_soon, retry_after

UNREADABLE, NOT_FOUND, GONE = 422, 404, 410


class LinkPage(ABC):
    """The form behind one kind of link, for one server."""

    path: str
    template: str

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    def routes(self) -> list[Route]:
        """Give the routes of the form."""
        return [
            Route(f"{self.path}/{{token}}", self.show, methods=["GET"]),
            Route(f"{self.path}/{{token}}", self.take, methods=["POST"]),
        ]

    @abstractmethod
    def look(self, token: str) -> Mapping[str, object]:
        """Give what the form shows of its link; raises `LinkRefused`."""

    @abstractmethod
    def begin(self, token: str, fields: Mapping[str, str]) -> NewSession:
        """Do what the link is for; raises `LinkRefused` and `InvalidInput`."""

    async def show(self, request: Request) -> Response:
        """Show the empty form."""
        return await self._form(request, {})

    async def take(self, request: Request) -> Response:
        """Do what the link is for, and lead to the start; or show the form again, with what was typed."""
        try:
            fields = await read_form(request)
        except TooLarge:
            text = _("Nothing was saved. Please go back and write less.")
            return message(_("That is too long"), text, 413)
        if not is_ours(request, self._entrance.settings, fields):
            problem = _("This form was open for too long, so nothing was saved. Please send it again.")
            return await self._form(request, fields, problem, status=403)
        try:
            attempt = self._entrance.attempts.begin_link(address_of(request))
        except TooSoon as too_soon:
            form = await self._form(request, fields, format_too_soon(too_soon), status=TOO_MANY_REQUESTS)
            return retry_after(form, too_soon)
        return await self._try(request, fields, attempt)

    async def _try(self, request: Request, fields: Mapping[str, str], attempt: Attempt) -> Response:
        try:
            session = await self._entrance.begin(partial(self.begin, _token(request), fields))
        except LinkRefused as refused:
            return _refused(refused)
        except InvalidInput as error:
            return await self._form(request, fields, in_words(error), wrong=error.field, status=UNREADABLE)
        except TrackerError as error:
            attempt.take_back()
            return await self._form(request, fields, in_words(error), status=503)
        attempt.take_back()
        return await self._entrance.let_in(request, session)

    async def _form(
        self,
        request: Request,
        fields: Mapping[str, str],
        problem: str = "",
        *,
        wrong: str = "",
        status: int = 200,
    ) -> Response:
        try:
            link = await to_thread.run_sync(self.look, _token(request))
        except LinkRefused as refused:
            return _refused(refused)
        values = {
            **link,
            "address": request.url.path,
            "typed": {name: text for name, text in fields.items() if name != "password"},
            "problem": problem,
            "wrong": wrong,
            "shortest": SHORTEST,
            "ends_session": await to_thread.run_sync(is_signed_in, self._entrance.token(request)),
        }
        return self._entrance.form(request, self.template, status, **values)


def _token(request: Request) -> str:
    return str(request.path_params["token"])


def _refused(refused: LinkRefused) -> Response:
    status = NOT_FOUND if refused.why == "unknown" else GONE
    way_on = _("Sign in") if refused.why == "used" else ""
    return message(_("This link cannot be used"), in_words(refused), status, way_on)
